"""Whether a text that was edited says something else, or the same without its slips."""

from __future__ import annotations

from typing import Final

from bot.text.terms import words

_MOST_SLIPS: Final = 2
# In shorter words one letter turns the sense around: now and not, can and can't.
_SHORTEST: Final = 5


def says_otherwise(before: str, after: str) -> bool:
    """Whether the words changed by more than case, accents, punctuation and up to two slips.

    A slip is a word of five letters and more in which one letter was more, less, wrong, or two
    were swapped. A changed figure never is one.
    """
    old, new = words(before), words(after)
    changed = [(was, now) for was, now in zip(old, new, strict=False) if was != now]
    if len(old) != len(new) or len(changed) > _MOST_SLIPS:
        return True
    return not all(_is_slip(was, now) for was, now in changed)


def _is_slip(old: str, new: str) -> bool:
    if min(len(old), len(new)) < _SHORTEST or not (old.isalpha() and new.isalpha()):
        return False
    if old[0] != new[0] or abs(len(old) - len(new)) > 1:
        return False
    begin = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), -1)
    if begin < 0:
        return True  # one letter more at the end
    rest, other = old[begin:], new[begin:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other or rest == other[1:] or rest[1:] == other[1:]
