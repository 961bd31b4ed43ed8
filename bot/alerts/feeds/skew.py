"""Sources whose clock is ahead of ours."""

from datetime import datetime, timedelta
from typing import Final

from bot.alerts.facts import Problem, Reading, Report
from bot.alerts.feeds.reading import as_revision, moment

AHEAD_AT_MOST: Final = timedelta(minutes=15)
_TIME: Final = len("2026-03-01T18:30:00.000000Z")


def without_skew(reading: Reading, now: datetime) -> Reading:
    """The reading with no revision, and no clock, that is of later than `now`.

    A revision dated next year would outrank every correction until then. It is dated now, so
    that nothing is lost, and beyond a quarter of an hour it is a problem. Revisions that are no
    times stay as they are.
    """
    limit = as_revision(now)
    ahead = [report for report in reading.reports if _sent(report) > limit]
    if not ahead and (reading.at is None or reading.at <= now):
        return reading
    far = as_revision(now + AHEAD_AT_MOST)
    problems = [
        Problem(report.key, f"is dated {report.revision[:19]}, ahead of us")
        for report in ahead
        if _sent(report) > far
    ]
    return reading._replace(
        reports=[_dated(report, limit) for report in reading.reports],
        problems=[*reading.problems, *problems[:1]],
        at=min(reading.at, now) if reading.at else None,
    )


def _sent(report: Report) -> str:
    """The time with which a revision begins; empty for another."""
    time = report.revision[:_TIME]
    return time if moment(time) else ""


def _dated(report: Report, limit: str) -> Report:
    if _sent(report) <= limit:
        return report
    return report._replace(revision=limit + report.revision[_TIME:])
