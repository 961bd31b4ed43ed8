"""What came of a huddle, as the channel, absentees and whoever asks later read it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.commands import named
from bot.huddles import words as shared
from bot.huddles.meeting import words
from bot.huddles.meeting.facts import Found, Kind, Line, Recap, Seen
from bot.huddles.meeting.phrases import by_day, owner_of, said, short_day
from bot.huddles.meeting.words import Choice
from bot.huddles.schedule.saying import day_words
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block, Card
from bot.text.phrases import mention, name, words_of
from storage.huddles_action_items import ActionItem

MOST_ACTIONS: Final = 10  # with a button each; what else there is, is on the agenda
MOST_LINES: Final = 10  # of a kind
NOTE_LONGEST: Final = 300  # as the rest escaped: all of a message has about 12,000 characters
ACTION_LONGEST: Final = 220
ROOM: Final = {Kind.DECISION: 2800, Kind.PARKED: 1600}
LITTLE_ROOM: Final = 800
ALOUD: Final = 120
ALOUD_EACH: Final = 80
MOST_ALOUD: Final = 3  # action items
MOST_FOUND: Final = 5

_TITLE: Final = "🗣 *What came of the huddle* · {day}"
_ALOUD: Final = "🗣 What came of the huddle on {day}. {first}"
_LATER: Final = "What came of today's first half is said after the huddle at {time}."
_ALOUD_TO_DO: Final = "To do, {owner}: {text}"
_NOTHING: Final = "🗣 Huddle on {day}: nothing to note."
_COPY: Final = "Your copy: the huddle was outside your hours, or you were away."
_COPY_HERE: Final = "Your copy, in case you could not be there."
_OTHERS: Final = "Before it: {days}. `{agenda} recap` with a few words looks through them."
_HEADS: Final = {
    Kind.DECISION: "*Decided*",
    Kind.ACTION: "*To do*",
    Kind.CLOSED: "*Done since the last time*",
    Kind.PRACTICE: "*Saved as practices*",
    Kind.PARKED: "*Comes back next time*",
}
_DECISION: Final = "• {note}\n_{about}_"
_PLAIN: Final = "• {text}"
_ACTION: Final = "• {owner}: {text} ({due})"
_ACTION_DONE: Final = "• ✅ {text} ({owner})"
_MORE: Final = "• {count} more"
_FIRST: Final = {
    Kind.DECISION: "Decided: {text}",
    Kind.ACTION: "To do: {text}",
    Kind.CLOSED: "Done: {text}",
    Kind.PRACTICE: "Saved as a practice: {text}",
    Kind.PARKED: "Comes back next time: {text}",
    Kind.UNTOUCHED: "Comes back next time: {text}",
}
_FROM_HUDDLES: Final = "*From huddles*"
_FOUND: Final = "{day}: {text}"
_FOUND_ABOUT: Final = "{day}: {text} ({about})"
_NONE_FOUND: Final = "No huddle of your pod noted anything about “{words}”."
_ONES_FOUND: Final = "From huddles about “{words}”:"


def recap_card(recap: Recap) -> Card:
    """In the channel: whoever has something to do is mentioned, once; it is closed in one press."""
    day = day_words(recap.huddle.local_date)
    if is_nothing(recap):
        text = _NOTHING.format(day=day)
        return Card(text, [kit.section(text), *_menu(recap)])
    blocks = [
        kit.section(_TITLE.format(day=day)),
        *_listed(recap, Kind.DECISION),
        *_actions(recap),
        *_rest(recap),
        *_menu(recap),
    ]
    return Card(_aloud(recap, day), blocks)


def copy_card(recap: Recap, *, asked: bool, others: Sequence[date] = ()) -> Card:
    """For somebody who was not there, alone; `asked`: people were asked to press "Here". `others`
    are the days of what they missed before it.
    """
    to_read, said = read_card(recap), [_COPY_HERE if asked else _COPY]
    if others:
        days = " · ".join(short_day(each) for each in reversed(others))
        said.append(named(_OTHERS).format(days=days))
    return Card(to_read.text, [*to_read.blocks, kit.context(*said)])


def read_card(recap: Recap) -> Card:
    """To be read: nobody is mentioned, nothing is pressed."""
    day = day_words(recap.huddle.local_date)
    if is_nothing(recap):
        text = _NOTHING.format(day=day)
        later = [kit.context(_LATER.format(time=recap.later))] if recap.later else []
        return Card(text, [kit.section(text), *later])
    actions = _fitting([_action(each, recap) for each in _known(recap)], ROOM[Kind.DECISION])
    to_do = [kit.section("\n".join([_HEADS[Kind.ACTION], *actions]))] if actions else []
    blocks = [
        kit.section(_TITLE.format(day=day)),
        *_listed(recap, Kind.DECISION),
        *to_do,
        *_rest(recap),
        *([kit.context(_LATER.format(time=recap.later))] if recap.later else []),
    ]
    return Card(_aloud(recap, day), blocks)


def is_nothing(recap: Recap) -> bool:
    """Whether nobody has anything to read."""
    return not recap.of(*(each for each in Kind if each is not Kind.NOTHING))


def found_card(typed: str, found: Sequence[Found]) -> Card:
    """`/agenda recap words`."""
    about = escape(shorten(words_of(typed), ALOUD))
    if not found:
        text = _NONE_FOUND.format(words=about)
        return Card(text, [kit.section(text)])
    first = _ONES_FOUND.format(words=about)
    lines = [_found(each) for each in found]
    return Card(f"{first} {lines[0]}", [kit.section("\n".join([first, *map(_bulleted, lines)]))])


def found_section(found: Sequence[Found]) -> list[Block]:
    """Below the practices that were found for the same words; nothing where there is none."""
    lines = [_found(each) for each in found[:MOST_FOUND]]
    if not lines:
        return []
    return [kit.divider(), kit.section("\n".join([_FROM_HUDDLES, *map(_bulleted, lines)]))]


def _aloud(recap: Recap, day: str) -> str:
    """What somebody is to do, for whose sake their bell rings; then what was decided."""
    to_do = [each for each in _known(recap) if each.closed_at is None]
    told = [
        _ALOUD_TO_DO.format(owner=owner_of(each, recap.gone), text=said(each.text, ALOUD_EACH))
        for each in to_do[:MOST_ALOUD]
    ]
    kinds = [each for each in _FIRST if not told or each is not Kind.ACTION]
    lines = [each for kind in kinds for each in recap.of(kind)]
    first = [_FIRST[each.kind].format(text=said(each.text, ALOUD)) for each in lines[:1]]
    return _ALOUD.format(day=day, first=". ".join([*told, *first]))


def _listed(recap: Recap, *kinds: Kind) -> list[Block]:
    lines = recap.of(*kinds)
    if not lines:
        return []
    shown = _fitting([_line(each) for each in lines], ROOM.get(kinds[0], LITTLE_ROOM))
    return [kit.section("\n".join([_HEADS[kinds[0]], *shown]))]


def _fitting(lines: Sequence[str], room: int) -> list[str]:
    """The first ones, whole, and how many more there are."""
    shown: list[str] = []
    for line in lines[:MOST_LINES]:
        room -= len(line)
        if room < 0 and shown:
            break
        shown.append(line)
    rest = len(lines) - len(shown)
    return [*shown, *([_MORE.format(count=rest)] if rest else [])]


def _rest(recap: Recap) -> list[Block]:
    return [
        *_listed(recap, Kind.CLOSED),
        *_listed(recap, Kind.PRACTICE),
        *_listed(recap, Kind.PARKED, Kind.UNTOUCHED),
    ]


def _line(line: Line) -> str:
    if line.kind is Kind.DECISION and words_of(line.about):
        return _DECISION.format(note=said(line.text, NOTE_LONGEST), about=said(line.about, 100))
    return _PLAIN.format(text=said(line.text, NOTE_LONGEST))


def _known(recap: Recap) -> list[ActionItem]:
    """Those that are still kept, as they stand now."""
    ids = [each.id for each in recap.of(Kind.ACTION) if each.id]
    return [recap.actions[each] for each in ids if each in recap.actions]


def _actions(recap: Recap) -> list[Block]:
    known = _known(recap)
    if not known:
        return []
    blocks = [kit.section(_HEADS[Kind.ACTION])]
    for each in known[:MOST_ACTIONS]:
        done = kit.button("Done", shared.ACTION_DONE, str(each.id))
        text = _action(each, recap, mentions=True)
        blocks.append(kit.section(text, None if each.closed_at else done))
    rest = len(known) - MOST_ACTIONS
    return [*blocks, *([kit.section(_MORE.format(count=rest))] if rest > 0 else [])]


def _action(action: ActionItem, recap: Recap, *, mentions: bool = False) -> str:
    text, owner = said(action.text, ACTION_LONGEST), owner_of(action, recap.gone)
    if action.closed_at:
        return _ACTION_DONE.format(text=text, owner=name(action.owner_name))
    if mentions and action.owner not in recap.gone:
        owner = mention(action.owner)
    return _ACTION.format(owner=owner, text=text, due=by_day(action.due_on, recap.today))


def _menu(recap: Recap) -> list[Block]:
    """Where people could say that they are there: who was not, for those who may see it."""
    if not recap.attendance:
        return []
    seen = Seen(recap.huddle.id, recap.huddle.version)
    options = {"Who was absent (for who ran it)": words.choice_value(Choice.ABSENT, seen)}
    return [kit.actions(kit.overflow(words.RECAP_MENU, options))]


def _found(found: Found) -> str:
    text, about = said(found.line.text), said(found.line.about, 80)
    day = _day(found.day)
    if about:
        return _FOUND_ABOUT.format(day=day, text=text, about=about)
    return _FOUND.format(day=day, text=text)


def _day(day: date) -> str:
    return f"{short_day(day)}, {day.year}"


def _bulleted(text: str) -> str:
    return _PLAIN.format(text=text)
