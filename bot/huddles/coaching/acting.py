"""What a coach and a rep give each other to do: action items that only they see."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Outdated
from bot.huddles.coaching.errors import (
    DayIsOver,
    DayIsTooFar,
    NoSuchDay,
    NotForYou,
    NotSharedYet,
    TooManyToDo,
)
from bot.huddles.coaching.facts import Acting, Talk
from bot.huddles.coaching.reading import get_coaching, read_talk
from bot.huddles.coaching.typed import line
from bot.huddles.coaching.words import TO_DO
from bot.huddles.meeting.facts import Pressed
from bot.huddles.meeting.reminding import await_reminder, repaint_reminders
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.service import get_actor, get_home
from storage.huddles_action_items import ActionItem, find_the_same
from storage.huddles_coaching import Coaching, find_action, list_actions
from storage.pods import Home

MOST_OPEN: Final = 20
"""Action items of two people."""

FARTHEST: Final = timedelta(days=366)


async def open_action(tools: Tools, person: Person, coaching_id: UUID, now: datetime) -> Acting:
    """Raises `NotSharedYet` where its owner could not know of it."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        coaching = await get_coaching(session, home, coaching_id)
        _check_shared(coaching)
        return Acting(coaching, home.member.user, _today(home, now))


async def add_action(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    coaching_id: UUID,
    text: str,
    owner: str,
    due_on: date | None,
) -> Talk:
    """Raises `BadInput` with the field at fault."""
    words = line(tools.masker, text, TO_DO)
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        coaching = await get_coaching(session, home, coaching_id, lock=True)
        _check_shared(coaching)
        due = _check_day(due_on, _today(home, delivery.now))
        action = _made(home, coaching, words.text, owner, due, delivery.now)
        # The same from the same person is the same one: the form was sent again.
        if await find_the_same(session, action) is None:
            await _check_room(session, coaching)
            session.add(action)
            await session.flush()
            await await_reminder(session, action, home.market.timezone, delivery.now)
        return await read_talk(session, coaching, home, delivery.now, masked=bool(words.kinds))


async def close_action(
    tools: Tools, delivery: Delivery, person: Person, coaching_id: UUID, action_id: UUID
) -> Talk:
    """By whoever of the two says so first."""
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        coaching = await get_coaching(session, home, coaching_id, lock=True)
        action = await find_action(session, coaching, action_id)
        if action is None:
            raise NotForYou
        if action.closed_at is None:
            action.closed_at, action.closed_by = delivery.now, home.member.user
            await session.flush()
            await await_reminder(session, action, home.market.timezone, delivery.now)
            await repaint_reminders(session, home, action, Pressed(), delivery.now)
        return await read_talk(session, coaching, home, delivery.now)


def _made(
    home: Home, coaching: Coaching, text: str, owner: str, due_on: date, now: datetime
) -> ActionItem:
    """Raises `Outdated` for an owner who is neither of the two."""
    names = {coaching.coach: coaching.coach_name, coaching.rep: coaching.rep_name}
    if owner not in names:
        raise Outdated
    return ActionItem(
        team_id=coaching.team_id,
        pod_id=coaching.pod_id,
        coaching_id=coaching.id,
        text=text,
        owner=owner,
        owner_name=names[owner],
        due_on=due_on,
        made_by=home.member.user,
        made_by_name=home.member.name,
        made_at=now,
    )


def _check_shared(coaching: Coaching) -> None:
    if coaching.shared_at is None:
        raise NotSharedYet(coaching.rep_name)


async def _check_room(session: AsyncSession, coaching: Coaching) -> None:
    theirs = [each for each in await list_actions(session, coaching) if each.coaching_id]
    if len(theirs) >= MOST_OPEN:
        raise TooManyToDo


def _check_day(due_on: date | None, today: date) -> date:
    if due_on is None:
        raise NoSuchDay
    if due_on < today:
        raise DayIsOver
    if due_on > today + FARTHEST:
        raise DayIsTooFar
    return due_on


def _today(home: Home, now: datetime) -> date:
    """On the calendars of the market."""
    return now.astimezone(ZoneInfo(home.market.timezone)).date()
