"""Every field of every recorded document, replaced by everything that it should not be."""

import copy
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.alerts.facts import Basis, Reading, Severity
from bot.alerts.feeds import alertmanager, cap, intake, odin, statuspage
from bot.alerts.feeds.errors import Unreadable
from tests.bot.alerts.feeds.documents import as_body, recorded, recorded_json
from tests.bot.alerts.feeds.test_intake import EVENT

NOW = datetime(2026, 8, 4, 18, tzinfo=UTC)
STANDING = {"5109.26163": Severity.SEVERE}
ODD: list[Any] = [
    *(None, True, -1, 0, 5, 10**400, 1e308, 0.5, "", " ", "x" * 3_000),
    *("\x00\ud800", "<!channel>", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59"),
    *("2026-03-01T00:00:00Z", [], {}, [None], [[]], {"a": {"b": []}}, ["x"], [{}]),
]
Read = Callable[[bytes], Reading]
SOURCES: list[tuple[Read, Any]] = [
    (statuspage.read, recorded_json("statuspage/made_up_summary_outage.json")),
    (statuspage.read, recorded_json("statuspage/zulip_webhook_incident_created.json")),
    (statuspage.read, recorded_json("statuspage/zulip_webhook_component_update.json")),
    (
        lambda body: alertmanager.read(body, otherwise=frozenset()),
        recorded_json("alertmanager/zulip_v4_firing_two.json"),
    ),
    (lambda body: odin.read(body, STANDING, NOW), recorded_json("odin/made_up_rows.json")),
    (intake.read, EVENT),
]


def changed(document: Any) -> Iterator[Any]:
    """The document with each of its places holding each odd value, or nothing."""
    for path in places(document):
        for value in ODD:
            copied = copy.deepcopy(document)
            parent = copied
            for step in path[:-1]:
                parent = parent[step]
            parent[path[-1]] = value
            yield copied
        del parent[path[-1]]
        yield copied


def places(document: Any) -> Iterator[list[Any]]:
    steps = document.items() if isinstance(document, dict) else enumerate(document)
    for step, value in steps:
        yield [step]
        if isinstance(value, dict | list):
            yield from ([step, *rest] for rest in places(value))


def check(reading: Reading) -> None:
    """What holds of every report, whatever it was made of."""
    for report in reading.reports:
        assert report.key
        assert len(report.key) <= 200
        assert len(report.headline) <= 150
        assert report.headline
        assert (report.expected_end is None) == (report.basis is Basis.UNKNOWN)
        assert report.starts.tzinfo is not None
        assert 2000 <= report.starts.year <= 2100
        assert all(len(fact) <= 600 for fact in report.facts)
        repr(report).encode()


@pytest.mark.slow
@pytest.mark.parametrize(("read", "document"), SOURCES)
def test_no_odd_value_anywhere_costs_more_than_its_part(read: Read, document: Any) -> None:
    for odd in changed(document):
        try:
            check(read(as_body(odd)))
        except Unreadable:
            continue


@pytest.mark.slow
@pytest.mark.parametrize("name", ["google_noaa_errors", "google_canada_errors"])
def test_no_odd_text_in_an_element_costs_more_than_its_part(name: str) -> None:
    body = re.sub(r"<polygon>.*?</polygon>", "", recorded(f"cap/{name}.xml").decode())
    texts = [found.span(1) for found in re.finditer(r">([^<>]*)</", body)]
    for start, end in texts:
        for odd in ("", "5", "x" * 3_000, "9999-12-31T23:59:59Z", "&lt;!channel&gt;", ",,", "<b/>"):
            check(cap.read((body[:start] + odd + body[end:]).encode()))
