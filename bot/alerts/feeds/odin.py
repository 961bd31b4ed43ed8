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

from collections.abc import Mapping
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
from bot.alerts.feeds.odin_rows import Outage, read_outages, rows_of
from bot.alerts.feeds.reading import (
    Problems,
    as_revision,
    hashed,
    is_json_that,
    one_line,
)

EVENT: Final = "Power Outage"


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

    def least(self, severity: Severity | None) -> int:
        """The meters that it has at least, at all times; below the first of these it is none."""
        return int(self.of(severity or Severity.MODERATE) * self.back)

    def after(self, meters: int, before: Severity | None) -> Severity | None:
        """What an outage with so many meters is, after what it was; None for none."""
        ladder = (Severity.EXTREME, Severity.SEVERE, Severity.MODERATE)
        for severity in ladder:
            reached = before is not None and severity.rank <= before.rank
            if meters >= self.of(severity) * (self.back if reached else 1):
                return severity
        return None


def recognises(body: bytes) -> bool:
    """Whether it looks like one; `read` may still find nothing in it that it can use. A list of
    nothing may be anybody's.
    """
    return is_json_that(body, _shaped)


def _shaped(document: Any) -> bool:
    rows = rows_of(document)
    return bool(rows) and isinstance(rows[0], dict) and "metersaffected" in rows[0]


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
    many = f"{'at least' if now else 'fewer than'} {steps.least(now):,} homes and businesses"
    told = Facts(
        what=f"{outage.utility}: {many} without power",
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
