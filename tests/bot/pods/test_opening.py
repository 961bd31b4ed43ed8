"""Hours hold by the wall clock, also on the days when clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pods.opening import find_next, holds, minute_of_week
from storage.hours import DAYS, MINUTES_A_WEEK, Hours, to_hours

ZONES = ["America/Los_Angeles", "America/Detroit", "America/Phoenix", "Australia/Lord_Howe", "UTC"]
# A day before clocks change: March and November in America, April and October on Lord Howe.
CHANGES = [(2026, 3, 7), (2026, 10, 31), (2026, 4, 4), (2026, 10, 3), (2026, 6, 20)]
MINUTE = timedelta(minutes=1)

clock_times = st.integers(0, 47).map(lambda half: f"{half // 2:02}:{half % 2 * 30:02}")
weeks = st.dictionaries(
    st.sampled_from(DAYS), st.lists(st.tuples(clock_times, clock_times), max_size=2), min_size=1
)


def at(zone: str, *when: int, fold: int = 0) -> datetime:
    year, month, day, hour, minute = when
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold)


def by_hand(hours: Hours, latest: datetime) -> bool:
    """Whether `latest`, the latest wall-clock time so far, lies in a span that has a date."""
    monday = datetime.combine(latest.date(), datetime.min.time()) - latest.weekday() * 1440 * MINUTE
    return any(
        monday + (start + week * MINUTES_A_WEEK) * MINUTE
        <= latest
        < monday + (end + week * MINUTES_A_WEEK) * MINUTE
        for start, end in hours
        for week in (-1, 0)
    )


@given(week=weeks, zone=st.sampled_from(ZONES), day=st.sampled_from(CHANGES))
@settings(deadline=None, max_examples=40)
def test_hours_hold_from_when_the_clock_first_shows_an_edge_to_when_it_first_shows_the_next(
    week: dict[str, list[tuple[str, str]]], zone: str, day: tuple[int, int, int]
) -> None:
    hours = to_hours(week)
    if not hours:
        return
    moment = datetime(*day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    latest = datetime(1, 1, 1)  # noqa: DTZ001  # a wall clock has no zone
    for _ in range(3 * 24 * 60 // 5):
        local = moment.astimezone(ZoneInfo(zone))
        # In the hour shown twice, five-minute steps end the first pass at :55.
        latest = max(latest, local.replace(tzinfo=None, fold=0))
        assert holds(hours, minute_of_week(local)) is by_hand(hours, latest), local
        moment += 5 * MINUTE


@given(
    week=weeks, zone=st.sampled_from(ZONES), day=st.sampled_from(CHANGES), skip=st.integers(0, 4000)
)
@settings(deadline=None)
def test_the_next_change_is_the_first_moment_at_which_the_answer_differs(
    week: dict[str, list[tuple[str, str]]], zone: str, day: tuple[int, int, int], skip: int
) -> None:
    hours = to_hours(week)
    start = datetime(*day, tzinfo=ZoneInfo(zone)).astimezone(UTC) + skip * MINUTE
    local = start.astimezone(ZoneInfo(zone))
    now = holds(hours, minute_of_week(local))
    found = find_next(hours, local, opening=not now)
    moment = start
    for _ in range(3 * 24 * 2):  # edges of the clock stand at half hours, in all these zones
        moment = moment.replace(minute=moment.minute // 30 * 30) + 30 * MINUTE
        if holds(hours, minute_of_week(moment.astimezone(ZoneInfo(zone)))) is not now:
            assert found is not None
            assert found.astimezone(UTC) == moment
            return
    assert found is None or found.astimezone(UTC) > moment


def test_a_span_over_midnight_belongs_to_the_day_on_which_it_opens() -> None:
    late = to_hours({"sun": [["22:00", "06:00"]]})
    assert holds(late, minute_of_week(at("UTC", 2026, 11, 23, 5, 59)))
    assert not holds(late, minute_of_week(at("UTC", 2026, 11, 23, 6, 0)))
    assert not holds(late, minute_of_week(at("UTC", 2026, 11, 22, 5, 0)))


def test_a_pod_that_closes_at_half_past_one_closes_once_on_the_night_of_the_long_hour() -> None:
    hours = to_hours({"sat": [["18:00", "01:30"]]})
    zone = "America/Detroit"
    assert holds(hours, minute_of_week(at(zone, 2026, 11, 1, 1, 29)))
    assert not holds(hours, minute_of_week(at(zone, 2026, 11, 1, 1, 31)))
    assert not holds(hours, minute_of_week(at(zone, 2026, 11, 1, 1, 10, fold=1)))


def test_a_pod_that_opens_at_a_time_that_the_clock_skips_opens_when_it_jumps() -> None:
    hours = to_hours({"sun": [["02:30", "12:00"]]})
    before = at("America/Detroit", 2026, 3, 8, 1, 0)
    assert find_next(hours, before, opening=True) == at("America/Detroit", 2026, 3, 8, 3, 0)


@pytest.mark.parametrize("opening", [True, False])
def test_hours_all_round_the_clock_never_change(opening: bool) -> None:
    always = to_hours({day: [["00:00", "24:00"]] for day in DAYS})
    assert find_next(always, at("UTC", 2026, 11, 23, 5, 59), opening) is None
    assert find_next((), at("UTC", 2026, 11, 23, 5, 59), opening) is None
