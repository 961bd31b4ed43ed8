"""The feeds that the settings name: where each is, how often it is read, and by whom."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlencode

from bot.alerts.facts import Market, Reading, Report
from bot.alerts.feeds import alertmanager, cap, intake, nws, odin_standing, statuspage
from bot.alerts.feeds.skew import without_skew
from bot.alerts.markets import states_of
from bot.settings import Settings
from bot.settings_feeds import ODIN as ODIN
from bot.settings_feeds import Place, places

INTAKE: Final = "intake"
CAP: Final = "cap"
ALERTMANAGER: Final = "alertmanager"
EVERY: Final = timedelta(seconds=60)
AN_HOUR: Final = timedelta(hours=1)
EVERY_OUTAGE: Final = timedelta(minutes=15)

Documents = Sequence[bytes]
Before = Mapping[str, Report]
Read = Callable[[Documents, Before, datetime], Reading]


class Source(NamedTuple):
    """A feed that is followed. `addresses` are asked every so often; none where the source comes
    to us, or where no market of the roster has areas that it knows.

    `cancelled` is where it says what it has called off since some time, where it has such a place.
    `read` makes one reading of a document from each address, after what stood `Before` (the newest
    report of each event), at that time. Raises Unreadable. `asks`: it is read, and can be stale.
    """

    name: str
    label: str
    addresses: Callable[[Iterable[Market]], tuple[str, ...]]
    read: Read
    every: timedelta = EVERY
    asks: bool = True
    cancelled: Callable[[Iterable[Market], datetime], str] | None = None


def sources(settings: Settings) -> dict[str, Source]:
    """Those that are on, by name."""
    return {each.name: each for each in _listed(settings)}


def page_named(settings: Settings, name: str) -> Place | None:
    """The status page of this name; where there is only one it needs none."""
    pages = places(settings.feed_statuspages, of_markets=True)
    if not name:
        return pages[0] if len(pages) == 1 else None
    return next((each for each in pages if each.name == name), None)


def page_source(page: Place) -> str:
    return f"statuspage:{page.name}"


def read_page(page: Place, body: bytes) -> Reading:
    """What a page, or its webhook, says, for the markets that it is about. Raises Unreadable."""
    return _within(statuspage.read(body, page_source(page)), page.markets)


def _listed(settings: Settings) -> Iterable[Source]:
    if settings.feed_nws:
        yield weather(settings.feed_nws_url)
    yield from map(status_page, places(settings.feed_statuspages, of_markets=True))
    yield from map(publisher, places(settings.feed_cap, of_markets=False))
    if settings.feed_odin:
        yield outages(settings.feed_odin_url)
    if settings.intake_secrets.get_secret_value():
        yield coming(INTAKE)
    if settings.cap_secrets.get_secret_value():
        yield coming(CAP)
    if settings.alertmanager_tokens.get_secret_value():
        yield coming(ALERTMANAGER)


def weather(base: str) -> Source:
    """One call for the states of all markets: one ETag, one request."""

    def addresses(markets: Iterable[Market]) -> tuple[str, ...]:
        states = sorted({state for market in markets for state in states_of(market)})
        asked = urlencode({"status": "actual", "area": ",".join(states)}, safe=",")
        return (f"{base}/alerts/active?{asked}",) if states else ()

    def cancelled(markets: Iterable[Market], since: datetime) -> str:
        """By the hour, so that the same is asked for a while, and conditionally."""
        hour = (since - AN_HOUR).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        states = sorted({state for market in markets for state in states_of(market)})
        asked = {"status": "actual", "message_type": "cancel", "area": ",".join(states)}
        start = f"{hour:%Y-%m-%dT%H:%M:%SZ}"
        return f"{base}/alerts?{urlencode(asked | {'start': start}, safe=',')}"

    label = "The Weather Service"
    return Source("nws", label, addresses, _one(nws.read), cancelled=cancelled)


def status_page(page: Place) -> Source:
    both = tuple(
        f"{page.address.rstrip('/')}/api/v2/{name}.json" for name in ("incidents", "summary")
    )

    def read(documents: Documents, before: Before, at: datetime) -> Reading:
        readings = [without_skew(read_page(page, body), at) for body in documents]
        return Reading(
            [report for each in readings for report in each.reports],
            [problem for each in readings for problem in each.problems],
            max((each.at for each in readings if each.at), default=None),
            complete=any(each.complete for each in readings),
        )

    return Source(page_source(page), f"The status page {page.name}", lambda _: both, read)


def publisher(place: Place) -> Source:
    name, addresses = f"cap:{place.name}", (place.address,)
    read = _one(lambda body: cap.read(body, name))
    return Source(name, f"The publisher {place.name}", lambda _: addresses, read)


def outages(address: str) -> Source:
    def read(documents: Documents, before: Before, at: datetime) -> Reading:
        return odin_standing.read_after(documents[0], before, at)

    return Source("odin", "Power outages (ODIN)", lambda _: (address,), read, EVERY_OUTAGE)


def coming(name: str) -> Source:
    """Those that send: network operations, publishers of CAP, or Alertmanager."""
    label, read = _COMING[name]
    return Source(name, label, lambda _: (), _one(read), asks=False)


def _one(read: Callable[[bytes], Reading]) -> Read:
    return lambda documents, before, at: without_skew(read(documents[0]), at)


_COMING: Final[Mapping[str, tuple[str, Callable[[bytes], Reading]]]] = {
    INTAKE: ("Network operations", intake.read),
    CAP: ("Publishers of CAP", cap.read),
    ALERTMANAGER: ("Alertmanager", alertmanager.read),
}


def _within(reading: Reading, markets: tuple[str, ...]) -> Reading:
    """For these markets alone, where the source names none itself."""
    if not markets:
        return reading
    reach = frozenset(f"market:{key}" for key in markets)
    reports = [each if each.areas else each._replace(areas=reach) for each in reading.reports]
    return reading._replace(reports=reports)
