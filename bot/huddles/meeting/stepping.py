"""One step of a huddle: the item is done, or parked; the next one is talked about."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.meeting.errors import (
    LONGEST_NOTE,
    MissingWords,
    MovedOn,
    NoPracticeForm,
    NothingLeft,
    OverMeanwhile,
    TooManyWords,
)
from bot.huddles.meeting.facts import Noted, Pressed, Seen
from bot.huddles.meeting.going import NO_PRESS, Going, acting, looking
from bot.huddles.meeting.reminding import await_reminder, repaint_reminders
from bot.huddles.meeting.rules import action_of, follows
from bot.huddles.meeting.words import TEXT
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.service import get_actor
from bot.text.escaping import clean, shows_something
from storage.huddles import AgendaItem, HuddleState, HuddleStep, Outcome
from storage.huddles_action_items import ActionItem, lock_action_item
from storage.huddles_meeting import (
    find_item,
    find_step,
    list_on,
    list_steps,
    list_titles,
    lock_huddle,
)
from storage.pods import MemberFacts


async def step(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    seen: Seen,
    outcome: Outcome,
    pressed: Pressed,
) -> None:
    """On to the next item, once, however many press. Raises `MovedOn`, `HuddleIsOver`,
    `OnlyWhoSteers`.
    """
    async with acting(tools, delivery, person, seen.huddle, pressed) as going:
        going.check_open()
        going.check_steers()
        await going.check_seen(seen)
        await _move_on(going, outcome)


async def close(
    tools: Tools, delivery: Delivery, person: Person, seen: Seen, pressed: Pressed
) -> None:
    """The action item on the agenda is done; as `step`."""
    async with acting(tools, delivery, person, seen.huddle, pressed) as going:
        going.check_open()
        going.check_steers()
        await going.check_seen(seen)
        item = await find_item(going.session, seen.item) if seen.item else None
        if action_id := action_of(item):
            action = await lock_action_item(going.session, action_id)
            if action is not None and action.closed_at is None:
                await _close(going, action)
        await _move_on(going, Outcome.DONE)


async def _close(going: Going, action: ActionItem) -> None:
    """Whoever was reminded of it reads that it is done."""
    session, home, now = going.session, going.home, going.now
    action.closed_at, action.closed_by = now, home.member.user
    await session.flush()
    await await_reminder(session, action, home.market.timezone, now)
    await repaint_reminders(session, home, action, NO_PRESS, now)


async def note(
    tools: Tools, delivery: Delivery, person: Person, seen: Seen, typed: str, pressed: Pressed
) -> Noted:
    """The item is done, with what was decided, masked. Where somebody moved on while it was
    written, it is kept with its item all the same. Raises `BadInput`, also once the huddle is over.
    """
    cleaned = clean(typed)
    masked = tools.masker.mask(cleaned if shows_something(cleaned) else "")
    if not masked.text:
        raise MissingWords(TEXT, is_note=True)
    if len(masked.text) > LONGEST_NOTE:
        raise TooManyWords(TEXT, len(masked.text), LONGEST_NOTE)
    async with acting(tools, delivery, person, seen.huddle, pressed) as going:
        if going.huddle.state is not HuddleState.OPEN:
            raise OverMeanwhile(TEXT)
        going.check_steers()
        try:
            await going.check_seen(seen)
        except MovedOn:
            return await _note_late(going, seen, masked.text, bool(masked.kinds))
        await _move_on(going, Outcome.DONE, masked.text)
        return Noted(masked=bool(masked.kinds))


async def open_note(tools: Tools, person: Person, seen: Seen, now: datetime) -> AgendaItem:
    """What a decision is about, before anything is typed. Raises as `step`."""
    async with looking(tools, person, seen.huddle) as going:
        going.now = now
        going.check_open()
        going.check_steers()
        await going.check_seen(seen)
        return await _get_item(going, seen)


async def get_item(tools: Tools, person: Person, seen: Seen) -> AgendaItem:
    """What somebody makes a practice of: anybody of the pod may. Raises `NoPracticeForm`."""
    async with looking(tools, person, seen.huddle) as going:
        return await _get_item(going, seen)


async def saved_practice(
    session: AsyncSession,
    tools: Tools,
    huddle_id: UUID,
    item_id: UUID,
    practice_id: UUID,
    person: Person,
    now: datetime,
) -> None:
    """A practice was made of an item, in the open transaction; its step remembers which. Nothing
    where there is no such huddle of the person's pod, or a draft is for its author alone.
    """
    home = await get_actor(session, person, now)
    huddle, item = await lock_huddle(session, huddle_id), await find_item(session, item_id)
    if huddle is None or item is None or huddle.pod_id != home.pod.id:
        return
    if item.agenda_id != huddle.agenda_id or not await list_titles(session, [practice_id]):
        return
    going = Going(session, tools, huddle, home, now)
    made = await _put(going, item_id, Outcome.DONE, is_late=True)
    made.practice_id = made.practice_id or practice_id
    if huddle.state is HuddleState.OPEN:
        await going.goes_on()
        await going.repaint()


async def _move_on(going: Going, outcome: Outcome, text: str = "") -> None:
    """Under the lock of the huddle: what came of this item, and which one is next."""
    session, huddle = going.session, going.huddle
    if huddle.item_id is not None:
        await _put(going, huddle.item_id, outcome, text)
        await session.flush()
    through = {each.item_id for each in await list_steps(session, [huddle.id])}
    following = follows(await list_on(session, huddle.agenda_id), through)
    if huddle.item_id is None and following is None:
        raise NothingLeft
    huddle.item_id = following
    huddle.version += 1
    await going.goes_on()
    await going.repaint()


async def _note_late(going: Going, seen: Seen, text: str, masked: bool) -> Noted:
    item = await _get_item(going, seen)
    steps = await list_steps(going.session, [going.huddle.id])
    late_by = steps[-1].by_name if steps else ""
    made = await _put(going, item.id, Outcome.DONE, text, is_late=True)
    made.outcome = Outcome.DONE
    await going.goes_on()
    return Noted(masked=masked, late_by=late_by, about=item.text)


async def _put(
    going: Going, item_id: UUID, outcome: Outcome, text: str = "", *, is_late: bool = False
) -> HuddleStep:
    """What came of it; nothing noted before is lost. `is_late`: who moved on, and when, stays."""
    made, member = await find_step(going.session, going.huddle.id, item_id), going.home.member
    if made is None:
        made = _step(going, item_id, outcome, member)
        going.session.add(made)
    elif not is_late:
        made.outcome, made.at = outcome, going.now
        made.by, made.by_name = member.user, member.name
    made.note = "\n".join(filter(None, (made.note, text)))[: 2 * LONGEST_NOTE]
    return made


def _step(going: Going, item_id: UUID, outcome: Outcome, member: MemberFacts) -> HuddleStep:
    return HuddleStep(
        huddle_id=going.huddle.id,
        item_id=item_id,
        outcome=outcome,
        by=member.user,
        by_name=member.name,
        at=going.now,
    )


async def _get_item(going: Going, seen: Seen) -> AgendaItem:
    """Of this huddle's own agenda. Raises `NoPracticeForm`."""
    item = await find_item(going.session, seen.item) if seen.item else None
    if item is None or item.agenda_id != going.huddle.agenda_id:
        raise NoPracticeForm
    return item
