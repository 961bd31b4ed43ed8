"""In which slots of the week fewest ask: so many meet as now, at one time of the day, where as many
work as when the pod meets now.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from bot.huddles.facts import Schedule
from bot.huddles.occurring.phrases import DAYS
from storage.hours import MINUTES_A_DAY

QUARTER: Final = 15
SHOWN: Final = 3
# Of what is asked now in the slots of the pod's huddles, the best others must have this part at
# most, and save so many questions in four weeks.
AT_MOST: Final = 0.7
SAVES: Final = 4
# Of those who work when the pod meets now, so many must work in another slot.
WORK: Final = 0.8
_FEW_DAYS: Final = 3
_WORKDAYS: Final = 5
_ALL: Final = tuple(DAYS)

Asked = Mapping[tuple[int, int], int]
"""How many questions came in a quarter of an hour, by weekday (Monday is 0) and its number."""

Working = Callable[[int, int], int]
"""How many work on a weekday at a minute since midnight; 0 where the pod is closed."""


class Quiet(NamedTuple):
    """A slot: on which days, from which minute on, and how many questions came in its time."""

    days: tuple[str, ...]
    starts: int
    asked: int


def count_asked(moments: Iterable[datetime], zone: tzinfo) -> Counter[tuple[int, int]]:
    """By the market's clock."""
    local = (each.astimezone(zone) for each in moments)
    return Counter((at.weekday(), (at.hour * 60 + at.minute) // QUARTER) for at in local)


def slot_of(schedule: Schedule, asked: Asked) -> Quiet:
    """The one of now."""
    first = min(schedule.times)
    days = tuple(each for each in DAYS if each in schedule.days)
    return Quiet(days, first, sum(_asked(asked, day, first, schedule) for day in _numbers(days)))


def quietest(schedule: Schedule, asked: Asked, working: Working) -> list[Quiet]:
    """The best first, each at another time; empty where none is much better than what is."""
    now = slot_of(schedule, asked)
    if not now.days:
        return []
    enough = WORK * min(_work(working, day, now.starts, schedule) for day in _numbers(now.days))
    found: list[Quiet] = []
    for starts in range(0, MINUTES_A_DAY - _length(schedule) + 1, QUARTER):
        days = [
            day for day in _days(now) if _work(working, day, starts, schedule) >= max(enough, 1)
        ]
        best = _best(days, starts, schedule, asked, now)
        if best is not None and best.asked <= AT_MOST * now.asked:
            found.append(best)
    found = [each for each in found if now.asked - each.asked >= SAVES]
    return sorted(found, key=lambda each: (each.asked, abs(each.starts - now.starts)))[:SHOWN]


def _days(now: Quiet) -> Sequence[int]:
    """A weekend is offered only to a pod that meets on one."""
    return range(len(_ALL) if {"sat", "sun"} & {*now.days} else _WORKDAYS)


def _best(
    days: Sequence[int], starts: int, schedule: Schedule, asked: Asked, now: Quiet
) -> Quiet | None:
    """As many of these days as there are now, with a day between where they are few."""
    counts = {day: _asked(asked, day, starts, schedule) for day in days}
    count = len(now.days)
    kept = set(_numbers(now.days))
    sets = [
        each
        for each in combinations(days, count)
        if count > _FEW_DAYS or all(later - day > 1 for day, later in pairwise(each))
    ]
    if not sets:
        return None
    best = min(sets, key=lambda each: (sum(counts[day] for day in each), -len(kept & set(each))))
    return Quiet(tuple(_ALL[day] for day in best), starts, sum(counts[day] for day in best))


def _asked(asked: Asked, day: int, starts: int, schedule: Schedule) -> int:
    """In all quarters of an hour in which a wave meets, or waits for the next."""
    last = (starts + _length(schedule) - 1) // QUARTER
    return sum(asked.get((day, each), 0) for each in range(starts // QUARTER, last + 1))


def _work(working: Working, day: int, starts: int, schedule: Schedule) -> int:
    return min(working(day, starts), working(day, starts + _length(schedule) - 1))


def _length(schedule: Schedule) -> int:
    return max(schedule.times) - min(schedule.times) + schedule.minutes


def _numbers(days: Iterable[str]) -> list[int]:
    return [_ALL.index(each) for each in days]
