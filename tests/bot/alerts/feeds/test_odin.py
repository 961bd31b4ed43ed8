"""Power outages by county: what is worth an alert, and when it has ended."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.facts import AlertKind, Basis, Lifecycle, Reading, Report, Severity
from bot.alerts.feeds import odin
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.feeds.odin import Steps
from tests.bot.alerts.feeds.documents import as_body, recorded, recorded_json

NOW = datetime(2026, 8, 4, 18, 0, tzinfo=UTC)
ROWS = "odin/made_up_rows.json"
WAYNE, MACOMB, SAN_DIEGO = "5109.26163", "5109.26099", "16609.06073"


def by_key(reading: Reading) -> dict[str, Report]:
    return {report.key: report for report in reading.reports}


def row(meters: Any = 12_000, **changes: Any) -> dict[str, Any]:
    first: dict[str, Any] = recorded_json(ROWS)["results"][0]
    return first | {"metersaffected": meters} | changes


def read(*rows: Any, standing: dict[str, Severity] | None = None, at: datetime = NOW) -> Reading:
    return odin.read(as_body({"results": rows}), standing or {}, at)


def after(standing: dict[str, Severity], reading: Reading) -> dict[str, Severity]:
    """What the next reading is told."""
    ended = {each.key for each in reading.reports if each.lifecycle is Lifecycle.ENDED}
    now = standing | {each.key: each.severity for each in reading.reports}
    return {key: severity for key, severity in now.items() if key not in ended}


def test_rows_of_one_utility_in_one_county_are_one_outage() -> None:
    reading = odin.read(recorded(ROWS), {}, NOW)
    report = by_key(reading)[WAYNE]
    assert report.severity is Severity.SEVERE, "9,200 and 2,100 meters"
    assert report.areas == {"26163"}
    assert report.kind is AlertKind.POWER_OUTAGE
    assert report.headline == ("Power out: at least 5,000 homes and businesses in Wayne, Michigan")
    assert report.facts.who == "Example Electric"
    assert report.facts.cause == "storm"
    assert report.starts == datetime(2026, 8, 4, 16, 55, tzinfo=UTC)
    assert report.expected_end == datetime(2026, 8, 4, 23, 0, tzinfo=UTC), "the last of them"
    assert report.basis is Basis.ESTIMATED
    assert reading.problems == []
    assert not reading.complete


def test_small_outages_are_no_alerts_and_large_ones_are_extreme() -> None:
    reports = by_key(odin.read(recorded(ROWS), {}, NOW))
    assert "4254.26163" not in reports, "another utility's 120 meters in the same county"
    assert reports[MACOMB].severity is Severity.MODERATE
    assert reports[SAN_DIEGO].severity is Severity.EXTREME
    assert reports[SAN_DIEGO].areas == {"06073"}


def test_the_export_is_the_same_list_without_its_envelope() -> None:
    export = as_body(recorded_json(ROWS)["results"])
    assert odin.read(export, {}, NOW) == odin.read(recorded(ROWS), {}, NOW)


def test_a_county_that_is_missing_is_neither_zero_nor_over() -> None:
    assert read(standing={WAYNE: Severity.SEVERE}).reports == []


def test_a_number_that_swings_about_a_step_changes_nothing() -> None:
    standing: dict[str, Severity] = {}
    seen = []
    for number, meters in enumerate(
        (1_800, 2_020, 1_980, 2_200, 1_200, 10_400, 9_600, 5_200, 10_200)
    ):
        reading = read(row(meters), standing=standing, at=NOW + timedelta(minutes=15 * number))
        standing = after(standing, reading)
        seen += [report.severity for report in reading.reports]
    assert seen == [Severity.MODERATE] * 4 + [Severity.SEVERE] * 4


def test_below_half_of_a_step_it_falls_and_below_half_of_the_first_it_ends() -> None:
    fallen = by_key(read(row(4_800), standing={WAYNE: Severity.SEVERE}))[WAYNE]
    assert (fallen.severity, fallen.lifecycle) == (Severity.MODERATE, Lifecycle.UPDATE)
    reading = read(row(999), standing={WAYNE: Severity.SEVERE})
    assert by_key(reading)[WAYNE].lifecycle is Lifecycle.ENDED
    assert after({WAYNE: Severity.SEVERE}, reading) == {}


@given(
    st.integers(0, 200_000),
    st.sampled_from([None, Severity.MODERATE, Severity.SEVERE, Severity.EXTREME]),
)
def test_the_words_are_true_of_every_number(meters: int, before: Severity | None) -> None:
    standing = {WAYNE: before} if before else {}
    for report in read(row(meters), standing=standing).reports:
        found = re.search(r"(at least|fewer than) ([\d,]+) homes", report.facts.what)
        assert found
        named = int(found[2].replace(",", ""))
        assert meters >= named if found[1] == "at least" else meters < named


def test_an_end_is_said_once_and_only_of_what_stood() -> None:
    assert read(row(0)).reports == []
    over = read(row(0), standing={WAYNE: Severity.MODERATE})
    assert by_key(over)[WAYNE].lifecycle is Lifecycle.ENDED


@given(st.lists(st.integers(0, 100_000), max_size=30))
def test_what_stands_always_fits_the_last_number(numbers: list[int]) -> None:
    steps, now = Steps(), None
    for meters in numbers:
        now = steps.after(meters, now)
        low = steps.of(now) * steps.back if now else 0
        high = {None: 2_000, Severity.MODERATE: 10_000, Severity.SEVERE: 50_000}.get(now)
        assert meters >= low
        assert high is None or meters < high


def test_words_and_hash_change_with_the_step_and_not_with_the_number() -> None:
    one, other, more = (by_key(read(row(meters)))[WAYNE] for meters in (12_000, 13_123, 60_000))
    assert (one.headline, one.raw_hash) == (other.headline, other.raw_hash)
    assert (one.headline, one.raw_hash) != (more.headline, more.raw_hash)


def test_an_estimate_that_has_passed_is_none() -> None:
    late = by_key(read(row(), at=NOW + timedelta(hours=6)))[WAYNE]
    assert (late.expected_end, late.basis) == (None, Basis.UNKNOWN)


def test_an_estimate_for_the_smaller_part_is_none() -> None:
    mostly = by_key(read(row(1_000), row(4_000, estimatedrestorationtime=None)))[WAYNE]
    assert mostly.expected_end is None


@pytest.mark.parametrize("value", ["2026-08-04T21:30:00Z", {"ert": "2026-08-04T21:30:00Z"}])
def test_an_estimate_may_be_plain(value: Any) -> None:
    report = by_key(read(row(estimatedrestorationtime=value)))[WAYNE]
    assert report.expected_end == datetime(2026, 8, 4, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", ["Unknown", "{", '{"ert": 5}', "[]", 5, {"ert": None}, "2026-08-04 21:30", "{" * 500]
)
def test_an_estimate_that_is_none_costs_nothing_else(value: Any) -> None:
    assert by_key(read(row(estimatedrestorationtime=value)))[WAYNE].expected_end is None


def test_causes_that_differ_are_not_told() -> None:
    assert by_key(read(row(), row(cause="car")))[WAYNE].facts.cause == ""


@pytest.mark.parametrize("meters", ["6000", 6000.0])
def test_a_number_may_come_in_other_clothes(meters: Any) -> None:
    assert WAYNE in by_key(read(row(meters)))


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        5,
        [],
        row(None),
        row(-5),
        row("many"),
        row("٣٠٠٠"),
        row(True),
        row(1e300),
        row(6_000.5),
        row(50_000_000),
        row(utility_id=None),
        row(communitydescriptor="Wayne"),
        row(communitydescriptor=None),
        row(communitydescriptor="²6163"),
    ],
)
def test_one_wrong_row_among_many_costs_only_itself(wrong: Any) -> None:
    reading = read(row(), wrong, row(3_000, communitydescriptor="26099"))
    assert by_key(reading).keys() == {WAYNE, MACOMB}
    assert reading.problems[0].where.startswith("results[1]")


def test_a_county_may_have_lost_its_zero() -> None:
    assert by_key(read(row(communitydescriptor=6073)))["5109.06073"].areas == {"06073"}


def test_a_row_of_an_incident_that_comes_twice_counts_once() -> None:
    twice = row(6_000, incident="i1")
    assert by_key(read(twice, twice))[WAYNE].severity is Severity.MODERATE


def test_rows_that_were_not_sent_are_said() -> None:
    body = as_body({"total_count": 250, "results": [row()]})
    assert odin.read(body, {}, NOW).problems[0].why == "250 rows, of which 1 were sent"


def test_a_later_reading_is_a_later_revision_and_starts_never_ahead() -> None:
    first, then = (by_key(read(row(), at=NOW + timedelta(minutes=wait)))[WAYNE] for wait in (0, 15))
    assert first.revision < then.revision
    ahead = by_key(read(row(reportedstarttime="2027-01-01T00:00:00Z")))[WAYNE]
    assert ahead.starts == NOW


@pytest.mark.parametrize("body", [b"<html></html>", b"{}", b'{"results": 5}', b"5", b"", b"\x00"])
def test_what_is_no_list_is_unreadable(body: bytes) -> None:
    assert not odin.recognises(body)
    with pytest.raises(Unreadable):
        odin.read(body, {}, NOW)


def test_its_documents_are_recognised() -> None:
    assert odin.recognises(recorded(ROWS))
    assert not odin.recognises(recorded("statuspage/zulip_webhook_incident_created.json"))


def test_ten_thousand_rows_are_read() -> None:
    rows = [row(communitydescriptor=f"{number:05}") for number in range(1_000, 11_000)]
    assert len(read(*rows).reports) == 10_000
