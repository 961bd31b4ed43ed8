"""Our own words behind `/alert`, also where a finger slipped. All else is what happens."""

import re
from difflib import get_close_matches
from enum import StrEnum
from typing import Final


class Word(StrEnum):
    """What somebody asks for, where they post nothing."""

    LIST = "list"
    HELP = "help"
    REPORT = "report"


_SAID: Final = {
    Word.LIST: re.compile(r"list(?: (?:all|of|the|my|live|open|alerts?|everything|now|please))*"),
    Word.HELP: re.compile(r"\?|help(?: (?:me|please))*"),
    Word.REPORT: re.compile(r"report(?: (?:of|the|last|latest|alert|please|now))*"),
}
_ALSO: Final = {
    Word.LIST: frozenset(
        {"ls", "live", "status", "active", "current", "open", "show", "all", "now", "alerts"}
    )
}
_ALIKE: Final = 0.7
_LONGEST: Final = 9


def read_word(typed: str) -> Word | None:
    """Which of our words it is, as "list all" is; None where something happens, or may."""
    said = _plain(typed)
    return next((word for word, way in _SAID.items() if way.fullmatch(said)), None)


def meant_word(typed: str) -> Word | None:
    """Which of our words may be meant by what is none: a slip away from one, or one that more
    follows on. It may as well be what happens.
    """
    first, _, rest = _plain(typed).partition(" ")
    if read_word(typed) is not None:
        return None
    if first in set(Word):
        return Word(first)
    if rest and read_word(f"{Word.LIST} {rest}") is None:
        return None
    also = (word for word, others in _ALSO.items() if first in others)
    return next(also, None) or _near(first)


def _near(word: str) -> Word | None:
    if len(word) > _LONGEST:
        return None
    near = get_close_matches(word, list(Word), n=1, cutoff=_ALIKE)
    return Word(near[0]) if near else None


def _plain(typed: str) -> str:
    said = " ".join(typed.lower().split())
    return said.rstrip(".!?") or said
