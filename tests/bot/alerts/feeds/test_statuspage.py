"""Status pages: what is down, by what incident, and when it is over."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.alerts.facts import AlertKind, Basis, Lifecycle, Reading, Report, Severity
from bot.alerts.feeds import statuspage
from bot.alerts.feeds.errors import Unreadable
from tests.bot.alerts.feeds.documents import as_body, recorded, recorded_json

OUTAGE = "statuspage/made_up_summary_outage.json"


def read(document: Any) -> Reading:
    return statuspage.read(as_body(document))


def by_key(reading: Reading) -> dict[str, Report]:
    return {report.key: report for report in reading.reports}


def outage(change: Callable[[Any], None] = lambda _: None) -> Any:
    document = recorded_json(OUTAGE)
    change(document)
    return document


def test_an_incident_that_names_a_dummy_component_has_those_that_are_down() -> None:
    report = by_key(read(outage()))["i1"]
    assert report.headline == "Calls fail in the west"
    assert report.severity is Severity.SEVERE, "its own impact is minor"
    assert report.facts.where == "Calls, Text messages"
    assert report.facts.what == "We look into failing calls."
    assert report.facts.source == "Example Mobile"
    assert report.starts == datetime(2026, 3, 1, 18, 11, tzinfo=UTC)
    assert report.basis is Basis.UNKNOWN
    assert report.lifecycle is Lifecycle.UPDATE
    assert report.link == "https://stspg.io/i1"


def test_components_that_the_incident_explains_are_no_events_of_their_own() -> None:
    reports = by_key(read(outage()))
    assert reports["i1"].replaces == {"component.c1", "component.c2"}
    assert not {"component.c1", "component.c2"} & reports.keys()


def test_without_an_incident_each_component_that_is_down_is_an_event() -> None:
    reports = by_key(read(outage(lambda document: document.update(incidents=[]))))
    calls = reports["component.c1"]
    assert calls.headline == "Calls is down"
    assert (calls.severity, calls.lifecycle) == (Severity.SEVERE, Lifecycle.NEW)
    assert reports["component.c2"].severity is Severity.MODERATE
    assert reports["component.c3"].lifecycle is Lifecycle.ENDED
    assert "component.g1" not in reports, "a group only repeats its components"


def test_with_two_incidents_nobody_guesses_which_one_it_is() -> None:
    def second(document: Any) -> None:
        document["incidents"].append({**document["incidents"][0], "id": "i2"})

    reports = by_key(read(outage(second)))
    assert reports["i1"].severity is Severity.MODERATE
    assert reports["component.c1"].lifecycle is Lifecycle.NEW


def test_a_component_that_an_incident_names_is_its_own() -> None:
    def named(document: Any) -> None:
        calls = document["components"][0]
        document["incidents"][0]["components"] = [calls]
        document["incidents"].append({**document["incidents"][0], "id": "i2", "components": []})

    reports = by_key(read(outage(named)))
    assert reports["i1"].facts.where == "Calls"
    assert "component.c1" not in reports


def test_a_later_change_of_a_component_is_a_later_revision_of_its_incident() -> None:
    def later(document: Any) -> None:
        document["components"][0]["updated_at"] = "2026-03-01T18:40:00.000Z"

    before, after = (by_key(read(each))["i1"] for each in (outage(), outage(later)))
    assert after.revision > before.revision


def test_planned_work_says_from_when_until_when() -> None:
    report = by_key(read(outage()))["m1"]
    assert report.event == statuspage.MAINTENANCE
    assert report.severity is Severity.MINOR
    assert report.starts == datetime(2026, 3, 5, 8, tzinfo=UTC)
    assert report.expected_end == datetime(2026, 3, 5, 10, tzinfo=UTC)
    assert report.basis is Basis.STATED


def test_planned_work_that_ends_before_it_starts_has_no_end() -> None:
    def backwards(document: Any) -> None:
        document["scheduled_maintenances"][0]["scheduled_until"] = "2026-03-05T07:00:00.000Z"

    reading = read(outage(backwards))
    assert by_key(reading)["m1"].expected_end is None
    assert reading.problems[0].where == "scheduled_maintenances[0].scheduled_until"


def test_what_is_resolved_has_ended_with_a_newer_revision() -> None:
    [over] = statuspage.read(recorded("statuspage/made_up_incidents_resolved.json")).reports
    assert over.lifecycle is Lifecycle.ENDED
    assert over.key == "i1"
    assert over.revision > by_key(read(outage()))["i1"].revision


@pytest.mark.parametrize("status", ["resolved", "postmortem", "completed"])
def test_each_word_for_over_ends_it(status: str) -> None:
    def over(document: Any) -> None:
        document["incidents"][0]["status"] = status

    assert by_key(read(outage(over)))["i1"].lifecycle is Lifecycle.ENDED


def test_a_time_of_resolution_ends_it_whatever_its_status() -> None:
    def over(document: Any) -> None:
        document["incidents"][0]["resolved_at"] = "2026-03-01T19:00:00.000Z"

    assert by_key(read(outage(over)))["i1"].lifecycle is Lifecycle.ENDED


def test_only_a_summary_claims_to_list_all_that_is_live() -> None:
    assert read(outage()).complete
    assert not statuspage.read(recorded("statuspage/made_up_incidents_resolved.json")).complete


@pytest.mark.parametrize(
    ("impact", "severity"),
    [
        ("none", Severity.MINOR),
        ("minor", Severity.MODERATE),
        ("major", Severity.SEVERE),
        ("critical", Severity.EXTREME),
        ("maintenance", Severity.MINOR),
        (None, Severity.MINOR),
    ],
)
def test_the_impact_is_the_severity_where_nothing_is_down(
    impact: str | None, severity: Severity
) -> None:
    def change(document: Any) -> None:
        document["incidents"][0]["impact"] = impact
        document["components"] = []

    reading = read(outage(change))
    assert by_key(reading)["i1"].severity is severity
    assert reading.problems == []


@pytest.mark.parametrize("impact", ["catastrophic", 5, ["major"], {}])
def test_an_impact_that_nobody_knows_is_severe_and_said(impact: Any) -> None:
    def change(document: Any) -> None:
        document["incidents"][0]["impact"] = impact
        document["components"] = []

    reading = read(outage(change))
    assert by_key(reading)["i1"].severity is Severity.SEVERE
    assert reading.problems[0].where == "incidents[0].impact"


def test_the_webhook_of_an_incident_is_read() -> None:
    reading = statuspage.read(
        recorded("statuspage/zulip_webhook_incident_created.json"), kind=AlertKind.BILLING
    )
    [report] = reading.reports
    assert report.key == "z3lct0r596n4"
    assert report.headline == "Database query delays"
    assert report.lifecycle is Lifecycle.NEW
    assert report.severity is Severity.MINOR
    assert report.kind is AlertKind.BILLING
    assert report.areas == frozenset()
    assert reading.at == datetime(2017, 12, 26, 7, 32, 0, 770_000, tzinfo=UTC)


def test_the_webhook_of_a_component_is_the_event_that_a_summary_would_name() -> None:
    document = recorded_json("statuspage/zulip_webhook_component_update.json")
    [report] = read(document).reports
    assert report.key == "component.sqm6pl84wzjc"
    assert report.headline == "Database component is under maintenance"
    document["component"]["status"] = "operational"
    document["component"]["updated_at"] = "2017-12-26T09:00:00Z"
    [over] = read(document).reports
    assert (over.key, over.lifecycle) == (report.key, Lifecycle.ENDED)
    assert over.revision > report.revision


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Service Unavailable</html>",
        b"[]",
        b"{}",
        b'{"page": []}',
        b'{"page": {}}',
        b'{"page": {}, "incidents": 5}',
        b'{"page": {}, "incidents": NaN}',
        b"[" * 100_000,
        b"",
        b" " * 20_000_000,
    ],
)
def test_what_is_no_status_page_is_unreadable(body: bytes) -> None:
    assert not statuspage.recognises(body)
    with pytest.raises(Unreadable):
        statuspage.read(body)


WRONG: list[dict[str, Any]] = [
    {"id": 5},
    {"id": None},
    {"id": "x" * 500},
    {"status": None},
    {"status": []},
    {"updated_at": 5, "created_at": "yesterday"},
    {"updated_at": "0001-01-01T00:00:00Z", "created_at": None},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_an_incident_with_wrong_types_costs_only_itself(wrong: dict[str, Any]) -> None:
    def change(document: Any) -> None:
        document["incidents"].insert(0, {**document["incidents"][0], **wrong})

    reading = read(outage(change))
    assert by_key(reading)["i1"].severity is Severity.SEVERE
    assert reading.problems[0].where == "incidents[0]"


@pytest.mark.parametrize(
    "odd", [5, "x", None, [], {}, [5, None, {}], [{"id": "c9", "status": []}], [[]]]
)
def test_odd_lists_within_an_incident_cost_nothing(odd: Any) -> None:
    def change(document: Any) -> None:
        document["incidents"][0].update(components=odd, incident_updates=odd)

    assert by_key(read(outage(change)))["i1"].facts.where == "Calls, Text messages"


def test_entries_that_are_no_objects_and_unknown_states_are_problems() -> None:
    def change(document: Any) -> None:
        document["components"] += [None, 5, {**document["components"][0], "id": "c8"}]
        document["components"][-1]["status"] = "exploded"

    reading = read(outage(change))
    assert [problem.where for problem in reading.problems] == [
        "components[5]",
        "components[6]",
        "component c8",
    ]


def test_duplicates_are_one_event_and_ten_thousand_are_read() -> None:
    def change(document: Any) -> None:
        document["incidents"] = [
            {**document["incidents"][0], "id": f"n{number % 5_000}"} for number in range(10_000)
        ]

    reports = read(outage(change)).reports
    assert len({report.key for report in reports if report.key.startswith("n")}) == 5_000


def test_of_an_incident_that_is_listed_twice_the_newer_counts() -> None:
    def twice(document: Any) -> None:
        old = {**document["incidents"][0], "name": "Old", "updated_at": "2026-03-01T18:13:00.000Z"}
        document["incidents"].append(old)

    [report] = [each for each in read(outage(twice)).reports if each.key == "i1"]
    assert report.headline == "Calls fail in the west"
    assert report.severity is Severity.SEVERE


def test_mentions_and_control_characters_are_text() -> None:
    def change(document: Any) -> None:
        document["incidents"][0]["name"] = "<!channel>\x00 \u202eall" + " down" * 100

    report = by_key(read(outage(change)))["i1"]
    assert report.headline.startswith("<!channel> all down")
    assert len(report.headline) <= 150
