"""Our own words behind `/agenda`, also where a finger slipped; what follows them is read by the
feature. Without a word the agenda is shown.

Whoever forgets "add" types what the pod should talk about: "end of contract customers". So nothing
that all of the pod hears of is done on a guess, and a word that takes no others is none of ours
where others follow.
"""

from difflib import get_close_matches
from enum import StrEnum
from typing import Final, NamedTuple

from bot.huddles.schedule.days import begins_with_day


class Word(StrEnum):
    SHOW = "show"
    ADD = "add"
    START = "start"
    END = "end"
    RECAP = "recap"
    WHEN = "when"
    SKIP = "skip"
    MOVE = "move"
    ONCE = "once"
    SCHEDULE = "schedule"
    CALENDAR = "calendar"
    COACH = "coach"
    HELP = "help"


class Typed(NamedTuple):
    """`word` is None where none of ours is meant for sure: then `rest` is all that was typed, and
    `near` the word that may have been meant, or `TAKE_OFF`.
    """

    word: Word | None
    rest: str
    near: str = ""


TAKE_OFF: Final = "take off"
_ALSO: Final = {
    "list": Word.SHOW,
    "see": Word.SHOW,
    "arrange": Word.SHOW,
    "edit": Word.SHOW,
    "next": Word.WHEN,
    "stop": Word.END,
    "finish": Word.END,
    "begin": Word.START,
    "cancel": Word.SKIP,
    "?": Word.HELP,
}
_TAKES_OFF: Final = frozenset({"remove", "delete", "drop", "take"})
_ALIKE: Final = 0.75
# What all of the pod hears of.
_ALOUD: Final = frozenset({Word.START, Word.END, Word.SKIP, Word.MOVE, Word.ONCE})
# What follows these is for them to read, whatever it is.
_READS: Final = frozenset({Word.ADD, Word.RECAP, Word.SKIP, Word.MOVE, Word.ONCE, Word.COACH})
# "end the huddle" is no more than "end".
_NOTHING: Final = frozenset(
    {"now", "it", "this", "the", "a", "our", "huddle", "meeting", "agenda", "early", "please"}
)


def read_typed(text: str) -> Typed:
    """The word with what follows it."""
    whole = text.strip()
    first, rest = [*whole.split(maxsplit=1), "", ""][:2]
    said = first.lower().rstrip(".:!,")
    if not said:
        return Typed(Word.SHOW, "")
    if said in set(Word):
        return _exactly(Word(said), rest, whole)
    if said in _ALSO:
        return _meant(_ALSO[said], rest, whole)
    if said in _TAKES_OFF:
        return Typed(None, whole, TAKE_OFF)
    near = get_close_matches(said, list(Word), n=1, cutoff=_ALIKE)
    return _guessed(Word(near[0]), rest, whole) if near else Typed(None, whole)


def _exactly(word: Word, rest: str, whole: str) -> Typed:
    if word in _READS:
        return Typed(word, rest)
    return Typed(word, "") if _is_nothing(rest) else Typed(None, whole, word)


def _meant(word: Word, rest: str, whole: str) -> Typed:
    """By another word for it: "cancel Friday", but not "cancel fees on late payments"."""
    if word is Word.SKIP and begins_with_day(rest):
        return Typed(word, rest)
    return Typed(word, "") if _is_nothing(rest) else Typed(None, whole, word)


def _guessed(word: Word, rest: str, whole: str) -> Typed:
    """A finger slipped, or another word was meant."""
    if word in _ALOUD or (word is Word.COACH and rest and not rest.startswith(("@", "<@"))):
        return Typed(None, whole, word)
    return _exactly(word, rest, whole)


def _is_nothing(rest: str) -> bool:
    return all(each.strip(".,!?") in _NOTHING for each in rest.lower().split())
