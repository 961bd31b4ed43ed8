"""ODIN's rows, added up: what each utility has out in each county."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

from bot.alerts.feeds.areas import county
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.feeds.reading import Problems, entries, hashed, load_json, moment, one_line

# The largest utility of the country has some 6 million.
_MOST_METERS: Final = 10_000_000


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


def read_outages(body: bytes, problems: Problems) -> list[Outage]:
    """The rows, added up by utility and county. Raises Unreadable."""
    document = load_json(body)
    rows = rows_of(document)
    if isinstance(document, dict):
        total = document.get("total_count")
        if isinstance(total, int) and total > len(rows):
            problems.note("total_count", f"{total} rows, of which {len(rows)} were sent")
    together: dict[str, list[Outage]] = {}
    seen: set[str] = set()
    for where, part in entries(rows, "results", problems):
        row = _row(part, where, problems)
        # Pages that were fetched one after another may overlap.
        again = hashed(part) if part.get("incident") else where
        if row and again not in seen:
            together.setdefault(row.key, []).append(row)
        seen.add(again)
    return [_sum(key, group) for key, group in together.items()]


def rows_of(document: Any) -> list[Any]:
    rows = document.get("results") if isinstance(document, dict) else document
    if not isinstance(rows, list):
        raise Unreadable("The document is no list of ODIN's outages.")
    return rows


def _row(part: dict[str, Any], where: str, problems: Problems) -> Outage | None:
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
    return Outage(
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


def _sum(key: str, rows: list[Outage]) -> Outage:
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


def _one_cause(rows: Iterable[Outage]) -> str:
    causes = {row.cause for row in rows if row.cause}
    return causes.pop() if len(causes) == 1 else ""
