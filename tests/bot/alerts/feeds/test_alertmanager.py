"""Alertmanager's notifications, with the labels that an administrator gives them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.alerts.facts import AlertKind, Basis, Lifecycle, Reading, Report, Severity
from bot.alerts.feeds import alertmanager
from bot.alerts.feeds.errors import Unreadable
from tests.bot.alerts.feeds.documents import as_body, recorded

LABELS = {"alertname": "Fiber cut", "severity": "critical", "market": "san-diego"}
EVERYBODY: frozenset[str] = frozenset()


def alert(**changes: Any) -> dict[str, Any]:
    return {
        "status": "firing",
        "labels": LABELS,
        "annotations": {"summary": "Fiber cut near Chula Vista"},
        "startsAt": "2026-03-01T18:10:00.123456789Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "fingerprint": "a1bc48475b20e73d",
        **changes,
    }


def read(*alerts: Any, **more: Any) -> Reading:
    document = {"version": "4", "status": "firing", "alerts": alerts, **more}
    return alertmanager.read(as_body(document))


def only(**changes: Any) -> Report:
    [report] = read(alert(**changes)).reports
    return report


def labelled(**labels: str) -> Report:
    return only(labels=LABELS | labels)


def noted(**notes: str) -> Report:
    return only(annotations=notes)


def test_a_recorded_notification_has_an_event_for_each_fingerprint() -> None:
    body = recorded("alertmanager/zulip_v4_firing_two.json")
    reading = alertmanager.read(body, otherwise=EVERYBODY)
    assert [report.key for report in reading.reports] == ["a1bc48475b20e73d", "c2ea85182f28cbd9"]
    first = reading.reports[0]
    assert first.headline == "High CPU core temperature"
    assert first.facts.what == "CPU core temperature is 34.75C"
    assert first.starts == datetime(2020, 2, 6, 0, 17, 58, 432_911, tzinfo=UTC)
    assert (first.expected_end, first.basis) == (None, Basis.UNKNOWN)
    assert (first.severity, first.lifecycle) == (Severity.SEVERE, Lifecycle.NEW)
    assert reading.problems == []


def test_an_alert_that_names_no_market_reaches_nobody_and_is_a_problem() -> None:
    reading = alertmanager.read(recorded("alertmanager/zulip_v4_firing_two.json"))
    assert reading.reports == []
    assert len(reading.problems) == 2


@pytest.mark.parametrize("version", ["v3", "v4"])
def test_a_recorded_notification_without_fingerprints_is_known_by_its_labels(version: str) -> None:
    body = recorded(f"alertmanager/alerta_prometheus_{version}_alert.json")
    [report] = alertmanager.read(body, otherwise=EVERYBODY).reports
    assert len(report.key) == 16
    assert alertmanager.recognises(body)


def test_a_fingerprint_is_the_one_that_alertmanager_gives() -> None:
    labels = {"alertname": "HighValue", "instance": "api:8000", "job": "api", "severity": "high"}
    assert alertmanager.fingerprint(labels) == "948c667b1fc76492"
    assert alertmanager.fingerprint({}) == "cbf29ce484222325"


def test_an_empty_label_is_none_as_it_is_for_prometheus() -> None:
    bare = only(fingerprint="")
    assert only(fingerprint="", labels=LABELS | {"site": ""}).key == bare.key
    assert only(fingerprint="", labels=LABELS | {"site": "1"}).key != bare.key


def test_labels_say_where_it_is() -> None:
    assert only().areas == {"market:san-diego"}
    assert labelled(market="San-Diego, detroit").areas == {"market:san-diego", "market:detroit"}
    assert labelled(areas="CAC073 06073,fire:CAZ258").areas == {
        *("market:san-diego", "CAC073", "06073", "fire:CAZ258")
    }
    assert labelled(market="all").areas == EVERYBODY


def test_codes_that_are_none_do_not_make_it_everybodys() -> None:
    body = as_body({"status": "firing", "alerts": [alert(labels={"a": "b", "areas": "Nowhere"})]})
    reading = alertmanager.read(body, otherwise=EVERYBODY)
    assert reading.reports == []
    assert "'Nowhere' is no code of an area" in reading.problems[0].why


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        ("info", Severity.MINOR),
        ("warning", Severity.MODERATE),
        ("Critical", Severity.SEVERE),
        ("page", Severity.EXTREME),
        ("extreme", Severity.EXTREME),
        ("", Severity.MODERATE),
    ],
)
def test_usual_words_for_severity_are_known(word: str, severity: Severity) -> None:
    reading = read(alert(labels=LABELS | {"severity": word}))
    assert reading.reports[0].severity is severity
    assert reading.problems == []


def test_words_that_nobody_knows_are_said_and_taken_for_something() -> None:
    reading = read(alert(labels=LABELS | {"severity": "purple", "kind": "magic"}))
    [report] = reading.reports
    assert (report.severity, report.kind) == (Severity.MODERATE, AlertKind.OTHER)
    assert {problem.where for problem in reading.problems} == {
        "alerts[0].labels.severity",
        "alerts[0].labels.kind",
    }


def test_annotations_are_its_facts() -> None:
    report = noted(
        summary="Fiber cut",
        description="A digger cut a cable.",
        where="Chula Vista",
        cause="Road works",
        who="Night crew",
        source="NOC",
        link="https://noc.example.com/1",
        expected_end="2026-03-01T20:00:00Z",
    )
    assert report.facts == (
        "A digger cut a cable.",
        "Chula Vista",
        "Road works",
        "Night crew",
        "NOC",
    )
    assert report.link == "https://noc.example.com/1"
    assert report.expected_end == datetime(2026, 3, 1, 20, tzinfo=UTC)
    assert report.basis is Basis.ESTIMATED
    assert labelled(kind="power_outage").kind is AlertKind.POWER_OUTAGE


def test_the_time_at_which_a_firing_alert_would_lapse_is_no_expected_end() -> None:
    assert only(endsAt="2026-03-01T18:15:00Z").expected_end is None


@pytest.mark.parametrize(
    "end", ["soon", "2026-03-01T18:00:00Z", "2026-03-01T20:00:00", "9999-01-01T00:00:00Z"]
)
def test_an_expected_end_that_cannot_be_is_a_problem(end: str) -> None:
    reading = read(alert(annotations={"expected_end": end}))
    assert reading.reports[0].basis is Basis.UNKNOWN
    assert reading.problems[0].where == "alerts[0].annotations.expected_end"


def test_a_late_retry_is_older_than_the_end_and_a_second_fire_is_newer() -> None:
    fires = only()
    ended = only(status="resolved", endsAt="2026-03-01T19:00:00Z")
    again = only(startsAt="2026-03-01T19:30:00Z")
    assert ended.lifecycle is Lifecycle.ENDED
    assert fires.key == ended.key == again.key
    assert fires.revision < ended.revision < again.revision


@pytest.mark.parametrize("end", ["0001-01-01T00:00:00Z", "2026-03-01T18:00:00Z", None, 5])
def test_an_end_without_a_usable_time_still_ends_what_fires(end: Any) -> None:
    ended = only(status="resolved", endsAt=end)
    assert ended.revision > noted(revision="999").revision > only().revision


def test_a_senders_own_number_orders_changes_of_one_alert() -> None:
    assert noted(revision="2").revision < noted(revision="10").revision
    assert noted(revision="-1").revision == only().revision


def test_the_group_says_what_an_alert_does_not() -> None:
    [report] = read(alert(status=None), status="resolved").reports
    assert report.lifecycle is Lifecycle.ENDED


def test_alerts_that_the_sender_left_out_are_said() -> None:
    reading = read(alert(), truncatedAlerts=7)
    assert reading.problems[0] == ("truncatedAlerts", "7 alerts were left out by the sender")
    assert read(alert(), truncatedAlerts="x").problems == []


def test_a_duplicate_is_one_report() -> None:
    assert len(read(alert(), alert()).reports) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        5,
        "x",
        [],
        {},
        alert(labels=None),
        alert(labels={"a": 5}),
        alert(labels={}),
        alert(startsAt=None),
        alert(startsAt="0001-01-01T00:00:00Z"),
        alert(startsAt="2026-03-01T18:10:00"),
    ],
)
def test_one_wrong_alert_among_many_costs_only_itself(wrong: Any) -> None:
    reading = read(alert(), wrong, alert(fingerprint="other"))
    assert len(reading.reports) == 2
    assert reading.problems[0].where.startswith("alerts[1]")


@pytest.mark.parametrize(
    "body",
    [
        b"<html></html>",
        b"{}",
        b'{"status": "firing"}',
        b'{"status": "firing", "alerts": {}}',
        b'{"status": "burning", "alerts": []}',
        b"null",
        b"\xff\xfe{}",
        b'{"a":' * 200_000,
    ],
)
def test_what_is_no_notification_is_unreadable(body: bytes) -> None:
    assert not alertmanager.recognises(body)
    with pytest.raises(Unreadable):
        alertmanager.read(body)


def test_ten_thousand_alerts_with_long_and_odd_labels_are_read() -> None:
    odd = LABELS | {"\ud800": "\udfff", "long": "x" * 1_000}
    many = [alert(labels=odd | {"n": str(number)}, fingerprint="") for number in range(10_000)]
    many[0] = alert(
        annotations={"summary": "<!channel>\x07 " + "x" * 5_000, "description": "y " * 9_000}
    )
    reports = read(*many).reports
    assert len(reports) == 10_000
    assert reports[0].headline.startswith("<!channel> xx")
    assert len(reports[0].headline) <= 150
    assert len(reports[0].facts.what) <= 600
