"""From when until when, and what says that it is over."""

from datetime import UTC, datetime

import pytest

from bot.alerts.facts import Basis, Lifecycle
from bot.alerts.feeds.nws import read
from tests.bot.alerts.nws.samples import feature, read_all, read_one, recorded

_UNTIL_FURTHER_NOTICE = "/O.CON.KSEW.FL.W.0039.000000T0000Z-000000T0000Z/"


def _with_parameter(name: str, *values: str, **said: object) -> object:
    one = feature(**said)  # type: ignore[arg-type]
    one["properties"]["parameters"][name] = list(values)
    return one


def test_the_end_is_that_of_the_event_and_not_of_the_product() -> None:
    report = read_one()
    assert report.expected_end == datetime(2025, 12, 16, 12, tzinfo=UTC)
    assert report.basis is Basis.STATED


def test_without_it_the_ending_time_is_the_end() -> None:
    one = _with_parameter("eventEndingTime", "2025-12-16T03:00:00-08:00", ends=None)
    (report,) = read_all(one).reports
    assert (report.expected_end, report.basis) == (
        datetime(2025, 12, 16, 11, tzinfo=UTC),
        Basis.STATED,
    )


def test_without_both_the_end_is_that_of_vtec() -> None:
    report = read_one(vtec="/O.NEW.KSEW.HW.W.0001.251216T0000Z-251216T1030Z/", ends=None)
    assert report.expected_end == datetime(2025, 12, 16, 10, 30, tzinfo=UTC)


def test_without_vtec_the_expiry_is_an_estimate() -> None:
    report = read_one(vtec=None, ends=None, event="Special Weather Statement")
    assert report.expected_end == datetime(2025, 12, 16, 6, tzinfo=UTC)
    assert report.basis is Basis.ESTIMATED


def test_until_further_notice_is_no_time() -> None:
    report = read_one(vtec=_UNTIL_FURTHER_NOTICE, ends=None, event="Flood Warning")
    assert (report.expected_end, report.basis) == (None, Basis.UNKNOWN)
    assert report.lapses == datetime(2025, 12, 16, 7, tzinfo=UTC)


def test_an_end_before_the_start_is_a_problem_and_the_next_one_counts() -> None:
    reading = read_all(feature(ends="2025-12-15T10:00:00-08:00"))
    (report,) = reading.reports
    assert report.expected_end == datetime(2025, 12, 16, 12, tzinfo=UTC)
    assert [each.why for each in reading.problems] == ["ends before it starts"]


@pytest.mark.parametrize("value", [None, 5, {}, "soon", "2025-12-16T04:00:00", "0001-01-01T00:00Z"])
def test_what_is_no_time_is_as_if_it_were_not_there(value: object) -> None:
    report = read_one(vtec=None, ends=value, onset=value, expires=value)
    assert (report.expected_end, report.basis) == (None, Basis.UNKNOWN)
    assert report.starts == datetime(2025, 12, 15, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [{"urgency": "Past"}, {"response": "AllClear"}, {"messageType": "Cancel"}],
)
def test_a_message_says_in_three_ways_that_it_is_over(said: dict[str, str]) -> None:
    assert read_one(vtec="CON.KSEW.HW.W.0001", **said).lifecycle is Lifecycle.ENDED


def test_a_terminal_message_in_the_active_list_is_an_end_and_no_news() -> None:
    reading = read(recorded("active_2025-12-15"))
    freeze = [each for each in reading.reports if each.key == "KTAE.FZ.A.0004.2025"]
    assert {each.lifecycle for each in freeze} == {Lifecycle.ENDED}
    assert len(freeze) == 2


def test_one_that_will_expire_in_minutes_is_over() -> None:
    reading = read(recorded("active_2025-12-15"))
    craft = [each for each in reading.reports if each.key == "KLOT.SC.Y.0113.2025"]
    assert [each.lifecycle for each in craft] == [Lifecycle.ENDED]


def test_an_end_in_some_areas_is_a_partial_one() -> None:
    reading = read_all(
        feature("WAZ315", vtec="CAN.KSEW.HW.W.0001"), feature("WAZ316", vtec="CON.KSEW.HW.W.0001")
    )
    assert [each.lifecycle for each in reading.reports] == [
        Lifecycle.PARTIAL_END,
        Lifecycle.UPDATE,
    ]


def test_a_civil_alert_that_is_lifted_is_over() -> None:
    (report,) = read(recorded("truewire_null_response")).reports
    assert report.lifecycle is Lifecycle.ENDED
    assert report.areas == {"27045"}
    assert report.facts.source == "Fillmore County, MN"


@pytest.mark.parametrize(
    "headline",
    ["EVACUATION NOT LIFTED", "Shelter in place remains; curfew lifted", "Shelter in place", ""],
)
def test_what_only_sounds_like_an_end_is_none(headline: str) -> None:
    report = read_one(vtec=None, event="Civil Emergency Message", headline=headline)
    assert report.lifecycle is Lifecycle.NEW


def test_cancelled_in_the_headline_of_another_event_ends_nothing() -> None:
    """A small craft advisory says beside itself that the gale warning is cancelled."""
    assert read_one(headline="Gale Warning is cancelled").lifecycle is Lifecycle.NEW
