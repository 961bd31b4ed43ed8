"""What was decided, typed in a form: while the huddle goes on, has moved on, or is over."""

from datetime import datetime, timedelta
from typing import Final

from bot.huddles.meeting.errors import (
    LONGEST_NOTE,
    Elsewhere,
    MissingWords,
    MovedOn,
    OverMeanwhile,
    TooManyWords,
)
from bot.huddles.meeting.facts import Kind, Line, Noted, Pressed, Seen
from bot.huddles.meeting.going import Going, acting, looking
from bot.huddles.meeting.retelling import add_to_recap
from bot.huddles.meeting.rules import notes
from bot.huddles.meeting.stepping import item_of, move_on, put
from bot.huddles.meeting.words import TEXT
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.text.escaping import clean, shows_something
from bot.text.masking import Masked
from storage.huddles import AgendaItem, HuddleState, Outcome
from storage.huddles_meeting import find_last_move, find_step

TAKEN_FOR: Final = timedelta(hours=24)
"""After the end of a huddle; what is sent later was left open by mistake."""


async def open_note(tools: Tools, person: Person, seen: Seen, now: datetime) -> AgendaItem:
    """What a decision is about, before anything is typed. Raises as `step`."""
    async with looking(tools, person, seen.huddle) as going:
        going.now = now
        going.check_open()
        going.check_steers()
        await going.check_seen(seen)
        return await item_of(going, seen)


async def note(
    tools: Tools, delivery: Delivery, person: Person, seen: Seen, typed: str, pressed: Pressed
) -> Noted:
    """The item is done, with what was decided, masked. Where somebody moved on while it was
    written, or the huddle ended, it is kept with its item all the same. Raises `BadInput`.
    """
    masked = _masked(tools, typed)
    about = (tools, delivery, person, seen.huddle, pressed)
    async with acting(*about, with_waves=True) as going:
        going.check_steers()
        if going.huddle.state is not HuddleState.OPEN:
            return await _note_after(going, seen, masked)
        try:
            await going.check_seen(seen)
        except (MovedOn, Elsewhere):
            return await _note_late(going, seen, masked)
        await move_on(going, Outcome.DONE, masked.text)
        return Noted(masked=bool(masked.kinds))


async def _note_late(going: Going, seen: Seen, masked: Masked) -> Noted:
    if await _is_noted(going, seen, masked.text):
        return Noted(masked=bool(masked.kinds))
    item = await item_of(going, seen)
    last = await find_last_move(going.session, going.huddle)
    made = await put(going, item.id, Outcome.DONE, masked.text, is_late=True)
    made.outcome = Outcome.DONE
    await going.goes_on()
    await going.repaint()
    return Noted(bool(masked.kinds), last.by_name if last else "", item.text)


async def _note_after(going: Going, seen: Seen, masked: Masked) -> Noted:
    """It stands on the recap, where that was said already. Raises `OverMeanwhile`."""
    ended_at = going.huddle.ended_at
    if ended_at is None or going.now - ended_at > TAKEN_FOR:
        raise OverMeanwhile(TEXT)
    if await _is_noted(going, seen, masked.text):
        return Noted(masked=bool(masked.kinds))
    item = await item_of(going, seen)
    made = await put(going, item.id, Outcome.DONE, masked.text, is_late=True)
    made.outcome = Outcome.DONE
    line = Line(Kind.DECISION, masked.text, item.text)
    await add_to_recap(going.session, going.huddle.agenda_id, line, going.now)
    return Noted(bool(masked.kinds), about=item.text, is_over=True)


async def _is_noted(going: Going, seen: Seen, text: str) -> bool:
    """By the same person in the same words: the form was sent again, as its answer got lost."""
    made = await find_step(going.session, going.huddle.id, seen.item) if seen.item else None
    return made is not None and made.by == going.home.member.user and notes(made.note, text)


def _masked(tools: Tools, typed: str) -> Masked:
    cleaned = clean(typed)
    masked = tools.masker.mask(cleaned if shows_something(cleaned) else "")
    if not masked.text:
        raise MissingWords(TEXT, is_note=True)
    if len(masked.text) > LONGEST_NOTE:
        raise TooManyWords(TEXT, len(masked.text), LONGEST_NOTE)
    return masked
