"""Whole documents: real ones, broken ones and errors."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.alerts.feeds.errors import Unreadable
from bot.alerts.feeds.nws import read, recognises
from bot.alerts.following.recorded import source_of
from tests.bot.alerts.nws.samples import document, feature, read_all, recorded


@pytest.mark.parametrize("name", ["active_2025", "active_2026", "pynws", "truewire_null_desc"])
def test_real_documents_are_read_without_a_problem(name: str) -> None:
    assert source_of(recorded(name)).name == "nws"
    reading = read(recorded(name))
    assert reading.reports
    assert not reading.problems


def test_a_list_has_its_own_clock_and_is_complete() -> None:
    reading = read(recorded("active_2025"))
    assert reading.at == datetime(2025, 12, 15, 21, 53, 46, tzinfo=UTC)
    assert reading.complete


def test_a_page_of_a_longer_list_is_not_complete() -> None:
    page = {**json.loads(document(feature())), "pagination": {"next": "https://x.example"}}
    assert not read(json.dumps(page).encode()).complete


def test_without_a_clock_the_newest_message_tells_the_time() -> None:
    reading = read_all(feature(sent="2025-12-15T10:00:00Z"), feature(), updated=None)
    assert reading.at == datetime(2025, 12, 15, 21, tzinfo=UTC)
    assert not reading.complete


@pytest.mark.parametrize("name", ["400", "500", "503"])
def test_an_error_of_the_service_is_not_an_empty_list(name: str) -> None:
    assert recognises(recorded(name))
    with pytest.raises(Unreadable):
        read(recorded(name))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"<!DOCTYPE html><html><body>Access Denied</body></html>",
        document(feature())[:-40],
        b"[]",
        b"null",
        b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": {"a": 1}}',
        b'{"type": "FeatureCollection", "features": [{"id": 1}]}',
        b"[" * 100_000,
        b"\xff\xfe\x00",
        document() + b" " * 50_000_000,
    ],
    ids=range(12),
)
def test_what_is_no_list_of_alerts_is_unknown_and_never_none(body: bytes) -> None:
    for reader in (read, source_of):
        with pytest.raises(Unreadable):
            reader(body)


def test_an_empty_list_is_read_as_one() -> None:
    reading = read_all()
    assert (reading.reports, reading.problems, reading.complete) == ([], [], True)


@pytest.mark.parametrize(
    "broken",
    [
        None,
        7,
        {"properties": None},
        {"properties": []},
        feature(event=None),
        feature(event={"a": 1}),
        feature(status=3),
        feature(sent=None),
        feature(sent=17),
        feature(geocode=[], affectedZones={}),
        feature(parameters=["VTEC"], geocode="UGC", affectedZones=None),
    ],
    ids=range(11),
)
def test_one_broken_feature_costs_the_others_nothing(broken: object) -> None:
    reading = read_all(broken, feature("WAZ316"), broken)
    assert [each.areas for each in reading.reports] == [{"WAZ316"}]
    assert len({each.where[:11] for each in reading.problems}) == 2


@pytest.mark.parametrize("name", sorted(feature()["properties"]))
@pytest.mark.parametrize("value", [None, 0, True, [], {}, [None], "\x00<!channel>", [[]]])
def test_any_field_may_be_of_any_type(name: str, value: object) -> None:
    odd = feature()
    odd["properties"][name] = value
    reading = read_all(odd, feature("WAZ316"))
    assert {"WAZ316"} in [each.areas for each in reading.reports]


@pytest.mark.parametrize("status", ["Test", "Exercise", "Draft", "System", "test"])
def test_a_test_is_no_alert(status: str) -> None:
    reading = read_all(feature(status=status))
    assert (reading.reports, reading.problems) == ([], [])


@pytest.mark.parametrize("event", ["Test", "Required Weekly Test", "Practice/Demo Warning"])
def test_an_event_that_is_a_test_is_no_alert(event: str) -> None:
    assert not read_all(feature(event=event)).reports


def test_an_acknowledgement_is_no_alert() -> None:
    assert not read_all(feature(messageType="Ack")).reports


def test_a_message_from_the_future_does_not_outdo_all_later_ones() -> None:
    reading = read_all(feature(sent="2027-01-01T00:00:00Z"))
    (report,) = reading.reports
    assert report.revision < "2025-12-15T23"
    assert [each.why for each in reading.problems] == ["is ahead of the document's clock"]


def test_a_clock_that_is_minutes_off_is_no_problem() -> None:
    assert not read_all(feature(sent="2025-12-15T22:05:00Z")).problems


def test_five_thousand_alerts_are_read_at_once() -> None:
    many = [
        feature(f"WAZ{number % 999:03d}", vtec=f"NEW.KSEW.HW.W.{number:04d}")
        for number in range(5_000)
    ]
    begin = datetime.now(UTC)
    reading = read(json.dumps({**json.loads(document()), "features": many}).encode())
    assert len(reading.reports) == 5_000
    assert datetime.now(UTC) - begin < timedelta(seconds=15)


def test_numbers_are_identities_too() -> None:
    report = read_all(feature(vtec=None, id=2753453604474378)).reports[0]
    assert report.message == "2753453604474378"
