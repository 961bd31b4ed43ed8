"""Tells the channel, once each, that a meeting is off, back or moved; and people what they are to
know of it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Post
from bot.delivery.outbox import say
from bot.huddles.occurring import notices
from bot.huddles.occurring.facts import Meeting
from bot.huddles.occurring.planning import list_meetings
from bot.huddles.subjects import agenda_subject, pod_subject
from bot.pods.facts import PodInMarket
from bot.text.kit import Card
from storage.outbox import list_parts

OFF: Final = "off"
BACK: Final = "back"
LATER: Final = "later"


async def is_told_off(session: AsyncSession, meeting: Meeting) -> bool:
    """Whether the channel was told that it is off, and not since that it takes place."""
    about = agenda_subject(meeting.agenda.id)
    offs = await list_parts(session, about, f"{OFF}:")
    return len(offs) > len(await list_parts(session, about, f"{BACK}:"))


async def tell_off(
    session: AsyncSession, place: PodInMarket, meeting: Meeting, now: datetime
) -> None:
    """No huddle that day: said once."""
    if place.pod.channel is None or await is_told_off(session, meeting):
        return
    following = await find_following(session, place, meeting, now)
    await _say(session, place, meeting, OFF, notices.off(meeting, place, following), now)


async def tell_back(
    session: AsyncSession, place: PodInMarket, meeting: Meeting, now: datetime
) -> bool:
    """It takes place after all; said only where the channel was told otherwise."""
    if place.pod.channel is None or not await is_told_off(session, meeting):
        return False
    await _say(session, place, meeting, BACK, notices.back(meeting, place), now)
    return True


async def tell_channel(
    session: AsyncSession, place: PodInMarket, meeting: Meeting, card: Card, now: datetime
) -> None:
    """Something else of a meeting."""
    if place.pod.channel is not None:
        about = agenda_subject(meeting.agenda.id)
        await say(session, now, Post(about, place.pod.channel, card.text, card.blocks))


async def tell_people(
    session: AsyncSession, place: PodInMarket, users: Iterable[str], card: Card, now: datetime
) -> None:
    """Each in their direct messages."""
    about = pod_subject(place.pod.id)
    posts = [Post(about, user, card.text, card.blocks) for user in dict.fromkeys(users)]
    await say(session, now, *posts)


async def find_following(
    session: AsyncSession, place: PodInMarket, meeting: Meeting, now: datetime
) -> datetime | None:
    """When the next meeting takes place after that one."""
    after = max(now, meeting.starts_at)
    starts = [
        each.starts_at
        for each in await list_meetings(session, place.pod.id, now)
        if each.planned and each.agenda.id != meeting.agenda.id and each.starts_at > after
    ]
    return min(starts, default=None)


async def _say(
    session: AsyncSession,
    place: PodInMarket,
    meeting: Meeting,
    what: str,
    card: Card,
    now: datetime,
) -> None:
    about, channel = agenda_subject(meeting.agenda.id), place.pod.channel or ""
    count = len(await list_parts(session, about, f"{what}:"))
    await say(session, now, Post(about, channel, card.text, card.blocks, f"{what}:{count + 1}"))
