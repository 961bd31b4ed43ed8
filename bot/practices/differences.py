"""What changed between two texts, word by word, for mrkdwn."""

from difflib import SequenceMatcher
from typing import Final

from bot.text.escaping import escape
from bot.text.phrases import words_of

LONGEST: Final = 600  # words beyond are not compared: a difference is read, not studied
KEPT_AROUND: Final = 6


def difference(before: str, after: str) -> str:
    """What is gone struck out, what is new in bold, with a few words around each."""
    old, new = words_of(before).split()[:LONGEST], words_of(after).split()[:LONGEST]
    if old == new:
        return escape(" ".join(old))
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(_kept(old[a:b], first=a == 0, last=b == len(old)))
            continue
        parts += [f"~{escape(' '.join(old[a:b]))}~"] if a < b else []
        parts += [f"*{escape(' '.join(new[c:d]))}*"] if c < d else []
    return " ".join(part for part in parts if part)


def _kept(words: list[str], *, first: bool, last: bool) -> str:
    """The middle of what did not change says nothing; nor does its beginning or end."""
    before = [] if first else words[:KEPT_AROUND]
    after = [] if last else words[max(len(before), len(words) - KEPT_AROUND) :]
    gap = ["…"] if len(before) + len(after) < len(words) else []
    return escape(" ".join([*before, *gap, *after]))
