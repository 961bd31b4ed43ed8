"""An action item's owner is reminded of it once, alone, before it is due."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Post, Repaint
from bot.delivery.outbox import say
from bot.huddles.facts import Due
from bot.huddles.meeting import whispers
from bot.huddles.meeting.facts import Pressed
from bot.huddles.meeting.rules import remind_at, today
from bot.huddles.subjects import action_of, action_subject
from bot.huddles.tools import Tools
from bot.pods.facts import Home
from storage.huddles_action_items import ActionItem, lock_action_item
from storage.outbox import find_posted_at, list_parts
from storage.pods import MemberFacts, Role, find_member, get_pod, list_members
from storage.timers import cancel_timers, set_timer

_PART = "remind:"


async def await_reminder(
    session: AsyncSession, action: ActionItem, zone: str, now: datetime
) -> None:
    """Of what is made now, or due on another day now; what is closed waits for nothing."""
    about = action_subject(action.id)
    at = None if action.closed_at else remind_at(action.due_on, zone, now)
    if at is None:
        await cancel_timers(session, about, Due.REMIND)
    else:
        await set_timer(session, Due.REMIND, about, at)


async def tell_owner(session: AsyncSession, home: Home, action: ActionItem, now: datetime) -> None:
    """Somebody else gave it to them where no recap calls them: directly, at once."""
    card = whispers.given(action, today(home.market.timezone, now), home.member.name)
    about = (action_subject(action.id), action.owner, card.text, card.blocks)
    await say(session, now, Post(*about, f"{_PART}{action.owner}"))


async def remind_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Its owner; where they left the pod, the leader, for whom it is to be handed on."""
    async with tools.transactions.due(timer_id, now, _lock) as (session, timer):
        action_id = action_of(timer.subject)
        action = await lock_action_item(session, action_id) if action_id else None
        if action is None or action.closed_at is not None or action.reminded_at is not None:
            return
        action.reminded_at = now
        owner = await find_member(session, action.team_id, action.owner)
        if owner is not None and owner.pod.id == action.pod_id:
            await _tell(session, action, [owner.member], now)
        elif action.coaching_id is None:
            await _tell(session, action, await _leaders(session, action), now, is_nobodys=True)


async def repaint_reminders(
    session: AsyncSession, home: Home, action: ActionItem, pressed: Pressed, now: datetime
) -> bool:
    """What somebody was reminded of says how it stands now; whether one of these was pressed."""
    about = action_subject(action.id)
    posted = None
    if pressed.channel is not None and pressed.ts is not None:
        posted = await find_posted_at(session, pressed.channel, pressed.ts)
    own = posted.part if posted is not None and posted.subject == about else None
    card = whispers.settled(action, today(home.market.timezone, now))
    for part in await list_parts(session, about, _PART):
        url = pressed.response_url if part == own else None
        look_now = (about, part, part.removeprefix(_PART), card.text, card.blocks)
        await say(session, now, Repaint(*look_now, response_url=url))
    return own is not None


async def _tell(
    session: AsyncSession,
    action: ActionItem,
    people: list[MemberFacts],
    now: datetime,
    *,
    is_nobodys: bool = False,
) -> None:
    pod = await get_pod(session, action.pod_id)
    zone = pod.market.timezone
    met_on = today(zone, action.made_at) if action.huddle_id else None
    card = (whispers.nobodys if is_nobodys else whispers.reminder)(action, today(zone, now), met_on)
    about = action_subject(action.id)
    await say(
        session,
        now,
        *(Post(about, each.user, card.text, card.blocks, f"{_PART}{each.user}") for each in people),
    )


async def _leaders(session: AsyncSession, action: ActionItem) -> list[MemberFacts]:
    """Those of the pod; without one, its coaches."""
    members = await list_members(session, action.pod_id)
    leaders = [each for each in members if each.role is Role.TEAM_LEADER]
    return leaders or [each for each in members if each.role is Role.COACH]


async def _lock(session: AsyncSession, about: str) -> None:
    """Before its timer is taken, as whoever changes it does."""
    if action_id := action_of(about):
        await lock_action_item(session, action_id)
