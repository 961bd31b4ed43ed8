"""An agenda in the channel, and for whoever asks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.commands import named
from bot.huddles import words as huddle_words
from bot.huddles.agenda import halves, phrases, words
from bot.huddles.agenda.shown import Line, Seen, Wave
from bot.huddles.agenda.words import Choice
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block, Card, Element
from bot.text.phrases import pod_name, words_of
from bot.text.shortening import length
from storage.huddles import HuddleState, ItemState

ALOUD: Final = 900
# A message's blocks hold 12,000 characters together.
LONGEST: Final = 7500
LONGEST_WAITING: Final = 2500
MOST_WAITING: Final = 8
MOST_BUTTONS: Final = 10  # beside lines: a message has 50 blocks
WHY_SHOWN: Final = 120
_ANNOUNCED: Final = timedelta(minutes=60)

_IN_MINUTES: Final = "Huddle in {minutes} minutes"
_IN_ONE: Final = "Huddle in 1 minute"
_NOW: Final = "Huddle now"
_NEXT: Final = "Next huddle"
_HELD: Final = "Huddle on {day}"
_MISSED: Final = "The huddle did not take place"
_NOT_RUNNING: Final = "Podline was not running at its time"
_SKIPPED: Final = "The huddle is skipped"
_SKIPPED_WHY: Final = "The huddle is skipped: {why}"
_MOVED: Final = "Moved from {time}."
_MOVED_WHY: Final = "Moved from {time}: {why}"
_YOUR_CLOCK: Final = "On your clock: {times}"
_CLOCK: Final = "<!date^{at}^{{time}}|{fallback}>"
EMPTY: Final = "Nothing is on it yet. What should the pod talk about?"
_NOTHING_WAS_ON: Final = "Nothing was on it."
_MORE: Final = "{count} more: {agenda} shows them."
_ONE_MORE: Final = "1 more: {agenda} shows it."
_MORE_OF_IT: Final = "{count} more: “Read all of it” shows everything."
_NOT_DRAFTED: Final = "What the week brought comes onto it the day before."
_WAITING: Final = "*Waiting*: what did not fit comes next time, or when a coach puts it on."
_DONE: Final = "Done"
_TAKE_OFF: Final = "Take it off"
_MORE_WAIT: Final = "{count} more wait."
NONE_PLANNED: Final = (
    "No huddle is planned for {market} now. What you put on the agenda is kept for the next one."
)
_KEPT: Final = "*Kept for the next huddle*"


def card(seen: Seen, now: datetime) -> Card:
    """What the channel sees before a huddle; and once it is behind us what stays true of it,
    without the ways to change it.
    """
    head, is_behind = (heading(seen, now), *_when_and_who(seen)), seen.is_behind(now)
    bold = (f"*{head[0]}*", *head[1:])
    told = phrases.in_sentences(
        " · ".join(head), *(phrases.aloud(*each) for each in _numbered(seen))
    )
    shown, left = _lines(seen.on)
    more = _MORE_OF_IT.format(count=left) if is_behind else _and_more(left)
    controls = _controls_behind(seen) if is_behind else _controls(seen)
    blocks = [
        kit.section("🗣 " + " · ".join(bold)),
        *shown,
        *([kit.context(more)] if left else []),
        *([] if seen.on else [kit.section(_NOTHING_WAS_ON if is_behind else EMPTY)]),
        *_notes(seen),
        *([kit.actions(*controls)] if controls else []),
    ]
    return Card(shorten(told, ALOUD), blocks)


def private(seen: Seen, now: datetime) -> Card:
    """What whoever asks sees: also what waits, and before it is drafted. What they were to do they
    close there.
    """
    if not seen.waves:
        return _unplanned(seen)
    who = phrases.who_runs_if_known(seen.to_come)
    head = (_head(seen), phrases.when_seen(seen, now), *who)
    aloud = phrases.in_sentences(
        " · ".join(head), *(phrases.aloud(*each) for each in _numbered(seen))
    )
    shown, left = _lines(seen.on, seen)
    blocks = [
        kit.section("🗣 " + " · ".join((f"*{head[0]}*", *head[1:]))),
        *halves.half_line(seen),
        *shown,
        *([kit.context(_MORE_WAIT.format(count=left))] if left else []),
        *([] if seen.on else [kit.section(EMPTY)]),
        *([] if seen.is_drafted else [kit.context(_NOT_DRAFTED)]),
        *_waits(seen, seen.of(ItemState.WAITING), _WAITING),
        *_notes(seen),
        kit.actions(*_private_controls(seen)),
    ]
    return Card(shorten(aloud, ALOUD), blocks)


def heading(seen: Seen, now: datetime) -> str:
    """How long until the next wave, or what became of it."""
    if not seen.to_come:
        if seen.held:
            return _HELD.format(day=phrases.day_there(seen.held[0].starts_at, seen.zone))
        skipped = next((each for each in seen.waves if each.state is HuddleState.SKIPPED), None)
        if skipped is None:
            return _MISSED
        why = escape(shorten(words_of(skipped.why), WHY_SHOWN))
        return _SKIPPED_WHY.format(why=why) if why else _SKIPPED
    ahead = [each.starts_at for each in seen.to_come if each.state is HuddleState.PLANNED]
    if seen.goes_on or not ahead:
        return _NOW
    left = ahead[0] - now
    if left > _ANNOUNCED:
        return _NEXT
    minutes = round(left / timedelta(minutes=1))
    if minutes < 1:
        return _NOW
    return _IN_ONE if minutes == 1 else _IN_MINUTES.format(minutes=minutes)


def _unplanned(seen: Seen) -> Card:
    text = NONE_PLANNED.format(market=pod_name(seen.market))
    kept = [each for each in seen.lines if each.state is not ItemState.DROPPED]
    add = kit.button("Add an item", words.ADD, words.agenda_value(None))
    return Card(text, [kit.section(text), *_waits(seen, kept, _KEPT), kit.actions(add)])


def _head(seen: Seen) -> str:
    return _NOW if seen.goes_on else _NEXT


def _when_and_who(seen: Seen) -> list[str]:
    """Of what was held its times alone: who was to run it may not be who did. Of what was not, its
    day.
    """
    waves = seen.to_come or seen.held
    if waves:
        starts = [each.starts_at for each in waves]
        who = [phrases.who_runs(waves)] if seen.to_come else []
        return [phrases.at_times(starts, seen.zone, seen.market), *who]
    days = [phrases.day_there(each.starts_at, seen.zone) for each in seen.waves[:1]]
    is_skipped = any(each.state is HuddleState.SKIPPED for each in seen.waves)
    return [*days, *([] if is_skipped else [_NOT_RUNNING])]


def _numbered(seen: Seen) -> list[tuple[int, Line]]:
    return list(enumerate(seen.on, start=1))


def _lines(items: Sequence[Line], viewer: Seen | None = None) -> tuple[list[Block], int]:
    """As many as a message holds, whatever was typed; and how many more there are. Where somebody
    is its only `viewer`, with what they may close, and take off.
    """
    told: list[tuple[str, Element | None]] = []
    used = pressed = 0
    for number, item in enumerate(items, start=1):
        text = phrases.line(number, item)
        used += length(text) + 1
        if used > LONGEST:
            return _packed(told), len(items) - number + 1
        button = _own_button(viewer, item) if viewer and pressed < MOST_BUTTONS else None
        pressed += button is not None
        told.append((text, button))
    return _packed(told), 0


def _own_button(viewer: Seen, item: Line) -> Element | None:
    if viewer.takes_off(item):
        return take_off(item)
    action = viewer.closes(item)
    return kit.button(_DONE, huddle_words.ACTION_DONE, str(action)) if action else None


def take_off(item: Line) -> Element:
    """For whoever put it there, in a list of more than that."""
    return kit.button(_TAKE_OFF, words.TAKE_OFF_LISTED, str(item.id))


def _packed(told: Sequence[tuple[str, Element | None]]) -> list[Block]:
    """Lines below each other, in as few sections as hold them; one with a button stands alone."""
    blocks: list[Block] = []
    room = 0
    for text, button in told:
        if button is None and length(text) < room:
            blocks[-1]["text"]["text"] += f"\n{text}"
            room -= length(text) + 1
        else:
            blocks.append(kit.section(text, button))
            room = 0 if button else kit.PART - length(text)
    return blocks


def _and_more(left: int) -> str:
    said = named(_ONE_MORE if left == 1 else _MORE.replace("{agenda}", "`{agenda}`"))
    return said.replace("{count}", str(left))


def _waits(viewer: Seen, waiting: Sequence[Line], title: str) -> list[Block]:
    """The first of them, as far as there is room; their own they may take off."""
    told: list[str] = []
    for each in waiting[:MOST_WAITING]:
        said = "• " + " · ".join((phrases.quoted(each.text), *phrases.source(each)))
        if sum(map(length, told)) + length(said) > LONGEST_WAITING:
            break
        told.append(said)
    rest = len(waiting) - len(told)
    more = [kit.context(_MORE_WAIT.format(count=rest))] if rest else []
    shown = [
        kit.section(text, take_off(each)) if viewer.takes_off(each) else kit.context(text)
        for each, text in zip(waiting, told, strict=False)
    ]
    return [kit.section(title), *shown, *more] if waiting else []


def _notes(seen: Seen) -> list[Block]:
    """Small print: that it was moved, and the clocks of a pod that sits elsewhere."""
    waves, notes = seen.to_come, list[str]()
    moved = next((each for each in waves if each.planned_at not in (None, each.starts_at)), None)
    if moved is not None and moved.planned_at is not None:
        time = phrases.times([moved.planned_at], seen.zone)
        why = escape(shorten(words_of(moved.why), WHY_SHOWN))
        notes.append(_MOVED_WHY.format(time=time, why=why) if why else _MOVED.format(time=time))
    if seen.sits_elsewhere and waves:
        clocks = [_clock(each, seen) for each in waves]
        notes.append(_YOUR_CLOCK.format(times=" · ".join(clocks)))
    return [kit.context(*notes)] if notes else []


def _clock(wave: Wave, seen: Seen) -> str:
    fallback = phrases.times([wave.starts_at], seen.zone)
    return _CLOCK.format(at=int(wave.starts_at.timestamp()), fallback=fallback)


def _controls(seen: Seen) -> list[Element]:
    add = kit.button("Add an item", words.ADD, words.agenda_value(seen.agenda))
    if not seen.to_come or seen.agenda is None:
        return [add]
    choices = {
        **({"Which half am I in": Choice.HALF} if len(seen.waves) > 1 else {}),
        "Read all of it": Choice.READ,
        **({"Show on a screen": Choice.SCREEN} if seen.has_screen else {}),
        "Arrange": Choice.ARRANGE,
    }
    options = {text: words.choice_value(each, seen.agenda) for text, each in choices.items()}
    return [*join(seen), add, kit.overflow(words.MENU, options)]


def _controls_behind(seen: Seen) -> list[Element]:
    if not seen.on or seen.agenda is None:
        return []
    return [kit.button("Read all of it", words.READ, words.agenda_value(seen.agenda))]


def _private_controls(seen: Seen) -> list[Element]:
    value = words.agenda_value(seen.agenda)
    add = kit.button("Add an item", words.ADD, value)
    read = [kit.button("Read all of it", words.READ, value)] if seen.lines else []
    can = seen.arranges and seen.agenda is not None
    arrange = [kit.button("Arrange", words.ARRANGE, value)] if can else []
    return [*(join(seen) if seen.goes_on else []), add, *arrange, *read]


def join(seen: Seen) -> list[Element]:
    """The button that opens Slack's huddle."""
    if not seen.huddle_url:
        return []
    return [kit.link_button("Join the huddle", huddle_words.OPEN_HUDDLE, seen.huddle_url)]
