"""Whoever was asked whether a huddle had better be later says so."""

from datetime import datetime
from uuid import UUID

from bot.delivery.message import Repaint
from bot.delivery.outbox import say
from bot.huddles.occurring import notices
from bot.huddles.occurring.acting import Arranging, arranging_or_running
from bot.huddles.occurring.changing import move_meeting
from bot.huddles.occurring.deeds import Deeds
from bot.huddles.occurring.errors import HasBegun, MovedSince
from bot.huddles.occurring.facts import Meeting
from bot.huddles.occurring.offering import LATER_BY
from bot.huddles.occurring.telling import LATER
from bot.huddles.subjects import agenda_subject
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from storage.outbox import list_parts


async def later(
    tools: Tools,
    deeds: Deeds,
    delivery: Delivery,
    person: Person,
    agenda_id: UUID,
    at_time: datetime,
    response_url: str | None,
) -> None:
    """45 minutes later than the offer says it is. Raises `MovedSince`, `HasBegun`, and what moving
    raises.
    """
    async with arranging_or_running(tools, delivery, person, agenda_id) as (at, meeting):
        _check(at, meeting, at_time)
        await move_meeting(at, deeds, meeting, at_time + LATER_BY)
        await _answered(at, meeting, response_url, later=True)


async def keep(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    agenda_id: UUID,
    at_time: datetime,
    response_url: str | None,
) -> None:
    """As it is. Raises as `later`."""
    async with arranging_or_running(tools, delivery, person, agenda_id) as (at, meeting):
        _check(at, meeting, at_time)
        await _answered(at, meeting, response_url, later=False)


def _check(at: Arranging, meeting: Meeting, at_time: datetime) -> None:
    if not meeting.planned or at_time <= at.now:
        raise HasBegun(at_time, at.place)
    if meeting.starts_at != at_time:
        raise MovedSince(meeting.starts_at, at.place)


async def _answered(
    at: Arranging, meeting: Meeting, response_url: str | None, *, later: bool
) -> None:
    """In the place of every offer that was made of it."""
    about = agenda_subject(meeting.agenda.id)
    card = notices.answered(meeting, at.place, at.home.member.name, later=later)
    for part in await list_parts(at.session, about, f"{LATER}:"):
        user = part.partition(":")[2]
        url = response_url if user == at.home.member.user else None
        look = Repaint(about, part, user, card.text, card.blocks, url)
        await say(at.session, at.now, look)
