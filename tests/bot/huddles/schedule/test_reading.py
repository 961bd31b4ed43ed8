"""Times of huddles as people type them; and what is none, each with its sentence."""

from contextvars import copy_context
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import use_prefix
from bot.huddles.schedule.errors import (
    BadTime,
    InThePast,
    NoSuchTime,
    NoTimeSaid,
    TimeTwice,
    TooFarAhead,
    UnreadableDay,
    UnreadableTime,
    WordsBehind,
)
from bot.huddles.schedule.reading import read_day_and_time, read_new_time
from bot.huddles.schedule.saying import minutes_words
from tests.waiting import cpu_seconds

DETROIT = "America/Detroit"
WEDNESDAY = datetime(2026, 11, 18, 10, 17, tzinfo=ZoneInfo(DETROIT))


def shown(at: datetime, zone: str = DETROIT) -> str:
    assert at.tzinfo is UTC
    return f"{at.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", "Wed 2026-11-18 14:30"),
        ("Thursday, November 26, 10:30 AM", "Thu 2026-11-26 10:30"),
        ("Thu Nov 26 2pm", "Thu 2026-11-26 14:00"),
        ("Thursday, 2026-11-26 9:15", "Thu 2026-11-26 09:15"),
        ("2:30 PM", "Wed 2026-11-18 14:30"),
        ("2:30", "Wed 2026-11-18 14:30"),
        ("2.30 p.m.", "Wed 2026-11-18 14:30"),
        ("1430", "Wed 2026-11-18 14:30"),
        ("noon", "Wed 2026-11-18 12:00"),
        ("Thursday 10:00", "Thu 2026-11-19 10:00"),
        ("thu 10", "Thu 2026-11-19 10:00"),
        ("Thurs. at 10", "Thu 2026-11-19 10:00"),
        ("Thrusday at 10", "Thu 2026-11-19 10:00"),
        ("10:00 Thursday", "Thu 2026-11-19 10:00"),
        ("at 10 on Thursday", "Thu 2026-11-19 10:00"),
        ("this Thursday @ 3 pm", "Thu 2026-11-19 15:00"),
        ("next Thursday at 10", "Thu 2026-11-26 10:00"),
        ("tomorrow 9", "Thu 2026-11-19 09:00"),
        ("Tomorow, 9 AM.", "Thu 2026-11-19 09:00"),
        ("02:30 tomorrow", "Thu 2026-11-19 02:30"),
        ("the day after tomorrow 10:00", "Fri 2026-11-20 10:00"),
        ("today 11", "Wed 2026-11-18 11:00"),
        ("Wednesday 11", "Wed 2026-11-18 11:00"),
        ("Wednesday 9", "Wed 2026-11-25 09:00"),
        ("2026-11-26 10:00", "Thu 2026-11-26 10:00"),
        ("Nov 26 2pm", "Thu 2026-11-26 14:00"),
        ("November 26th, 2026 10:00", "Thu 2026-11-26 10:00"),
        ("26 november at 14:30", "Thu 2026-11-26 14:30"),
        ("4 Jan 10:00", "Mon 2027-01-04 10:00"),
        ("in 45 minutes", "Wed 2026-11-18 11:02"),
        ("half an hour later", "Wed 2026-11-18 10:47"),
    ],
)
def test_a_day_and_a_time_are_read_as_people_type_them(typed: str, meant: str) -> None:
    assert shown(read_day_and_time(typed, WEDNESDAY)) == meant


@pytest.mark.parametrize(
    ("typed", "kind", "sentence"),
    [
        (
            "25:00",
            UnreadableTime,
            "“25:00” is no time of the day. Nothing was changed. "
            "Try `/agenda once Thursday 10:00`.",
        ),
        (
            "next blursday",
            UnreadableDay,
            "“next blursday” is no day that I can find. Nothing was changed. "
            "Try `/agenda once Thursday 10:00`, or a date such as 2026-11-26.",
        ),
        (
            "next blursday at 10",
            UnreadableDay,
            "“next blursday” is no day that I can find. Nothing was changed. "
            "Try `/agenda once Thursday 10:00`, or a date such as 2026-11-26.",
        ),
        (
            "Thursday",
            NoTimeSaid,
            "At what time? Nothing was changed. Try `/agenda once Thursday 10:00`.",
        ),
        (
            "today 9",
            InThePast,
            "Wednesday, November 18, 9:00 AM is over: it is 10:17 AM there now. Nothing was "
            "changed. Choose a later time, such as `/agenda once Thursday 10:00`.",
        ),
        (
            "2027-02-01 10:00",
            TooFarAhead,
            "That is more than 60 days from now. Nothing was changed. Choose an earlier day.",
        ),
    ],
)
def test_what_is_no_time_of_a_huddle_is_told_with_what_to_type(
    typed: str, kind: type[BadTime], sentence: str
) -> None:
    with pytest.raises(BadTime) as refused:
        read_day_and_time(typed, WEDNESDAY)
    assert (type(refused.value), refused.value.sentence) == (kind, sentence)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", NoTimeSaid),
        ("  ", NoTimeSaid),
        ("2026-11-26", NoTimeSaid),
        ("Nov 26 2026", NoTimeSaid),
        ("10:75", UnreadableTime),
        ("thursday 9:5", UnreadableTime),
        ("tomorrow 99", UnreadableTime),
        ("2026-02-30 10:00", UnreadableDay),
        ("11/26 10:00", UnreadableDay),
        ("Feb 30 10:00", UnreadableDay),
        ("Wednesday, November 26 10:00", UnreadableDay),
        ("<!channel> 10", UnreadableDay),
        ("99999999999999999999", UnreadableDay),
        ("this Monday 10", InThePast),
        ("Nov 12 10:00", InThePast),
        ("in 0 minutes", InThePast),
        ("0001-01-01 00:00", InThePast),
        ("9999-12-31 23:59", TooFarAhead),
        ("in 9999 hours", TooFarAhead),
    ],
)
def test_nothing_is_guessed_where_people_may_mean_something_else(
    typed: str, kind: type[BadTime]
) -> None:
    with pytest.raises(kind):
        read_day_and_time(typed, WEDNESDAY)


def test_sixty_days_ahead_are_read_and_a_minute_more_is_not() -> None:
    sixty = WEDNESDAY + timedelta(days=60)
    assert shown(read_day_and_time(f"{sixty:%Y-%m-%d} 10:17", WEDNESDAY)) == "Sun 2027-01-17 10:17"
    with pytest.raises(TooFarAhead):
        read_day_and_time(f"{sixty:%Y-%m-%d} 10:18", WEDNESDAY)


def test_a_time_that_the_clocks_skip_is_told_with_when_they_go_on() -> None:
    friday = datetime(2027, 3, 12, 9, 0, tzinfo=ZoneInfo(DETROIT))
    with pytest.raises(NoSuchTime) as refused:
        read_day_and_time("Sunday 2:30 AM", friday)
    assert refused.value.sentence == (
        "The clocks go forward on Sunday, March 14, and “2:30 am” does not exist then. "
        "Nothing was changed. Choose 3:00 AM or later."
    )
    assert shown(read_day_and_time("Sunday 3:00 AM", friday)) == "Sun 2027-03-14 03:00"


def test_a_time_that_the_clocks_show_twice_is_told_with_when_they_no_longer_do() -> None:
    friday = datetime(2026, 10, 30, 9, 0, tzinfo=ZoneInfo(DETROIT))
    with pytest.raises(TimeTwice) as refused:
        read_day_and_time("Sunday 1:30 AM", friday)
    assert refused.value.sentence == (
        "The clocks go back on Sunday, November 1, and “1:30 am” comes twice then. "
        "Nothing was changed. Choose 2:00 AM or later."
    )
    assert shown(read_day_and_time("Sunday 12:59 AM", friday)) == "Sun 2026-11-01 00:59"
    half = datetime(2026, 4, 3, 9, 0, tzinfo=ZoneInfo("Australia/Lord_Howe"))
    with pytest.raises(TimeTwice, match="Choose 2:00 AM or later"):
        read_day_and_time("Sunday 1:45 AM", half)


def test_a_time_alone_is_on_the_day_of_the_huddle_that_is_moved() -> None:
    friday = date(2026, 11, 20)
    assert shown(read_new_time("14:30", friday, WEDNESDAY)) == "Fri 2026-11-20 14:30"
    assert shown(read_new_time("to 9", friday, WEDNESDAY)) == "Fri 2026-11-20 09:00"
    assert shown(read_new_time("to Thursday 9", friday, WEDNESDAY)) == "Thu 2026-11-19 09:00"
    assert shown(read_new_time("in an hour", friday, WEDNESDAY)) == "Wed 2026-11-18 11:17"
    for typed in ("25:00", "", "blursday 10"):
        with pytest.raises(BadTime, match="`/agenda move 14:30`"):
            read_new_time(typed, friday, WEDNESDAY)


@pytest.mark.parametrize(
    "typed", ["Thursday 10:00 fire drill", "tomorrow at 9 about eSIM", "Nov 26 2pm: roaming"]
)
def test_what_it_is_about_goes_onto_the_agenda(typed: str) -> None:
    with pytest.raises(WordsBehind, match=r"once Thursday 10:00.*agenda add"):
        read_day_and_time(typed, WEDNESDAY)


def test_yesterday_is_a_day_that_is_over() -> None:
    with pytest.raises(InThePast, match="Tuesday, November 17, 9:00 AM is over"):
        read_new_time("yesterday 9", WEDNESDAY.date(), WEDNESDAY)


def test_every_time_of_the_day_is_read_as_it_is_shown() -> None:
    midnight = datetime(2026, 11, 18, tzinfo=UTC)
    for minutes in range(24 * 60):
        before = midnight - timedelta(minutes=1)
        read = read_new_time(minutes_words(minutes), midnight.date(), before)
        assert read - midnight == timedelta(minutes=minutes)
    assert minutes_words(9 * 60) == "9:00"


def test_a_huddle_is_not_moved_into_the_past() -> None:
    with pytest.raises(InThePast):
        read_new_time("9:00", WEDNESDAY.date(), WEDNESDAY)
    with pytest.raises(InThePast):
        read_new_time("at 10:17", WEDNESDAY.date(), WEDNESDAY)
    assert shown(read_new_time("at 10:18", WEDNESDAY.date(), WEDNESDAY)) == "Wed 2026-11-18 10:18"


def test_what_was_typed_is_masked_and_harmless_in_the_answer() -> None:
    for typed in ("4111 1111 1111 1111 <@U1>", "<@U1> tomorrow 4111 1111 1111 1111"):
        with pytest.raises(BadTime) as refused:
            read_day_and_time(typed, WEDNESDAY)
        assert "1111" not in refused.value.sentence
        assert "<@" not in refused.value.sentence


@pytest.mark.parametrize("piece", ["1 ", "10:00 ", "thursday at ", "at ", "x", "1", " "])
def test_however_long_it_is_it_is_read_at_once(piece: str) -> None:
    def read() -> None:
        with pytest.raises(BadTime) as refused:
            read_day_and_time(piece * (8000 // len(piece)) + "x", WEDNESDAY)
        assert len(refused.value.sentence) < 300

    assert cpu_seconds(read) < 0.2


def test_a_second_installation_names_its_own_command() -> None:
    def read() -> None:
        use_prefix("test")
        read_day_and_time("25:00", WEDNESDAY)

    with pytest.raises(BadTime, match="`/test-agenda once"):
        copy_context().run(read)


@given(typed=st.text(max_size=40) | st.from_regex(r"[a-z]{2,9} \d{1,4}(:\d{1,2})?( ?[ap]m)?"))
def test_whatever_is_typed_is_a_time_ahead_or_a_kind_sentence(typed: str) -> None:
    sentence, at = "", WEDNESDAY
    try:
        at = read_day_and_time(typed, WEDNESDAY)
    except BadTime as refused:
        sentence = refused.sentence
    ahead = timedelta() < at - WEDNESDAY <= timedelta(days=60)
    assert ahead or "Nothing was changed" in sentence
