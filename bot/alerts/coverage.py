"""Who takes whose calls changes by the minute: people go, come and are busy, a pod gets a channel.

So it is looked at once a minute, while something goes on, who is to have it and has not: then they
get it, in one message.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.changes import Tools
from bot.alerts.rules import is_for, recipients
from bot.alerts.shown import Due
from bot.alerts.spreading import look_again
from bot.inbox import Delivery
from bot.pods.facts import PodInMarket
from storage.alerts_coverage import GoingOn, list_going_on, list_places_of_cards
from storage.alerts_reach import Shift, list_shifts
from storage.ids import new_id
from storage.pods import list_all_pods
from storage.timers import bring_forward, set_timer

EVERY: Final = timedelta(minutes=1)
WHILE_NOTHING_GOES_ON: Final = timedelta(minutes=15)
_SUBJECT: Final = "alert_coverage"


class Roster(NamedTuple):
    """All pods by their ids and by their workspaces and markets, and who of them works when."""

    pods: Mapping[UUID, PodInMarket]
    there: Mapping[tuple[str, UUID], Sequence[PodInMarket]]
    shifts: Mapping[UUID, Sequence[Shift]]


async def begin(tools: Tools, now: datetime) -> None:
    """From now on."""
    async with tools.transactions.of(Delivery(f"coverage:begin:{new_id()}", now)) as session:
        await set_timer(session, Due.COVERAGE, _SUBJECT, now)


async def coverage_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Each pod that is without something is looked at on its own, at once."""
    async with tools.transactions.look() as session:
        going_on = await list_going_on(session)
        without = await find_without(session, going_on, now)
    async with tools.transactions.due(timer_id, now) as (session, _):
        every = EVERY if going_on else WHILE_NOTHING_GOES_ON
        await set_timer(session, Due.COVERAGE, _SUBJECT, now + every)
        for pod_id in sorted(without):
            await look_again(session, pod_id, now)


async def look_soon(session: AsyncSession, now: datetime) -> None:
    """Something goes on: it is looked every minute from now on."""
    await bring_forward(session, Due.COVERAGE, _SUBJECT, now + EVERY)


async def find_without(
    session: AsyncSession, going_on: Sequence[GoingOn], now: datetime
) -> set[UUID]:
    """The pods that are to have some of this now and have not. Nothing more is read while nothing
    goes on.
    """
    if not going_on:
        return set()
    roster = await _read_roster(session, now)
    cards = await list_places_of_cards(session, [each.id for each in going_on])
    return _without(going_on, roster, cards, now)


async def _read_roster(session: AsyncSession, now: datetime) -> Roster:
    pods = {each.pod.id: each for each in await list_all_pods(session)}
    there: dict[tuple[str, UUID], list[PodInMarket]] = {}
    for place in pods.values():
        there.setdefault((place.pod.team_id, place.market.id), []).append(place)
    backed = [each.pod.id for each in pods.values() if each.pod.overflow_pod_id]
    return Roster(pods, there, await list_shifts(session, backed, now))


def _without(
    going_on: Iterable[GoingOn],
    roster: Roster,
    cards: Mapping[UUID, AbstractSet[UUID]],
    now: datetime,
) -> set[UUID]:
    """What is for the same pods, and as severe, is for the same: it is worked out once."""
    known: dict[tuple[object, ...], set[UUID]] = {}
    without: set[UUID] = set()
    for each in going_on:
        alike = (each.team_id, each.market_id, each.severity, tuple(each.only_pods))
        if alike not in known:
            known[alike] = _reached(each, roster, now)
        without |= known[alike] - cards.get(each.id, set())
    return without


def _reached(each: GoingOn, roster: Roster, now: datetime) -> set[UUID]:
    there = roster.there.get((each.team_id, each.market_id), ())
    own = [place for place in there if is_for(each.only_pods, [place.pod.id])]
    found = recipients(own, roster.pods, roster.shifts, each.severity, now)
    return {place.pod.id for place in found.now}
