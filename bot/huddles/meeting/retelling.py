"""The recap in the channel follows what comes of a huddle after it was said: an action item that is
made, closed or moved later, a practice, a note that was being written.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Repaint
from bot.delivery.outbox import say
from bot.huddles.meeting.facts import Line, Pressed
from bot.huddles.meeting.recap_card import recap_card
from bot.huddles.meeting.recapping import RECAP, recap_of
from bot.huddles.meeting.rules import with_late
from bot.huddles.schedule.current import get_schedule
from bot.huddles.subjects import huddle_subject
from storage.huddles import Huddle
from storage.huddles_action_items import ActionItem
from storage.huddles_meeting import list_waves, lock_huddle, look_at_huddle
from storage.outbox import find_posted_at
from storage.pods import get_pod

FOLLOWS_FOR: Final = timedelta(days=30)
"""How long a recap in the channel is read again; edits are scarce."""


async def add_to_recap(session: AsyncSession, agenda_id: UUID, line: Line, now: datetime) -> bool:
    """One more line, to which nobody is called; whether there was a recap by now, whose words are
    kept. The waves of that meeting are under their locks.
    """
    await session.flush()
    said = next((each for each in await list_waves(session, agenda_id) if each.lines), None)
    if said is None:
        return False
    lines = with_late([Line.of(each) for each in said.lines], line)
    said.lines = [each.stored() for each in lines]
    await _paint(session, said, now)
    return True


async def recap_follows(
    session: AsyncSession, action: ActionItem, pressed: Pressed, now: datetime
) -> bool:
    """An action item was closed, moved or handed on: the recap that has it says so. Whether it was
    pressed there.
    """
    await session.flush()
    made_in = await look_at_huddle(session, action.huddle_id) if action.huddle_id else None
    if made_in is None:
        return False
    waves = await list_waves(session, made_in.agenda_id)
    found = next((each for each in waves if each.lines), None)
    # Of two who close two items of it at once, the second sees what the first did.
    said = await lock_huddle(session, found.id) if found else None
    if said is None:
        return False
    is_pressed = await _is_on(session, said, pressed)
    if is_pressed or (said.ended_at and now - said.ended_at <= FOLLOWS_FOR):
        await _paint(session, said, now, pressed.response_url if is_pressed else None)
    return is_pressed


async def _is_on(session: AsyncSession, huddle: Huddle, pressed: Pressed) -> bool:
    if pressed.channel is None or pressed.ts is None:
        return False
    posted = await find_posted_at(session, pressed.channel, pressed.ts)
    here = (huddle_subject(huddle.id), RECAP)
    return posted is not None and (posted.subject, posted.part) == here


async def _paint(
    session: AsyncSession, huddle: Huddle, now: datetime, response_url: str | None = None
) -> None:
    """Where it was said, as it stands now; whoever changed it may be in another pod by now."""
    if huddle.channel is None:
        return
    await session.flush()
    pod = await get_pod(session, huddle.pod_id)
    schedule = await get_schedule(session, pod)
    recap = await recap_of(session, pod, huddle, now, attendance=schedule.attendance)
    card, subject = recap_card(recap), huddle_subject(huddle.id)
    look_now = (subject, RECAP, huddle.channel, card.text, card.blocks)
    await say(session, now, Repaint(*look_now, response_url=response_url))
