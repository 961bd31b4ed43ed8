"""Runs of digits as people write them, and the check digit that tells numbers apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

BETWEEN = r"[ .,\-()/_]{0,3}"
"""What people put between the digits of one number."""

_RUN = re.compile(r"[0-9]+(?:[ .,\-()/_]{1,3}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
_MOST_GROUPS = 6
_MOST_DIGITS = 32
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


class Number(NamedTuple):
    """Neighbouring digit groups at start to end, read as one number."""

    start: int
    end: int
    digits: str


def numbers(text: str, fewest: int) -> Iterator[Number]:
    """Every way to read at least `fewest` digits as one number: leftmost, then longest first.

    A number has at most 6 groups and 32 digits, so that a long list of digits costs no more
    than its length; digits typed one by one are one number if nothing else follows.
    """
    for run in _RUN.finditer(text):
        if run.end() - run.start() < fewest:
            continue
        groups = [match.span() for match in _GROUP.finditer(text, *run.span())]
        longest = max(end - start for start, end in groups)
        digits = only_digits(run[0])
        if longest == 1 and fewest <= len(digits) <= _MOST_DIGITS:
            yield Number(*run.span(), digits)
        elif longest * _MOST_GROUPS >= fewest:
            yield from _readings(groups, digits, fewest)


def _readings(groups: list[tuple[int, int]], digits: str, fewest: int) -> Iterator[Number]:
    bounds = [0, *accumulate(end - start for start, end in groups)]
    for first, (start, _) in enumerate(groups):
        for last in range(min(first + _MOST_GROUPS, len(groups)), first, -1):
            total = bounds[last] - bounds[first]
            if total < fewest:
                break
            if total <= _MOST_DIGITS:
                yield Number(start, groups[last - 1][1], digits[bounds[first] : bounds[last]])


def passes_luhn(digits: str) -> bool:
    """Whether the check digit of ISO/IEC 7812 fits."""
    backwards = [int(digit) for digit in reversed(digits)]
    return (sum(backwards[::2]) + sum(_DOUBLED[digit] for digit in backwards[1::2])) % 10 == 0


def only_digits(text: str) -> str:
    """The digits of a folded text."""
    return "".join(_GROUP.findall(text))
