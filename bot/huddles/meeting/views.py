"""The card of a huddle that goes on: what is talked about now, large; what is next, small."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.huddles import words as shared
from bot.huddles.meeting import words
from bot.huddles.meeting.facts import Seen, Walk
from bot.huddles.meeting.phrases import minutes, said, short_day, source_of, time_there
from bot.huddles.meeting.rules import action_of
from bot.huddles.meeting.words import Choice
from bot.huddles.schedule.saying import clock
from bot.text import kit
from bot.text.escaping import shorten
from bot.text.kit import Block, Card, Element
from bot.text.phrases import WORDLESS, mention, name, words_of
from bot.text.shortening import length
from storage.huddles import AgendaItem, Outcome
from storage.huddles_action_items import ActionItem

HEADER_LONGEST: Final = 150  # Slack's
LONGEST: Final = 1000
NEXT_SHOWN: Final = 3
NEXT_LONGEST: Final = 80
ALOUD: Final = 150
WORKED_LONGEST: Final = 600
BACK_LONGEST: Final = 50  # of the 75 that an option of a menu has
CAME_SHOWN: Final = 3

_TITLE: Final = "🗣 *Huddle now* · {time}"
_RUNS: Final = "🗣 *Huddle now* · {time} · {who} runs it"
_ALOUD: Final = "🗣 Huddle now · {time}"
_ALOUD_RUNS: Final = "🗣 Huddle now · {time} · {who} runs it"
_ALOUD_ITEM: Final = "{first}: {item}"
_PLACE: Final = "{place} of {count} · {minutes} · until {until}"
_NEXT: Final = "Next: {items}"
_LAST: Final = "This is the last one."
_ITEM: Final = "{text} ({minutes})"
_MORE: Final = "{count} more"
_ADDED: Final = "Added meanwhile: {text}"
_WAITS: Final = "Waits: {text}"
_FROM: Final = "from {who}"
_BACK: Final = "Back to “{text}”"
_HEARD: Final = "*The half before:*"
_PARKED: Final = "Parked."
_WORKED: Final = "What worked: {text}"
_DECIDED: Final = "Decided: {note}"
_TO_DO: Final = "To do: {text} · {owner}, {due}"
_SHARED: Final = "Saved as a practice."
_THROUGH: Final = "That was everything on the agenda."
_EMPTY: Final = "Nothing is on the agenda. What came up since the last huddle?"
_HERE: Final = "{count} are here"
_ONE_HERE: Final = "1 is here"
_NONE_HERE: Final = "Are you here? It is only counted."
_OVER: Final = "🗣 Huddle over · {start} to {end} · {done} of {count} talked about"
_OVER_UNTOUCHED: Final = "🗣 Huddle over · {start} to {end}"
_RECAP_LATER: Final = "What came of it is said after the huddle at {time}."


def card(walk: Walk) -> Card:
    """As everybody sees it; whoever runs it is mentioned."""
    item = walk.item
    blocks = [
        kit.section(_first_line(walk), _join(walk)),
        *_attendance(walk),
        *(_current(walk, item) if item else [kit.section(_THROUGH if walk.items else _EMPTY)]),
        *_came(walk),
        *([kit.context(_next(walk))] if item else []),
        *_offered(walk),
        kit.actions(*_controls(walk, item)),
    ]
    return Card(_aloud(walk, item), blocks)


def over(walk: Walk) -> Card:
    """In the place of the card; what came of it is said below."""
    huddle = walk.huddle
    start = clock(huddle.opened_at or huddle.starts_at, ZoneInfo(walk.zone))
    end = time_there(huddle.ended_at or huddle.starts_at, walk.zone, walk.market)
    done = sum(
        each.outcome is Outcome.DONE and any(each.item_id == item.id for item in walk.items)
        for each in walk.steps.values()
    )
    template = _OVER if done else _OVER_UNTOUCHED
    text = template.format(start=start, end=end, done=done, count=len(walk.items))
    later = walk.next_wave
    small = [_RECAP_LATER.format(time=clock(later, ZoneInfo(walk.zone)))] if later else []
    return Card(text, [kit.section(text), *map(kit.context, small)])


def seen_of(walk: Walk) -> Seen:
    """What whoever presses on it has seen."""
    return Seen(walk.huddle.id, walk.huddle.version, walk.huddle.item_id)


def _first_line(walk: Walk) -> str:
    time = time_there(walk.huddle.opened_at or walk.huddle.starts_at, walk.zone, walk.market)
    if walk.huddle.runs_it:
        return _RUNS.format(time=time, who=mention(walk.huddle.runs_it))
    return _TITLE.format(time=time)


def _aloud(walk: Walk, item: AgendaItem | None) -> str:
    time = time_there(walk.huddle.opened_at or walk.huddle.starts_at, walk.zone, walk.market)
    runs = walk.huddle.runs_it
    first = _ALOUD.format(time=time)
    if runs:
        first = _ALOUD_RUNS.format(time=time, who=mention(runs))
    return _ALOUD_ITEM.format(first=first, item=said(item.text, ALOUD)) if item else first


def _current(walk: Walk, item: AgendaItem) -> list[Block]:
    """Its words large, as far as Slack has them so, else bold; its source and timebox."""
    text = words_of(item.text)
    since = walk.item_since or walk.huddle.opened_at or walk.huddle.starts_at
    until = clock(since + timedelta(seconds=item.seconds), ZoneInfo(walk.zone))
    place = walk.items.index(item) + 1
    small = _PLACE.format(
        place=place, count=len(walk.items), minutes=minutes(item.seconds), until=until
    )
    fits = length(text) <= HEADER_LONGEST
    source, worked = source_of(item), said(walk.worked, WORKED_LONGEST)
    return [
        kit.header(text or WORDLESS) if fits else kit.section(f"*{said(text, LONGEST)}*"),
        *([kit.section(_WORKED.format(text=worked))] if worked else []),
        *([kit.context(source)] if source else []),
        kit.context(small),
    ]


def _came(walk: Walk) -> list[Block]:
    """What came of the item so far, for all to see that it is kept."""
    step = walk.steps.get(walk.huddle.item_id) if walk.huddle.item_id else None
    lines = [_DECIDED.format(note=said(step.note))] if step and step.note else []
    lines += [_SHARED] if step and step.practice_id else []
    lines += _to_do(walk, walk.actions)
    return [*_heard(walk), *([kit.context(*lines)] if lines else [])]


def _heard(walk: Walk) -> list[Block]:
    """What the half before this one said of it, so that nobody decides it again, otherwise."""
    steps = [each for each in walk.heard if each.item_id == walk.huddle.item_id]
    lines = [_DECIDED.format(note=said(each.note)) for each in steps if each.note]
    lines += [_PARKED for each in steps if each.outcome is Outcome.PARKED]
    lines += _to_do(walk, walk.agreed)
    return [kit.context(_HEARD, *lines[:CAME_SHOWN])] if lines and walk.item else []


def _to_do(walk: Walk, actions: Sequence[ActionItem]) -> list[str]:
    return [
        _TO_DO.format(text=said(each.text), owner=name(each.owner_name), due=short_day(each.due_on))
        for each in actions
        if each.item_id == walk.huddle.item_id
    ][-CAME_SHOWN:]


def _join(walk: Walk) -> Element | None:
    if not walk.join_url:
        return None
    return kit.link_button("Join the huddle", shared.OPEN_HUDDLE, walk.join_url)


def _next(walk: Walk) -> str:
    left = walk.left
    if not left:
        return _LAST
    shown = [
        _ITEM.format(text=said(each.text, NEXT_LONGEST), minutes=minutes(each.seconds))
        for each in left[:NEXT_SHOWN]
    ]
    rest = len(left) - len(shown)
    return _NEXT.format(items=" · ".join([*shown, *([_MORE.format(count=rest)] if rest else [])]))


def _offered(walk: Walk) -> list[Block]:
    """What could be talked about now, in one press of whoever runs it."""
    blocks: list[Block] = []
    for each in walk.offered:
        template = _WAITS if each.agenda_id == walk.huddle.agenda_id else _ADDED
        value = words.seen_value(seen_of(walk)._replace(item=each.id))
        press = kit.button("Talk about it now", words.TAKE_UP, value)
        who = _FROM.format(who=name(each.by_name)) if each.by_name else ""
        text = template.format(text=said(each.text))
        blocks.append(kit.section(" · ".join(filter(None, (text, who))), press))
    return blocks


def _attendance(walk: Walk) -> list[Block]:
    """Where the pod wants to know; nobody is named."""
    if walk.here is None:
        return []
    counts = {0: _NONE_HERE, 1: _ONE_HERE}
    text = counts.get(walk.here, _HERE).format(count=walk.here)
    return [kit.section(text, kit.button("Here", words.HERE, words.seen_value(seen_of(walk))))]


def _controls(walk: Walk, item: AgendaItem | None) -> list[Element]:
    value = words.seen_value(seen_of(walk))
    if item is None:
        end = kit.button("End the huddle", words.END, value, "primary")
        on = [kit.button("Go on", words.NEXT, value)] if walk.left else []
        return [end, *on, _menu(walk, item)]
    noted = kit.button("Done with a note", words.NOTE, value)
    if action_of(item) is not None:
        noted = kit.button("It is done", words.CLOSE, value)
    return [
        kit.button("Next", words.NEXT, value, "primary"),
        noted,
        kit.button("Park", words.PARK, value),
        _menu(walk, item),
    ]


def _menu(walk: Walk, item: AgendaItem | None) -> Element:
    options: dict[str, Choice] = {}
    if item is not None:
        options["Turn into a practice"] = Choice.PRACTICE
        options["Turn into an action item"] = Choice.ACTION
    else:
        options["Add an action item"] = Choice.ACTION
    if walk.before is not None:
        before = shorten(words_of(walk.before.text), BACK_LONGEST) or WORDLESS
        options[_BACK.format(text=before)] = Choice.BACK
    if item is not None:
        options["End the huddle"] = Choice.END
    if walk.has_screen:
        options["Show on a screen"] = Choice.SCREEN
    seen = seen_of(walk)
    return kit.overflow(
        words.MENU, {text: words.choice_value(each, seen) for text, each in options.items()}
    )
