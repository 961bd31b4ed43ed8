"""A meeting is drafted 24 hours before, and announced 15 minutes before its first wave."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.occurring import notices
from bot.huddles.occurring.coverage import warn_of_thin_waves
from bot.huddles.occurring.deeds import Deeds
from bot.huddles.occurring.facts import Meeting
from bot.huddles.occurring.locking import due, lock_meeting
from bot.huddles.occurring.offering import offer_later
from bot.huddles.occurring.planning import plan_next
from bot.huddles.occurring.runners import choose_runners
from bot.huddles.occurring.telling import tell_channel, tell_off
from bot.huddles.schedule.waves import split
from bot.huddles.tools import Tools
from bot.pods.facts import MemberFacts, PodInMarket
from storage.pods import list_members


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
            await draft(session, tools, deeds, place, meeting, now)


async def announce_due(tools: Tools, deeds: Deeds, timer_id: UUID, now: datetime) -> None:
    """The agenda as it is by now, where the pod reads it. One that was announced before and moved
    since is only named once more. Past its time it begins without.
    """
    async with due(tools, timer_id, now) as found:
        if found is None:
            return
        session, place, meeting = found
        if not meeting.planned or meeting.starts_at <= now:
            return
        if meeting.agenda.announced_at is not None:
            await tell_channel(session, place, meeting, notices.soon(meeting, place), now)
            return
        members = await prepare(session, tools, deeds, place, meeting, now)
        if not members:
            return
        await deeds.announce(session, tools, place, meeting.agenda, meeting.planned, now)
        meeting.agenda.announced_at = meeting.agenda.announced_at or now
        await warn_of_thin_waves(session, place, meeting, members, now)
        await offer_later(session, place, meeting, members, now)


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
    starts = [each.starts_at for each in meeting.planned]
    for wave, people in zip(meeting.planned, split(members, *place, starts), strict=True):
        wave.people = people
    await draft(session, tools, deeds, place, meeting, now, members)
    return members


async def draft(
    session: AsyncSession,
    tools: Tools,
    deeds: Deeds,
    place: PodInMarket,
    meeting: Meeting,
    now: datetime,
    members: list[MemberFacts] | None = None,
) -> None:
    """Who runs it is chosen, or looked at again, and the agenda drafted, or drafted again."""
    if members is None:
        members = await list_members(session, place.pod.id)
    await choose_runners(session, place, meeting, members, now)
    await session.flush()
    if members:
        await deeds.draft(session, tools, place, meeting.agenda, meeting.planned, now)
    meeting.agenda.drafted_at = meeting.agenda.drafted_at or now
