"""Every four weeks it is looked whether a pod would meet better at another time. Whoever runs the
next huddle is asked, or the leader: once.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Post, Repaint
from bot.delivery.outbox import say
from bot.huddles.facts import Due, Schedule
from bot.huddles.occurring import quiet_card, scheduling
from bot.huddles.occurring.acting import check_may
from bot.huddles.occurring.planning import list_meetings
from bot.huddles.occurring.quietest import Working, count_asked, quietest, slot_of
from bot.huddles.occurring.runners import in_charge, leaders
from bot.huddles.occurring.words import Slot
from bot.huddles.schedule.current import file_fields, get_schedule
from bot.huddles.subjects import pod_of, pod_subject
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import MemberFacts, PodInMarket
from bot.pods.opening import holds
from bot.pods.rules import pod_hours
from bot.pods.service import get_actor
from bot.text.kit import Card
from storage.hours import MINUTES_A_DAY
from storage.huddles_asked import list_asked
from storage.huddles_occurring import find_first_opened
from storage.huddles_schedule import find_schedule
from storage.outbox import list_parts
from storage.pods import get_pod, list_members, list_pods
from storage.timers import list_set, set_timer, set_timers

EVERY: Final = timedelta(weeks=4)
_PART: Final = "quietest"
# In so few questions there is nothing to be seen.
FEWEST: Final = 20


async def await_quietest(tools: Tools, delivery: Delivery, pods: Collection[UUID]) -> None:
    """Pods that meet are looked at in four weeks, where nothing waits for that yet."""
    async with tools.transactions.look() as session:
        waiting = {about for _, about in await list_set(session, [Due.QUIETEST])}
    new = [pod_subject(each) for each in pods if pod_subject(each) not in waiting]
    if new:
        async with tools.transactions.of(delivery) as session:
            due_at = delivery.now + EVERY
            await set_timers(session, [(Due.QUIETEST, about, due_at) for about in new])


async def quietest_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    async with tools.transactions.due(timer_id, now) as (session, timer):
        pod_id = pod_of(timer.subject)
        if pod_id is None or not await list_pods(session, [pod_id]):
            return
        await set_timer(session, Due.QUIETEST, timer.subject, now + EVERY)
        place = await get_pod(session, pod_id)
        schedule = await get_schedule(session, place)
        first = await find_first_opened(session, pod_id)
        if not schedule.on or first is None:
            return
        if now - first < EVERY:
            await set_timer(session, Due.QUIETEST, timer.subject, first + EVERY)
        else:
            await _offer(session, place, schedule, now)


async def take_slot(
    tools: Tools, delivery: Delivery, person: Person, slot: Slot, response_url: str | None
) -> None:
    """The pod meets then from now on. Raises what `scheduling.take_slot` raises."""
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        schedule = await scheduling.take_slot(session, home, slot, delivery.now)
        place = PodInMarket(home.pod, home.market)
        card = quiet_card.taken(home.member.name, schedule, place.market.name)
        await repaint_offers(session, place, card, delivery.now, home.member.user, response_url)


async def keep_slot(
    tools: Tools, delivery: Delivery, person: Person, slot: Slot, response_url: str | None
) -> None:
    """It stays; nobody is asked again for four weeks."""
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        await scheduling.check_own(session, home, slot)
        await check_may(session, home, delivery.now)
        place = PodInMarket(home.pod, home.market)
        card = quiet_card.kept(home.member.name, await get_schedule(session, place))
        await repaint_offers(session, place, card, delivery.now, home.member.user, response_url)


async def _offer(
    session: AsyncSession, place: PodInMarket, schedule: Schedule, now: datetime
) -> None:
    asked = count_asked(
        await list_asked(session, place.pod.id, now - EVERY, now), ZoneInfo(place.market.timezone)
    )
    if asked.total() < FEWEST:
        return
    members = await list_members(session, place.pod.id)
    found = quietest(schedule, asked, working_in(place, members))
    who = await _whom(session, place, members, now)
    if not found or who is None:
        return
    row, fixed = await find_schedule(session, place.pod.id), file_fields(place)
    version = row.version if row else 0
    slots = [
        Slot(place.pod.id, version, each.days, _times(schedule, each.starts)) for each in found
    ]
    section = f"[pod.{place.pod.key}.huddles]" if fixed.keys() & {"days", "times"} else ""
    now_met = slot_of(schedule, asked)
    card = quiet_card.offer(now_met, found, slots, place.pod.name, section)
    part = f"{_PART}:{who.user}"
    about = pod_subject(place.pod.id)
    await say(session, now, Post(about, who.user, card.text, card.blocks, part))


def working_in(place: PodInMarket, members: Collection[MemberFacts]) -> Working:
    """By their shifts, or the pod's hours where none are known."""
    usual = pod_hours(*place)

    def working(day: int, minute: int) -> int:
        at = day * MINUTES_A_DAY + minute
        if not holds(usual, at):
            return 0
        return sum(holds(each.hours or usual, at) for each in members)

    return working


async def repaint_offers(
    session: AsyncSession,
    place: PodInMarket,
    card: Card,
    now: datetime,
    presser: str,
    response_url: str | None,
) -> None:
    """In the place of what was asked."""
    about = pod_subject(place.pod.id)
    for part in await list_parts(session, about, f"{_PART}:"):
        user = part.partition(":")[2]
        url = response_url if user == presser else None
        await say(session, now, Repaint(about, part, user, card.text, card.blocks, url))


async def _whom(
    session: AsyncSession, place: PodInMarket, members: list[MemberFacts], now: datetime
) -> MemberFacts | None:
    planned = [
        each
        for each in await list_meetings(session, place.pod.id, now)
        if each.planned and any(wave.runs_it for wave in each.planned)
    ]
    who = in_charge(planned[0], members) if planned else None
    return who or next(iter(leaders(members)), None)


def _times(schedule: Schedule, starts: int) -> tuple[int, ...]:
    """The waves as far apart as they are now."""
    first = min(schedule.times)
    return tuple(starts + each - first for each in sorted(schedule.times))
