"""Power outages by county: ODIN, of Oak Ridge National Laboratory and the Department of Energy.

The dataset `odin-real-time-outages-county` at https://openenergyhub.ornl.gov (without a key): its
`/exports/json`, a list, or `/records`, `{"total_count": …, "results": […]}`. A row is what one
utility has in one county: `utility_id`, `name` ("DTE Energy,5109"), `communitydescriptor` (the
county's FIPS code), `county`, `state`, `metersaffected` (meters, not people),
`estimatedrestorationtime` (a JSON object within a string, `{"ert": "2026-08-04T21:30:00Z"}`),
`reportedstarttime`, `cause`. Words are those of its profile,
https://odin.ornl.gov/downloadables/CIM/PubOutages.html.

Only some utilities take part, and only counties with an outage have a row: one that is missing
is unknown, and never zero.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
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
from bot.alerts.feeds.areas import county
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.feeds.reading import (
    Problems,
    as_revision,
    entries,
    hashed,
    load_json,
    moment,
    one_line,
)

EVENT: Final = "Power Outage"
# The largest utility of the country has some 6 million.
_MOST_METERS: Final = 10_000_000


class Steps(NamedTuple):
    """From how many meters without power an outage counts, and is worse.

    It falls, or ends, only below `back` times the step that it had reached, so that a number
    that swings about a step tells nobody anything.
    """

    moderate: int = 2_000
    severe: int = 10_000
    extreme: int = 50_000
    back: float = 0.5

    def of(self, severity: Severity) -> int:
        """The meters from which an outage has this severity."""
        found = {Severity.SEVERE: self.severe, Severity.EXTREME: self.extreme}
        return found.get(severity, self.moderate)

    def after(self, meters: int, before: Severity | None) -> Severity | None:
        """What an outage with so many meters is, after what it was; None for none."""
        ladder = (Severity.EXTREME, Severity.SEVERE, Severity.MODERATE)
        for severity in ladder:
            reached = before is not None and severity.rank <= before.rank
            if meters >= self.of(severity) * (self.back if reached else 1):
                return severity
        return None


class Outage(NamedTuple):
    """What a utility has out in a county. `restored` is when all that it names will be back."""

    key: str
    fips: str
    utility: str
    where: str
    meters: int
    since: datetime | None
    restored: datetime | None
    cause: str


def recognises(body: bytes) -> bool:
    """Whether it looks like one; `read` may still find nothing in it that it can use."""
    try:
        rows = _rows(load_json(body))
    except Unreadable:
        return False
    return not rows or (isinstance(rows[0], dict) and "metersaffected" in rows[0])


def read(
    body: bytes,
    standing: Mapping[str, Severity],
    at: datetime,
    steps: Steps = Steps(),  # noqa: B008
    source: str = "odin",
) -> Reading:
    """What of the outages is worth an alert, after what was `standing` by event key.

    `at` is when it was fetched, which is the revision: the document has no clock. An outage that
    has no row any more is left as it was. Raises Unreadable.
    """
    problems = Problems()
    outages = read_outages(body, problems)
    found = (_report(each, standing.get(each.key), at, steps, source) for each in outages)
    return Reading([each for each in found if each], problems.bounded(), at=None, complete=False)


def standing_after(standing: Mapping[str, Severity], reading: Reading) -> dict[str, Severity]:
    """What the next `read` is to be told."""
    after = dict(standing)
    for report in reading.reports:
        if report.lifecycle is Lifecycle.ENDED:
            after.pop(report.key, None)
        else:
            after[report.key] = report.severity
    return after


def read_outages(body: bytes, problems: Problems) -> list[Outage]:
    """The rows, added up by utility and county. Raises Unreadable."""
    document = load_json(body)
    rows = _rows(document)
    if isinstance(document, dict):
        total = document.get("total_count")
        if isinstance(total, int) and total > len(rows):
            problems.note("total_count", f"{total} rows, of which {len(rows)} were sent")
    together: dict[str, list[_Row]] = {}
    seen: set[str] = set()
    for where, part in entries(rows, "results", problems):
        row = _row(part, where, problems)
        # Pages that were fetched one after another may overlap.
        again = hashed(part) if part.get("incident") else where
        if row and again not in seen:
            together.setdefault(row.key, []).append(row)
        seen.add(again)
    return [_sum(key, group) for key, group in together.items()]


def _rows(document: Any) -> list[Any]:
    rows = document.get("results") if isinstance(document, dict) else document
    if not isinstance(rows, list):
        raise Unreadable("The document is no list of ODIN's outages.")
    return rows


class _Row(NamedTuple):
    key: str
    fips: str
    utility: str
    where: str
    meters: int
    since: datetime | None
    restored: datetime | None
    cause: str


def _row(part: dict[str, Any], where: str, problems: Problems) -> _Row | None:
    fips = county(_text(part.get("communitydescriptor")))
    utility = one_line(_text(part.get("utility_id")), 80)
    meters = _meters(part.get("metersaffected"))
    if fips is None or not utility:
        problems.note(where, "names no county or no utility")
        return None
    if meters is None:
        problems.note(f"{where}.metersaffected", "is no number of meters")
        return None
    place = [one_line(part.get(name), 60) for name in ("county", "state")]
    return _Row(
        key=f"{utility}.{fips}",
        fips=fips,
        utility=one_line(part.get("name")).partition(",")[0].strip() or "A power company",
        where=", ".join(name for name in place if name),
        meters=meters,
        since=moment(part.get("reportedstarttime")),
        restored=_restored(part.get("estimatedrestorationtime")),
        cause=one_line(part.get("cause") or part.get("incident_cause"), 120),
    )


def _text(value: Any) -> str:
    return str(value) if type(value) is int else value if isinstance(value, str) else ""


def _meters(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 9:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= _MOST_METERS and value == int(value) else None


def _restored(value: Any) -> datetime | None:
    """A plain time too: that is what the profile has, and what a list may be turned into."""
    if isinstance(value, str) and len(value) < 200 and value.lstrip().startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    return moment(value.get("ert") if isinstance(value, dict) else value)


def _sum(key: str, rows: list[_Row]) -> Outage:
    """The latest of the times counts, where most of the meters have one."""
    meters = sum(row.meters for row in rows)
    timed = sum(row.meters for row in rows if row.restored)
    largest = max(rows, key=lambda row: row.meters)
    restored = max((row.restored for row in rows if row.restored), default=None)
    return Outage(
        key=key,
        fips=largest.fips,
        utility=largest.utility,
        where=next((row.where for row in rows if row.where), ""),
        meters=meters,
        since=min((row.since for row in rows if row.since), default=None),
        restored=restored if 2 * timed >= meters else None,
        cause=_one_cause(rows),
    )


def _one_cause(rows: Iterable[_Row]) -> str:
    causes = {row.cause for row in rows if row.cause}
    return causes.pop() if len(causes) == 1 else ""


def _report(
    outage: Outage, before: Severity | None, at: datetime, steps: Steps, source: str
) -> Report | None:
    """None for what is too small and was not standing.

    The words name the step and not the number, so that they change when the severity does. A
    time that has passed while the power is out is none.
    """
    now = steps.after(outage.meters, before)
    severity = now or before
    if severity is None:
        return None
    end = outage.restored if now and outage.restored and outage.restored > at else None
    many = f"more than {steps.of(severity):,} customers without power"
    told = Facts(
        what=f"{outage.utility}: {many}",
        where=outage.where,
        cause=outage.cause,
        who=outage.utility,
        source=f"{outage.utility}, through the Department of Energy's ODIN",
    )
    headline = f"Power out: {many}" + (f" in {outage.where}" if outage.where else "")
    return Report(
        source=source,
        key=outage.key,
        revision=as_revision(at),
        event=EVENT,
        kind=AlertKind.POWER_OUTAGE,
        severity=severity,
        certainty=Certainty.OBSERVED,
        areas=frozenset({outage.fips}),
        headline=one_line(headline),
        facts=told,
        starts=min(outage.since, at) if outage.since else at,
        expected_end=end,
        basis=Basis.ESTIMATED if end else Basis.UNKNOWN,
        lifecycle=Lifecycle.ENDED if now is None else _going_on(before),
        link=None,
        raw_hash=hashed(outage.key, now, end, outage.cause),
    )


def _going_on(before: Severity | None) -> Lifecycle:
    return Lifecycle.NEW if before is None else Lifecycle.UPDATE
