"""A meeting is drafted 24 hours before, and announced 15 minutes before its first wave."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.facts import Due
from bot.huddles.occurring import notices
from bot.huddles.occurring.coverage import warn_of_thin_waves
from bot.huddles.occurring.deeds import Deeds
from bot.huddles.occurring.facts import Meeting
from bot.huddles.occurring.locking import due, lock_meeting
from bot.huddles.occurring.offering import offer_later
from bot.huddles.occurring.planning import plan_next
from bot.huddles.occurring.rules import ANNOUNCED_BEFORE, LOOKED_AGAIN_BEFORE
from bot.huddles.occurring.runners import choose_runners, warn_of_nobody
from bot.huddles.occurring.telling import tell_channel, tell_off
from bot.huddles.schedule.waves import split
from bot.huddles.subjects import agenda_subject
from bot.huddles.tools import Tools
from bot.pods.facts import MemberFacts, PodInMarket
from storage.pods import list_members
from storage.timers import set_timer


async def draft_due(tools: Tools, deeds: Deeds, timer_id: UUID, now: datetime) -> None:
    """The agenda is drafted, and the meeting after this one has its rows in the same transaction.
    Of one that is off, the channel is told.
    """
    async with due(tools, timer_id, now) as found:
        if found is None:
            return
        session, place, meeting = found
        await plan_next(session, place, now)
        if meeting.starts_at <= now:
            return
        if meeting.is_off:
            if not meeting.is_hidden:
                await tell_off(session, place, meeting, now)
        elif meeting.agenda.drafted_at is None:
            members = await draft(session, tools, deeds, place, meeting, now)
            await warn_of_nobody(session, place, meeting, members, now)


async def announce_due(tools: Tools, deeds: Deeds, timer_id: UUID, now: datetime) -> None:
    """The agenda as it is by now, where the pod reads it. One that was announced before and moved
    since is named once more. Past its time it begins without.
    """
    async with due(tools, timer_id, now) as found:
        if found is None:
            return
        session, place, meeting = found
        if not meeting.planned or meeting.starts_at <= now:
            return
        if meeting.agenda.announced_at is None:
            members = await prepare(session, tools, deeds, place, meeting, now)
            if not members:
                return
            await deeds.announce(session, tools, place, meeting.agenda, meeting.planned, now)
            meeting.agenda.announced_at = meeting.agenda.announced_at or now
        else:
            members = await _settle_again(session, tools, deeds, place, meeting, now)
            await tell_channel(session, place, meeting, notices.soon(meeting, place), now)
        await warn_of_nobody(session, place, meeting, members, now)
        await warn_of_thin_waves(session, place, meeting, members, now)
        await offer_later(session, place, meeting, members, now)
        await _look_again(session, meeting, now)


async def look_again_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """What is severe since the announcement offers a later time, too."""
    async with due(tools, timer_id, now) as found:
        if found is None:
            return
        session, place, meeting = found
        soon = now < meeting.starts_at <= now + ANNOUNCED_BEFORE
        if meeting.planned and soon and not meeting.going_on:
            members = await list_members(session, place.pod.id)
            await offer_later(session, place, meeting, members, now)


async def _look_again(session: AsyncSession, meeting: Meeting, now: datetime) -> None:
    at = meeting.starts_at - LOOKED_AGAIN_BEFORE
    if at > now:
        await set_timer(session, Due.LOOK, agenda_subject(meeting.agenda.id), at)


async def _settle_again(
    session: AsyncSession,
    tools: Tools,
    deeds: Deeds,
    place: PodInMarket,
    meeting: Meeting,
    now: datetime,
) -> list[MemberFacts]:
    """Who runs it, and who meets in which wave, at the time to which it was moved."""
    members = await list_members(session, place.pod.id)
    before = [(each.runs_it, each.people) for each in meeting.planned]
    if len(meeting.planned) == len(meeting.waves):
        _deal(place, meeting, members)
    await choose_runners(session, place, meeting, members, now)
    await session.flush()
    if before != [(each.runs_it, each.people) for each in meeting.planned]:
        await deeds.repaint(session, tools, meeting.agenda.id, now)
    return members


async def prepare_by_hand(
    session: AsyncSession, tools: Tools, deeds: Deeds, agenda_id: UUID, now: datetime
) -> None:
    """Nothing where it was announced, which prepared it."""
    found = await lock_meeting(session, agenda_id)
    if found is not None and found[1].planned and found[1].agenda.announced_at is None:
        await prepare(session, tools, deeds, *found, now)
        found[1].agenda.announced_at = now
        await session.flush()


async def prepare(
    session: AsyncSession,
    tools: Tools,
    deeds: Deeds,
    place: PodInMarket,
    meeting: Meeting,
    now: datetime,
) -> list[MemberFacts]:
    """Who runs it, who meets in which wave, and the agenda of now; the pod's members. Nothing of
    this for a pod without people.
    """
    members = await list_members(session, place.pod.id)
    if not members:
        return []
    _deal(place, meeting, members)
    return await draft(session, tools, deeds, place, meeting, now, members)


def _deal(place: PodInMarket, meeting: Meeting, members: list[MemberFacts]) -> None:
    """Who meets in which wave."""
    starts = [each.starts_at for each in meeting.planned]
    for wave, people in zip(meeting.planned, split(members, *place, starts), strict=True):
        wave.people = people


async def draft(
    session: AsyncSession,
    tools: Tools,
    deeds: Deeds,
    place: PodInMarket,
    meeting: Meeting,
    now: datetime,
    members: list[MemberFacts] | None = None,
) -> list[MemberFacts]:
    """Who runs it is chosen, or looked at again, and the agenda drafted, or drafted again; the
    pod's members.
    """
    if members is None:
        members = await list_members(session, place.pod.id)
    await choose_runners(session, place, meeting, members, now)
    await session.flush()
    if members:
        await deeds.draft(session, tools, place, meeting.agenda, meeting.planned, now)
    meeting.agenda.drafted_at = meeting.agenda.drafted_at or now
    return members
