"""A meeting is called off, brought back, moved, or called for."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.huddles.facts import Due, Planned
from bot.huddles.occurring import notices
from bot.huddles.occurring.acting import Arranging, arranging
from bot.huddles.occurring.deeds import Deeds
from bot.huddles.occurring.errors import (
    GoesOn,
    HasBegun,
    IsOff,
    NotOff,
    OffWhole,
    OverAnother,
    ThereAlready,
)
from bot.huddles.occurring.facts import Changed, Meeting
from bot.huddles.occurring.phrases import local_day
from bot.huddles.occurring.planning import add_planned, plan_next
from bot.huddles.occurring.rules import ANNOUNCED_BEFORE, DRAFTED_BEFORE, overlaps
from bot.huddles.occurring.telling import tell_back, tell_channel, tell_off
from bot.huddles.occurring.typed import read_skip
from bot.huddles.schedule.planning import plan
from bot.huddles.schedule.reading import read_day_and_time, read_new_time
from bot.huddles.subjects import agenda_subject
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from storage.huddles import Huddle, HuddleState
from storage.timers import set_timer

# Whoever slipped has so long to undo it, before the channel is told of a meeting that was not
# announced yet.
GRACE: Final = timedelta(minutes=1)
_LONGEST_WHY: Final = 200
_ONCE: Final = "once-{time:%H%M}"


async def skip(
    tools: Tools, deeds: Deeds, delivery: Delivery, person: Person, typed: str, channel: str | None
) -> Changed:
    """The next meeting, or that of the day with which `typed` begins; the rest says why. One
    that is off already stays so, and says it: nobody calls off the one after it by typing twice.
    One half alone is called off once the others have met. Raises `OffWhole`, `GoesOn`.
    """
    async with arranging(tools, delivery, person, channel) as at:
        said = read_skip(typed, at.local_now.date())
        meeting = await (at.get_on(said.day) if said.day else at.get_next())
        masked = tools.masker.mask(said.why)
        left = [each.wave for each in meeting.planned]
        if said.wave is not None and left not in ([], [said.wave]):
            raise OffWhole(meeting.starts_at, at.place)
        if not meeting.takes_place:
            return _changed(at, meeting, meeting.starts_at)._replace(was_off=True)
        return await _call_off(at, deeds, meeting, masked.text[:_LONGEST_WHY], bool(masked.kinds))


async def call_off(
    tools: Tools, deeds: Deeds, delivery: Delivery, person: Person, agenda_id: UUID
) -> Changed:
    """That one: the way back from calling for it."""
    async with arranging(tools, delivery, person) as at:
        meeting = await at.get(agenda_id)
        if not meeting.takes_place:
            return _changed(at, meeting, meeting.starts_at)._replace(was_off=True)
        return await _call_off(at, deeds, meeting, "", masked=False)


async def bring_back(
    tools: Tools, deeds: Deeds, delivery: Delivery, person: Person, agenda_id: UUID
) -> Changed:
    """It takes place after all, also on a holiday; the second half alone, where that alone was
    called off. Raises `NotOff`, `HasBegun` and `OverAnother`.
    """
    async with arranging(tools, delivery, person) as at:
        meeting = await at.get(agenda_id)
        off = meeting.off
        if not off:
            raise NotOff(meeting.starts_at, at.place)
        starts = [each.starts_at for each in off]
        if min(starts) <= at.now:
            raise HasBegun(min(starts), at.place)
        _check_free(at, starts, off[0].minutes, agenda_id)
        for wave in off:
            wave.state, wave.why = HuddleState.PLANNED, ""
            _by(at, wave)
        await at.cancel(agenda_subject(meeting.agenda.id), Due.DRAFT)
        await at.set_timers(meeting)
        told = await tell_back(at.session, at.place, meeting, at.now)
        if meeting.agenda.announced_at is not None:
            await deeds.repaint(at.session, tools, agenda_id, at.now)
        return _changed(at, meeting, meeting.starts_at)._replace(told=told)


async def move(
    tools: Tools, deeds: Deeds, delivery: Delivery, person: Person, typed: str, channel: str | None
) -> Changed:
    """The next meeting, all of its waves together, to another time of its day, or to another day.
    Raises a `BadTime`, `GoesOn`, `IsOff`, `ThereAlready`, `OverAnother`.
    """
    async with arranging(tools, delivery, person, channel) as at:
        meeting = await at.get_next(takes_place=True)
        day = local_day(meeting.starts_at, at.place)
        to = read_new_time(typed, day, at.local_now)
        return await move_meeting(at, deeds, meeting, to)


async def move_to(
    tools: Tools,
    deeds: Deeds,
    delivery: Delivery,
    person: Person,
    agenda_id: UUID,
    to: datetime,
) -> Changed:
    """That one: the way back from moving it. Raises `HasBegun` where that time is over."""
    async with arranging(tools, delivery, person) as at:
        meeting = await at.get(agenda_id)
        if to <= at.now:
            raise HasBegun(to, at.place)
        return await move_meeting(at, deeds, meeting, to)


async def once(
    tools: Tools, delivery: Delivery, person: Person, typed: str, channel: str | None
) -> Changed:
    """A meeting beside the schedule, with as many waves, as far apart. Raises a `BadTime`,
    `ThereAlready`, `OverAnother`.
    """
    async with arranging(tools, delivery, person, channel) as at:
        starts_at = read_day_and_time(typed, at.local_now)
        local = starts_at.astimezone(ZoneInfo(at.place.market.timezone))
        times = sorted(at.planning.schedule.times)
        starts = [starts_at + timedelta(minutes=each - times[0]) for each in times]
        slot, minutes = _ONCE.format(time=local), at.planning.schedule.minutes
        mine = [
            each
            for each in at.meetings
            if (each.agenda.slot, each.agenda.local_date) == (slot, local.date())
        ]
        if mine and not mine[0].is_off:
            raise ThereAlready(starts_at, at.place)
        _check_free(at, starts, minutes, None)
        if mine:
            meeting = await at.lock(mine[0])
            for wave in meeting.waves:
                wave.state, wave.why = HuddleState.PLANNED, ""
                wave.starts_at = wave.planned_at
        else:
            planned = [
                (at.place, Planned(slot, local.date(), wave, start, minutes))
                for wave, start in enumerate(starts, start=1)
            ]
            (agenda_id,) = await add_planned(at.session, planned)
            await at.look_again()
            meeting = await at.get(agenda_id)
        for wave in meeting.waves:
            _by(at, wave)
        await at.set_timers(meeting)
        told = await tell_back(at.session, at.place, meeting, at.now)
        holiday = at.planning.holidays(local.date())
        return _changed(at, meeting, meeting.starts_at)._replace(told=told, holiday=holiday)


async def _call_off(
    at: Arranging, deeds: Deeds, meeting: Meeting, why: str, masked: bool
) -> Changed:
    """What is still to come of it. The channel is told at once where it was announced, else when
    its draft would have been made. What came of a first half is said when the second was to begin:
    until then it can be brought back.
    """
    if meeting.going_on:
        raise GoesOn(meeting.went_on_at, at.place, moves=False)
    was_at = meeting.starts_at
    for wave in meeting.planned:
        wave.state, wave.why = HuddleState.SKIPPED, why
        _by(at, wave)
    await at.session.flush()
    about = agenda_subject(meeting.agenda.id)
    await at.cancel(about, Due.ANNOUNCE, Due.DRAFT)
    told = meeting.agenda.announced_at is not None
    if told:
        await tell_off(at.session, at.place, meeting, at.now)
    else:
        await at.set_timers(meeting, GRACE)
    if told and meeting.is_off:
        await deeds.repaint(at.session, at.tools, meeting.agenda.id, at.now)
    await plan_next(at.session, at.place, at.now)
    await at.look_again()
    changed = _changed(at, meeting, was_at)
    soon = was_at - DRAFTED_BEFORE <= at.now
    return changed._replace(told=told, masked=masked, soon=soon)


async def move_meeting(at: Arranging, deeds: Deeds, meeting: Meeting, to: datetime) -> Changed:
    """All of its waves that are still to come; the channel is told where it was announced."""
    if meeting.going_on:
        raise GoesOn(meeting.went_on_at, at.place, moves=True)
    if not meeting.planned:
        raise IsOff(meeting.starts_at, at.place)
    was_at, by = meeting.starts_at, to - meeting.starts_at
    if was_at <= at.now:
        raise HasBegun(was_at, at.place)
    if not by:
        raise ThereAlready(to, at.place)
    starts = [each.starts_at + by for each in meeting.planned]
    _check_free(at, starts, meeting.first.minutes, meeting.agenda.id)
    for wave in meeting.planned:
        wave.starts_at += by
        wave.version += 1
        _by(at, wave)
    await at.set_timers(meeting)
    told = meeting.agenda.announced_at is not None
    if told:
        await _tell_moved(at, deeds, meeting, was_at)
    return _changed(at, meeting, was_at)._replace(told=told)


async def _tell_moved(at: Arranging, deeds: Deeds, meeting: Meeting, was_at: datetime) -> None:
    """The card shows it; and where it is much later, it is named once more before it begins."""
    card = notices.moved(meeting, at.place, was_at)
    await tell_channel(at.session, at.place, meeting, card, at.now)
    await deeds.repaint(at.session, at.tools, meeting.agenda.id, at.now)
    soon = meeting.starts_at - ANNOUNCED_BEFORE
    about = agenda_subject(meeting.agenda.id)
    if soon - at.now >= ANNOUNCED_BEFORE:
        await set_timer(at.session, Due.ANNOUNCE, about, soon)
    else:
        await at.cancel(about, Due.ANNOUNCE)


def _check_free(at: Arranging, starts: list[datetime], minutes: int, but: UUID | None) -> None:
    """Raises `OverAnother`, also for one of which there are no rows yet."""
    others = [
        (wave.starts_at, wave.minutes)
        for each in at.meetings
        if each.agenda.id != but
        for wave in each.waves
        if wave.state in (HuddleState.PLANNED, HuddleState.OPEN)
    ]
    known = {(each.agenda.slot, each.agenda.local_date) for each in at.meetings}
    days = local_day(starts[0], at.place), local_day(starts[-1], at.place)
    zone = at.place.market.timezone
    others += [
        (each.starts_at, each.minutes)
        for each in plan(at.planning.schedule, zone, *days, at.planning.holidays)
        if (each.slot, each.local_date) not in known and each.state is HuddleState.PLANNED
    ]
    for other in others:
        if overlaps(starts, minutes, [other]):
            raise OverAnother(other[0], at.place)


def _by(at: Arranging, wave: Huddle) -> None:
    """Nobody's schedule changes it any more."""
    wave.changed_by = at.home.member.user
    wave.changed_by_name = at.home.member.name


def _changed(at: Arranging, meeting: Meeting, was_at: datetime) -> Changed:
    following = at.following(but=meeting.agenda.id)
    return Changed(at.place, meeting, was_at, following)
