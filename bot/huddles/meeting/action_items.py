"""What somebody is to do after a huddle: made of an item by anybody, moved, handed on, closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.meeting.errors import (
    LONGEST_TEXT,
    ActionGone,
    ClosedMeanwhile,
    MissingWords,
    OnlyOwnerCloses,
    TooManyWords,
)
from bot.huddles.meeting.facts import Closed, Kind, Line, Made, NewAction, Pressed, Seen, ToDo
from bot.huddles.meeting.going import Going, acting, looking
from bot.huddles.meeting.phrases import matter_of
from bot.huddles.meeting.reminding import await_reminder, repaint_reminders, tell_owner
from bot.huddles.meeting.retelling import add_to_recap, recap_follows
from bot.huddles.meeting.rules import STEERS, USUAL_DAYS, check_due, check_owner, today
from bot.huddles.meeting.words import DUE, OWNER, TEXT
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_actor, get_home
from bot.text.escaping import clean, one_line, shows_something
from bot.text.masking import Masked
from storage.huddles import HuddleState
from storage.huddles_action_items import (
    ActionItem,
    find_the_same,
    list_of_owner,
    lock_action_item,
    look_at_action_item,
)
from storage.huddles_coaching import list_two
from storage.huddles_meeting import find_item
from storage.pods import MemberFacts, list_members


class Typed(NamedTuple):
    """The form as it was sent."""

    text: str
    owner: str | None
    due: str | None


async def open_new(tools: Tools, person: Person, seen: Seen, now: datetime) -> ToDo:
    """The form, filled in by what is talked about: whoever speaks about it does it, in a week."""
    async with looking(tools, person, seen.huddle) as going:
        item = await find_item(going.session, seen.item) if seen.item else None
        members = await list_members(going.session, going.home.pod.id)
        day = today(going.home.market.timezone, now)
        there = {each.user for each in members}
        owner = item.hand_to if item and item.hand_to in there else person.user
        text = matter_of(item) if item else ""
        return ToDo(text, members, owner or person.user, day + timedelta(days=USUAL_DAYS), day)


async def make(
    tools: Tools, delivery: Delivery, person: Person, seen: Seen, typed: Typed, pressed: Pressed
) -> Made:
    """An action item of what is talked about, or was: also once the huddle is over. The same from
    the same person is the same one: the form was sent again, as its answer got lost. Raises
    `BadInput`.
    """
    masked = _masked(tools, typed.text)
    async with acting(tools, delivery, person, seen.huddle, pressed, with_waves=True) as going:
        new, owner = await _checked(going.session, going.home, typed, masked.text, going.now)
        item = await find_item(going.session, seen.item) if seen.item else None
        is_its = item is not None and item.agenda_id == going.huddle.agenda_id
        action = _action(going, new, owner, seen.item if is_its else None)
        there = await find_the_same(going.session, action)
        if there is not None:
            return Made(there, masked=bool(masked.kinds))
        await _add(going, action)
        return Made(action, masked=bool(masked.kinds))


async def _add(going: Going, action: ActionItem) -> None:
    """On the card while it goes on, else on the recap: who has to do it is called there, or told
    directly where that was said already.
    """
    going.session.add(action)
    await going.session.flush()
    await await_reminder(going.session, action, going.home.market.timezone, going.now)
    if going.huddle.state is HuddleState.OPEN:
        await going.goes_on()
        await going.repaint()
        return
    line = Line(Kind.ACTION, action.text, id=action.id)
    about = (going.session, going.huddle.agenda_id, line, going.now)
    if await add_to_recap(*about) and action.owner != action.made_by:
        await tell_owner(going.session, going.home, action, going.now)


async def open_change(tools: Tools, person: Person, action_id: UUID, now: datetime) -> ToDo:
    """Another day, another owner. Raises `ActionGone`, `OnlyOwnerCloses`, `ClosedMeanwhile`."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        action = await look_at_action_item(session, action_id)
        action = await _check_theirs(session, home, action)
        if action.closed_at is not None:
            raise ClosedMeanwhile
        members = await _owners(session, action)
        day = today(home.market.timezone, now)
        return ToDo(action.text, members, action.owner, max(action.due_on, day), day, action)


async def change(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    action_id: UUID,
    typed: Typed,
    pressed: Pressed,
) -> Made:
    """As it was sent; its owner is reminded anew. Raises as `open_change`, and `BadInput`."""
    masked = _masked(tools, typed.text)
    async with _changing(tools, delivery, person, action_id) as (session, home, action):
        if action.closed_at is not None:
            raise ClosedMeanwhile
        members = await _owners(session, action)
        new, owner = await _checked(session, home, typed, masked.text, delivery.now, members)
        action.text, action.due_on, before = new.text, new.due_on, action.owner
        action.owner, action.owner_name = owner.user, owner.name
        action.reminded_at = None
        await session.flush()
        await await_reminder(session, action, home.market.timezone, delivery.now)
        repainted = await _repaint(session, home, action, pressed, delivery.now)
        if owner.user not in (before, person.user):
            await tell_owner(session, home, action, delivery.now)
        return Made(action, masked=bool(masked.kinds), is_new=False, repainted=repainted)


async def close(
    tools: Tools, delivery: Delivery, person: Person, action_id: UUID, pressed: Pressed
) -> Closed:
    """Done, by its owner or a coach, in one press. Raises `ActionGone`, `OnlyOwnerCloses`."""
    async with _changing(tools, delivery, person, action_id) as (session, home, action):
        was_closed = action.closed_at is not None
        if not was_closed:
            action.closed_at, action.closed_by = delivery.now, person.user
        await session.flush()
        await await_reminder(session, action, home.market.timezone, delivery.now)
        repainted = await _repaint(session, home, action, pressed, delivery.now)
        return Closed(action, was_closed, repainted)


async def list_own(tools: Tools, person: Person) -> tuple[list[ActionItem], Home]:
    """What the person has to do, for their Home tab. Raises `NoPod`."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        return await list_of_owner(session, person.team, person.user), home


@asynccontextmanager
async def _changing(
    tools: Tools, delivery: Delivery, person: Person, action_id: UUID
) -> AsyncIterator[tuple[AsyncSession, Home, ActionItem]]:
    """Under its lock, for whoever may."""
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        action = await lock_action_item(session, action_id)
        yield session, home, await _check_theirs(session, home, action)


async def _check_theirs(session: AsyncSession, home: Home, action: ActionItem | None) -> ActionItem:
    """What only two see is gone for everybody else."""
    if action is None or action.team_id != home.member.team_id:
        raise ActionGone
    if action.coaching_id is not None:
        if home.member.user not in await list_two(session, action.coaching_id):
            raise ActionGone
        return action
    if home.member.user == action.owner:
        return action
    if action.pod_id != home.pod.id:
        raise ActionGone
    if home.member.role not in STEERS:
        raise OnlyOwnerCloses(action.owner_name)
    return action


async def _owners(session: AsyncSession, action: ActionItem) -> list[MemberFacts]:
    """Who may have it: the pod; of coaching, its two."""
    members = await list_members(session, action.pod_id)
    if action.coaching_id is None:
        return members
    two = await list_two(session, action.coaching_id)
    return [each for each in members if each.user in two]


async def _checked(
    session: AsyncSession,
    home: Home,
    typed: Typed,
    text: str,
    now: datetime,
    members: list[MemberFacts] | None = None,
) -> tuple[NewAction, MemberFacts]:
    if members is None:
        members = await list_members(session, home.pod.id)
    owner = check_owner(typed.owner, members, OWNER)
    due = check_due(typed.due, today(home.market.timezone, now), DUE)
    return NewAction(text, owner.user, due), owner


def _masked(tools: Tools, typed: str) -> Masked:
    line = one_line(clean(typed))
    masked = tools.masker.mask(line if shows_something(line) else "")
    if not masked.text:
        raise MissingWords(TEXT)
    if len(masked.text) > LONGEST_TEXT:
        raise TooManyWords(TEXT, len(masked.text), LONGEST_TEXT)
    return masked


def _action(going: Going, new: NewAction, owner: MemberFacts, item: UUID | None) -> ActionItem:
    member = going.home.member
    return ActionItem(
        team_id=member.team_id,
        pod_id=going.home.pod.id,
        huddle_id=going.huddle.id,
        item_id=item,
        text=new.text,
        owner=owner.user,
        owner_name=owner.name,
        due_on=new.due_on,
        made_by=member.user,
        made_by_name=member.name,
        made_at=going.now,
    )


async def _repaint(
    session: AsyncSession, home: Home, action: ActionItem, pressed: Pressed, now: datetime
) -> bool:
    """Wherever it stands; whether what was pressed shows what was done."""
    on_reminder = await repaint_reminders(session, home, action, pressed, now)
    return await recap_follows(session, action, pressed, now) or on_reminder
