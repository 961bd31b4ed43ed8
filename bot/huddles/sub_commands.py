"""Our own words behind `/agenda`, also where a finger slipped; what follows them is read by the
feature. Without a word the agenda is shown.
"""

from difflib import get_close_matches
from enum import StrEnum
from typing import Final, NamedTuple


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
    """`word` is None where none of ours is meant; `guessed` where a finger slipped."""

    word: Word | None
    rest: str
    guessed: bool = False


_ALSO: Final = {
    "": Word.SHOW,
    "list": Word.SHOW,
    "see": Word.SHOW,
    "next": Word.WHEN,
    "stop": Word.END,
    "finish": Word.END,
    "begin": Word.START,
    "cancel": Word.SKIP,
    "?": Word.HELP,
}
_ALIKE: Final = 0.75


def read_typed(text: str) -> Typed:
    """The word with what follows it."""
    first, _, rest = text.strip().partition(" ")
    said = first.lower().rstrip(".:!")
    rest = rest.strip()
    if said in set(Word):
        return Typed(Word(said), rest)
    if said in _ALSO:
        return Typed(_ALSO[said], rest)
    near = get_close_matches(said, list(Word), n=1, cutoff=_ALIKE)
    return Typed(Word(near[0]) if near else None, rest if near else text.strip(), bool(near))
