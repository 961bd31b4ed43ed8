"""ODIN, read again and again: what it says after what stood before."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.alerts.facts import Reading, Report
from bot.alerts.feeds import odin
from bot.alerts.feeds.odin_rows import read_outages
from bot.alerts.feeds.reading import Problems, as_revision

LAPSES: Final = timedelta(hours=2)


def read_after(body: bytes, before: Mapping[str, Report], at: datetime) -> Reading:
    """What stands at `at`, after the newest report of each outage that stood `before`. Raises
    Unreadable.
    """
    severities = {key: report.severity for key, report in before.items()}
    reading = odin.read(body, severities, at)
    reports = [*reading.reports, *_not_heard_of(body, before)]
    return reading._replace(reports=[_lapsing(each, at) for each in reports])


def _not_heard_of(body: bytes, before: Mapping[str, Report]) -> list[Report]:
    """Outages of utilities of which the document says nothing at all: they go on, unknown."""
    heard_of = {_utility(each.key) for each in read_outages(body, Problems())}
    return [each for key, each in before.items() if _utility(key) not in heard_of]


def _lapsing(report: Report, at: datetime) -> Report:
    """Without an estimate it is over some time after its utility, heard of since, left it out."""
    said = report._replace(revision=as_revision(at))
    return said._replace(lapses=at + LAPSES) if report.expected_end is None else said


def _utility(key: str) -> str:
    return key.rpartition(".")[0]
