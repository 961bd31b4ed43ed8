"""Looks through the whole index of the search, and makes anew what is not as it should be."""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from bot.practices.indexing import BATCH, rebuild, written_whole
from storage.database import Database
from storage.practices_index import holds, write_index
from storage.practices_terms import check_terms
from storage.practices_to_index import count_practices, list_ids, list_to_index

Progress = Callable[[int, int], None]


class Reindexed(NamedTuple):
    """How many practices were looked at, and how many of these were indexed anew."""

    practices: int
    anew: int


async def reindex(database: Database, progress: Progress = lambda done, total: None) -> Reindexed:
    """May run beside the bot, and be stopped at any moment: what is right is left as it is, so
    that a second run does what is left. Vectors of unchanged texts are kept.

    Only a search table that cannot be read is thrown away first. Raises `DBAPIError`.
    """
    anew = 0 if await _is_whole(database) else await rebuild(database, progress)
    async with database.read() as session:
        total = await count_practices(session)
    done, last = 0, None
    while ids := await _next(database, last):
        anew += await _put_right(database, ids)
        done, last = done + len(ids), ids[-1]
        progress(done, total)
    return Reindexed(done, anew)


async def _is_whole(database: Database) -> bool:
    try:
        async with database.write() as session:
            await check_terms(session)
    except DBAPIError:
        return False
    return True


async def _next(database: Database, last: UUID | None) -> list[UUID]:
    async with database.read() as session:
        return await list_ids(session, last, BATCH)


async def _put_right(database: Database, ids: Sequence[UUID]) -> int:
    """Looks without a lock, and looks again at what seems wrong: somebody may be saving it."""
    async with database.read() as session:
        wrong = [
            whole.practice.id
            for whole in await list_to_index(session, ids)
            if not await holds(session, whole.seq, written_whole(whole))
        ]
    if wrong:
        async with database.write() as session:
            for whole in await list_to_index(session, wrong):
                await write_index(session, whole.practice.id, written_whole(whole))
    return len(wrong)
