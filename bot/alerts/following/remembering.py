"""What was heard of an event, and what pods were told of it, as JSON: a restart goes on from it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from bot.alerts.events import Part
from bot.alerts.facts import AlertKind, Basis, Certainty, Facts, Lifecycle, Report, Severity
from bot.alerts.standing import Ending, Standing, State

Plain = dict[str, Any]

_ENUMS: Final[dict[str, type[StrEnum]]] = {
    "kind": AlertKind,
    "severity": Severity,
    "certainty": Certainty,
    "basis": Basis,
    "lifecycle": Lifecycle,
    "state": State,
    "ending": Ending,
}
_TIMES: Final = ("starts", "expected_end", "lapses")
_SETS: Final = ("areas", "replaces", "follows")
_PAIRS: Final = ("sayings", "names")
_LATEST: Final = True


def plain_parts(parts: Mapping[str, Part], read_at: datetime) -> Plain:
    """An event by area. Each report stands once, however many areas it has; what its source named
    when it was last read, at `read_at`, is only marked so: such a row stays as it is while nothing
    new is said.
    """
    reports: list[Plain] = []
    places: dict[int, int] = {}

    def place(report: Report | None) -> int | None:
        if report is None:
            return None
        if id(report) not in places:
            said = _plain(report)
            places[id(report)] = reports.index(said) if said in reports else len(reports)
            if places[id(report)] == len(reports):
                reports.append(said)
        return places[id(report)]

    areas = {
        area: [place(part.said), place(part.over), _time(part.began), _seen(part, read_at)]
        for area, part in sorted(parts.items())
    }
    return {"reports": reports, "areas": areas}


def parts_of(plain: Plain, read_at: datetime | None) -> dict[str, Part]:
    """What `plain_parts` wrote, as it is since the source was last read."""
    reports = [_report(each) for each in plain["reports"]]
    found = {}
    for area, (said, over, began, seen) in plain["areas"].items():
        found[area] = Part(
            None if said is None else reports[said],
            None if over is None else reports[over],
            _moment(began),
            read_at if seen is _LATEST else _moment(seen),
        )
    return found


def plain_standing(standing: Standing) -> Plain:
    """What stands in a market."""
    plain = _plain(standing)
    plain["replaced_by"] = sorted(map(list, standing.replaced_by))
    plain["only_pods"] = sorted(standing.only_pods)
    return plain


def standing_of(plain: Plain) -> Standing:
    """What `plain_standing` wrote."""
    values = _read(plain)
    values["areas"], values["places"] = tuple(plain["areas"]), tuple(plain["places"])
    values["only_pods"] = frozenset(plain.get("only_pods", ()))
    values["replaced_by"] = frozenset((source, key) for source, key in plain["replaced_by"])
    return Standing(**values)


def _plain(told: Report | Standing) -> Plain:
    values: Plain = told._asdict()
    values["facts"] = told.facts._asdict()
    for name in set(_TIMES) & values.keys():
        values[name] = _time(values[name])
    for name in set(_SETS) & values.keys():
        values[name] = sorted(values[name])
    for name in set(_PAIRS) & values.keys():
        values[name] = _pairs(values[name])
    return values


def _report(plain: Plain) -> Report:
    values = _read(plain)
    for name in set(_SETS) & values.keys():
        values[name] = frozenset(values[name])
    return Report(**values)


def _read(plain: Plain) -> Plain:
    values = {**plain, "facts": Facts(**plain["facts"])}
    for name in set(_TIMES) & values.keys():
        values[name] = _moment(values[name])
    for name in set(_PAIRS) & values.keys():
        values[name] = tuple((one, other) for one, other in values[name])
    for name in _ENUMS.keys() & values.keys():
        values[name] = _ENUMS[name](values[name]) if values[name] is not None else None
    return values


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [list(pair) for pair in pairs]


def _seen(part: Part, read_at: datetime) -> bool | str | None:
    return _LATEST if part.seen is not None and part.seen >= read_at else _time(part.seen)


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
