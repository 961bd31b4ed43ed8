"""Prometheus Alertmanager's webhook, version 4, and what Grafana sends in the same shape.

https://prometheus.io/docs/alerting/latest/configuration/#webhook_config. Its labels and
annotations are the customer's own; docs/alerts-intake.md says which of them are read.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final, NamedTuple

from bot.alerts.facts import (
    AlertKind,
    Basis,
    Certainty,
    Facts,
    Lifecycle,
    Reading,
    Report,
    Severity,
)
from bot.alerts.feeds.areas import areas
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.feeds.reading import (
    MOST_HEADLINE,
    Problems,
    as_revision,
    entries,
    hashed,
    is_json_that,
    key_of,
    link_of,
    load_json,
    moment,
    one_line,
    words,
)

EVERYWHERE: Final = "all"
_SEVERITIES: Final = {
    **dict.fromkeys(("none", "info", "information", "low", "minor", "notice"), Severity.MINOR),
    **dict.fromkeys(("warning", "warn", "moderate", "medium", "average"), Severity.MODERATE),
    **dict.fromkeys(("error", "high", "major", "critical", "severe"), Severity.SEVERE),
    **dict.fromkeys(("page", "emergency", "disaster", "fatal", "extreme"), Severity.EXTREME),
}
_OFFSET, _PRIME, _SEPARATOR = 14695981039346656037, 1099511628211, b"\xff"
_MOST_LABELS, _MOST_LABEL = 100, 2_000


def recognises(body: bytes) -> bool:
    """Whether it looks like one; `read` may still find nothing in it that it can use."""
    return is_json_that(body, _shaped)


def _shaped(document: Any) -> bool:
    told = isinstance(document, dict) and document.get("status") in ("firing", "resolved")
    return told and isinstance(document.get("alerts"), list)


def read(
    body: bytes, source: str = "alertmanager", otherwise: frozenset[str] | None = None
) -> Reading:
    """The alerts of one notification; `otherwise` are the areas of those that name none.

    Without `otherwise`, an alert that names no market and no areas reaches nobody, and is a
    problem: a hot processor in a rack is nothing that every pod is told. Alertmanager's
    documents have no clock and list one group only. Raises Unreadable.
    """
    document = load_json(body)
    if not _shaped(document):
        raise Unreadable("The document is no notification of Alertmanager.")
    problems = Problems()
    truncated = document.get("truncatedAlerts")
    if isinstance(truncated, int) and truncated > 0:
        problems.note("truncatedAlerts", f"{truncated} alerts were left out by the sender")
    reports = {}
    for where, alert in entries(document["alerts"], "alerts", problems):
        report = _alert(alert, document["status"], source, otherwise, where, problems)
        if report:
            reports[report.key, report.revision, report.lifecycle] = report
    return Reading(list(reports.values()), problems.bounded(), at=None, complete=False)


def fingerprint(labels: Mapping[str, str]) -> str:
    """Alertmanager's own name of an alert, for old senders that leave it out.

    FNV-1a of 64 bits over the sorted labels: `labelSetToFingerprint` of prometheus/common.
    """
    value = _OFFSET
    for text in (text for name in sorted(labels) for text in (name, labels[name])):
        for byte in text.encode(errors="replace") + _SEPARATOR:
            value = ((value ^ byte) * _PRIME) & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


class _Alert(NamedTuple):
    """One alert of a notification, as far as it is text; `ended`: it is resolved."""

    labels: dict[str, str]
    notes: dict[str, str]
    starts: datetime
    ended: bool
    areas: frozenset[str]


def _alert(
    alert: dict[str, Any],
    group: str,
    source: str,
    otherwise: frozenset[str] | None,
    where: str,
    problems: Problems,
) -> Report | None:
    said = _said(alert, group, otherwise, where, problems)
    if said is None:
        return None
    labels, notes, starts, ended, reach = said
    name = one_line(labels.get("alertname")) or "Alert"
    end, basis = _expected_end(notes, starts, where, problems)
    return Report(
        source=source,
        key=key_of(alert.get("fingerprint")) or fingerprint(labels),
        revision=_revision(alert, notes, starts, ended),
        event=name,
        kind=_kind(labels, where, problems),
        severity=_severity(labels, where, problems),
        certainty=Certainty.OBSERVED,
        areas=reach,
        headline=one_line(notes.get("summary"), MOST_HEADLINE) or name,
        facts=_facts(notes, source),
        starts=starts,
        expected_end=end,
        basis=basis,
        lifecycle=Lifecycle.ENDED if ended else Lifecycle.NEW,
        link=link_of(notes.get("link")),
        raw_hash=hashed(labels, notes, ended),
    )


def _said(
    alert: dict[str, Any],
    group: str,
    otherwise: frozenset[str] | None,
    where: str,
    problems: Problems,
) -> _Alert | None:
    """None for what says not what, since when or for whom."""
    labels, notes = _strings(alert.get("labels")), _strings(alert.get("annotations"))
    if not labels:
        problems.note(f"{where}.labels", "has no labels")
        return None
    starts = moment(alert.get("startsAt"))
    if starts is None:
        problems.note(f"{where}.startsAt", "is no time")
        return None
    reach = _areas(labels, otherwise, where, problems)
    if reach is None:
        return None
    ended = (alert.get("status") or group) == "resolved"
    return _Alert(labels, notes, starts, ended, reach)


def _facts(notes: dict[str, str], source: str) -> Facts:
    return Facts(
        what=words(notes.get("description") or notes.get("message")),
        where=words(notes.get("where")),
        cause=words(notes.get("cause")),
        who=words(notes.get("who")),
        source=one_line(notes.get("source")) or source,
    )


def _strings(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    texts = ((name, text) for name, text in value.items() if isinstance(text, str))
    kept = ((name, text[:_MOST_LABEL]) for name, text in texts if text.strip())
    return dict(islice(kept, _MOST_LABELS))


def _areas(
    labels: dict[str, str], otherwise: frozenset[str] | None, where: str, problems: Problems
) -> frozenset[str] | None:
    """None where the alert says of no market that it is meant."""
    markets = labels.get("market", "").replace(",", " ").lower().split()
    codes = labels.get("areas", "").replace(",", " ").split()
    if EVERYWHERE in (*markets, *codes):
        return frozenset()
    known, unknown = areas([*(f"market:{market}" for market in markets), *codes])
    for code in unknown:
        problems.note(f"{where}.labels", f"{code!r} is no code of an area")
    if known or unknown or otherwise is None:
        if not known:
            problems.note(f"{where}.labels", "names no market and no areas, so nobody is told")
        return known or None
    return otherwise


def _severity(labels: dict[str, str], where: str, problems: Problems) -> Severity:
    word = labels.get("severity", "").strip().lower()
    if word and word not in _SEVERITIES:
        problems.note(f"{where}.labels.severity", f"{word!r} is not known: taken as moderate")
    return _SEVERITIES.get(word, Severity.MODERATE)


def _kind(labels: dict[str, str], where: str, problems: Problems) -> AlertKind:
    word = labels.get("kind", AlertKind.NETWORK_OUTAGE).strip().lower()
    if word in set(AlertKind):
        return AlertKind(word)
    problems.note(f"{where}.labels.kind", f"{word!r} is not known: taken as other")
    return AlertKind.OTHER


def _expected_end(
    notes: dict[str, str], starts: datetime, where: str, problems: Problems
) -> tuple[datetime | None, Basis]:
    """`endsAt` is no expected end: while an alert fires it is when Alertmanager would give up."""
    said = notes.get("expected_end")
    if said is None:
        return None, Basis.UNKNOWN
    end = moment(said)
    if end is None or end <= starts:
        problems.note(f"{where}.annotations.expected_end", "is no time after the start")
        return None, Basis.UNKNOWN
    return end, Basis.STATED if notes.get("basis") == Basis.STATED else Basis.ESTIMATED


def _revision(alert: dict[str, Any], notes: dict[str, str], starts: datetime, ended: bool) -> str:
    """An alert has no revision: the start counts, then the sender's own number, then the end.

    So a notification that was retried and came late changes nothing; and an alert that fires
    again after its end is newer than that.
    """
    if ended:
        end = moment(alert.get("endsAt"))
        return as_revision(end) if end and end > starts else f"{as_revision(starts)} ~"
    number = notes.get("revision", "")
    if number.isascii() and number.isdigit() and len(number) <= 12:
        return f"{as_revision(starts)} {number.zfill(12)}"
    return as_revision(starts)
