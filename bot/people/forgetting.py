"""Erasing one person: what they asked, answered and searched goes, what they gave to the pod stays
without their name. In small transactions; what was interrupted is done when it is run again.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.people.errors import NothingKnown, OnHold, StillOnTheRoster, StillOpen
from bot.people.leaving_huddles import Leaving, leave_huddles
from bot.practices import forgetting as practices
from bot.text.phrases import label
from storage.audit import AuditEntry
from storage.database import Database
from storage.erasures import begin_erasure, end_erasure, is_under_way
from storage.holds import find_hold_on
from storage.persons import (
    IN_ADVICE,
    IN_ALERTS,
    IN_AUDIT,
    IN_HUDDLES,
    IN_PRACTICES,
    WHOLE,
    Trace,
    count_traces,
    delete_some,
    find_left,
    forget_errands,
    has_live_asks,
    rename_some,
)
from storage.persons_words import forget_sent, rename_in_history
from storage.pods import Member
from storage.practices_persons import forget_lone_words

BATCH: Final = 200
_WHAT: Final = "forgot"
Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, what: str) -> None:
    """For whoever does not watch."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the database knows them: in how many rows of each table they are named."""

    user: str
    member: Member | None
    rows: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


async def look(database: Database, user: str) -> Known:
    """What would go, or lose its name. Raises what stands in the way, or `NothingKnown`."""
    async with database.read() as session:
        member = await find_left(session, user)
        rows = await count_traces(session, user)
        if not rows and not await is_under_way(session, user):
            raise NothingKnown
        if await find_hold_on(session, user) is not None:
            raise OnHold
        if member is not None and member.left_at is None:
            raise StillOnTheRoster
        if await has_live_asks(session, user):
            raise StillOpen
    return Known(user, member, rows)


async def forget(
    database: Database, user: str, now: datetime, operator: str, progress: Progress = silent
) -> dict[str, int]:
    """Erase them; how many rows of what. Raises as `look`."""
    known = await look(database, user)
    async with database.write() as session:
        alias = await begin_erasure(session, user, now)
    eraser = _Eraser(database, known, alias, now, progress)
    await eraser.practices()
    await eraser.huddles()  # as long as it is known who asked what
    for trace in (*IN_ADVICE, *IN_PRACTICES, *IN_ALERTS, *IN_HUDDLES, *IN_AUDIT):
        await eraser.rename(trace)
    await eraser.words()
    for trace in WHOLE:
        await eraser.delete(trace)
    await _end(database, known, alias, now, operator, eraser.done)
    return dict(eraser.done)


class _Eraser:
    """One erasure under way; `done` counts rows by what they are."""

    def __init__(
        self, database: Database, known: Known, alias: str, now: datetime, progress: Progress
    ) -> None:
        self._database, self._user, self._alias = database, known.user, alias
        self._known, self._now, self._progress = known, now, progress
        self.done: Counter[str] = Counter()

    async def practices(self) -> None:
        database, user, alias = self._database, self._user, self._alias
        await self._all("drafts deleted", lambda: practices.delete_drafts(database, user, BATCH))
        await self._all(
            "practices handed over",
            lambda: practices.hand_over(database, user, alias, self._now, BATCH),
        )
        await self._all("practices renamed", lambda: practices.rename(database, user, alias, BATCH))

    async def huddles(self) -> None:
        """What they asked goes before anything by which it is known as theirs."""
        erased = Leaving(self._user, self._alias, self._names(), self._known.member, self._now)
        async for what, changed in leave_huddles(self._database, erased, BATCH):
            self._count(what, changed)

    async def rename(self, trace: Trace) -> None:
        async def some() -> int:
            async with self._database.write() as session:
                return await rename_some(session, trace, self._user, self._alias, BATCH)

        await self._all(str(trace.table.__tablename__), some)

    async def delete(self, trace: Trace) -> None:
        async def some() -> int:
            async with self._database.write() as session:
                return await delete_some(session, trace, self._user, BATCH)

        await self._all(str(trace.table.__tablename__), some)

    async def words(self) -> None:
        """Old versions of practices, and what was sent."""

        async def some() -> int:
            async with self._database.write() as session:
                return await rename_in_history(session, self._user, self._alias, BATCH)

        await self._all("old versions", some)
        named = self._names()
        after: int | None = 0
        while after is not None:
            async with self._database.write() as session:
                gone, after = await forget_sent(session, self._user, named, after, BATCH)
            self.done["sent messages"] += gone

    def _names(self) -> set[str]:
        """The ways in which their name is written."""
        member = self._known.member
        return {member.name, label(member.name)} if member else set()

    async def _all(self, what: str, some: Callable[[], Awaitable[int]]) -> None:
        while changed := await some():
            self._count(what, changed)

    def _count(self, what: str, changed: int) -> None:
        self.done[what] += changed
        done = sum(self.done.values())
        self._progress(done, max(done, self._known.total), what)


async def _end(
    database: Database,
    known: Known,
    alias: str,
    now: datetime,
    operator: str,
    done: Counter[str],
) -> None:
    """The audit names whoever was forgotten by the alias alone."""
    async with database.write() as session:
        await forget_errands(session, known.user)
        await forget_lone_words(session)
        entry = AuditEntry(at=now, who=operator, what=_WHAT, about=alias, detail=dict(done))
        session.add(entry)
        await end_erasure(session, known.user)
