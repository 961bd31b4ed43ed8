"""What is posted, and what is only listed."""

import pytest

from bot.alerts.facts import AlertKind, Severity
from bot.alerts.posting import is_posted

WEATHER = AlertKind.WEATHER


@pytest.mark.parametrize("severity", [Severity.SEVERE, Severity.EXTREME])
def test_severe_and_up_is_posted(severity: Severity) -> None:
    assert is_posted(WEATHER, severity, "Flood Watch")


@pytest.mark.parametrize("severity", [Severity.MINOR, Severity.MODERATE])
def test_the_rest_is_listed(severity: Severity) -> None:
    assert not is_posted(WEATHER, severity, "Wind Advisory")


@pytest.mark.parametrize(
    "event", ["ICE STORM WARNING", "Red Flag Warning", "911 telephone outage", "Hurricane Warning"]
)
def test_what_cuts_power_or_cells_by_its_name_is_posted_whatever_its_severity(event: str) -> None:
    assert is_posted(WEATHER, Severity.MINOR, event)


def test_a_pod_may_set_the_bar_of_a_kind() -> None:
    bars = {WEATHER: Severity.EXTREME, AlertKind.POWER_OUTAGE: Severity.MINOR}
    assert not is_posted(WEATHER, Severity.SEVERE, "Ice Storm Warning", bars)
    assert is_posted(WEATHER, Severity.EXTREME, "Flood Watch", bars)
    assert is_posted(AlertKind.POWER_OUTAGE, Severity.MINOR, "Outage", bars)
    assert is_posted(AlertKind.OTHER, Severity.SEVERE, "Civil Emergency Message", bars)
