"""Huddles over ten years: never twice, never lost, at the same time on the clocks of the market."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.huddles.facts import Planned, Schedule
from bot.huddles.schedule.planning import by_meeting, moment, next_planned, plan
from storage.hours import DAYS
from storage.huddles import HuddleState

FIRST, LAST = date(2022, 1, 1), date(2031, 12, 31)
TEN_YEARS = (LAST - FIRST).days
# Clocks change by an hour, by half an hour, at midnight, just before it, for a month of fasting,
# and never.
ZONES = [
    *("America/Los_Angeles", "America/Detroit", "America/Phoenix", "Europe/Berlin"),
    *("Australia/Lord_Howe", "America/Havana", "America/Nuuk", "Africa/Casablanca", "UTC"),
]
MINUTE = timedelta(minutes=1)
# What is drawn slowly is so where the machine is busy.
UNHURRIED = [HealthCheck.too_slow]


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    minutes = draw(st.integers(5, 60))
    pauses = draw(st.lists(st.integers(0, 400), min_size=1, max_size=4))
    times = [pauses[0]]
    for pause in pauses[1:]:
        times.append(times[-1] + minutes + pause)
    days = draw(st.sets(st.sampled_from(DAYS), min_size=1))
    shift = draw(st.integers(0, max(0, 24 * 60 - 1 - times[-1])))
    times = [each + shift for each in times if each + shift < 24 * 60]
    return Schedule(days=tuple(days), times=tuple(times), minutes=minutes)


days_of_ten_years = st.integers(0, TEN_YEARS).map(lambda days: FIRST + timedelta(days=days))
zones = st.sampled_from(ZONES)


def keys(planned: list[Planned]) -> list[tuple[int, str, date]]:
    return [(each.wave, each.slot, each.local_date) for each in planned]


def every_key(schedule: Schedule, first: date, last: date) -> set[tuple[int, str, date]]:
    """Counted by weeks instead of by days."""
    found = set()
    for slot in schedule.days:
        day = first + timedelta(days=(DAYS.index(slot) - first.weekday()) % 7)
        while day <= last:
            found |= {(wave, slot, day) for wave in range(1, len(schedule.times) + 1)}
            day += timedelta(days=7)
    return found


def exists(wall: datetime, zone: str) -> bool:
    there = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return there.replace(tzinfo=None) == wall


@given(schedule=schedules(), zone=zones)
@settings(deadline=None, max_examples=25, suppress_health_check=UNHURRIED)
def test_in_ten_years_no_huddle_comes_twice_and_none_is_lost(schedule: Schedule, zone: str) -> None:
    planned = plan(schedule, zone, FIRST, LAST)
    assert len(keys(planned)) == len(set(keys(planned)))
    assert set(keys(planned)) == every_key(schedule, FIRST, LAST)


@given(schedule=schedules(), zone=zones)
@settings(deadline=None, max_examples=25, suppress_health_check=UNHURRIED)
def test_in_ten_years_each_wave_begins_later_than_ever_before_and_none_runs_into_the_next(
    schedule: Schedule, zone: str
) -> None:
    planned = plan(schedule, zone, FIRST, LAST)
    for wave in range(1, len(schedule.times) + 1):
        begins = [each.starts_at for each in planned if each.wave == wave]
        assert all(one < other for one, other in pairwise(begins))
    for meeting in by_meeting(planned):
        length = timedelta(minutes=schedule.minutes)
        assert all(one.starts_at + length <= other.starts_at for one, other in pairwise(meeting))


@given(schedule=schedules(), zone=zones)
@settings(deadline=None, max_examples=25, suppress_health_check=UNHURRIED)
def test_in_ten_years_a_huddle_is_at_the_same_time_on_the_clocks_of_the_market(
    schedule: Schedule, zone: str
) -> None:
    for meeting in by_meeting(plan(schedule, zone, FIRST, LAST)):
        midnight = datetime.combine(meeting[0].local_date, datetime.min.time())
        walls = [midnight + minutes * MINUTE for minutes in schedule.times]
        if not all(exists(wall, zone) for wall in walls):
            continue
        shown = [each.starts_at.astimezone(ZoneInfo(zone)) for each in meeting]
        assert [each.replace(tzinfo=None) for each in shown] == walls
        assert all(each.fold == 0 for each in shown)


@given(zone=zones, day=days_of_ten_years, minutes=st.integers(0, 24 * 60 - 1))
@example("America/Detroit", date(2026, 3, 8), 150)
@example("America/Nuuk", date(2024, 3, 30), 23 * 60 + 30)
@settings(deadline=None, max_examples=300, suppress_health_check=UNHURRIED)
def test_a_time_is_the_first_at_which_the_clocks_are_that_far(
    zone: str, day: date, minutes: int
) -> None:
    wall = datetime.combine(day, datetime.min.time()) + minutes * MINUTE
    at = moment(zone, day, minutes)
    shown = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    before = (at - MINUTE).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert shown == wall or not exists(wall, zone)
    assert before < wall <= shown


@pytest.mark.parametrize(
    ("zone", "day", "clock", "utc"),
    [
        ("America/Detroit", date(2026, 3, 7), "10:30", "2026-03-07T15:30"),
        ("America/Detroit", date(2026, 3, 8), "10:30", "2026-03-08T14:30"),
        ("America/Detroit", date(2026, 3, 8), "02:30", "2026-03-08T07:00"),
        ("America/Detroit", date(2026, 11, 1), "01:30", "2026-11-01T05:30"),
        ("America/Detroit", date(2026, 11, 1), "10:30", "2026-11-01T15:30"),
        ("America/Phoenix", date(2026, 3, 8), "02:30", "2026-03-08T09:30"),
        ("America/Phoenix", date(2026, 11, 1), "10:30", "2026-11-01T17:30"),
        ("Europe/Berlin", date(2026, 3, 29), "02:15", "2026-03-29T01:00"),
        ("Europe/Berlin", date(2026, 10, 25), "02:15", "2026-10-25T00:15"),
        ("Europe/Berlin", date(2026, 10, 26), "10:30", "2026-10-26T09:30"),
        ("Australia/Lord_Howe", date(2026, 10, 4), "02:15", "2026-10-03T15:30"),
        ("Australia/Lord_Howe", date(2026, 10, 5), "10:30", "2026-10-04T23:30"),
        ("Australia/Lord_Howe", date(2026, 4, 5), "01:45", "2026-04-04T14:45"),
    ],
)
def test_on_the_days_when_clocks_change_a_huddle_is_when_the_market_expects_it(
    zone: str, day: date, clock: str, utc: str
) -> None:
    hours, minutes = map(int, clock.split(":"))
    expected = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert moment(zone, day, hours * 60 + minutes) == expected


@given(schedule=schedules(), zone=zones, first=days_of_ten_years, cut=st.integers(0, 60))
@settings(deadline=None, max_examples=50, suppress_health_check=UNHURRIED)
def test_planned_in_two_parts_it_is_the_same(
    schedule: Schedule, zone: str, first: date, cut: int
) -> None:
    last, middle = first + timedelta(days=60), first + timedelta(days=cut)
    parts = plan(schedule, zone, first, middle) + plan(
        schedule, zone, middle + timedelta(days=1), last
    )
    assert parts == plan(schedule, zone, first, last)


@given(
    zone=zones,
    changes=st.lists(st.tuples(days_of_ten_years, schedules()), min_size=1, max_size=8),
)
@settings(deadline=None, max_examples=25, suppress_health_check=UNHURRIED)
def test_however_often_the_schedule_changes_no_huddle_comes_twice_and_none_is_lost(
    zone: str, changes: list[tuple[date, Schedule]]
) -> None:
    """Each day follows the schedule that holds on it."""
    starts = sorted(dict(changes).items())
    ends = [day - timedelta(days=1) for day, _ in starts[1:]] + [LAST]
    planned: list[Planned] = []
    expected: set[tuple[int, str, date]] = set()
    for (day, schedule), end in zip(starts, ends, strict=True):
        planned += plan(schedule, zone, day, end)
        expected |= every_key(schedule, day, end)
    assert len(keys(planned)) == len(set(keys(planned)))
    assert set(keys(planned)) == expected


@given(schedule=schedules(), zone=zones, resting=st.sets(days_of_ten_years, max_size=400))
@settings(deadline=None, max_examples=25, suppress_health_check=UNHURRIED)
def test_holidays_are_skipped_and_said_and_nothing_else_is(
    schedule: Schedule, zone: str, resting: set[date]
) -> None:
    planned = plan(schedule, zone, FIRST, LAST, lambda day: "A day off" if day in resting else "")
    for each in planned:
        expected = (HuddleState.SKIPPED, "A day off") if each.local_date in resting else None
        assert (each.state, each.why) == (expected or (HuddleState.PLANNED, ""))
    assert set(keys(planned)) == every_key(schedule, FIRST, LAST)


@given(
    schedule=schedules(),
    zone=zones,
    day=days_of_ten_years,
    minutes=st.integers(0, 24 * 60 - 1),
    count=st.integers(1, 4),
)
@settings(deadline=None, max_examples=100, suppress_health_check=UNHURRIED)
def test_the_next_meetings_are_those_that_are_not_over_yet(
    schedule: Schedule, zone: str, day: date, minutes: int, count: int
) -> None:
    after = moment(zone, day, minutes)
    around = plan(schedule, zone, day - timedelta(days=9), day + timedelta(days=40))
    coming = [each for each in by_meeting(around) if each[-1].starts_at > after]
    assert by_meeting(next_planned(schedule, zone, after, count=count)) == coming[:count]


def test_of_a_meeting_whose_first_wave_has_begun_both_waves_are_told() -> None:
    after = moment("America/Detroit", date(2026, 11, 23), 10 * 60 + 31)
    coming = next_planned(Schedule(), "America/Detroit", after)
    assert keys(coming) == [(1, "mon", date(2026, 11, 23)), (2, "mon", date(2026, 11, 23))]
    after = moment("America/Detroit", date(2026, 11, 23), 10 * 60 + 50)
    assert next_planned(Schedule(), "America/Detroit", after)[0].slot == "wed"


def test_a_meeting_whose_last_wave_begins_after_midnight_is_still_to_come_then() -> None:
    late = Schedule(days=("mon",), times=(23 * 60 + 50, 23 * 60 + 55), minutes=30)
    after = datetime(2026, 11, 24, 0, 5, tzinfo=UTC)
    assert keys(next_planned(late, "UTC", after))[1] == (2, "mon", date(2026, 11, 23))


def test_a_day_that_a_zone_left_out_has_no_huddle() -> None:
    """Samoa crossed the date line on 30 December 2011."""
    planned = plan(Schedule(), "Pacific/Apia", date(2011, 12, 28), date(2012, 1, 2))
    assert [each.slot for each in planned] == ["wed", "wed", "mon", "mon"]


@pytest.mark.parametrize("schedule", [Schedule(on=False), Schedule(days=()), Schedule(times=())])
def test_where_huddles_are_off_nothing_is_planned_and_nobody_looks_for_ever(
    schedule: Schedule,
) -> None:
    assert plan(schedule, "UTC", FIRST, LAST) == []
    assert next_planned(schedule, "UTC", datetime(2026, 11, 23, tzinfo=UTC), count=3) == []


def test_times_and_a_length_set_by_two_hands_still_give_waves_apart() -> None:
    """The roster file says the times, somebody in Slack that it takes half an hour."""
    day = date(2026, 11, 23)
    one, two = plan(Schedule(minutes=30), "UTC", day, day)
    assert two.starts_at - one.starts_at == timedelta(minutes=30)
