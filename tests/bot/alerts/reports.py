"""Reports of feeds, as tests make them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.alerts.events import Events, hear
from bot.alerts.facts import (
    AlertKind,
    Basis,
    Certainty,
    Facts,
    Lifecycle,
    Market,
    Report,
    Severity,
)
from bot.alerts.standing import Standing, by_area, standing

NOON = datetime(2025, 12, 15, 12, tzinfo=UTC)
WATCH, WARNING, ADVISORY = "High Wind Watch", "High Wind Warning", "Wind Advisory"


def hours(number: float) -> datetime:
    """A time so many hours after noon."""
    return NOON + timedelta(hours=number)


def report(*areas: str, key: str = "K1", revision: int = 1, **said: Any) -> Report:
    """A high wind warning from noon to six; `said` are fields otherwise."""
    made = Report(
        source="nws",
        key=key,
        revision=f"{revision:03d}",
        event=WARNING,
        kind=AlertKind.WEATHER,
        severity=Severity.SEVERE,
        certainty=Certainty.LIKELY,
        areas=frozenset(areas),
        headline="High wind warning",
        facts=Facts(),
        starts=NOON,
        expected_end=hours(6),
        basis=Basis.STATED,
        lifecycle=Lifecycle.UPDATE,
        link=None,
        raw_hash="",
    )
    return _hashed(made._replace(**said))


def _hashed(made: Report) -> Report:
    """The same content has the same hash, and other content another."""
    content = [sorted(each) if isinstance(each, frozenset) else each for each in made]
    return made._replace(raw_hash=repr(content))


def end(*areas: str, key: str = "K1", revision: int = 2, **said: Any) -> Report:
    return report(*areas, key=key, revision=revision, lifecycle=Lifecycle.ENDED, **said)


def market(*codes: str, key: str = "here") -> Market:
    return Market(key, key.title(), "America/Los_Angeles", frozenset(codes), {})


def heard(*reports: Report, at: datetime = NOON) -> Events:
    return hear({}, reports, at)


def stand(*reports: Report, codes: str = "A B C D", at: datetime = NOON) -> list[Standing]:
    """What stands in a market of these areas, if all was read at `at`."""
    return standing(by_area(heard(*reports, at=at)), market(*codes.split()), {"nws": at})


def states(*reports: Report, codes: str = "A B C D", at: datetime = NOON) -> dict[str, str]:
    return {each.key: each.state.value for each in stand(*reports, codes=codes, at=at)}
