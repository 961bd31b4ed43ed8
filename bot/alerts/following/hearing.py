"""What feeds say is kept before anything is done about it: heard once, it survives every crash.

Telling the pods comes after that, as a timer that is set with it.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.facts import Report
from bot.alerts.following.memory import Heard, Memory, heard, remember
from bot.delivery.transaction import Transactions
from bot.errors import AlreadyHandled, NotSaved, PodlineError
from bot.inbox import Delivery
from storage.alerts_feeds import Feed
from storage.alerts_feeds_reading import get_feed, list_events, list_feeds, put_events
from storage.timers import set_timer

LOOK: Final = "feed.look"
FEEDS: Final = "feeds"
# In a flood the markets are looked over once in so long, not after every message.
LOOKS_EVERY: Final = timedelta(seconds=1)
# After so long without a reading, what goes on then is summed up and not told one by one.
GAP: Final = timedelta(minutes=30)
_AT_ONCE: Final = 1_000
_TRIES: Final = 5

Note = Callable[[AsyncSession, Feed], Awaitable[None]]
"""Joins the transaction in which a reading is kept."""


class TooMany(PodlineError):
    """More events than any source has."""

    sentence = "Too many events of this source are open. End some of them, and send it again."


async def nothing_more(session: AsyncSession, feed: Feed) -> None:
    """A reading that is only heard."""


class Hearing:
    """The memories of all feeds, and the one way to add to them. `looked_at` is when the markets
    were last looked over.
    """

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._memories: dict[str, Memory] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.looked_at: datetime | None = None

    async def recall(self) -> list[Memory]:
        """All feeds, as far as anybody has heard."""
        async with self._transactions.look() as session:
            feeds = [(each.name, each.version) for each in await list_feeds(session)]
        known = [await self._recall(name, version) for name, version in feeds]
        return [each for each in known if each.version >= 0]

    async def recall_one(self, name: str) -> Memory:
        """One feed; at version 0 where nothing was ever heard of it."""
        async with self._transactions.look() as session:
            versions = {each.name: each.version for each in await list_feeds(session)}
        return await self._recall(name, versions.get(name, 0))

    async def hear(
        self,
        name: str,
        reports: Iterable[Report],
        now: datetime,
        *,
        rereads: bool = True,
        all_named: bool = False,
        note: Note = nothing_more,
    ) -> int:
        """Keep what a source said, and let the markets be looked over. How many events were left
        out, because there are too many. As `memory.heard`.

        Raises `NotSaved`, and what `note` raises: then nothing of it is kept.
        """
        reports = list(reports)
        async with self._turns[name]:
            for _ in range(_TRIES):
                memory = await self.recall_one(name)
                found = await asyncio.to_thread(
                    heard, memory, reports, now, rereads=rereads, all_named=all_named
                )
                if await self._keep(found, now, rereads, note):
                    return found.left_out
        raise NotSaved

    async def _recall(self, name: str, version: int) -> Memory:
        memory = self._memories.get(name)
        if memory is None or memory.version < version:
            memory = await self._read(name)
            self._memories[name] = memory
        return memory

    async def _read(self, name: str) -> Memory:
        async with self._transactions.look() as session:
            feeds = {each.name: each for each in await list_feeds(session)}
            rows = await list_events(session, name)
        feed = feeds.get(name) or Feed(name=name)
        times = (feed.read_at, feed.since)
        return await asyncio.to_thread(remember, name, feed.version, times, rows)

    async def _keep(self, found: Heard, now: datetime, rereads: bool, note: Note) -> bool:
        """False where another process heard something meanwhile. Many rows are written in turns:
        where that stops, the source says the rest again."""
        memory, rows = found.memory, found.rows
        parts = [rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)] or [[]]
        for number, part in enumerate(parts):
            is_last = number == len(parts) - 1
            since = await self._write(memory, part, now, rereads and is_last, is_last, note)
            if since is _MOVED:
                return False
            memory = _next(memory, since if is_last else memory.since)
        self._memories[memory.name] = memory
        return True

    async def _write(
        self,
        memory: Memory,
        rows: Sequence[dict[str, Any]],
        now: datetime,
        rereads: bool,
        is_last: bool,
        note: Note,
    ) -> Any:
        """Since when the feed is followed without a gap, or `_MOVED`."""
        key = f"feed:{memory.name}:{memory.version + 1}"
        try:
            async with self._transactions.of(Delivery(key, now)) as session:
                feed = await get_feed(session, memory.name)
                if feed.version != memory.version:
                    raise AlreadyHandled
                feed.version += 1
                if rereads:
                    _read_at(feed, now)
                await put_events(session, rows)
                if is_last:
                    await note(session, feed)
                    await set_timer(session, LOOK, FEEDS, self._next_look(now))
                await session.flush()
                return feed.since
        except AlreadyHandled:
            return _MOVED

    def _next_look(self, now: datetime) -> datetime:
        return max(now, self.looked_at + LOOKS_EVERY) if self.looked_at else now


_MOVED: Final = object()


def _next(memory: Memory, since: datetime | None) -> Memory:
    return Memory(memory.name, memory.version + 1, memory.read_at, since, memory.events)


def _read_at(feed: Feed, now: datetime) -> None:
    if feed.read_at is None or feed.since is None or now - feed.read_at > GAP:
        feed.since = now
    feed.read_at = now
