"""A question as it is shown to the pod: without the name of whoever asked it."""

import re
from collections.abc import Iterator
from typing import Final

from bot.text.phrases import words_of

_SOMEBODY: Final = "…"
_MENTION: Final = re.compile(r"<@[A-Z0-9]{2,40}(?:\|[^<>]{0,120})?>")
_SHORTEST: Final = 2


def unnamed(question: str, name: str) -> str:
    """On one line, without mentions, and without its asker's name: the whole of it anywhere, the
    first name alone where people sign with it or say who they are. A first name may be a word, too.
    """
    said = _MENTION.sub(_SOMEBODY, words_of(question))
    for pattern in _patterns(words_of(name).split()):
        said = pattern.sub(_SOMEBODY, said)
    return said


def _patterns(name: list[str]) -> Iterator[re.Pattern[str]]:
    if not name or len(name[0]) < _SHORTEST:
        return
    first = re.escape(name[0])
    if len(name) > 1:
        whole = r"\s+".join(map(re.escape, name))
        yield re.compile(rf"(?<!\w){whole}(?!\w)", re.IGNORECASE)
        brief = rf"(?<!\w){first}\s+{re.escape(name[-1][0])}(?:\.|(?!\w))"
        yield re.compile(brief, re.IGNORECASE)
    signs = r"(?<=[-–—~/])\s*|(?<=this is)\s+|(?<=i'm)\s+|(?<=i’m)\s+|(?<=soy)\s+|(?<=thanks,)\s+"
    yield re.compile(rf"(?:{signs}){first}(?!\w)", re.IGNORECASE)
    yield re.compile(rf"(?<!\w){re.escape(name[0].capitalize())}\W*$")
