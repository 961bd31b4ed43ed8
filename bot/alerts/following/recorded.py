"""Documents that were saved from feeds: whose each of them is, and when it was read."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from bot.alerts.feeds import alertmanager, cap, intake, nws, odin, statuspage
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.feeds.reading import check_size, load_json
from bot.alerts.sources import (
    ALERTMANAGER,
    INTAKE,
    ODIN,
    Source,
    coming,
    outages,
    publisher,
    status_page,
    weather,
)
from bot.settings_feeds import Place

NAMED: Final = "recorded"  # status pages and publishers have a name of their own
_EVER: Final = datetime(2100, 1, 1, tzinfo=UTC)
_PLACE: Final = Place(NAMED, "")

Recognises = Callable[[bytes], bool]
KNOWN: Final[tuple[tuple[Recognises, Source], ...]] = (
    (nws.recognises, weather("")),
    (statuspage.recognises, status_page(_PLACE)),
    (cap.recognises, publisher(_PLACE)),
    (intake.recognises, coming(INTAKE)),
    (alertmanager.recognises, coming(ALERTMANAGER)),
    (odin.recognises, outages(ODIN)),
)


def source_of(body: bytes) -> Source:
    """Whose a document is, by what stands in it. Raises Unreadable: nobody's, or not whole."""
    check_size(body)
    for recognises, source in KNOWN:
        if recognises(body):
            return source
    if body.lstrip()[:1] != b"<":
        load_json(body)  # says why, if it is not whole
    raise Unreadable("The document is of no source that is known.")


def clock_of(source: Source, body: bytes) -> datetime | None:
    """The document's own clock; None where it has none. Raises Unreadable."""
    return source.read([body], {}, _EVER).at


def read_at(source: Source, body: bytes, last: datetime | None, now: datetime) -> datetime:
    """When it was read: by its own clock; without one, as long after the `last` as this source is
    read again. Raises Unreadable."""
    return clock_of(source, body) or (last + source.every if last else now)
