"""Our own webhook: what its documentation promises, and each thing that is refused by field."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.alerts.facts import AlertKind, Basis, Facts, Lifecycle, Reading, Report, Severity
from bot.alerts.feeds import intake
from bot.alerts.feeds.errors import Unreadable
from tests.bot.alerts.feeds.documents import as_body, recorded

DOCUMENTATION = Path(__file__).parents[4] / "docs" / "alerts-intake.md"
EVENT: dict[str, Any] = {
    "version": 1,
    "key": "INC0012345",
    "revision": 3,
    "lifecycle": "update",
    "kind": "network_outage",
    "severity": "severe",
    "areas": ["CAC073", "06073", "fire:CAZ258", "market:san-diego"],
    "headline": "Fiber cut in Chula Vista",
    "facts": {"what": "No calls or data south of the 54.", "who": "Field crew 7"},
    "say": {"en": "We found a cut cable.", "es": "Encontramos un cable cortado."},
    "starts": "2026-03-01T10:05:00-08:00",
    "expected_end": "2026-03-01T14:00:00-08:00",
    "basis": "estimated",
}


def read(**changes: Any) -> Reading:
    return intake.read(as_body(EVENT | changes))


def only(**changes: Any) -> Report:
    reading = read(**changes)
    assert reading.problems == []
    return reading.reports[0]


def faults(**changes: Any) -> dict[str, str]:
    reading = read(**changes)
    assert reading.reports == []
    return dict(reading.problems)


def test_a_message_becomes_a_report() -> None:
    report = only()
    assert (report.key, report.source) == ("INC0012345", "intake")
    assert (report.kind, report.severity) == (AlertKind.NETWORK_OUTAGE, Severity.SEVERE)
    assert report.lifecycle is Lifecycle.UPDATE
    assert report.areas == {"CAC073", "06073", "fire:CAZ258", "market:san-diego"}
    assert report.facts == Facts(what="No calls or data south of the 54.", who="Field crew 7")
    assert report.starts == datetime(2026, 3, 1, 18, 5, tzinfo=UTC)
    assert report.expected_end == datetime(2026, 3, 1, 22, tzinfo=UTC)
    assert report.basis is Basis.ESTIMATED
    assert dict(report.sayings) == EVENT["say"]
    assert report.event == "Network outage"


def test_every_example_of_the_documentation_is_taken() -> None:
    examples = re.findall(r"```json intake\n(.*?)```", DOCUMENTATION.read_text(), re.DOTALL)
    assert len(examples) >= 2
    for example in examples:
        reading = intake.read(example.encode())
        assert reading.problems == []
        assert len(reading.reports) == 1


def test_the_documentation_names_every_field_and_word() -> None:
    text = DOCUMENTATION.read_text()
    fields = [*intake.SaidEvent.model_fields, *intake.SaidFacts.model_fields]
    chosen = [each.value for kind in (AlertKind, Severity, Basis, Lifecycle) for each in kind]
    assert [word for word in [*fields, *chosen] if f"`{word}`" not in text] == []


def test_revisions_sort_as_numbers_do() -> None:
    assert only(revision=2).revision < only(revision=10).revision


def test_the_same_again_has_the_same_hash_whatever_its_revision() -> None:
    assert only(revision=4).raw_hash == only().raw_hash != only(severity="minor").raw_hash


def test_all_markets_are_named_as_such() -> None:
    assert only(areas=["all"]).areas == frozenset()
    assert "areas.0" in faults(areas=["all", "CAC073"])


def test_an_unknown_end_has_no_time() -> None:
    report = only(basis="unknown", expected_end=None)
    assert (report.expected_end, report.basis) == (None, Basis.UNKNOWN)
    assert faults(basis="unknown") == {"expected_end": "cannot be given when its basis is unknown"}


@pytest.mark.parametrize("basis", ["stated", "estimated"])
def test_a_basis_without_an_end_is_refused(basis: str) -> None:
    assert "expected_end" in faults(basis=basis, expected_end=None)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("say.en", {"say": {"en": "It is back by 6 PM."}}),
        ("say.es", {"say": {"es": "Estará listo en 2 horas."}}),
        ("headline", {"headline": "Fiber cut, back in 2 hours"}),
        ("facts.what", {"facts": {"what": "Calls work again at 18:00."}}),
    ],
)
def test_with_an_unknown_end_no_words_name_a_time(place: str, words: dict[str, Any]) -> None:
    unknown = {"basis": "unknown", "expected_end": None} | words
    assert place in faults(**unknown)
    assert only(**words), "with a known end they may"
    assert only(**unknown, lifecycle="ended"), "and of what is over"


@pytest.mark.parametrize(
    "end", ["2026-03-01T10:05:00-08:00", "2026-03-01T09:00:00-08:00", "2028-01-01T00:00:00Z"]
)
def test_an_end_before_the_start_or_years_after_it_is_refused(end: str) -> None:
    assert "expected_end" in faults(expected_end=end)


WRONG: list[tuple[str, Any]] = [
    ("version", 2),
    ("version", "1"),
    ("key", ""),
    ("key", "two words"),
    ("key", "<!channel>"),
    ("key", "x" * 101),
    ("revision", 0),
    ("revision", "3"),
    ("revision", True),
    ("revision", 3.5),
    ("revision", 10**15),
    ("lifecycle", "over"),
    ("kind", "magic"),
    ("severity", 5),
    ("certainty", "sure"),
    ("areas", []),
    ("areas", "all of it"),
    ("areas", None),
    ("headline", ""),
    ("headline", " \x00\u200b"),
    ("headline", "x" * 151),
    ("facts", None),
    ("say", []),
    ("starts", "2026-03-01T10:05:00"),
    ("starts", "yesterday"),
    ("starts", 1_700_000_000),
    ("starts", "0001-01-01T00:00:00Z"),
    ("expected_end", "9999-12-31T23:59:59-12:00"),
    ("basis", None),
    ("link", "javascript:alert(1)"),
    ("link", "https://a|b"),
    ("replaces", "INC1"),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_wrong_field_is_named_and_nothing_is_taken(field: str, value: Any) -> None:
    assert field in faults(**{field: value})


@pytest.mark.parametrize("field", [*EVENT])
def test_what_is_needed_and_left_out_is_named(field: str) -> None:
    body = as_body({name: value for name, value in EVENT.items() if name != field})
    reading = intake.read(body)
    optional = field in ("facts", "say")
    assert [problem.where for problem in reading.problems] == ([] if optional else [field])


def test_all_faults_are_told_at_once() -> None:
    told = faults(kind="x", facts={"what": 5, "mood": ""}, say={"fr": "non"}, areas=["CAC073", 5])
    assert told.keys() == {"kind", "facts.what", "facts.mood", "say.fr", "areas.1"}
    assert told["facts.mood"] == "is not known"
    assert faults(areas=["CAC073", "Chula Vista"]) == {
        "areas.1": "'Chula Vista' is no code of an area"
    }


def test_mentions_are_text_and_control_characters_are_gone() -> None:
    report = only(headline="<!channel>\x07  down", facts={"what": "one\r\ntwo\u202e <@U1>"})
    assert report.headline == "<!channel> down"
    assert report.facts.what == "one\ntwo <@U1>"


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"5", b"<html>", b"{", b'{"a": NaN}', b"{}" + b" " * 200_000, b"[" * 90_000],
)
def test_what_is_no_message_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        intake.read(body)


def test_a_message_is_told_from_those_of_others() -> None:
    assert intake.recognises(json.dumps(EVENT).encode())
    assert not intake.recognises(recorded("alertmanager/zulip_v4_firing_two.json"))
    assert not intake.recognises(b"<alert/>")
