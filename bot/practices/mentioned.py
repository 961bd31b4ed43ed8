"""What a message says that calls Podline by name and speaks of practices first.

Commands do not work in threads, so "@Podline practice lost phone" is `/practice lost phone`. It is
never a question to the pod: whoever meant one ("practice makes perfect, is that so?") gets it back
with the button that asks it, whole. Whoever looked for something asks the pod without that word.
"""

import re
from typing import Final, NamedTuple

from bot.text.escaping import plain

_SPEAKS_OF_PRACTICES: Final = re.compile(
    r"(?P<first>practices?|pr[aá]cticas?)(?!\w)[\s:,.\-–—]*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_FEW: Final = 6  # words; more are a sentence


class Mentioned(NamedTuple):
    """The first word as it was typed, and those that follow it."""

    first: str
    words: str


def to_ask(first: str, words: str) -> str:
    """What the pod is asked: a sentence that only happened to begin so is asked whole."""
    is_sentence = words.rstrip().endswith(("?", "!", ".")) or len(words.split()) > _FEW
    return f"{first} {words}" if is_sentence else words


def read_mention(to_bot: str) -> Mentioned | None:
    """From what follows our name, as Slack sends it; None where it speaks of something else."""
    found = _SPEAKS_OF_PRACTICES.match(plain(to_bot).lstrip(" *_~`:,"))
    return Mentioned(found["first"], found["words"].strip(" *_~`\n")) if found else None
