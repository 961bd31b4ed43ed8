"""Until when somebody is away, as they type it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pods.until import read_until
from storage.hours import to_hours
from tests.bot.pods.roster_facts import WEEKDAYS

ZONE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2026, 11, 23, 10, 40, tzinfo=ZONE)
HOURS = to_hours(WEEKDAYS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30", "23 11:10"),
        ("30 min", "23 11:10"),
        ("for 30 minutes", "23 11:10"),
        ("2h", "23 12:40"),
        ("1.5 hours", "23 12:10"),
        ("1h30", "23 12:10"),
        ("1h 30m", "23 12:10"),
        ("1 hour and 30 minutes", "23 12:10"),
        ("an hour", "23 11:40"),
        ("half an hour", "23 11:10"),
        ("2 days", "25 10:40"),
        ("until 4 PM", "23 16:00"),
        ("4pm", "23 16:00"),
        ("till 16:30", "23 16:30"),
        ("until 4", "23 16:00"),
        ("until 11", "23 11:00"),
        ("until 10", "23 22:00"),
        ("until 9 AM", "24 09:00"),
        ("until noon", "23 12:00"),
        ("midnight", "24 00:00"),
        ("tomorrow", "24 08:00"),
        ("until tomorow", "24 08:00"),
        ("tomorrow at 9:30", "24 09:30"),
        ("until wed", "25 08:00"),
        ("Monday", "30 08:00"),
        ("Friday 7 AM", "27 07:00"),
        ("next week", "30 08:00"),
        ("until the end of my shift", "23 17:00"),
        ("eod", "23 17:00"),
    ],
)
def test_times_are_read_as_people_mean_them(text: str, expected: str) -> None:
    found = read_until(text, MONDAY, HOURS)
    assert found is not None
    assert f"{found:%d %H:%M}" == expected


@pytest.mark.parametrize(
    "text", ["", "0", "soon", "until 25:00", "4 PM please", "2 dogs", "-5", "٣٠", "until", "99999"]
)
def test_what_is_no_time_is_not_guessed_at(text: str) -> None:
    assert read_until(text, MONDAY, HOURS) is None


def test_a_length_of_time_is_as_long_on_the_night_of_the_long_hour() -> None:
    before = datetime(2026, 11, 1, 0, 30, tzinfo=ZONE)
    found = read_until("2h", before, HOURS)
    assert found is not None
    assert found.timestamp() - before.timestamp() == 2 * 3600
    assert (found.hour, found.minute) == (1, 30)


def test_without_hours_tomorrow_begins_at_eight() -> None:
    found = read_until("tomorrow", MONDAY, ())
    assert found == datetime(2026, 11, 24, 8, 0, tzinfo=ZONE)


@given(text=st.text(max_size=40), minutes=st.integers(0, 525_600))
@settings(deadline=None)
def test_whatever_is_typed_the_moment_lies_ahead(text: str, minutes: int) -> None:
    local = datetime.fromtimestamp(MONDAY.timestamp() + minutes * 60, ZONE)
    found = read_until(text, local, HOURS)
    assert found is None or found.timestamp() > local.timestamp()


@given(
    text=st.sampled_from(["until 4", "until 2:30 am", "1 AM", "tomorrow", "sun", "eod", "30"]),
    minutes=st.integers(0, 525_600),
)
@settings(deadline=None)
def test_through_the_whole_year_the_moment_lies_ahead(text: str, minutes: int) -> None:
    local = datetime.fromtimestamp(MONDAY.timestamp() + minutes * 60, ZONE)
    found = read_until(text, local, HOURS)
    assert found is not None
    assert found.timestamp() > local.timestamp()
