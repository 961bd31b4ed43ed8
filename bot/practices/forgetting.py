"""A person is erased from the practices: what they gave to the pod stays, without their name."""

from datetime import datetime

from bot.practices.changes import changing, index, subject
from bot.practices.owners import find_owner
from storage.database import Database
from storage.former import FORMER
from storage.practices import Practice
from storage.practices_index import unindex_practice
from storage.practices_persons import (
    delete_practice,
    list_drafts_of,
    list_named_in,
    list_owned_by,
    rename_sayings,
)
from storage.practices_reading import find_practice
from storage.timers import cancel_timers


async def hand_over(database: Database, user: str, alias: str, now: datetime, at_most: int) -> int:
    """What they looked after passes to a coach of its pod; where there is none, it waits for one
    under the alias. How many, of some.
    """
    async with database.write() as session:
        owned = await list_owned_by(session, user, at_most)
        for practice_id in owned:
            practice = await find_practice(session, practice_id)
            if practice is None:
                continue
            async with changing(session, practice, now) as change:
                if await find_owner(change) is None:
                    practice.owner = alias
    return len(owned)


async def delete_drafts(database: Database, user: str, at_most: int) -> int:
    """What they shared with nobody goes, with all that belongs to it; how many."""
    async with database.write() as session:
        drafts = await list_drafts_of(session, user, at_most)
        for practice_id in drafts:
            await unindex_practice(session, practice_id)
            await cancel_timers(session, subject(practice_id))
            await delete_practice(session, practice_id, subject(practice_id))
    return len(drafts)


async def rename(database: Database, user: str, alias: str, at_most: int) -> int:
    """Their name goes from what they wrote or are credited for, and from the search; how many."""
    async with database.write() as session:
        named = await list_named_in(session, user, at_most)
        await rename_sayings(session, [each.id for each in named], user, alias)
        for practice in named:
            _rename(practice, user, alias)
            await index(session, practice)
    return len(named)


def _rename(practice: Practice, user: str, alias: str) -> None:
    if practice.author == user:
        practice.author, practice.author_name = alias, FORMER
    if practice.helper == user:
        practice.helper, practice.helper_name = alias, FORMER
