"""A zone as calendars read it: RFC 5545, 3.6.5 (VTIMEZONE).

Outlook takes from a zone one rule for either change of its clocks, and nothing but the rules'
RRULE, DTSTART and offsets (MS-OXCICAL 2.1.3.1.1.19, MS-STANOICAL 2.2.47): so the rules come by the
year wherever a zone keeps to one. `icalendar.Timezone.from_tzid` (7.3) lists dates instead, and
begins summer time an hour late.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK: Final = timedelta(days=7)
_YEARS_ON: Final = 10
_EVER: Final = datetime(1970, 1, 1)  # noqa: DTZ001  (by the clocks of any zone)


class _Change(NamedTuple):
    """Clocks are set from one offset to another: `at` by those that were, before."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=64)
def time_zone(zone: str, year: int) -> Timezone:
    """Right from the beginning of `year` on, for ten years, and longer where a zone keeps to its
    rules. Whoever gets it changes nothing in it.
    """
    found = Timezone()
    found.add("tzid", zone)
    years = range(year - 1, year + _YEARS_ON + 1)
    changes = list(_changes(ZoneInfo(zone), years))
    for rule in _rules(changes, len(years)) if changes else [_never(ZoneInfo(zone), year)]:
        found.add_component(rule)
    return found


def _changes(zone: ZoneInfo, years: range) -> Iterator[_Change]:
    """In these years, in their order."""
    at, end = datetime(years.start, 1, 1, tzinfo=UTC), datetime(years.stop, 1, 1, tzinfo=UTC)
    while at < end:
        later = at + _WEEK
        if _reads(zone, at) != _reads(zone, later):
            yield _change(zone, *_between(zone, at, later))
        at = later


def _between(zone: ZoneInfo, before: datetime, after: datetime) -> tuple[datetime, datetime]:
    """The last moment, to the second, before the clocks are set, and the first one after."""
    was = _reads(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _reads(zone, middle) == was else (before, middle)
    return before, after


def _reads(zone: ZoneInfo, at: datetime) -> tuple[timedelta | None, str | None]:
    local = at.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> _Change:
    was, now = (each.astimezone(zone).utcoffset() or timedelta() for each in (before, after))
    local = after.astimezone(zone)
    at = after.replace(tzinfo=None) + was
    return _Change(at, was, now, local.tzname() or "", bool(local.dst()))


def _rules(changes: Sequence[_Change], years: int) -> Iterator[Any]:
    """One for each kind of change that comes every year by one rule; else one for each change."""

    def kind(change: _Change) -> tuple[timedelta, timedelta, str]:
        return change.before, change.after, change.name

    kinds = [list(alike) for _, alike in groupby(sorted(changes, key=kind), kind)]
    if all(len(alike) == years and _by_the_year(alike) for alike in kinds):
        for alike in sorted(kinds):
            yield _rule(alike[0], _by_the_year(alike))
        return
    first = changes[0]
    before = not first.is_summer  # clocks are set from one to the other
    yield _rule(_Change(_EVER, first.before, first.before, "", before), None)
    for change in changes:
        yield _rule(change, None)


def _by_the_year(changes: Sequence[_Change]) -> dict[str, Any] | None:
    """The rule by which these come, one a year, or None."""
    days = {(each.at.month, each.at.weekday(), each.at.time()) for each in changes}
    if len(days) != 1:
        return None
    if all(_is_last(each.at) for each in changes):
        which = -1
    else:
        numbers = {(each.at.day - 1) // 7 + 1 for each in changes}
        if len(numbers) != 1:
            return None
        which = numbers.pop()
    at = changes[0].at
    return {"freq": "yearly", "bymonth": at.month, "byday": f"{which}{_DAYS[at.weekday()]}"}


def _is_last(at: datetime) -> bool:
    return (at + _WEEK).month != at.month


def _never(zone: ZoneInfo, year: int) -> Any:
    """The clocks of this zone are not set any more."""
    local = datetime(year, 1, 1, tzinfo=UTC).astimezone(zone)
    offset = local.utcoffset() or timedelta()
    return _rule(_Change(_EVER, offset, offset, local.tzname() or "", False), None)


def _rule(change: _Change, by_the_year: dict[str, Any] | None) -> Any:
    rule: Any = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    rule.add("dtstart", change.at)
    rule.add("tzoffsetfrom", change.before)
    rule.add("tzoffsetto", change.after)
    if change.name:
        rule.add("tzname", change.name)
    if by_the_year:
        rule.add("rrule", by_the_year)
    return rule
