"""Following the feeds while the bot runs: heard, looked over, told.

Each of the three is a timer that is set in the transaction of the one before, so that a crash
between any two goes on where it stopped: `feed.poll` reads a feed, `feed.look` finds the markets
where something is to be told, `feed.tell` tells one market, in one transaction.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from logging import getLogger
from typing import Any, Final, NamedTuple
from uuid import UUID

from aiohttp import ClientSession
from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.alerts.changes import Tools
from bot.alerts.events import EventKey
from bot.alerts.facts import Market
from bot.alerts.following import posting_by_feed, stale
from bot.alerts.following.feeding import needs_telling
from bot.alerts.following.hearing import FEEDS, LOOK, LOOKS_EVERY, Hearing
from bot.alerts.following.memory import Memory, events_of
from bot.alerts.following.polling import POLL, Poller, Work
from bot.alerts.following.remembering import standing_of
from bot.alerts.markets import codes_for, market_of
from bot.alerts.sources import Source
from bot.alerts.standing import ByArea, Standing, by_area, standing
from bot.delivery.transaction import Fires, Transactions
from bot.inbox import Delivery
from bot.text.kit import Block
from storage.alerts_feeds import FeedTold
from storage.alerts_feeds_reading import list_feeds, list_versions
from storage.alerts_feeds_telling import list_all_told
from storage.alerts_reach import MarketPlace, list_markets, list_settings
from storage.ids import new_id
from storage.timers import cancel_timers, look_at_timer, set_timer

log = getLogger(__name__)
TELL: Final = "feed.tell"
# A look that is lost with its process is taken again after so long.
LOOK_AGAIN: Final = timedelta(seconds=30)
NEXT_MINUTE: Final = timedelta(minutes=1)

Placed = tuple[MarketPlace, Market]


class Known(NamedTuple):
    """All that was heard, at these versions of the feeds, ready to be looked over."""

    versions: Mapping[str, int]
    areas: ByArea
    memories: Sequence[Memory]
    found: dict[str, tuple[Market, list[Standing]]]

    def in_market(self, market: Market) -> list[Standing]:
        """What stands there: the one part that is worked out only when somebody asks."""
        known = self.found.get(market.key)
        if known is None or known[0] != market:
            known = market, standing(self.areas, market, self.reads)
            self.found[market.key] = known
        return known[1]

    @property
    def reads(self) -> dict[str, datetime]:
        return {each.name: each.read_at for each in self.memories if each.read_at}

    @property
    def fresh(self) -> set[EventKey]:
        """What went on already when its feed was first read, or again after a long time."""
        return {
            (each.name, key)
            for each in self.memories
            for key, kept in each.events.items()
            if kept.heard_at == each.since
        }


class Follower:
    """`sources` are the feeds that are on; `session` asks those that are asked."""

    def __init__(
        self, tools: Tools, team: str, sources: Mapping[str, Source], session: ClientSession
    ) -> None:
        self._tools, self._team, self._sources = tools, team, sources
        self._transactions: Transactions = tools.transactions
        self.hearing = Hearing(self._transactions)
        self._poller = Poller(self._transactions, self.hearing, sources, session)
        self._work = Work()
        self._looks = False
        self._known: Known | None = None
        metrics.expect_feeds(name for name, each in sources.items() if each.asks)

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        return {
            POLL: self.poll_due,
            LOOK: self.look_due,
            TELL: self.tell_due,
            stale.STALE: self.stale_due,
        }

    @property
    def idle(self) -> bool:
        """Nothing is being read or looked over."""
        return self._work.idle

    async def start(self, now: datetime) -> None:
        """Every feed that is on is read at once, and again and again."""
        if not self._sources:
            return
        async with self._transactions.of(Delivery(f"feeds:start:{new_id()}", now)) as session:
            for name in self._sources:
                await set_timer(session, POLL, name, now)

    async def stop(self) -> None:
        await self._work.stop()

    async def notes(self, session: AsyncSession, now: datetime, zone: str) -> list[Block]:
        """For lists of what goes on: which feeds are stale."""
        return await stale.notes(session, self._sources.values(), now, zone)

    async def stands(self, market: MarketPlace) -> tuple[Sequence[Standing], Mapping[str, str]]:
        """What the feeds that are on say of a market, and what each of them is called."""
        async with self._transactions.look() as session:
            settings = await list_settings(session, self._team, market.id)
        known = await self._recall()
        found = await asyncio.to_thread(known.in_market, _market(market, settings))
        labels = {name: each.label for name, each in self._sources.items()}
        return [each for each in found if each.source in labels], labels

    async def codes(self) -> frozenset[str]:
        """All codes by which a source may mean one of the markets."""
        return frozenset(code for _, each in await self._markets() for code in codes_for(each))

    async def poll_due(self, timer_id: UUID, now: datetime) -> None:
        """A feed is to be read."""
        claimed = await self._poller.claim(timer_id, now)
        if claimed is not None:
            source, feed = claimed
            facts = [each for _, each in await self._markets()] if source.asks else []
            self._work.begin(self._poller.read(source, feed, facts, now))

    async def look_due(self, timer_id: UUID, now: datetime) -> None:
        """Something was heard: whom does it concern?"""
        async with self._transactions.due(timer_id, now) as (session, _):
            await set_timer(session, LOOK, FEEDS, now + LOOK_AGAIN)
        self.hearing.looked_at = now
        if not self._looks:
            self._looks = True
            self._work.begin(self._look(now))

    async def tell_due(self, timer_id: UUID, now: datetime) -> None:
        """The pods of one market get what stands there."""
        async with self._transactions.look() as session:
            timer = await look_at_timer(session, timer_id)
            markets = {_subject(each.id): each for each in await list_markets(session, self._team)}
            market = markets.get(timer.subject) if timer else None
            settings = await list_settings(session, self._team, market.id if market else None)
        if market is None:
            async with self._transactions.due(timer_id, now):
                return
        known = await self._recall()
        found = await asyncio.to_thread(known.in_market, _market(market, settings))
        async with self._transactions.due(timer_id, now) as (session, _):
            place = (self._team, market)
            done = await posting_by_feed.tell(session, self._tools, place, found, known.fresh, now)
            if done.waits:
                minute = now.replace(second=0, microsecond=0) + NEXT_MINUTE
                await set_timer(session, TELL, _subject(market.id), minute)
            if await list_versions(session) != known.versions:  # heard meanwhile
                await set_timer(session, LOOK, FEEDS, now + LOOKS_EVERY)
        for each in done.posted:
            metrics.alerts_posted.labels(each.source, each.kind).inc()

    async def stale_due(self, timer_id: UUID, now: datetime) -> None:
        """Feeds cannot be read, or can be again."""

        async def lock(session: AsyncSession, about: str) -> None:
            await stale.lock_feeds(session, self._sources)

        async with self._transactions.due(timer_id, now, lock) as (session, _):
            await stale.tell(session, self._sources, now)

    async def measure(self, session: AsyncSession, now: datetime) -> dict[str, float | None]:
        """For how many seconds each feed that is read was not; None where it never was."""
        read = {each.name: each.read_at for each in await list_feeds(session)}
        asked = [name for name, each in self._sources.items() if each.asks]
        times = {name: read.get(name) for name in asked}
        return {name: (now - at).total_seconds() if at else None for name, at in times.items()}

    async def _look(self, now: datetime) -> None:
        try:
            await self._look_over(now)
        finally:
            self._looks = False

    async def _look_over(self, now: datetime) -> None:
        known, markets = await self._recall(), await self._markets()
        async with self._transactions.look() as session:
            told = [each.model_copy() for each in await list_all_told(session)]
        concerned = await asyncio.to_thread(_concerned, known, markets, told)
        async with self._transactions.of(Delivery(f"feeds:look:{new_id()}", now)) as session:
            for market_id in concerned:
                await set_timer(session, TELL, _subject(market_id), now)
            await cancel_timers(session, FEEDS, LOOK)
            if await list_versions(session) != known.versions:  # heard meanwhile
                await set_timer(session, LOOK, FEEDS, now + LOOKS_EVERY)

    async def _recall(self) -> Known:
        memories = await self.hearing.recall()
        versions = {each.name: each.version for each in memories}
        if self._known is None or self._known.versions != versions:
            areas = await asyncio.to_thread(_by_area, memories)
            self._known = Known(versions, areas, memories, {})
        return self._known

    async def _markets(self) -> list[Placed]:
        async with self._transactions.look() as session:
            settings = await list_settings(session, self._team)
            markets = await list_markets(session, self._team)
        return [(each, _market(each, settings)) for each in markets]


def _by_area(memories: Sequence[Memory]) -> ByArea:
    return by_area(events_of(memories))


def _concerned(known: Known, markets: Sequence[Placed], told: Sequence[FeedTold]) -> list[UUID]:
    """The markets whose pods are to be told something."""
    said: dict[UUID, dict[EventKey, Standing]] = {}
    for row in told:
        there = said.setdefault(row.market_id, {})
        there[row.feed, row.event_key] = standing_of(row.said)
    return [
        place.id for place, each in markets if _is_concerned(known, each, said.get(place.id, {}))
    ]


def _is_concerned(known: Known, market: Market, told: Mapping[EventKey, Standing]) -> bool:
    """A market in which something cannot be worked out costs no other."""
    try:
        return needs_telling(known.in_market(market), told)
    except Exception as error:
        log.error("a market was left out", extra={"market": market.key}, exc_info=error)
        return False


def _market(place: MarketPlace, settings: Mapping[UUID, Mapping[str, Mapping[str, Any]]]) -> Market:
    pods = settings.get(place.id, {})
    return market_of(place.key, place.name, place.timezone, place.areas, settings=pods)


def _subject(market_id: UUID) -> str:
    return f"{FEEDS}:{market_id}"
