"""What the person who acted is told privately."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.huddles import words as shared
from bot.huddles.meeting.facts import Closed
from bot.huddles.meeting.phrases import by_day, said, short_day
from bot.huddles.schedule.saying import day_words
from bot.text import kit
from bot.text.kit import Block, Card
from bot.text.phrases import name
from storage.huddles_action_items import ActionItem

SHORT: Final = 120
MOST_AT_HOME: Final = 5

_OPENED: Final = "The huddle is open. Its card is in your pod's channel."
_ENDED: Final = "The huddle is over. What came of it is in your pod's channel."
_ENDED_FIRST: Final = "This part of the huddle is over. What came of it is said after the last one."
_HERE: Final = "Noted that you are here. The card shows the count within five minutes."
_HERE_ALREADY: Final = "You said so already."
_MASKED: Final = "What looked like a customer's data is masked."
_NOTED_LATE: Final = "{who} moved on meanwhile. Your note is kept with “{text}”."
_NOTED_AFTER: Final = "The huddle ended meanwhile. Your note stands on its recap, with “{text}”."
_MADE: Final = "Noted for {owner}, by {day}: {text}"
_CHANGED: Final = "Changed. For {owner}, by {day}: {text}"
_DONE: Final = "✅ Done: {text}"
_DONE_ALREADY: Final = "That was closed before: {text}"
_REMINDER: Final = "📌 {text} · {due}"
_REMINDER_ANOTHER: Final = "📌 {text} · {due} · from {who}"
_MET: Final = "From the huddle on {day}."
_NOBODY: Final = "📌 Nobody has this now: {text} · {due}. {owner} is not in the pod any more."
_TO_DO: Final = "*Your action items*"
_TO_DO_LINE: Final = "{text} · {due}"
_MORE: Final = "{count} more"


def opened() -> Card:
    return _card(_OPENED)


def ended(*, is_last: bool) -> Card:
    return _card(_ENDED if is_last else _ENDED_FIRST)


def here(*, is_new: bool) -> Card:
    return _card(_HERE if is_new else _HERE_ALREADY)


def noted_late(who: str, text: str, *, masked: bool) -> Card:
    """Somebody moved on while the note was written."""
    return _masked(_NOTED_LATE.format(who=name(who), text=said(text, SHORT)), masked=masked)


def noted_after(text: str, *, masked: bool) -> Card:
    """The huddle ended while the note was written."""
    return _masked(_NOTED_AFTER.format(text=said(text, SHORT)), masked=masked)


def was_masked() -> Card:
    return _card(_MASKED)


def made(action: ActionItem, *, is_new: bool, masked: bool) -> Card:
    template = _MADE if is_new else _CHANGED
    text = template.format(
        owner=name(action.owner_name), text=said(action.text, SHORT), day=short_day(action.due_on)
    )
    return _masked(text, masked=masked)


def closed(closed: Closed) -> Card:
    template = _DONE_ALREADY if closed.was_closed else _DONE
    return _card(template.format(text=said(closed.item.text, SHORT)))


def reminder(action: ActionItem, today: date, met_on: date | None = None) -> Card:
    """To its owner, once, before it is due; `met_on` is the day of the huddle it comes from."""
    due, text = by_day(action.due_on, today), said(action.text)
    own = action.made_by == action.owner
    template = _REMINDER if own else _REMINDER_ANOTHER
    told = template.format(text=text, due=due, who=name(action.made_by_name))
    return Card(told, [kit.section(told), *_met(met_on), _buttons(action)])


def given(action: ActionItem, today: date, by: str) -> Card:
    """To its new owner, where no recap calls them."""
    due, text = by_day(action.due_on, today), said(action.text)
    told = _REMINDER_ANOTHER.format(text=text, due=due, who=name(by))
    return Card(told, [kit.section(told), _buttons(action)])


def nobodys(action: ActionItem, today: date, met_on: date | None = None) -> Card:
    """To the leader, where its owner left."""
    told = _NOBODY.format(
        text=said(action.text), due=by_day(action.due_on, today), owner=name(action.owner_name)
    )
    return Card(told, [kit.section(told), *_met(met_on), _buttons(action, "Hand on…")])


def settled(action: ActionItem, today: date) -> Card:
    """In the place of a reminder: closed, or due on another day."""
    if action.closed_at:
        return _card(_DONE.format(text=said(action.text)))
    text = _TO_DO_LINE.format(text=said(action.text), due=by_day(action.due_on, today))
    return Card(f"📌 {text}", [kit.section(f"📌 {text}")])


def home_section(actions: Sequence[ActionItem], today: date) -> list[Block]:
    """What they have to do, on their Home tab; nothing where there is nothing."""
    if not actions:
        return []
    blocks: list[Block] = [kit.section(_TO_DO)]
    for each in actions[:MOST_AT_HOME]:
        text = _TO_DO_LINE.format(text=said(each.text), due=by_day(each.due_on, today))
        blocks.append(kit.section(text, kit.button("Done", shared.ACTION_DONE, str(each.id))))
    rest = len(actions) - MOST_AT_HOME
    return [*blocks, *([kit.context(_MORE.format(count=rest))] if rest > 0 else [])]


def _met(met_on: date | None) -> list[Block]:
    return [kit.context(_MET.format(day=day_words(met_on)))] if met_on else []


def _buttons(action: ActionItem, later: str = "Later…") -> Block:
    value = str(action.id)
    return kit.actions(
        kit.button("Done", shared.ACTION_DONE, value, "primary"),
        kit.button(later, shared.ACTION_LATER, value),
    )


def _masked(text: str, *, masked: bool) -> Card:
    blocks = [kit.section(text), *([kit.context(_MASKED)] if masked else [])]
    return Card(f"{text} {_MASKED}" if masked else text, blocks)


def _card(text: str) -> Card:
    return Card(text, [kit.section(text)])
