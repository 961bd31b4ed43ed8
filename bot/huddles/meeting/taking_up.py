"""What somebody adds while a huddle goes on is for the next one, unless whoever runs this one takes
it up now; the same with what found no room on this agenda.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.agenda.announcing import follow
from bot.huddles.agenda.noting import note
from bot.huddles.agenda.seeing import has_not_begun
from bot.huddles.meeting.errors import NotToBeTakenUp, TalkedAboutHere
from bot.huddles.meeting.facts import Pressed, Seen
from bot.huddles.meeting.going import Going, acting, repaint
from bot.huddles.subjects import huddle_of
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from storage.huddles import Agenda, AgendaItem, HuddleState, ItemState
from storage.huddles_agenda import (
    Did,
    Meeting,
    find_agenda,
    list_all_items,
    list_huddles_of,
    look_at_item,
)
from storage.huddles_meeting import find_step, lock_agenda, lock_huddle, look_at_huddle
from storage.pods import get_pod


async def take_up(
    tools: Tools, delivery: Delivery, person: Person, seen: Seen, pressed: Pressed
) -> None:
    """It is talked about now, wherever the huddle is by then; what was talked about comes after
    it. Done again, nothing changes. Raises `NotToBeTakenUp`, `TalkedAboutHere`, and as `step`.
    """
    async with acting(tools, delivery, person, seen.huddle, pressed) as going:
        going.check_open()
        going.check_steers()
        agenda = await lock_agenda(going.session, going.huddle.agenda_id)
        item = await _hold(going, seen.item)
        if item.id == going.huddle.item_id:
            return
        if await find_step(going.session, going.huddle.id, item.id) is not None:
            raise TalkedAboutHere
        await _bring(going, agenda, item)
        await going.moved_to(item.id)


async def follow_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Somebody changed what a huddle that goes on could talk about: its card shows it."""
    async with tools.transactions.due(timer_id, now, _lock) as (session, timer):
        huddle_id = huddle_of(timer.subject)
        huddle = await look_at_huddle(session, huddle_id) if huddle_id else None
        if huddle is not None and huddle.state is HuddleState.OPEN:
            pod = await get_pod(session, huddle.pod_id)
            await repaint(session, tools, pod, huddle, now)


async def _hold(going: Going, item_id: UUID | None) -> AgendaItem:
    """On this agenda, or one of the pod's that has not begun and is under its lock then; after
    this one. Raises `NotToBeTakenUp`.
    """
    session = going.session
    item = await look_at_item(session, item_id) if item_id else None
    if item is None or item.pod_id != going.huddle.pod_id:
        raise NotToBeTakenUp
    if item.agenda_id != going.huddle.agenda_id:
        other = await find_agenda(session, item.agenda_id)
        huddles = await list_huddles_of(session, item.agenda_id)
        again = await look_at_item(session, item.id)
        if other is None or again is None or not has_not_begun(Meeting(other, huddles)):
            raise NotToBeTakenUp
        if again.agenda_id not in (other.id, going.huddle.agenda_id):
            raise NotToBeTakenUp
        item = again
    if item.state is ItemState.DROPPED:
        raise NotToBeTakenUp
    return item


async def _bring(going: Going, agenda: Agenda, item: AgendaItem) -> None:
    """Before what is talked about now, or to the end; both cards in the channel follow."""
    session, items = going.session, await list_all_items(going.session, agenda.id)
    last = max((each.position for each in items), default=0) + 1
    now_at = (each.position for each in items if each.id == going.huddle.item_id)
    place = next(now_at, last)
    for each in items:
        if each.position >= place:
            each.position += 1
    left = item.agenda_id if item.agenda_id != agenda.id else None
    item.agenda_id, item.position, item.state = agenda.id, place, ItemState.ON
    await note(session, agenda, going.home, item, Did.PUT_ON, going.now)
    await follow(session, going.tools, agenda, going.now)
    other = await find_agenda(session, left) if left else None
    if other is not None:
        other.version += 1
        await follow(session, going.tools, other, going.now)


async def _lock(session: AsyncSession, about: str) -> None:
    """Before its timer is taken, as whoever acts in it does."""
    if huddle_id := huddle_of(about):
        await lock_huddle(session, huddle_id)
