"""Each feed is read in its turn, by one process at a time: claimed, fetched, kept.

Nothing is fetched within a transaction or within a timer's act: a slow source holds up nobody.
"""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from datetime import datetime, timedelta
from logging import getLogger
from typing import Any, Final
from uuid import UUID

from aiohttp import ClientSession
from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.alerts.facts import Market, Reading
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.following import stale
from bot.alerts.following.confirming import Confirmed, confirm, gone_from
from bot.alerts.following.fetching import Fetched, Unreachable, fetch
from bot.alerts.following.hearing import Hearing
from bot.alerts.sources import Source
from bot.delivery.transaction import Transactions
from bot.errors import AlreadyHandled, NotSaved
from bot.inbox import Delivery
from storage.alerts_feeds import Feed
from storage.alerts_feeds_reading import get_feed, lease_feed
from storage.ids import new_id
from storage.timers import set_timer

log = getLogger(__name__)
POLL: Final = "feed.poll"
# Longer than all addresses of a feed can take together.
LEASE: Final = timedelta(seconds=50)
FETCHED_WITHIN: Final = 45.0
PATIENCE: Final = 5
LONGEST_PAUSE: Final = timedelta(minutes=15)
MOST_PROBLEMS: Final = 20


class Poller:
    """`sources` are those that are on, by name. `markets` answers those of the roster."""

    def __init__(
        self,
        transactions: Transactions,
        hearing: Hearing,
        sources: Mapping[str, Source],
        session: ClientSession,
    ) -> None:
        self._transactions, self._hearing = transactions, hearing
        self._sources, self._session = sources, session
        self._me = new_id()

    async def claim(self, timer_id: UUID, now: datetime) -> tuple[Source, Feed] | None:
        """It is time to read a feed: whose turn it is. The next time is set with it, so that
        nothing that happens to this process ends the following.
        """
        async with self._transactions.due(timer_id, now) as (session, timer):
            source = self._sources.get(timer.subject)
            if source is None:  # it was switched off
                return None
            feed = await lease_feed(session, source.name, self._me, now, LEASE)
            later = now + source.every if feed else now + LEASE
            await set_timer(session, POLL, source.name, later)
        return (source, feed) if feed else None

    async def read(
        self, source: Source, feed: Feed, markets: Sequence[Market], now: datetime
    ) -> None:
        """Ask, and keep what was said. Whatever goes wrong is unknown, and ends nothing."""
        addresses = source.addresses(markets)
        if not addresses:
            await self._note_nothing_new(source, now)
            return
        try:
            async with asyncio.timeout(FETCHED_WITHIN):
                fetched = await self._fetch(addresses, feed)
            reading = await self._understand(source, fetched, now)
            gone = gone_from(await self._hearing.recall_one(source.name), reading, now)
            called_off = await confirm(self._session, source, feed, markets, gone, now)
        except (Unreachable, Unreadable, TimeoutError) as error:
            sentence = getattr(error, "sentence", "The feed did not answer in time.")
            await self._note_failure(source, sentence, now)
        except Exception as error:
            log.error("a feed could not be read", extra={"feed": source.name}, exc_info=error)
            await self._note_failure(source, "What came could not be understood.", now)
        else:
            etags = dict(zip(addresses, (each.etag for each in fetched), strict=True))
            await self._keep(source, reading, called_off, etags, now)
            _count(source, "unchanged" if reading is None else "new")

    async def _fetch(self, addresses: Sequence[str], feed: Feed) -> list[Fetched]:
        """One after another; where one is new all of them have to be whole."""
        found = [await fetch(self._session, each, feed.etags.get(each)) for each in addresses]
        if all(each.body is None for each in found):
            return found
        return [
            await fetch(self._session, address) if each.body is None else each
            for address, each in zip(addresses, found, strict=True)
        ]

    async def _understand(
        self, source: Source, fetched: Sequence[Fetched], now: datetime
    ) -> Reading | None:
        """None: it still is what it was."""
        documents = [each.body for each in fetched if each.body is not None]
        if not documents:
            return None
        before = (await self._hearing.recall_one(source.name)).said()
        return await asyncio.to_thread(source.read, documents, before, now)

    async def _keep(
        self,
        source: Source,
        reading: Reading | None,
        called_off: Confirmed,
        etags: dict[str, str | None],
        now: datetime,
    ) -> None:
        async def note(session: AsyncSession, feed: Feed) -> None:
            self._is_mine(feed)
            known = etags | dict(called_off.etags)
            feed.etags = {at: etag for at, etag in known.items() if etag}
            if reading is not None:
                feed.problems = _problems(reading)
            if feed.told_at is not None:
                await stale.tell_soon(session, now)
            feed.failures, feed.failing_since, feed.error = 0, None, None
            feed.leased_by = feed.leased_until = None

        reports = [*(reading.reports if reading else []), *called_off.reports]
        left_out = await self._hearing.hear(
            source.name, reports, now, all_named=reading is None, note=note
        )
        if left_out:
            log.error("events left out", extra={"feed": source.name, "events": left_out})

    async def _note_nothing_new(self, source: Source, now: datetime) -> None:
        """A source that comes to us, or none of whose areas are ours: it can be heard."""

        async def note(session: AsyncSession, feed: Feed) -> None:
            self._is_mine(feed)
            feed.leased_by = feed.leased_until = None

        await self._hearing.hear(source.name, [], now, all_named=True, note=note)

    async def _note_failure(self, source: Source, sentence: str, now: datetime) -> None:
        """Five in a row: it is asked less often, and whoever relies on it is told once."""
        delivery = Delivery(f"feed:{source.name}:failed:{new_id()}", now)
        async with self._transactions.of(delivery) as session:
            feed = await get_feed(session, source.name)
            self._is_mine(feed)
            feed.failures += 1
            feed.failing_since = feed.failing_since or now
            feed.error = sentence[:300]
            feed.leased_by = feed.leased_until = None
            await set_timer(session, POLL, source.name, now + pause(feed.failures, source.every))
            if feed.failures >= PATIENCE and feed.told_at is None:
                await stale.tell_soon(session, now)
            failures = feed.failures
        level = log.error if failures == PATIENCE else log.warning
        facts = {"feed": source.name, "failures": failures, "error": sentence}
        level("a feed cannot be read", extra=facts)
        _count(source, "failed")

    def _is_mine(self, feed: Feed) -> None:
        """Raises `AlreadyHandled` where somebody else has the turn by now."""
        if feed.leased_by != self._me:
            raise AlreadyHandled


def _count(source: Source, outcome: str) -> None:
    metrics.feed_polls.labels(source.name, outcome).inc()


def pause(failures: int, every: timedelta) -> timedelta:
    """Until it is asked again, after so many failures in a row."""
    if failures < PATIENCE:
        return every
    factor: int = 2 ** min(failures - PATIENCE + 1, 10)
    return min(every * factor, max(LONGEST_PAUSE, every))


def _problems(reading: Reading) -> list[str]:
    return [f"{each.where} {each.why}".strip() for each in reading.problems[:MOST_PROBLEMS]]


class Work:
    """What goes on beside the timers, so that none of them waits for it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def idle(self) -> bool:
        return not self._tasks

    def begin(self, doing: Coroutine[Any, Any, None]) -> None:
        """What fails is logged: the next tick tries again."""
        task = asyncio.create_task(_done(doing))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Leave what runs: it is as if it had never begun."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _done(doing: Coroutine[Any, Any, None]) -> None:
    try:
        await doing
    except AlreadyHandled:
        return
    except NotSaved:
        log.warning("what a feed said was not saved; it is read again")
    except Exception as error:
        log.error("following a feed failed", exc_info=error)
