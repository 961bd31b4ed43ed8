"""What needs no card because something stronger stands beside it."""

from typing import Any

import pytest

from bot.alerts.facts import Report, Severity
from bot.alerts.muting import strength_of
from tests.bot.alerts.reports import ADVISORY, WARNING, WATCH, end, hours, report, stand, states

EXTREME, SEVERE, MODERATE = Severity.EXTREME, Severity.SEVERE, Severity.MODERATE


def _event(name: str, *areas: str, key: str = "", **said: Any) -> Report:
    return report(*(areas or ("A",)), key=key or name, event=name, **said)


@pytest.mark.parametrize(
    ("stronger", "severity", "weaker", "other"),
    [
        ("Tornado Warning", EXTREME, ADVISORY, MODERATE),
        ("Tornado Warning", EXTREME, WARNING, SEVERE),
        ("Tornado Warning", EXTREME, "Severe Thunderstorm Warning", SEVERE),
        (WARNING, SEVERE, WATCH, SEVERE),
        ("Flash Flood Warning", SEVERE, "Flood Watch", SEVERE),
        ("Flood Warning", SEVERE, "Flood Advisory", SEVERE),
        ("Flood Watch", SEVERE, "Hydrologic Outlook", SEVERE),
        ("Red Flag Warning", SEVERE, "Fire Weather Watch", SEVERE),
        ("Ice Storm Warning", SEVERE, "Winter Weather Advisory", SEVERE),
        ("Freeze Warning", SEVERE, "Frost Advisory", SEVERE),
        ("Extreme Heat Warning", SEVERE, "Heat Advisory", SEVERE),
    ],
)
def test_the_stronger_mutes_the_weaker(
    stronger: str, severity: Severity, weaker: str, other: Severity
) -> None:
    found = states(_event(stronger, severity=severity), _event(weaker, severity=other))
    assert found == {stronger: "live", weaker: "muted"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WARNING, "Tornado Watch"),
        (WARNING, "Flood Warning"),
        ("Flash Flood Warning", "Flood Warning"),
        ("Flood Watch", "Flood Advisory"),
        ("Winter Storm Warning", WARNING),
        ("Red Flag Warning", WARNING),
        ("Blowing Dust Warning", ADVISORY),
        ("Civil Emergency Message", "911 Telephone Outage"),
    ],
)
def test_neither_says_all_of_the_other(one: str, other: str) -> None:
    assert set(states(_event(one), _event(other)).values()) == {"live"}


def test_two_events_of_one_name_mute_each_other_not() -> None:
    found = states(report("A", key="K1"), report("A", key="K2"))
    assert found == {"K1": "live", "K2": "live"}


def test_what_is_muted_in_some_of_its_areas_stands_in_all() -> None:
    warning, watch = stand(_event(WARNING, "A"), _event(WATCH, "A", "B"))
    assert (warning.areas, watch.areas, watch.state) == (("A",), ("A", "B"), "live")


def test_what_comes_after_the_stronger_one_is_not_muted() -> None:
    tomorrow = _event(WATCH, starts=hours(6), expected_end=hours(30))
    assert states(_event(WARNING), tomorrow)[WATCH] == "live"


def test_what_has_no_end_meets_all_that_comes_later() -> None:
    open_end = _event(WARNING, expected_end=None)
    assert (
        states(open_end, _event(WATCH, starts=hours(30), expected_end=hours(40)))[WATCH] == "muted"
    )


def test_it_comes_back_when_the_stronger_one_ends() -> None:
    found = states(_event(WARNING), _event(WATCH), end("A", key=WARNING))
    assert found == {WARNING: "ended", WATCH: "live"}


def test_what_nobody_is_told_mutes_nothing() -> None:
    quiet = _event("Flood Warning", severity=MODERATE)
    assert states(quiet, _event("Flood Watch"))["Flood Watch"] == "live"


def test_what_is_muted_below_the_bar_is_said_to_be_muted() -> None:
    assert states(_event(WARNING), _event(ADVISORY, severity=MODERATE))[ADVISORY] == "muted"


@pytest.mark.parametrize("event", ["Flood", "Warning", "", "floody warning", "Gale Warning"])
def test_an_event_of_no_known_hazard_has_no_strength(event: str) -> None:
    assert strength_of(event) is None


def test_the_longest_name_of_a_hazard_counts() -> None:
    flash, river = strength_of("Flash Flood Warning"), strength_of("Flood Warning")
    assert flash is not None
    assert river is not None
    assert flash.danger > river.danger
