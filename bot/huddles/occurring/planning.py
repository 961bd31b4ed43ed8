"""Rows for the meetings that are to come: made once, mended where something is missing, and as the
schedule says now.

A downtime, another replica, clocks that jump and a process that dies change nothing of that: each
row has a key (pod, wave, slot, local date), and what happens to it is a timer.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime, timedelta
from logging import getLogger
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotSaved
from bot.huddles.facts import Due, Planned, Schedule
from bot.huddles.occurring.facts import Decided, Meeting, TimerAt
from bot.huddles.occurring.rules import decide, timers_of
from bot.huddles.schedule.current import (
    get_holidays,
    get_schedule,
    list_holidays,
    list_pods_with_huddles,
)
from bot.huddles.schedule.holidays import Holidays, none_known
from bot.huddles.subjects import agenda_subject, huddle_subject
from bot.huddles.tools import Tools
from bot.inbox import Delivery
from bot.pods.facts import PodInMarket
from storage.huddles import Agenda, Huddle, HuddleState
from storage.huddles_agenda import get_or_add_agenda
from storage.huddles_occurring import (
    Known,
    add_agendas,
    add_huddles,
    list_agendas,
    list_known,
    list_pods_planned,
    list_pods_with_kept,
    list_upcoming,
    lock_pods,
    replan,
)
from storage.ids import new_id
from storage.pods import list_pods
from storage.timers import list_set, set_timer, set_timers

log = getLogger(__name__)
EVERY: Final = timedelta(hours=1)
SOON: Final = timedelta(minutes=1)
# In one transaction, so that none is long.
PODS_AT_ONCE: Final = 15
# What began so long ago is of no meeting that goes on.
_BEGAN: Final = timedelta(days=1)
_SUBJECT: Final = "huddle_pods"
_AWAITED: Final = (Due.DRAFT, Due.ANNOUNCE, Due.START, Due.END)


class Planning(NamedTuple):
    """A pod with what says when it meets."""

    place: PodInMarket
    schedule: Schedule
    holidays: Holidays


async def begin(tools: Tools, now: datetime) -> list[UUID]:
    """At the start, what is missing is mended, and looked for once an hour from now on: rosters
    change beside us. The pods that meet. No start waits for the first time of a whole company, nor
    for a database that is slow just then: the rest follows at once, or in a minute.
    """
    try:
        found = await find_lacking(tools, now)
        await _mend(tools, found.lacking[:PODS_AT_ONCE], now)
        pods, next_at = found.meeting, now if found.lacking[PODS_AT_ONCE:] else now + EVERY
    except NotSaved:
        log.warning("huddles could not be planned at the start")
        pods, next_at = [], now + SOON
    async with tools.transactions.of(delivery(now)) as session:
        await set_timer(session, Due.PLAN, _SUBJECT, next_at)
    return pods


async def plan_due(tools: Tools, timer_id: UUID, now: datetime) -> list[UUID]:
    """As `begin`, all of it."""
    found = await find_lacking(tools, now)
    await _mend(tools, found.lacking, now)
    async with tools.transactions.due(timer_id, now) as (session, _):
        await set_timer(session, Due.PLAN, _SUBJECT, now + EVERY)
    return found.meeting


class Found(NamedTuple):
    """The pods that meet, and those that lack something of what is planned."""

    meeting: list[UUID]
    lacking: list[Planning]


async def find_lacking(tools: Tools, now: datetime) -> Found:
    """Of all pods, by a few queries."""
    async with tools.transactions.look() as session:
        pods = await _list_pods(session, tools.team, now)
        known = _by_pod(await list_known(session, [*pods], now - _BEGAN))
        waiting = await list_set(session, _AWAITED)
    lacking = []
    for number, (pod_id, each) in enumerate(pods.items()):
        if number % PODS_AT_ONCE == 0:
            await asyncio.sleep(0)  # who asks meanwhile need not wait for a whole company
        if _decide(each, known[pod_id], now) or _untimed(known[pod_id], waiting):
            lacking.append(each)
    return Found([key for key, each in pods.items() if each.schedule.on], lacking)


async def _mend(tools: Tools, lacking: Sequence[Planning], now: datetime) -> None:
    """Only what lacks something is locked and written to."""
    for start in range(0, len(lacking), PODS_AT_ONCE):
        async with tools.transactions.of(delivery(now)) as session:
            await plan_pods(session, lacking[start : start + PODS_AT_ONCE], now, mends=True)


async def plan_next(session: AsyncSession, place: PodInMarket, now: datetime) -> Planning:
    """The next meeting of one pod has its rows, and all that are to come are as its schedule says.
    Doing it twice changes nothing.
    """
    schedule = await get_schedule(session, place)
    planning = Planning(place, schedule, await get_holidays(session, place, schedule))
    await plan_pods(session, [planning], now)
    return planning


async def plan_pods(
    session: AsyncSession, pods: Sequence[Planning], now: datetime, *, mends: bool = False
) -> None:
    """Under their locks. `mends`: also the timers of what is as it was are looked after."""
    ids = [each.place.pod.id for each in pods]
    await lock_pods(session, ids)
    known = _by_pod(await list_known(session, ids, now - _BEGAN))
    decided = [(each, _decide(each, known[each.place.pod.id], now)) for each in pods]
    added = [(each.place, made) for each, what in decided for made in what.new]
    touched = await add_planned(session, added)
    await replan(session, [change for _, what in decided for change in what.changed])
    changed = {change.the_id for _, what in decided for change in what.changed}
    rows = [row for each in known.values() for row in each]
    touched |= {row.agenda_id for row in rows if row.id in changed}
    if mends:
        waiting = await list_set(session, _AWAITED)
        lost = [row for row in rows if _untimed([row], waiting)]
        touched |= {row.agenda_id for row in lost}
        endless = [row for row in lost if row.state is HuddleState.OPEN]
        ends = [TimerAt(Due.END, huddle_subject(row.id), now) for row in endless]
        await set_timers(session, ends)
    await _set_timers(session, ids, touched, now)


async def add_planned(
    session: AsyncSession, planned: Sequence[tuple[PodInMarket, Planned]]
) -> set[UUID]:
    """Rows for these, each once; the ids of their agendas, whose timers are not set yet."""
    if not planned:
        return set()
    keys = list(
        dict.fromkeys((place.pod.id, each.slot, each.local_date) for place, each in planned)
    )
    team = planned[0][0].pod.team_id
    kept = await list_pods_with_kept(session, [pod for pod, _, _ in keys])
    for key in sorted(keys, key=lambda each: each[2]):
        if key[0] in kept:  # what members put on an agenda before anybody knew of a meeting
            await get_or_add_agenda(session, team, *key)
    agendas = await add_agendas(session, team, keys)
    huddles = [
        _huddle(team, place, each, agendas[place.pod.id, each.slot, each.local_date])
        for place, each in planned
    ]
    await add_huddles(session, huddles)
    return set(agendas.values())


def meetings_of(huddles: Iterable[Huddle], agendas: Mapping[UUID, Agenda]) -> list[Meeting]:
    """The huddles of each agenda together, in the order in which they begin."""
    found: dict[UUID, Meeting] = {}
    for each in huddles:
        if each.agenda_id not in found:
            found[each.agenda_id] = Meeting(agendas[each.agenda_id])
        found[each.agenda_id].waves.append(each)
    for meeting in found.values():
        meeting.waves.sort(key=lambda wave: wave.wave)
    return sorted(found.values(), key=lambda each: each.starts_at)


async def list_meetings(session: AsyncSession, pod_id: UUID, now: datetime) -> list[Meeting]:
    """What a pod has ahead, and what goes on, to be looked at only."""
    huddles = await list_upcoming(session, pod_id, now - _BEGAN)
    agendas = await list_agendas(session, {each.agenda_id for each in huddles})
    return meetings_of(huddles, agendas)


async def _set_timers(
    session: AsyncSession, pods: Sequence[UUID], touched: set[UUID], now: datetime
) -> None:
    timers: list[TimerAt] = []
    for pod in pods if touched else ():
        for meeting in await list_meetings(session, pod, now):
            if meeting.agenda.id in touched:
                timers += timers_of(meeting, now)
    await set_timers(session, timers)


async def _list_pods(session: AsyncSession, team: str, now: datetime) -> dict[UUID, Planning]:
    """Those that meet, and those that did and do no more; nobody meets without a channel."""
    found = [
        (place, schedule)
        for place, schedule in await list_pods_with_huddles(session, team)
        if place.pod.channel
    ]
    holidays = await list_holidays(session, found)
    pods = {
        place.pod.id: Planning(place, schedule, holidays[place.pod.id]) for place, schedule in found
    }
    over = await list_pods_planned(session, team, now) - pods.keys()
    for place in await list_pods(session, over) if over else ():
        pods[place.pod.id] = Planning(place, Schedule(on=False), none_known)
    return pods


def _decide(planning: Planning, known: Sequence[Known], now: datetime) -> Decided:
    zone = planning.place.market.timezone
    return decide(known, planning.schedule, zone, planning.holidays, now)


def _untimed(known: Iterable[Known], waiting: Set[tuple[str, str]]) -> bool:
    """Whether something waits for a timer that is not there."""
    return any(not _timers(each, waiting) <= waiting for each in known)


def _timers(known: Known, waiting: Set[tuple[str, str]]) -> set[tuple[str, str]]:
    """What it waits for. One that goes on ends, unless it has still to be shown."""
    begins, ends = (Due.START, huddle_subject(known.id)), (Due.END, huddle_subject(known.id))
    if known.state is HuddleState.OPEN:
        return set() if begins in waiting else {ends}
    if known.state is not HuddleState.PLANNED:
        return set()
    about = agenda_subject(known.agenda_id)
    timers: set[tuple[str, str]] = {begins}
    timers |= {(Due.ANNOUNCE, about)} if known.announced_at is None else set()
    return timers | ({(Due.DRAFT, about)} if known.drafted_at is None else set())


def _by_pod(known: Iterable[Known]) -> dict[UUID, list[Known]]:
    found: dict[UUID, list[Known]] = defaultdict(list)
    for each in known:
        found[each.pod_id].append(each)
    return found


def _huddle(team: str, place: PodInMarket, planned: Planned, agenda_id: UUID) -> Huddle:
    return Huddle(
        team_id=team,
        pod_id=place.pod.id,
        agenda_id=agenda_id,
        wave=planned.wave,
        slot=planned.slot,
        local_date=planned.local_date,
        starts_at=planned.starts_at,
        planned_at=planned.starts_at,
        minutes=planned.minutes,
        state=planned.state,
        why=planned.why,
    )


def delivery(now: datetime) -> Delivery:
    """One of our own."""
    return Delivery(f"huddles:plan:{new_id()}", now)
