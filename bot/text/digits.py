"""Runs of digits as people write them, and the check digit that tells numbers apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_RUN = re.compile(r"[0-9]+(?:[ .,\-()/_]{1,3}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
_MOST_GROUPS = 8
_MOST_DIGITS = 32


class Window(NamedTuple):
    """Neighbouring groups of one run, read as one number; `shape` is the length of each."""

    start: int
    end: int
    digits: str
    shape: tuple[int, ...]


def windows(text: str, fewest: int) -> Iterator[list[Window]]:
    """For each digit group: the numbers of at least `fewest` digits that start there.

    The longest first. A number has at most 8 groups, so that a long list of digits costs
    no more than its length; digits typed one by one are one number if nothing else follows.
    """
    for run in _RUN.finditer(text):
        if run.end() - run.start() < fewest:
            continue
        groups = [match.span() for match in _GROUP.finditer(text, *run.span())]
        lengths = [end - start for start, end in groups]
        if len(groups) > _MOST_GROUPS and max(lengths) == 1 and len(groups) <= _MOST_DIGITS:
            yield [_window(text, groups)]
            continue
        for first in range(len(groups)):
            lasts = _lasts(lengths, first, fewest)
            yield [_window(text, groups[first : last + 1]) for last in reversed(lasts)]


def _lasts(lengths: list[int], first: int, fewest: int) -> list[int]:
    total = 0
    found = []
    for last in range(first, min(first + _MOST_GROUPS, len(lengths))):
        total += lengths[last]
        if total > _MOST_DIGITS:
            break
        if total >= fewest:
            found.append(last)
    return found


def _window(text: str, groups: list[tuple[int, int]]) -> Window:
    pieces = [text[start:end] for start, end in groups]
    return Window(groups[0][0], groups[-1][1], "".join(pieces), tuple(map(len, pieces)))


_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def passes_luhn(digits: str) -> bool:
    """Whether the check digit of ISO/IEC 7812 fits."""
    backwards = [int(digit) for digit in reversed(digits)]
    return (sum(backwards[::2]) + sum(_DOUBLED[digit] for digit in backwards[1::2])) % 10 == 0


def only_digits(text: str) -> str:
    """The digits of a folded text."""
    return "".join(_GROUP.findall(text))
