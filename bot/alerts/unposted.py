"""What feeds say of the markets whose calls somebody takes, and their pod was not told."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.changes import Tools
from bot.alerts.errors import NotInForce
from bot.alerts.following.feeding import alert_from, draft_from
from bot.alerts.markets import codes_of
from bot.alerts.noticing import key_of
from bot.alerts.rules import is_for
from bot.alerts.seeing import list_pods_here
from bot.alerts.shown import InForce
from bot.alerts.standing import Standing, State
from bot.inbox import Person
from bot.pods.facts import Home
from bot.pods.service import get_home
from storage.alerts_feeds_telling import list_posted
from storage.alerts_reach import MarketPlace, get_market


class Here(NamedTuple):
    """The markets that somebody looks at, with the pods for which they do, and the events of each
    of which there are alerts for these."""

    markets: Sequence[MarketPlace]
    pods: Mapping[UUID, Collection[UUID]]
    posted: Mapping[UUID, Collection[tuple[str, str]]]


async def look_around(session: AsyncSession, home: Home, now: datetime) -> Here:
    """For the person's pod and those that it covers now."""
    pods = await list_pods_here(session, home, now)
    markets = [await get_market(session, each) for each in pods]
    posted: dict[UUID, set[tuple[str, str]]] = {market: set() for market in pods}
    for each in await list_posted(session, pods):
        if is_for(each.only_pods, pods[each.market_id]):
            posted[each.market_id].add((each.feed, each.event_key))
    return Here(markets, pods, posted)


async def list_in_force(tools: Tools, here: Here, now: datetime) -> list[InForce]:
    """The most severe first. Outside of every transaction, for it may have to be worked out."""
    found = []
    for market in here.markets:
        standing, labels = await tools.stands(market)
        for each in standing:
            if each.state is not State.ENDED and key_of(each) not in here.posted[market.id]:
                mine = _as_judged(each, here.pods[market.id])
                found.append(_in_force(tools, market, mine, labels, now))
    return sorted(found, key=lambda one: -one.alert.severity.rank)


async def show_in_force(
    tools: Tools, person: Person, key: tuple[UUID, str, str], now: datetime
) -> InForce:
    """One of them, by its market, feed and event. Raises `NotInForce`."""
    async with tools.transactions.look() as session:
        here = await look_around(session, await get_home(session, person), now)
    for each in await list_in_force(tools, here, now):
        if (each.alert.market_id, each.alert.feed, each.alert.event_key) == key:
            return each
    raise NotInForce


def _as_judged(each: Standing, pods: Collection[UUID]) -> Standing:
    """What others of the market are told is below the bar of these."""
    return each if is_for(each.only_pods, pods) else each._replace(state=State.LISTED)


def _in_force(
    tools: Tools, market: MarketPlace, each: Standing, labels: Mapping[str, str], now: datetime
) -> InForce:
    draft = draft_from(each, tools.masker, codes_of(market))
    alert = alert_from(each, draft, "", market.id, now)
    return InForce(alert, market, labels.get(each.source, each.source), each.state)
