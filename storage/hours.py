"""Weekly hours, stored as {"mon": [["07:00", "22:00"]]} and compared as minutes of the week."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 24 * 60
MINUTES_A_WEEK = 7 * MINUTES_A_DAY

Hours = tuple[tuple[int, int], ...]
"""Spans (from, to) in wall-clock minutes since Monday 00:00, sorted and apart.

A span over midnight on Sunday ends after `MINUTES_A_WEEK`. Empty: nothing is known.
"""

StoredHours = Mapping[str, Sequence[Sequence[str]]]


def to_hours(stored: StoredHours) -> Hours:
    """The spans of stored hours; one that closes at or before it opens goes over midnight."""
    spans = []
    for number, day in enumerate(DAYS):
        for opens, closes in stored.get(day, ()):
            start, end = to_minutes(opens), to_minutes(closes)
            length = end - start if end > start else end - start + MINUTES_A_DAY
            begin = number * MINUTES_A_DAY + start
            spans.append((begin, begin + length))
    return _joined(sorted(spans))


@lru_cache(maxsize=4096)
def read_hours(text: str) -> Hours:
    """The spans of hours that are still JSON. Pods share few shifts: hence the cache."""
    return to_hours(json.loads(text))


def to_minutes(clock: str) -> int:
    """Minutes since midnight of "07:30"; "24:00" is the end of the day."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _joined(spans: Sequence[tuple[int, int]]) -> Hours:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
