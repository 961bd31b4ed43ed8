"""Zones as calendars read them, read by somebody else's parser."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.tz import tzical  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Timezone

from bot.huddles.links.time_zone import time_zone

OF_THE_STATES = (
    *("America/New_York", "America/Detroit", "America/Chicago", "America/Denver"),
    *("America/Boise", "America/Phoenix", "America/Los_Angeles", "America/Anchorage"),
    *("Pacific/Honolulu", "America/Puerto_Rico"),
)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MINUTES = 9 * 365 * 24 * 60
ZONES = sorted(name for name in available_timezones() if "/" in name)


def _rules(zone: Timezone) -> list[str]:
    return [each.to_ical().decode() for each in zone.subcomponents]


@settings(deadline=None, max_examples=300)
@given(name=st.sampled_from(ZONES), minutes=st.integers(0, MINUTES))
def test_every_zone_shows_what_its_clocks_show(name: str, minutes: int) -> None:
    at = FIRST + timedelta(minutes=minutes)
    text = time_zone(name, 2026).to_ical().decode()
    theirs = tzical(io.StringIO(text)).get(name)
    ours = at.astimezone(ZoneInfo(name)).replace(tzinfo=None)
    if ours.replace(tzinfo=ZoneInfo(name)).astimezone(UTC) != at:
        return  # the second time that the clocks show this; calendars get it in UTC
    assert ours.replace(tzinfo=theirs).utcoffset() == at.astimezone(ZoneInfo(name)).utcoffset()


@pytest.mark.parametrize("name", OF_THE_STATES)
def test_outlook_gets_one_rule_for_either_change_of_the_clocks(name: str) -> None:
    rules = _rules(time_zone(name, 2026))
    has_summer = name not in ("America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico")
    assert [("DAYLIGHT" in each) for each in rules] == ([True, False] if has_summer else [False])
    assert all(("RRULE:FREQ=YEARLY;BYDAY=" in each) == has_summer for each in rules)
    assert not any("RDATE" in each or "COMMENT" in each for each in rules)


def test_summer_begins_by_the_clocks_that_were_before() -> None:
    summer, winter = _rules(time_zone("America/Los_Angeles", 2026))
    assert "DTSTART:20250309T020000" in summer
    assert "DTSTART:20251102T020000" in winter


def test_a_rule_that_was_given_up_is_no_rule() -> None:
    # Mexico gave up summer time in 2022; until then it came by a rule.
    rules = _rules(time_zone("America/Mexico_City", 2021))
    assert len(rules) > 2
    assert not any("RRULE" in each for each in rules)


def test_a_zone_without_a_rule_by_the_year_names_each_change() -> None:
    rules = _rules(time_zone("Africa/Casablanca", 2026))
    assert len(rules) > 10
    assert not any("RRULE" in each or "RDATE" in each for each in rules)
