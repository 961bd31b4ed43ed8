"""What was heard of one feed, in this process: read from the database when another one has heard
more, and brought up to date with every reading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from bot.alerts.events import EVERYWHERE, EventKey, Part, hear
from bot.alerts.facts import Report
from bot.alerts.following.remembering import Plain, parts_of, plain_parts
from storage.alerts_feeds import FeedEvent

MOST_EVENTS: Final = 10_000
KEPT_AFTER: Final = timedelta(hours=48)

Parts = Mapping[str, Part]


class Kept(NamedTuple):
    """An event as it stands in the database, and as it is understood."""

    parts: Parts
    plain: Plain
    heard_at: datetime
    over_at: datetime | None


@dataclass(frozen=True, slots=True)
class Memory:
    """A feed at one version. Nothing here is ever changed in place."""

    name: str
    version: int = -1
    read_at: datetime | None = None
    since: datetime | None = None
    events: Mapping[str, Kept] = field(default_factory=dict)

    def said(self) -> dict[str, Report]:
        """The newest report of each event that goes on."""
        live = {
            key: [part.said for part in each.parts.values() if part.said]
            for key, each in self.events.items()
            if each.over_at is None
        }
        return {key: max(told, key=lambda one: one.revision) for key, told in live.items() if told}


class Heard(NamedTuple):
    """A memory after a reading: `rows` are to be written; `left_out` events were too many."""

    memory: Memory
    rows: list[dict[str, Any]]
    left_out: int = 0


def remember(
    name: str,
    version: int,
    times: tuple[datetime | None, datetime | None],
    rows: Sequence[FeedEvent],
) -> Memory:
    """As the database has it; `times` are when it was read, and since when without a gap."""
    read_at, since = times
    events: dict[str, Kept] = {}
    for row in rows:
        parts = parts_of(row.parts, read_at)
        events[row.key] = Kept(parts, row.parts, row.heard_at, row.over_at)
    return Memory(name, version, read_at, since, events)


def heard(
    memory: Memory,
    reports: Iterable[Report],
    now: datetime,
    *,
    rereads: bool,
    all_named: bool,
) -> Heard:
    """After `reports`. `rereads`: the source was read as a whole, so that it counts as read now;
    `all_named`: it still says of every other event what it said before.
    """
    before = memory.events
    read_at = now if rereads or memory.read_at is None else memory.read_at
    known, left_out = _known(reports, before)
    seen_at = max(now, read_at)
    named = _hear(memory, known, seen_at)
    after: dict[str, Kept] = {}
    rows: list[dict[str, Any]] = []
    for key in before.keys() | named.keys():
        old = before.get(key)
        parts = named.get(key, old.parts if old else {})
        if all_named and memory.read_at is not None:
            parts = _named_again(parts, memory.read_at, read_at)
        kept = _kept(parts, old, read_at, now, is_same=key not in named and rereads is all_named)
        if kept.over_at and key not in named and now - kept.over_at > KEPT_AFTER:
            continue  # its row is purged by then
        after[key] = kept
        if old is None or (kept.plain, kept.over_at) != (old.plain, old.over_at):
            rows.append(_row(memory.name, key, kept))
    counts_from = read_at if rereads else memory.read_at
    now_known = Memory(memory.name, memory.version, counts_from, memory.since, after)
    return Heard(now_known, rows, left_out)


def events_of(memories: Iterable[Memory]) -> dict[EventKey, Parts]:
    """All events of all feeds, as `standing.by_area` takes them."""
    return {(each.name, key): kept.parts for each in memories for key, kept in each.events.items()}


def _known(reports: Iterable[Report], before: Mapping[str, Kept]) -> tuple[list[Report], int]:
    """Without new events beyond the bound."""
    reports = list(reports)
    room = MOST_EVENTS - len(before)
    new = dict.fromkeys(each.key for each in reports if each.key not in before)
    if len(new) <= room:
        return reports, 0
    taken = set(list(new)[: max(room, 0)])
    kept = [each for each in reports if each.key in before or each.key in taken]
    return kept, len(new) - len(taken)


def _hear(memory: Memory, reports: Sequence[Report], at: datetime) -> dict[str, dict[str, Part]]:
    """The events that are named, with what is said of them."""
    named = {(memory.name, each.key) for each in reports}
    known = {key: memory.events[key[1]].parts for key in named if key[1] in memory.events}
    same = [each._replace(source=memory.name) for each in reports]
    return {key: parts for (_, key), parts in hear(known, same, at).items()}


def _named_again(parts: Parts, last: datetime, now: datetime) -> Parts:
    if not any(_is_named(part, last) for part in parts.values()):
        return parts
    return {
        area: part._replace(seen=now) if _is_named(part, last) else part
        for area, part in parts.items()
    }


def _is_named(part: Part, last: datetime) -> bool:
    return part.seen is not None and part.seen >= last


def _kept(
    parts: Parts, old: Kept | None, read_at: datetime, now: datetime, *, is_same: bool
) -> Kept:
    """`is_same`: nothing but the time can have changed, and the row is as it was."""
    end = parts.get(EVERYWHERE, Part()).over
    over = all(
        part.is_over or part.is_past(read_at) or _is_ended_by(part, end) for part in parts.values()
    )
    over_at = ((old.over_at if old else None) or now) if over else None
    plain = old.plain if old and is_same else plain_parts(parts, read_at)
    return Kept(parts, plain, old.heard_at if old else now, over_at)


def _is_ended_by(part: Part, end: Report | None) -> bool:
    return bool(end and part.said and end.revision >= part.said.revision)


def _row(feed: str, key: str, kept: Kept) -> dict[str, Any]:
    return {
        "feed": feed,
        "key": key,
        "parts": kept.plain,
        "heard_at": kept.heard_at,
        "over_at": kept.over_at,
    }
