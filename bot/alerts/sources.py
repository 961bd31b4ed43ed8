"""The feeds that the settings name: where each is, how often it is read, and by whom."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlencode

from bot.alerts.facts import Market, Reading, Report
from bot.alerts.feeds import alertmanager, cap, intake, nws, odin, statuspage
from bot.alerts.feeds.odin_rows import read_outages
from bot.alerts.feeds.reading import Problems, as_revision
from bot.alerts.feeds.skew import without_skew
from bot.alerts.markets import states_of
from bot.settings import Settings
from bot.settings_feeds import Place, places

INTAKE: Final = "intake"
ALERTMANAGER: Final = "alertmanager"
EVERY: Final = timedelta(seconds=60)
EVERY_OUTAGE: Final = timedelta(minutes=15)
OUTAGE_LAPSES: Final = timedelta(hours=2)

Documents = Sequence[bytes]
Before = Mapping[str, Report]
Read = Callable[[Documents, Before, datetime], Reading]


class Source(NamedTuple):
    """A feed that is followed. `addresses` are asked every so often; none where the source comes
    to us, or where no market of the roster has areas that it knows.

    `read` makes one reading of a document from each address, after what stood `Before` (the newest
    report of each event), at that time. Raises Unreadable. `asks`: it is read, and can be stale.
    """

    name: str
    label: str
    addresses: Callable[[Iterable[Market]], tuple[str, ...]]
    read: Read
    every: timedelta = EVERY
    asks: bool = True


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
        yield _weather(settings.feed_nws_url)
    yield from map(_page, places(settings.feed_statuspages, of_markets=True))
    yield from map(_publisher, places(settings.feed_cap, of_markets=False))
    if settings.feed_odin:
        yield _outages(settings.feed_odin_url)
    if settings.intake_secrets.get_secret_value():
        yield _coming(INTAKE, "Network operations", intake.read)
    if settings.alertmanager_tokens.get_secret_value():
        yield _coming(ALERTMANAGER, "Alertmanager", alertmanager.read)


def _weather(base: str) -> Source:
    """One call for the states of all markets: one ETag, one request."""

    def addresses(markets: Iterable[Market]) -> tuple[str, ...]:
        states = sorted({state for market in markets for state in states_of(market)})
        asked = urlencode({"status": "actual", "area": ",".join(states)}, safe=",")
        return (f"{base}/alerts/active?{asked}",) if states else ()

    return Source("nws", "The Weather Service", addresses, _one(nws.read))


def _page(page: Place) -> Source:
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


def _publisher(place: Place) -> Source:
    name, addresses = f"cap:{place.name}", (place.address,)
    read = _one(lambda body: cap.read(body, name))
    return Source(name, f"The publisher {place.name}", lambda _: addresses, read)


def _outages(address: str) -> Source:
    def read(documents: Documents, before: Before, at: datetime) -> Reading:
        severities = {key: report.severity for key, report in before.items()}
        reading = odin.read(documents[0], severities, at)
        reports = [*reading.reports, *_not_heard_of(documents[0], before)]
        return reading._replace(reports=[_lapsing(each, at) for each in reports])

    return Source("odin", "Power outages (ODIN)", lambda _: (address,), read, EVERY_OUTAGE)


def _not_heard_of(body: bytes, before: Before) -> list[Report]:
    """Outages of utilities of which the document says nothing at all: they go on, unknown."""
    heard_of = {_utility(each.key) for each in read_outages(body, Problems())}
    return [each for key, each in before.items() if _utility(key) not in heard_of]


def _lapsing(report: Report, at: datetime) -> Report:
    """Without an estimate it is over some time after its utility, heard of since, left it out."""
    said = report._replace(revision=as_revision(at))
    return said._replace(lapses=at + OUTAGE_LAPSES) if report.expected_end is None else said


def _utility(key: str) -> str:
    return key.rpartition(".")[0]


def _coming(name: str, label: str, read: Callable[[bytes], Reading]) -> Source:
    return Source(name, label, lambda _: (), _one(read), asks=False)


def _one(read: Callable[[bytes], Reading]) -> Read:
    return lambda documents, before, at: without_skew(read(documents[0]), at)


def _within(reading: Reading, markets: tuple[str, ...]) -> Reading:
    """For these markets alone, where the source names none itself."""
    if not markets:
        return reading
    reach = frozenset(f"market:{key}" for key in markets)
    reports = [each if each.areas else each._replace(areas=reach) for each in reading.reports]
    return reading._replace(reports=reports)
