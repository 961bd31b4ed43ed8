"""The whole of a practice in a modal: what it says, whose it is, what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.practices import words
from bot.practices.brief import CHOICES, credited, helped_button, use_button, whole_words
from bot.practices.facts import FROM_A_FILE, Entry, What, Whole
from bot.practices.phrases import (
    AN_ALERT_LASTS,
    FOUND_BY,
    LANGUAGES,
    age,
    compared,
    day,
    helped,
    line,
    quoted,
    state,
    topics,
    used,
)
from bot.practices.words import Choice
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block, Element
from bot.text.phrases import name
from storage.practices import OPEN_STATES, Practice, PracticeChange, PracticeState, Saying

MOST_SAYINGS: Final = 12
MOST_MERGED: Final = 6
PART_LONGEST: Final = 300  # of the situation, and of what worked
MOST_ENTRIES: Final = 10
MOST_DIFFERENCES: Final = 6
DIFFERENCE_LONGEST: Final = 600

_HISTORY: Final = {
    What.SAVED: "saved by {who}",
    What.EDITED: "changed by {who}",
    What.SHARED: "shared by {who}",
    What.VERIFIED: "verified by {who}",
    What.CONFIRMED: "{who} says that it still holds",
    What.ARCHIVED: "archived by {who}",
    What.MERGED: "made part of another one by {who}",
    What.TOOK_IN: "{who} made another one part of it",
    What.LINKED: "{who} added a way to say it",
    What.SUSPENDED: "not suggested until somebody looks at it",
    What.STALE: "nobody has said for long whether it still holds",
    What.ENDED: "its end date came",
    What.HANDED_OVER: "handed on to {who}",
    What.UNDONE: "{who} took a change back",
}
_IMPORTED: Final = {
    What.SAVED: "imported from a file; found out by {who}",
    What.EDITED: "changed from a file",
}


def whole_modal(whole: Whole, now: datetime) -> Block:
    """For everybody who may see it, with the buttons of whoever may do more."""
    practice, controls = whole.practice, _controls(whole)
    blocks = [
        kit.section(f"*{escape(line(practice.title))}*"),
        kit.context(_about(whole)),
        kit.context("Situation"),
        *whole_words(practice.situation),
        kit.context("What worked"),
        *whole_words(practice.what_worked),
        *_sayings(whole),
        *_merged(whole.merged),
        kit.context(_credits(whole)),
        *([kit.actions(*controls)] if controls else []),
        kit.context("History"),
        *_history(whole.history, now),
    ]
    return kit.modal(words.WHOLE, "Practice", blocks, submit=None, metadata=str(practice.id))


def _about(whole: Whole) -> str:
    practice = whole.practice
    parts = [
        state(practice),
        helped(whole.reuse.helped),
        used(whole.reuse.used),
        topics(practice),
        FOUND_BY[practice.scope],
        f"holds until {day(practice.ends_at)}" if practice.ends_at else "",
        f"only while {_lasts(whole)}" if practice.alert_id else "",
    ]
    return " · ".join(part for part in parts if part)


def _lasts(whole: Whole) -> str:
    """By its headline, where the alert still goes on in the reader's market."""
    lasting = (each for each in whole.lasting if each.id == whole.practice.alert_id)
    alert = next(lasting, None)
    return f"{quoted(alert.headline)} lasts" if alert else AN_ALERT_LASTS


def _sayings(whole: Whole) -> list[Block]:
    """With the way to add one's own, also where there is none yet: nobody is given a script."""
    title = [kit.context("Ways to say it")] if whole.sayings else []
    shown = [kit.small_words(_saying(each)) for each in whole.sayings[:MOST_SAYINGS]]
    rest = len(whole.sayings) - MOST_SAYINGS
    more = [kit.context(f"{rest} more are not shown.")] if rest > 0 else []
    add = kit.button(CHOICES[Choice.ADD], words.ADD, str(whole.practice.id))
    is_live = whole.practice.state is not PracticeState.ARCHIVED
    return [*title, *shown, *more, *([kit.actions(add)] if is_live else [])]


def _saying(saying: Saying) -> str:
    said = shorten(line(saying.text), kit.PART - 200)
    return f"“{said}” — {saying.author_name}, {LANGUAGES[saying.language]}"


def _merged(merged: Sequence[Practice]) -> list[Block]:
    """What became part of it, in brief: it finds this one by its words."""
    if not merged:
        return []
    shown = [block for each in merged[:MOST_MERGED] for block in _part(each)]
    return [kit.context("Became part of it"), *shown]


def _part(practice: Practice) -> list[Block]:
    situation, worked = line(practice.situation), line(practice.what_worked)
    return [
        kit.small_words(f"{shorten(situation, PART_LONGEST)} — {credited(practice)}"),
        kit.small_words(shorten(worked, PART_LONGEST)),
    ]


def _credits(whole: Whole) -> str:
    """Whose find it is, and where it came from."""
    practice = whole.practice
    people = [each.name for each in whole.credits]
    named = ", ".join(dict.fromkeys(name(each) for each in people or [practice.author_name]))
    source = f" · <{whole.source_link}|Where it comes from>" if whole.source_link else ""
    link = f" · <{practice.link}|More to read>" if practice.link else ""
    return f"from {named}{source}{link}"


def _controls(whole: Whole) -> list[Element]:
    practice = whole.practice
    change = [kit.button("Change it", words.EDIT, str(practice.id))] if whole.may_edit else []
    usable = practice.state is not PracticeState.ARCHIVED
    use = [use_button(practice), helped_button(practice)] if usable else []
    options = {CHOICES[each]: _value(each, whole) for each in _choices(whole)}
    return [*use, *change, *([kit.overflow(words.MENU, options)] if options else [])]


def _choices(whole: Whole) -> list[Choice]:
    """What the reader may do under the "…", at most five."""
    practice = whole.practice
    may_verify = whole.may_verify and practice.state is PracticeState.SHARED
    in_doubt = practice.suspended_at is not None or practice.stale_at is not None
    archived = practice.state is PracticeState.ARCHIVED
    open_to = {
        Choice.SHARE: whole.may_edit and practice.state is PracticeState.DRAFT,
        Choice.VERIFY: may_verify,
        Choice.CONFIRM: in_doubt and not may_verify and (whole.may_edit or whole.may_verify),
        Choice.UNDO: whole.may_undo,
        Choice.SAME: whole.may_edit and practice.state in OPEN_STATES,
        Choice.ARCHIVE: whole.may_edit and not archived,
        Choice.REFUSE: not archived,
    }
    return [choice for choice, is_open in open_to.items() if is_open]


def _value(choice: Choice, whole: Whole) -> str:
    return words.choice_value(choice, whole.practice.id, whole.practice.version)


def _history(entries: Sequence[Entry], now: datetime) -> list[Block]:
    newest = sorted(entries, key=lambda entry: entry.change.version, reverse=True)
    shown = [block for each in newest[:MOST_ENTRIES] for block in _entry(each, now)]
    rest = len(entries) - MOST_ENTRIES
    return [*shown, kit.context(f"{rest} older changes are not shown.")] if rest > 0 else shown


def _entry(entry: Entry, now: datetime) -> list[Block]:
    change = entry.change
    told = [kit.context(_told(change, _what(change.what), now))]
    lines = [compared(each) for each in entry.differences if compared(each)]
    lines = [shorten(each, DIFFERENCE_LONGEST) for each in lines[:MOST_DIFFERENCES]]
    return [*told, kit.context(*lines)] if lines else told


def _told(change: PracticeChange, what: What, now: datetime) -> str:
    who, when = name(change.who_name), age(change.at, now)
    if change.why == FROM_A_FILE and what in _IMPORTED:
        return f"{_IMPORTED[what].format(who=who)} · {when}"
    why = f": {escape(line(change.why))}" if change.why else ""
    return f"{_HISTORY[what].format(who=who)} · {when}{why}"


def _what(stored: str) -> What:
    """What another version wrote is a change."""
    return What(stored) if stored in set(What) else What.EDITED
