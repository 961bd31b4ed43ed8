"""All sources whose documents are known by what stands in them."""

from collections.abc import Callable
from typing import Final, NamedTuple

from bot.alerts.facts import Reading
from bot.alerts.feeds import alertmanager, cap, intake, nws, statuspage
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.feeds.reading import check_size, load_json


class Source(NamedTuple):
    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes], Reading]


SOURCES: Final = (
    Source("nws", nws.recognises, nws.read),
    Source("statuspage", statuspage.recognises, statuspage.read),
    Source("cap", cap.recognises, cap.read),
    Source("intake", intake.recognises, intake.read),
    Source("alertmanager", alertmanager.recognises, alertmanager.read),
)


def read_any(body: bytes) -> tuple[str, Reading]:
    """Which source's a document is, and what it says. Raises Unreadable: none's, or not whole."""
    check_size(body)
    for source in SOURCES:
        if source.recognises(body):
            return source.name, source.read(body)
    if body.lstrip()[:1] != b"<":
        load_json(body)  # says why, if it is not whole
    raise Unreadable("The document is of no source that is known.")
