"""A calendar shows what is: expanded by another program, it is the plan with its exceptions."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.huddles.facts import Planned, Schedule
from bot.huddles.links.facts import Span
from bot.huddles.links.laying import span_at
from bot.huddles.schedule.planning import plan
from storage.hours import DAYS
from storage.huddles import HuddleState
from storage.huddles_calendar import Held
from tests.bot.huddles.links.reading import NOW, Occurs, as_held, events, occurring, written

# Clocks change by an hour, by half an hour, at midnight, just before it, for a month of fasting,
# and never.
ZONES = (
    *("America/Los_Angeles", "America/Detroit", "America/Phoenix", "Europe/Berlin"),
    *("Australia/Lord_Howe", "America/Havana", "America/Nuuk", "Africa/Casablanca", "UTC"),
    *("America/Santiago", "Asia/Kolkata"),
)
SAN_DIEGO = "America/Los_Angeles"
USUAL = Schedule()
TODAY = date(2026, 11, 16)
TWO_YEARS = timedelta(days=730)

schedules = st.builds(
    Schedule,
    days=st.sets(st.sampled_from(DAYS), min_size=1, max_size=4).map(tuple),
    times=st.lists(
        # Most are in the day; some in the hours in which clocks are set.
        st.one_of(st.integers(0, 4 * 60), st.integers(8 * 60, 24 * 60 - 1)),
        min_size=1,
        max_size=3,
        unique=True,
    ).map(tuple),
    minutes=st.integers(5, 60),
)


def _holiday(day: date) -> str:
    return "Christmas Day" if (day.month, day.day) == (12, 25) else ""


@st.composite
def _rows(draw: st.DrawFn, zone: str, schedule: Schedule, span: Span, now: datetime) -> list[Held]:
    """What became of some of the huddles, by this schedule and by another one before it."""
    earlier = draw(st.one_of(st.just(schedule), schedules))
    changed = span.first + timedelta(days=draw(st.integers(0, 120)))
    before = plan(earlier, zone, span.first, min(changed, span.today) - timedelta(days=1))
    since = plan(schedule, zone, min(changed, span.today), span.today + timedelta(days=60))
    began = draw(st.integers(0, 30))  # some pods have been there for a while, others not
    planned = [each for each in [*before, *since] if each.local_date >= began * _DAY + span.first]
    rows = [draw(_row(each)) for each in planned if draw(st.integers(0, 9))]
    at = now + timedelta(days=draw(st.integers(-80, 80)), minutes=draw(st.integers(0, 1439)))
    rows.append(_once(at, zone, 1))
    return rows


_DAY = timedelta(days=1)
_HELD = st.sampled_from([HuddleState.OVER, HuddleState.MISSED, HuddleState.PLANNED])


@st.composite
def _row(draw: st.DrawFn, planned: Planned) -> Held:
    match draw(st.integers(0, 9)):
        case 0:
            return as_held(planned, state=HuddleState.SKIPPED)
        case 1:
            later = planned.starts_at + timedelta(minutes=draw(st.integers(-600, 3000)))
            return as_held(planned, starts_at=later)
        case 2:
            return as_held(planned, minutes=planned.minutes + 5)
        case _:
            return as_held(planned, state=draw(_HELD))


def _once(at: datetime, zone: str, wave: int) -> Held:
    local = at.astimezone(ZoneInfo(zone))
    slot = f"once-{local:%H%M}"
    return Held(slot, local.date(), wave, at, at, 15, HuddleState.PLANNED)


def _expected(rows: list[Held], planned: list[Planned], today: date) -> list[Occurs]:
    """Rows as they are; beyond them, from today on, the plan."""
    keys = {(each.slot, each.local_date, each.wave) for each in rows}
    found = [
        Occurs(each.starts_at, each.minutes)
        for each in rows
        if each.state is not HuddleState.SKIPPED
    ]
    found += [
        Occurs(each.starts_at, each.minutes)
        for each in planned
        if each.local_date >= today
        and (each.slot, each.local_date, each.wave) not in keys
        and each.state is HuddleState.PLANNED
    ]
    return sorted(found)


@settings(deadline=None, max_examples=25)
@given(data=st.data(), zone=st.sampled_from(ZONES), schedule=schedules)
def test_over_two_years_it_expands_to_the_plan_with_its_exceptions(
    data: st.DataObject, zone: str, schedule: Schedule
) -> None:
    now = NOW + timedelta(days=data.draw(st.integers(0, 700)))
    span = span_at(now, zone)
    rows = data.draw(_rows(zone, schedule, span, now))
    body = written(schedule, zone, rows, span, _holiday)
    planned = plan(schedule, zone, span.first, span.last, _holiday)
    first, last = span.first, span.today + TWO_YEARS
    wanted = [each for each in _expected(rows, planned, span.today) if _is_in(each, first, last)]
    found = occurring(body, first - _DAY, last + _DAY)
    assert [each for each in found if _is_in(each, first, last)] == wanted


def _is_in(occurs: Occurs, first: date, last: date) -> bool:
    return first <= occurs.starts_at.date() <= last


def _usual_rows(first: date, last: date, schedule: Schedule = USUAL) -> list[Held]:
    planned = plan(schedule, SAN_DIEGO, first, last)
    return [as_held(each, state=HuddleState.OVER) for each in planned]


def _uids(body: bytes) -> list[str]:
    return [str(each["UID"]) for each in events(body)]


def test_each_half_has_one_series_and_a_moved_one_keeps_its_place_in_it() -> None:
    span = span_at(NOW, SAN_DIEGO)
    friday = plan(USUAL, SAN_DIEGO, date(2026, 11, 20), date(2026, 11, 20))
    rows = _usual_rows(date(2026, 11, 2), TODAY)
    rows += [as_held(each, starts_at=each.starts_at + timedelta(hours=4)) for each in friday]
    body = written(USUAL, SAN_DIEGO, rows, span)
    first, moved, second, also_moved = events(body)
    assert first["UID"] == moved["UID"] != second["UID"] == also_moved["UID"]
    assert first["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=MO,WE,FR"
    assert moved["RECURRENCE-ID"].to_ical() == b"20261120T103000"
    assert moved["DTSTART"].to_ical() == b"20261120T143000"
    assert moved["RECURRENCE-ID"].params["TZID"] == moved["DTSTART"].params["TZID"] == SAN_DIEGO
    titles = [str(each["SUMMARY"]) for each in (first, moved, second)]
    assert titles == ["San Diego huddle, first half"] * 2 + ["San Diego huddle, second half"]


def test_one_that_was_skipped_and_a_holiday_are_left_out() -> None:
    span = span_at(NOW, SAN_DIEGO)
    friday = plan(USUAL, SAN_DIEGO, date(2026, 11, 20), date(2026, 11, 20))
    rows = [as_held(each, state=HuddleState.SKIPPED) for each in friday]
    body = written(USUAL, SAN_DIEGO, rows, span, _holiday)
    left_out = [each.to_ical() for each in events(body)[0]["EXDATE"]]
    assert left_out == [b"20261120T103000", b"20261225T103000", b"20281225T103000"]


def test_a_day_more_changes_nothing_and_a_month_more_moves_the_past_on() -> None:
    rows = _usual_rows(date(2026, 6, 1), date(2026, 12, 31))

    def body(day: date) -> bytes:
        now = NOW + (day - TODAY)
        span = span_at(now, SAN_DIEGO)
        return written(USUAL, SAN_DIEGO, [each for each in rows if each[1] >= span.first], span)

    assert body(TODAY) == body(TODAY + _DAY) == body(date(2026, 11, 28))
    assert body(TODAY) != body(date(2026, 12, 31))
    assert _uids(body(TODAY)) == _uids(body(date(2026, 12, 31)))


def test_what_was_held_by_an_earlier_schedule_stays_and_the_series_keep_their_names() -> None:
    span, earlier = span_at(NOW, SAN_DIEGO), Schedule(days=("mon",), times=(540,), minutes=20)
    rows = _usual_rows(date(2026, 10, 1), date(2026, 10, 31), earlier)
    before = _uids(written(earlier, SAN_DIEGO, rows, span))
    rows += _usual_rows(date(2026, 11, 1), date(2026, 11, 13))
    body = written(USUAL, SAN_DIEGO, rows, span)
    series = [each for each in events(body) if "RRULE" in each]
    alone = [each for each in events(body) if "RRULE" not in each]
    assert [each["DTSTART"].to_ical() for each in series] == [
        b"20261102T103000",
        b"20261102T105000",
    ]
    assert [each["DTSTART"].to_ical()[:8] for each in alone] == [
        b"20261005",
        b"20261012",
        b"20261019",
        b"20261026",
    ]
    assert before == [str(series[0]["UID"])]
    assert {str(each["SUMMARY"]) for each in alone} == {"San Diego huddle"}


def test_without_huddles_from_now_on_only_the_past_is_shown() -> None:
    rows = _usual_rows(date(2026, 11, 9), date(2026, 11, 13))
    body = written(Schedule(on=False), SAN_DIEGO, rows, span_at(NOW, SAN_DIEGO))
    assert len(events(body)) == 6
    assert not any("RRULE" in each for each in events(body))
    assert len(set(_uids(body))) == 6


def test_a_pod_that_never_met_begins_with_its_next_one() -> None:
    body = written(USUAL, SAN_DIEGO, [], span_at(NOW, SAN_DIEGO))
    assert [each["DTSTART"].to_ical() for each in events(body)] == [
        b"20261116T103000",
        b"20261116T105000",
    ]


def test_a_time_that_the_clocks_skip_is_shown_when_they_go_on() -> None:
    schedule = Schedule(days=("sun",), times=(150,), minutes=15)
    body = written(schedule, SAN_DIEGO, [], span_at(NOW, SAN_DIEGO))
    skipped = date(2027, 3, 14)
    assert occurring(body, skipped, skipped) == [
        Occurs(datetime(2027, 3, 14, 10, 0, tzinfo=UTC), 15)
    ]
    alone = [each for each in events(body) if "RRULE" not in each]
    assert [each["DTSTART"].to_ical() for each in alone] == [b"20270314T030000", b"20280312T030000"]


def test_a_time_that_comes_twice_is_the_first() -> None:
    schedule = Schedule(days=("sun",), times=(90,), minutes=45)
    body = written(schedule, SAN_DIEGO, [], span_at(NOW, SAN_DIEGO))
    twice = date(2027, 11, 7)
    assert occurring(body, twice, twice) == [Occurs(datetime(2027, 11, 7, 8, 30, tzinfo=UTC), 45)]


def test_one_that_is_moved_into_the_second_hour_of_two_is_told_in_utc() -> None:
    schedule = Schedule(days=("sun",), times=(660,), minutes=15)
    sunday = plan(schedule, SAN_DIEGO, date(2027, 11, 7), date(2027, 11, 7))
    second = datetime(2027, 11, 7, 9, 30, tzinfo=UTC)  # 1:30 for the second time
    rows = [as_held(each, starts_at=second) for each in sunday]
    body = written(schedule, SAN_DIEGO, rows, span_at(NOW, SAN_DIEGO))
    assert b"DTSTART:20271107T093000Z" in body
    assert Occurs(second, 15) in occurring(body, date(2027, 11, 7), date(2027, 11, 7))
