"""A talk as its two people see it: the same modal for both, with what each of them may do."""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.huddles.coaching import words
from bot.huddles.coaching.facts import LONGEST_LINE, Past, Seen, Talk
from bot.huddles.coaching.phrases import agreed, answer, day, practice, quiet_title
from bot.huddles.coaching.words import Open
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block, Card, Element
from bot.text.phrases import label, name
from storage.huddles_action_items import ActionItem
from storage.huddles_coaching import Coaching, CoachingItem

SEEN_SHOWN: Final = 5
LINES_SHOWN: Final = 35
DONE_SHOWN: Final = 10
AFTER_SHOWN: Final = 25
ACTIONS_SHOWN: Final = 12
PAST_LONGEST: Final = 600  # escaped
SEEN_LONGEST: Final = 2900  # escaped; Slack takes 3,000

_ONLY_TWO: Final = "🔒 Only you and {who} see this."
_ONLY_YOU: Final = "🔒 Only you see this. {who} sees it once you share it."
_SINCE: Final = "Since your last talk: {day}."
_FOUR_WEEKS: Final = "Of the last four weeks."
_TALKED: Final = "You talked {day}. Only you and {who} see this."
_NOTHING: Final = "A good beginning: what customers ask lately, and what would help."
_ANSWERS: Final = "*Answers that worked for others*"
_PRACTICES: Final = "*Practices*"
_DECISIONS: Final = "*Decisions asked about*"
_TO_DO: Final = "*Still to do*"
_AGREED: Final = "*Agreed*"
_TO_TALK: Final = "*To talk about*"
_TALKED_ABOUT: Final = "*Talked about*"
_NEXT_TIME: Final = "*For your next talk*"
_EARLIER: Final = "*Earlier talks*"
_NO_LINES: Final = "Nothing yet. Both of you can add to it."
_NO_LINES_ALONE: Final = "Nothing yet. {who} can add to it once you share it."
_FROM: Final = "from {who}"
_DONE: Final = "✅ {text}"
_TALKED_OF: Final = "Talked about: {lines}"
_AGREED_ON: Final = "Agreed: {lines}"
_MASKED: Final = "What looked like a customer's data is masked."
_SHARED: Final = (
    "🗣 *{who} prepared a talk with you.* It has what went well and what to talk about, and room "
    "for your own questions. Only you two see it."
)


def talk_modal(talk: Talk, typed: int = 0) -> Block:
    """`typed`: how many lines the viewer typed in this modal."""
    blocks = _after(talk) if talk.is_over else _before(talk)
    metadata = words.open_value(Open(talk.coaching.id, typed))
    title = quiet_title(talk.other)
    noted = [kit.context(_MASKED)] if talk.masked else []
    field = _field(talk, typed)
    view = kit.modal(words.TALK, title, [*noted, *blocks, field, *_buttons(talk)], "Add", metadata)
    return view | {"close": kit.plain("Close")}


def shared_card(coaching: Coaching) -> Card:
    """To the rep, directly, once."""
    text = _SHARED.format(who=name(coaching.coach_name))
    press = kit.actions(kit.button("Open", words.OPEN, str(coaching.id)))
    return Card(text.replace("*", ""), [kit.section(text), press])


def _before(talk: Talk) -> list[Block]:
    whose = _ONLY_TWO if talk.is_shared else _ONLY_YOU
    period = _SINCE.format(day=day(talk.since)) if talk.since else _FOUR_WEEKS
    return [
        kit.context(whose.format(who=name(talk.other)), period),
        *_seen(talk.seen),
        *_actions(_TO_DO, talk, talk.actions),
        *_earlier(talk.earlier),
        kit.divider(),
        kit.section(_to_talk(talk)),
        *[_line(talk, each) for each in _shown(talk.lines)],
    ]


def _to_talk(talk: Talk) -> str:
    if talk.lines:
        return _TO_TALK
    none = _NO_LINES if talk.is_shared else _NO_LINES_ALONE
    return f"{_TO_TALK}\n{none.format(who=name(talk.other))}"


def _after(talk: Talk) -> list[Block]:
    ended = talk.coaching.ended_at
    said = _TALKED.format(day=day(ended), who=name(talk.other)) if ended else ""
    return [
        kit.context(said),
        *([kit.section(_TALKED_ABOUT)] if talk.lines else []),
        *[kit.section(_done(each)) for each in talk.lines[-AFTER_SHOWN:]],
        *_actions(_AGREED, talk, talk.actions),
        *([kit.section(_NEXT_TIME)] if talk.kept else []),
        *[kit.section(_said(each)) for each in talk.kept[-AFTER_SHOWN:]],
    ]


def _seen(seen: Seen) -> list[Block]:
    if seen.is_empty:
        return [kit.section(_NOTHING)]
    return [
        *_several(_ANSWERS, map(answer, seen.answers[:SEEN_SHOWN])),
        *_several(_PRACTICES, (practice(each) for each in seen.practices[:SEEN_SHOWN])),
        *_several(_DECISIONS, map(answer, seen.decisions[:SEEN_SHOWN])),
    ]


def _several(heading: str, lines: Iterable[str]) -> list[Block]:
    found = list(lines)
    return [kit.section(shorten("\n".join([heading, *found]), SEEN_LONGEST))] if found else []


def _actions(heading: str, talk: Talk, actions: Sequence[ActionItem]) -> list[Block]:
    """Their own have a button; what the pod agreed upon is closed where the pod sees it."""
    if not actions:
        return []
    return [
        kit.section(heading),
        *[kit.section(agreed(each), _close(talk, each)) for each in actions[:ACTIONS_SHOWN]],
    ]


def _close(talk: Talk, action: ActionItem) -> Element | None:
    if action.coaching_id is None or action.closed_at is not None:
        return None
    value = words.line_value(talk.coaching.id, action.id)
    return kit.button("Done", words.CLOSE_ACTION, value)


def _line(talk: Talk, line: CoachingItem) -> Block:
    value = words.line_value(talk.coaching.id, line.id)
    if line.done_at is not None:
        return kit.section(_done(line), kit.button("Not yet", words.UNTICK, value))
    return kit.section(_said(line), kit.button("Talked about", words.TICK, value))


def _shown(lines: Sequence[CoachingItem]) -> list[CoachingItem]:
    """In their order, what is still to be talked about, and the last of what was."""
    open_ones = [each for each in lines if each.done_at is None][:LINES_SHOWN]
    done = [each for each in lines if each.done_at is not None][-DONE_SHOWN:]
    kept = {each.id for each in (*open_ones, *done)}
    return [each for each in lines if each.id in kept]


def _done(line: CoachingItem) -> str:
    return _DONE.format(text=escape(line.text))


def _said(line: CoachingItem) -> str:
    return f"{escape(line.text)}\n{_FROM.format(who=name(line.by_name))}"


def _earlier(past: Sequence[Past]) -> list[Block]:
    if not past:
        return []
    return [kit.section(_EARLIER), *[kit.context(_past(each)) for each in past]]


def _past(past: Past) -> str:
    parts = [f"*{day(past.at)}*"]
    if past.lines:
        parts.append(_TALKED_OF.format(lines=_joined(past.lines)))
    if past.agreed:
        parts.append(_AGREED_ON.format(lines=_joined(past.agreed)))
    return "\n".join(parts)


def _joined(lines: Sequence[str]) -> str:
    return shorten(escape(" · ".join(lines)), PAST_LONGEST)


def _field(talk: Talk, typed: int) -> Block:
    """With another number Slack shows it empty; else it keeps what is being typed."""
    label_ = "For your next talk" if talk.is_over else "A question, or a note"
    hold = "What would you like to talk about?"
    entry = kit.text_input(f"{words.LINE}.{typed}", hold, longest=LONGEST_LINE * 2)
    return kit.field_of(words.LINE, label_, entry)


def _buttons(talk: Talk) -> list[Block]:
    value = str(talk.coaching.id)
    found: list[Element] = []
    if talk.is_over:
        if talk.is_coach or talk.has_next:
            text = "Open the next talk" if talk.has_next else "Prepare the next talk"
            found.append(kit.button(text, words.NEXT, value))
        if talk.reopens and not talk.has_next:
            found.append(kit.button("We have not talked yet", words.NOT_YET, value))
        return [kit.actions(*found)] if found else []
    if talk.is_coach and not talk.is_shared:
        share = f"Share with {label(talk.other)}"
        found.append(kit.button(share, words.SHARE, value, "primary"))
    if talk.is_shared:
        found.append(kit.button("Add an action item", words.NEW_ACTION, value))
    found.append(kit.button("We talked", words.TALKED, value))
    return [kit.actions(*found)]
