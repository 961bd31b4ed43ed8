"""Hours in the forms in which people write them."""

import pytest

from bot.pods.hours import ALWAYS, BadHours, write_hours
from storage.hours import DAYS, MINUTES_A_WEEK, to_hours

LONG = [["07:00", "22:00"]]


@pytest.mark.parametrize(
    "text",
    [
        "Mon-Fri 07:00-22:00",
        "mon – fri: 7-22",
        "Monday to Friday 7 AM - 10 PM",
        "Mon,Tue,Wed-Fri 7am-10pm",
        "Mon-Wed 07:00-22:00; Thu and Fri 7:00 to 22:00;",
    ],
)
def test_the_same_hours_written_differently_are_stored_alike(text: str) -> None:
    assert write_hours(text) == dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), LONG)


def test_all_day_every_day_is_one_span_without_edges() -> None:
    assert write_hours("24/7") == ALWAYS
    assert to_hours(write_hours("daily 00:00-24:00")) == ((0, MINUTES_A_WEEK),)


def test_a_lunch_break_makes_two_spans_and_days_may_wrap_around_the_week() -> None:
    hours = write_hours("Sat-Mon 08:00-12:00, 13:00-17:00")
    spans = [["08:00", "12:00"], ["13:00", "17:00"]]
    assert hours == {"mon": spans, "sat": spans, "sun": spans}
    assert [day for day in DAYS if day in hours] == list(hours)


def test_a_night_shift_goes_over_midnight() -> None:
    assert to_hours(write_hours("Fri 22:00-06:30")) == ((4 * 1440 + 1320, 5 * 1440 + 390),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("07:00-22:00", "do not begin with days"),
        ("Mon-Fry 07:00-22:00", "'fry' is no day"),
        ("Mon 25:00-26:00", "'25:00-26:00' is no time from-to"),
        ("Mon 07:00", "no time from-to"),
        ("Mon 07:61-08:00", "no time from-to"),
        ("Mon 07:00-07:00", "opens and closes at once"),
        ("Mon 07:00-08:00; Mon 09:00-10:00", "Mon twice"),
        ("Monsoon 07:00-08:00", "'monsoon' is no day"),
        ("Mon-Fri", "'mon-fri' say no time of day"),
        ("erly", "'erly' say no time of day"),
    ],
)
def test_hours_that_cannot_be_read_say_which_part(text: str, says: str) -> None:
    with pytest.raises(BadHours, match=says):
        write_hours(text)
