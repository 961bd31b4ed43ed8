"""The text of a calendar, held against what RFC 5545 and its readers ask for."""

import re
from datetime import date, timedelta

import pytest

from bot.huddles.facts import Schedule
from bot.huddles.links.laying import span_at
from bot.huddles.schedule.planning import plan
from storage.huddles import HuddleState
from tests.bot.huddles.links.reading import NOW, as_held, events, written

SAN_DIEGO = "America/Los_Angeles"
HOSTILE = 'Señal; "X", \\n 🔥\r\nBEGIN:VALARM\r\nATTACH:https://evil.test/\u202e'


@pytest.fixture
def body() -> bytes:
    """With a series for each half, one moved, one skipped, and one of an earlier schedule."""
    return _body("San Diego")


def _body(pod: str) -> bytes:
    earlier = Schedule(days=("tue",), times=(540,))
    span = span_at(NOW, SAN_DIEGO)
    before = plan(earlier, SAN_DIEGO, date(2026, 11, 3), date(2026, 11, 3))
    since = plan(Schedule(), SAN_DIEGO, date(2026, 11, 9), date(2026, 11, 13))
    rows = [as_held(each, state=HuddleState.OVER) for each in [*before, *since]]
    rows[-2] = rows[-2]._replace(starts_at=rows[-2].starts_at + timedelta(hours=2))
    rows[-1] = rows[-1]._replace(state=HuddleState.SKIPPED)
    return written(Schedule(), SAN_DIEGO, rows, span, pod=pod)


def _unfolded(body: bytes) -> list[str]:
    return body.decode().replace("\r\n ", "").split("\r\n")[:-1]


def test_lines_end_as_they_must_and_none_is_longer_than_75_octets(body: bytes) -> None:
    for each in (body, _body(HOSTILE)):
        assert each.endswith(b"END:VCALENDAR\r\n")
        assert b"\n" not in each.replace(b"\r\n", b"")
        assert b"\r" not in each.replace(b"\r\n", b"")
        assert max(map(len, each.split(b"\r\n"))) <= 75


def test_it_says_of_itself_what_readers_look_for(body: bytes) -> None:
    head = _unfolded(body)[:10]
    assert head[0] == "BEGIN:VCALENDAR"
    for line in (
        "VERSION:2.0",
        "PRODID:-//Podline//Huddles//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:San Diego huddles",
        "X-WR-CALNAME:San Diego huddles",
        "X-WR-TIMEZONE:America/Los_Angeles",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ):
        assert head.count(line) == 1


def test_every_event_has_all_that_it_must_have_once(body: bytes) -> None:
    must = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS")
    found = events(body)
    assert len(found) == 4
    for event in found:
        names = [name for name, _ in event.property_items(recursive=False)]
        assert all(names.count(name) == 1 for name in must)
        assert event["DTSTAMP"].to_ical().endswith(b"Z")
        assert "DURATION" not in event
        assert not {"ATTENDEE", "ORGANIZER", "VALARM"} & set(names)
    keys = [(str(each["UID"]), str(each.get("RECURRENCE-ID"))) for each in found]
    assert len(set(keys)) == len(keys)


def test_every_zone_that_is_named_is_told(body: bytes) -> None:
    lines = _unfolded(body)
    named = {found[1] for line in lines if (found := re.search(r";TZID=([^:;]+)", line))}
    told = {line.removeprefix("TZID:") for line in lines if line.startswith("TZID:")}
    assert named == told == {SAN_DIEGO}


def test_a_first_occurrence_is_one_of_its_rule(body: bytes) -> None:
    # Outlook refuses a series whose DTSTART its RRULE does not meet.
    days = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    for event in (each for each in events(body) if "RRULE" in each):
        starts = event["DTSTART"].dt
        assert days[starts.weekday()] in event["RRULE"]["BYDAY"]
        left_out = event.get("EXDATE", [])
        left_out = left_out if isinstance(left_out, list) else [left_out]
        assert starts not in [one.dt for each in left_out for one in each.dts]


def test_it_keeps_nobody_busy_and_leads_into_the_huddle(body: bytes) -> None:
    for event in events(body):
        assert str(event["TRANSP"]) == "TRANSPARENT"
        assert str(event["URL"]) == "https://app.slack.com/huddle/T0POD/C0POD"
        assert str(event["URL"]) in str(event["DESCRIPTION"])
        assert event["CONFERENCE"].params["VALUE"] == "URI"


def test_a_pod_with_a_hostile_name_adds_nothing_to_it() -> None:
    calm, hostile = _body("San Diego"), _body(HOSTILE)
    names = [re.split("[:;]", line)[0] for line in _unfolded(calm)]
    assert [re.split("[:;]", line)[0] for line in _unfolded(hostile)] == names
    title = str(events(hostile)[0]["SUMMARY"])
    assert title.startswith('Señal; "X", \\n 🔥')
    assert "\n" not in title
    for name in ("SUMMARY", "NAME", "X-WR-CALNAME"):
        assert f'\r\n{name}:Señal\\; "X"\\, \\\\n 🔥' in hostile.decode()
