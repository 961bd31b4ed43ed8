"""Our own words behind `/practice` and "@Podline practice", also where a finger slipped."""

import re
from typing import Final

from bot.text.spelling import Vocabulary

_OURS: Final = ("new", "search", "top", "gaps", "help")
_SAID: Final = {
    "new": re.compile(r"new"),
    "top": re.compile(r"top( \d{1,3})?"),
    "gaps": re.compile(r"gaps"),
    "help": re.compile(r"\?|help( me)?( please)?"),
}
_KNOWN: Final = Vocabulary(dict.fromkeys(_OURS, 1))


def read_word(typed: str) -> str | None:
    """Which of our words it is, as "top 5" and "help me" are; None where something is looked for.

    "search" is none of them: words follow it.
    """
    said = " ".join(typed.lower().split())
    said = said.rstrip(".!?") or said
    return next((word for word, way in _SAID.items() if way.fullmatch(said)), None)


def meant_word(typed: str) -> str | None:
    """Which of our words was meant by a single word that is not one, but a slip away."""
    said = typed.strip().lower()
    if said in _KNOWN or not said.isalpha():
        return None
    near = _KNOWN.correct(said)
    return near if near in _KNOWN else None
