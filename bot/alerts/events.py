"""What all reports so far say together: each event by its areas.

Whatever the order in which reports come, and however often, the end is the same: in each area
only the newest report that says something counts, and the newest that ends it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from bot.alerts.facts import Basis, Lifecycle, Report

EVERYWHERE: Final = ""  # the area of reports that name none: all whom the source reaches
_ENDS: Final = (Lifecycle.ENDED, Lifecycle.PARTIAL_END)

EventKey = tuple[str, str]


class Part(NamedTuple):
    """An event in one area: the newest report that does not end it, and the newest that does.

    `began` is the earliest start that any report gave; `seen` is when the source was last read
    and named the event here.
    """

    said: Report | None = None
    over: Report | None = None
    began: datetime | None = None
    seen: datetime | None = None

    @property
    def is_over(self) -> bool:
        """The source said so. At the same revision an end counts first."""
        if self.said is None:
            return True
        return self.over is not None and self.over.revision >= self.said.revision

    def is_past(self, read_at: datetime) -> bool:
        """Its stated end has passed, and the source, read since, gave no later one.

        An estimate, and the lapse of an event without an end, end nothing while the source still
        names the event.
        """
        if self.said is None:
            return False
        end = self.said.expected_end or self.said.lapses
        if end is None or end > read_at:
            return False
        is_named = self.seen is not None and self.seen >= read_at
        return self.said.basis is Basis.STATED or not is_named


Events = Mapping[EventKey, Mapping[str, Part]]


def hear(
    events: Events, reports: Iterable[Report], at: datetime
) -> dict[EventKey, dict[str, Part]]:
    """`events` after these reports, read at `at`."""
    heard = {key: dict(parts) for key, parts in events.items()}
    for report in reports:
        parts = heard.setdefault((report.source, report.key), {})
        for area in report.areas or {EVERYWHERE}:
            parts[area] = _with(parts.get(area, Part()), report, at)
        if report.is_whole:
            _end_elsewhere(parts)
    return heard


def _end_elsewhere(parts: dict[str, Part]) -> None:
    """Where the newest report that goes on does not name it any more. It ends there what was said
    before, and nothing else: an area that stands for all others holds for none of them.
    """
    newest = _newest(*(each.said for each in parts.values()))
    for area, part in parts.items():
        if newest and part.said and part.said.revision < newest.revision:
            over = newest._replace(revision=part.said.revision)
            parts[area] = part._replace(over=_newest(part.over, over))


def _with(part: Part, report: Report, at: datetime) -> Part:
    if report.lifecycle in _ENDS:
        return part._replace(over=_newest(part.over, report))
    return part._replace(
        said=_newest(part.said, report),
        began=min(part.began or report.starts, report.starts),
        seen=max(part.seen or at, at),
    )


def merged(one: Part, other: Part) -> Part:
    """What two say of the same area."""
    said, over = _newest(one.said, other.said), _newest(one.over, other.over)
    began = min((each.began for each in (one, other) if each.began), default=None)
    seen = max((each.seen for each in (one, other) if each.seen), default=None)
    return Part(said, over, began, seen)


def _newest(*reports: Report | None) -> Report | None:
    return max((each for each in reports if each), key=_order, default=None)


def _order(report: Report) -> tuple[str, int, str]:
    """The same revision twice should be the same report; if not, the worse is believed."""
    return report.revision, report.severity.rank, report.raw_hash


def reports_of(parts: Mapping[str, Part]) -> Iterator[Report]:
    for part in parts.values():
        yield from (each for each in (part.said, part.over) if each)
