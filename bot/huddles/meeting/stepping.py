"""One step of a huddle: the item is done, or parked; the next one is talked about."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.meeting.errors import (
    LONGEST_NOTE,
    NoPracticeForm,
    NothingBefore,
    NothingLeft,
)
from bot.huddles.meeting.facts import Kind, Line, Pressed, Seen
from bot.huddles.meeting.going import NO_PRESS, Going, acting, list_closed, looking
from bot.huddles.meeting.reminding import await_reminder, repaint_reminders
from bot.huddles.meeting.retelling import add_to_recap, recap_follows
from bot.huddles.meeting.rules import action_of, follows, notes
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.service import get_actor
from storage.huddles import AgendaItem, HuddleState, HuddleStep, Outcome
from storage.huddles_action_items import ActionItem, lock_action_item
from storage.huddles_meeting import (
    find_item,
    find_step,
    list_on,
    list_steps,
    list_titles,
    lock_with_waves,
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
        await move_on(going, outcome)


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
        await move_on(going, Outcome.DONE)


async def back(
    tools: Tools, delivery: Delivery, person: Person, seen: Seen, pressed: Pressed
) -> None:
    """To the item before, as if nothing had come of it; what was noted of it is kept. As `step`,
    and raises `NothingBefore`.
    """
    async with acting(tools, delivery, person, seen.huddle, pressed) as going:
        going.check_open()
        going.check_steers()
        await going.check_seen(seen)
        steps = await list_steps(going.session, [going.huddle.id])
        before = [each for each in steps if each.item_id != going.huddle.item_id]
        if not before:
            raise NothingBefore
        await _reopen(going, before[-1])
        await going.moved_to(before[-1].item_id)


async def _reopen(going: Going, step: HuddleStep) -> None:
    """An action item that was closed by that step is to be done still."""
    item = await find_item(going.session, step.item_id)
    action_id = action_of(item)
    action = await lock_action_item(going.session, action_id) if action_id else None
    if action is not None and action.closed_at == step.at:
        action.closed_at = action.closed_by = None
        await going.session.flush()
        await await_reminder(going.session, action, going.home.market.timezone, going.now)
        await repaint_reminders(going.session, going.home, action, NO_PRESS, going.now)
        await recap_follows(going.session, action, NO_PRESS, going.now)
    if not (step.note or step.practice_id):
        await going.session.delete(step)


async def _close(going: Going, action: ActionItem) -> None:
    """Whoever was reminded of it reads that it is done."""
    session, home, now = going.session, going.home, going.now
    action.closed_at, action.closed_by = now, home.member.user
    await session.flush()
    await await_reminder(session, action, home.market.timezone, now)
    await repaint_reminders(session, home, action, NO_PRESS, now)
    await recap_follows(session, action, NO_PRESS, now)


async def get_item(tools: Tools, person: Person, seen: Seen) -> AgendaItem:
    """What somebody makes a practice of: anybody of the pod may. Raises `NoPracticeForm`."""
    async with looking(tools, person, seen.huddle) as going:
        return await item_of(going, seen)


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
    home, titles = await get_actor(session, person, now), await list_titles(session, [practice_id])
    huddle, item = await lock_with_waves(session, huddle_id), await find_item(session, item_id)
    if huddle is None or item is None or huddle.pod_id != home.pod.id:
        return
    if item.agenda_id != huddle.agenda_id or not titles:
        return
    going = Going(session, tools, huddle, home, now)
    made = await put(going, item_id, Outcome.DONE, is_late=True)
    if made.practice_id is not None:
        return
    made.practice_id = practice_id
    if huddle.state is HuddleState.OPEN:
        await going.goes_on()
        await going.repaint()
    else:
        line = Line(Kind.PRACTICE, titles[practice_id], id=practice_id)
        await add_to_recap(session, huddle.agenda_id, line, now)


async def move_on(going: Going, outcome: Outcome, text: str = "") -> None:
    """Under the lock of the huddle: what came of this item, and which one is next."""
    session, huddle = going.session, going.huddle
    if huddle.item_id is not None:
        await put(going, huddle.item_id, outcome, text)
        await session.flush()
    through = {each.item_id for each in await list_steps(session, [huddle.id])}
    items = await list_on(session, huddle.agenda_id)
    following = follows(items, through | await list_closed(session, items))
    if huddle.item_id is None and following is None:
        raise NothingLeft
    await going.moved_to(following)


async def put(
    going: Going, item_id: UUID, outcome: Outcome, text: str = "", *, is_late: bool = False
) -> HuddleStep:
    """What came of it; nothing noted before is lost, and nothing is noted twice. `is_late`: who
    moved on, and when, stays.
    """
    made, member = await find_step(going.session, going.huddle.id, item_id), going.home.member
    if made is None:
        made = _step(going, item_id, outcome, member)
        going.session.add(made)
    elif not is_late:
        made.outcome, made.at = outcome, going.now
        made.by, made.by_name = member.user, member.name
    if not notes(made.note, text):
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


async def item_of(going: Going, seen: Seen) -> AgendaItem:
    """Of this huddle's own agenda. Raises `NoPracticeForm`."""
    item = await find_item(going.session, seen.item) if seen.item else None
    if item is None or item.agenda_id != going.huddle.agenda_id:
        raise NoPracticeForm
    return item
