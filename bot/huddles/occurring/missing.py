"""Huddles whose time passed while nothing ran: reported once, with all that were missed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.occurring import notices
from bot.huddles.occurring.deeds import Deeds
from bot.huddles.occurring.planning import Planning, add_planned, list_meetings, plan_next
from bot.huddles.occurring.rules import is_missed, missed_meanwhile, timers_of
from bot.huddles.occurring.runners import leaders
from bot.huddles.occurring.telling import tell_people
from bot.huddles.tools import Tools
from bot.pods.facts import PodInMarket
from storage.huddles import Huddle, HuddleState
from storage.huddles_occurring import list_overdue
from storage.pods import Role, list_members
from storage.timers import set_timers


async def report_missed(
    session: AsyncSession, tools: Tools, deeds: Deeds, place: PodInMarket, now: datetime
) -> None:
    """Under the pod's lock: everything of it that is more than its length too late, also what has
    no row because nothing ran that would have made one. What may still begin is left to its timer.
    """
    planning = await plan_next(session, place, now)
    late = [
        each for each in await list_overdue(session, place.pod.id, now) if _is_missed(each, now)
    ]
    if not late:
        return
    await _fill_in(session, planning, min(each.starts_at for each in late), now)
    missed = [
        each for each in await list_overdue(session, place.pod.id, now) if _is_missed(each, now)
    ]
    for each in missed:
        each.state = HuddleState.MISSED
    await session.flush()
    for agenda_id in dict.fromkeys(each.agenda_id for each in missed):
        await deeds.recap(session, tools, place, agenda_id, now)
    await _tell(session, place, missed, now)


async def _fill_in(
    session: AsyncSession, planning: Planning, since: datetime, now: datetime
) -> None:
    """Rows for what was to begin meanwhile; what is not too late begins at once."""
    place = planning.place
    there = await list_meetings(session, place.pod.id, since)
    keys = frozenset(
        (wave.slot, wave.local_date, wave.wave) for each in there for wave in each.waves
    )
    zone = place.market.timezone
    planned = missed_meanwhile(planning.schedule, zone, planning.holidays, since, now, keys)
    added = await add_planned(session, [(place, each) for each in planned])
    meetings = await list_meetings(session, place.pod.id, since)
    timers = [
        timer
        for meeting in meetings
        if meeting.agenda.id in added
        for timer in timers_of(meeting, now)
    ]
    await set_timers(session, timers)


async def _tell(
    session: AsyncSession, place: PodInMarket, missed: Sequence[Huddle], now: datetime
) -> None:
    """Whoever was to run one of them, and the leader; the coaches where there is none of these."""
    members = await list_members(session, place.pod.id)
    ran = {each.runs_it for each in missed}
    told = [each for each in members if each.user in ran] + leaders(members)
    told = told or [each for each in members if each.role is Role.COACH]
    starts = [
        each.starts_at for each in await list_meetings(session, place.pod.id, now) if each.planned
    ]
    following = min((each for each in starts if each > now), default=None)
    card = notices.missed(missed, place, following)
    await tell_people(session, place, [each.user for each in told], card, now)


def _is_missed(huddle: Huddle, now: datetime) -> bool:
    return is_missed(huddle.starts_at, huddle.minutes, now)
