"""One person is erased from the huddles, step by step in small transactions."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.huddles_persons import (
    Erased,
    find_erased,
    forget_concerns,
    forget_lines,
    forget_talks,
    hand_over,
    leave_turns,
    rewrite_huddles,
    rewrite_items,
)
from storage.pods import Member

# The recaps before the agendas: they are known by what the agendas still say.
_WALKS: Final = {"huddles": rewrite_huddles, "agendas": rewrite_items}


class Leaving(NamedTuple):
    """Whoever is erased. `names` are the ways in which their name is written."""

    user: str
    alias: str
    names: Collection[str]
    member: Member | None
    now: datetime


async def leave_huddles(
    database: Database, who: Leaving, batch: int
) -> AsyncIterator[tuple[str, int]]:
    """What was done, and to how many rows, batch by batch. Done again, it does what is left."""
    async with database.write() as session:
        turns = await leave_turns(session, who.member.email if who.member else "")
        erased = await find_erased(session, who.user, who.alias, who.names)
    if turns:
        yield "turns left", turns
    for what, walk in _WALKS.items():
        async for changed in _walk(database, walk, erased, batch):
            yield what, changed
    for what, deed in _deeds(who, batch).items():
        while changed := await _write(database, deed):
            yield what, changed


def _deeds(who: Leaving, batch: int) -> dict[str, Callable[[AsyncSession], Awaitable[int]]]:
    user, alias, now = who.user, who.alias, who.now
    return {
        "concerns": lambda session: forget_concerns(session, user, batch),
        "talks deleted": lambda session: forget_talks(session, user, batch),
        "lines of talks": lambda session: forget_lines(session, user, now, batch),
        "action items handed over": lambda session: hand_over(session, user, alias, batch),
    }


async def _walk(
    database: Database,
    walk: Callable[[AsyncSession, Erased, UUID | None, int], Awaitable[tuple[int, UUID | None]]],
    erased: Erased,
    batch: int,
) -> AsyncIterator[int]:
    """Each batch from beyond the one before."""
    after: UUID | None = None
    while True:
        async with database.write() as session:
            changed, after = await walk(session, erased, after, batch)
        if changed:
            yield changed
        if after is None:
            return


async def _write(database: Database, deed: Callable[[AsyncSession], Awaitable[int]]) -> int:
    async with database.write() as session:
        return await deed(session)
