"""Keeps the index of the search in step with the practices, within the transaction of a save."""

import hashlib
from collections.abc import Callable, Sequence

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.text.terms import terms, words
from storage.database import Database
from storage.practices import Practice, Saying
from storage.practices_index import Written, write_index
from storage.practices_terms import empty_terms
from storage.practices_to_index import ToIndex, count_practices, list_unindexed

BATCH = 50


async def index_practice(
    session: AsyncSession,
    practice: Practice,
    sayings: Sequence[Saying],
    merged: Sequence[Practice] = (),
) -> None:
    """Find the practice as it stands now. To be called whenever anything of it changed."""
    await session.flush()
    await write_index(session, practice.id, written(practice, sayings, merged))


def written(
    practice: Practice, sayings: Sequence[Saying], merged: Sequence[Practice] = ()
) -> Written:
    """What the index keeps: stems in the language of each part, and the words as they stand; what
    was merged into the practice finds it, too.
    """
    text = note_text(practice, sayings, merged)
    stems = terms(_own_text(practice), practice.language)
    for saying in sayings:
        stems += terms(saying.text, saying.language)
    for each in merged:
        stems += terms(_own_text(each), each.language)
    return Written(stems, words(text), hashlib.sha256(text.encode()).hexdigest())


def note_text(
    practice: Practice, sayings: Sequence[Saying], merged: Sequence[Practice] = ()
) -> str:
    """The text for which a practice's vector stands: first its own words, since a model may read
    no more than the beginning.
    """
    said = (saying.text for saying in sayings)
    return " ".join((_own_text(practice), *said, *(_own_text(each) for each in merged)))


def _own_text(practice: Practice) -> str:
    parts = [practice.situation, practice.what_worked]
    # Most titles are the situation's beginning.
    if not practice.situation.startswith(practice.title.rstrip("… ")):
        parts.insert(0, practice.title)
    return " ".join(part for part in parts if part)


async def rebuild(
    database: Database, progress: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Make the search tables anew from the practices; how many these are.

    Vectors of unchanged texts are kept. What is interrupted goes on where it stopped, at the next
    `catch_up`.
    """
    try:
        async with database.write() as session:
            await empty_terms(session)
    except DBAPIError:
        async with database.write() as session:
            await empty_terms(session, unread=True)
    async with database.read() as session:
        total = await count_practices(session)
    return await catch_up(database, lambda done: progress(done, total))


async def catch_up(database: Database, progress: Callable[[int], None] = lambda done: None) -> int:
    """Index what is not indexed, in small transactions; how many practices that were."""
    done = 0
    while True:
        async with database.write() as session:
            batch = await list_unindexed(session, BATCH)
            for whole in batch:
                await _index(session, whole)
        if not batch:
            return done
        done += len(batch)
        progress(done)


async def _index(session: AsyncSession, whole: ToIndex) -> None:
    await write_index(session, whole.practice.id, written_whole(whole))


def written_whole(whole: ToIndex) -> Written:
    """As `written`."""
    return written(whole.practice, whole.sayings, whole.merged)
