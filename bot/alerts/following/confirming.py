"""What a source no longer lists is no ended thing: whether it was called off is asked for itself.

Lists flicker, and a cancellation is listed for a quarter of an hour: whoever did not listen then
never hears it. So, for as long after something was listed last, the source is asked for what it has
called off. Only what it says ends anything; without an answer all goes on until its end.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from logging import getLogger
from typing import Final, NamedTuple

from aiohttp import ClientSession

from bot.alerts.events import Part
from bot.alerts.facts import Lifecycle, Market, Reading, Report
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.following.fetching import Fetched, Unreachable, fetch
from bot.alerts.following.memory import Memory
from bot.alerts.sources import Source
from bot.metrics import confirmations
from storage.alerts_feeds import Feed

log = getLogger(__name__)
ASKED_FOR: Final = timedelta(minutes=15)
WITHIN: Final = 4.0  # seconds: the reading of the feed waits for it
_ENDS: Final = (Lifecycle.ENDED, Lifecycle.PARTIAL_END)


class Gone(NamedTuple):
    """What stood and is listed no more: its events, their messages, and when one was last seen."""

    keys: frozenset[str]
    messages: frozenset[str]
    since: datetime


class Confirmed(NamedTuple):
    """What was called off, by its source's own word; `etags` are of where it was asked."""

    reports: Sequence[Report] = ()
    etags: Sequence[tuple[str, str | None]] = ()


NOTHING: Final = Confirmed()


def gone_from(memory: Memory, reading: Reading | None, now: datetime) -> Gone | None:
    """What a whole list does not name (None: it is still the one that was read last); None where
    all is there. What another message takes the place of is not gone.
    """
    if memory.read_at is None or (reading is not None and not reading.complete):
        return None
    missing = {
        place: part for place, part in _open(memory, now) if _is_asked(part, memory, reading)
    }
    if reading is not None:
        missing = _unnamed(missing, reading.reports)
    said = [part.said for part in missing.values() if part.said]
    seen = [part.seen for part in missing.values() if part.seen]
    if not said:
        return None
    messages = frozenset(each.message for each in said if each.message)
    return Gone(frozenset(each.key for each in said), messages, min(seen))


async def confirm(
    session: ClientSession,
    source: Source,
    feed: Feed,
    markets: Iterable[Market],
    gone: Gone | None,
    now: datetime,
) -> Confirmed:
    """What of the gone was called off. Whatever goes wrong is not known; raises nothing."""
    if gone is None or source.cancelled is None:
        return NOTHING
    address = source.cancelled(markets, gone.since)
    try:
        async with asyncio.timeout(WITHIN):
            found = await fetch(session, address, feed.etags.get(address))
        ends = await asyncio.to_thread(_ends, source, found, gone, now)
    except (Unreachable, Unreadable, TimeoutError) as error:
        return _not_known(source, error)
    except Exception as error:
        log.error("what was called off could not be understood", exc_info=error)
        return _not_known(source, error)
    confirmations.labels(source.name, "ended" if ends else "goes on").inc()
    return Confirmed(ends, [(address, found.etag)])


def _ends(source: Source, found: Fetched, gone: Gone, now: datetime) -> list[Report]:
    """None where it is what it was: that was heard already."""
    if found.body is None:
        return []
    reports = source.read([found.body], {}, now).reports
    return [each for each in reports if each.lifecycle in _ENDS and _is_about(each, gone)]


def _not_known(source: Source, error: Exception) -> Confirmed:
    confirmations.labels(source.name, "not known").inc()
    facts = {"feed": source.name, "error": type(error).__name__}
    log.info("not known what was called off", extra=facts)
    return NOTHING


Place = tuple[str, str]  # an event, and one of its areas


def _open(memory: Memory, now: datetime) -> Iterator[tuple[Place, Part]]:
    """What goes on, and was listed not long ago."""
    for key, kept in memory.events.items():
        if kept.over_at is None:
            for area, part in kept.parts.items():
                if _is_open(part, now):
                    yield (key, area), part


def _is_open(part: Part, now: datetime) -> bool:
    if part.said is None or part.is_over or part.seen is None or now - part.seen > ASKED_FOR:
        return False
    return part.said.expected_end is None or part.said.expected_end > now


def _is_asked(part: Part, memory: Memory, reading: Reading | None) -> bool:
    """Of a list that is the same as before, what it named then is no question."""
    is_named = part.seen is not None and memory.read_at is not None and part.seen >= memory.read_at
    return reading is not None or not is_named


def _unnamed(parts: dict[Place, Part], reports: Sequence[Report]) -> dict[Place, Part]:
    named = {(each.key, area) for each in reports for area in each.areas}
    series = {(each.series, area) for each in reports if each.series for area in each.areas}
    followed = {name for each in reports for name in (*each.follows, each.message) if name}
    return {
        place: part
        for place, part in parts.items()
        if place not in named
        and part.said
        and (part.said.series, place[1]) not in series
        and part.said.message not in followed
    }


def _is_about(report: Report, gone: Gone) -> bool:
    return report.key in gone.keys or bool(report.follows & gone.messages)
