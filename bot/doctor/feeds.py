"""Whether the feeds of alerts are read: each is off, well, stale, or not read yet."""

from collections.abc import Sequence
from datetime import datetime

from bot.alerts.following.stale import stale_since
from bot.alerts.sources import Source, sources
from bot.doctor.facts import Finding, note, ok, problem
from bot.settings import Settings
from bot.settings_feeds import places
from storage.alerts_feeds import Feed
from storage.alerts_feeds_reading import list_feeds
from storage.alerts_reach import list_market_keys
from storage.database import Database

CHECK = "feeds"
MOST_NAMED = 20
_KINDS = {
    "feed_nws": "The Weather Service",
    "feed_statuspages": "Status pages",
    "feed_cap": "Publishers of CAP",
    "feed_odin": "Power outages (ODIN)",
    "intake_secrets": "The door for network operations",
    "cap_secrets": "The door for CAP",
    "alertmanager_tokens": "The door for Alertmanager",
    "statuspage_tokens": "The door for status pages",
}
_EXPLAINED = "docs/settings.md explains it."
_ASK = "Look whether its address answers from this machine; Podline keeps trying."


async def look_at_feeds(settings: Settings, database: Database, now: datetime) -> list[Finding]:
    """One finding for each feed that is on, and one line for those that are off."""
    async with database.read() as session:
        feeds = {each.name: each for each in await list_feeds(session)}
        markets = await list_market_keys(session)
    on = [_look_at(each, feeds.get(each.name), now) for each in sources(settings).values()]
    strange = _of_strange_markets(settings, markets)
    return [*on, *strange, *_doors_without_pages(settings), *_off(settings)]


def _look_at(source: Source, feed: Feed | None, now: datetime) -> Finding:
    if not source.asks:
        return ok(CHECK, f"{source.label} may send alerts.")
    if feed is None or (feed.read_at is None and feed.error is None):
        return note(CHECK, f"{source.label}: on, and not read yet.", "Start Podline.")
    last = f" The last error: {feed.error}" if feed.error else ""
    since = stale_since(feed, source, now)
    if since is not None:
        return problem(CHECK, f"{source.label}: stale since {_time(since)}.{last}", _ASK)
    if feed.error or feed.read_at is None:
        return note(CHECK, f"{source.label}: read last at {_read(feed)}.{last}", _ASK)
    said = f"{source.label}: read at {_read(feed)}."
    if feed.problems:
        count = f"{len(feed.problems)} parts" if len(feed.problems) > 1 else "1 part"
        shown = f"{said} {count} of it could not be read, first: {feed.problems[0]}"
        return note(CHECK, shown)
    return ok(CHECK, said)


def _of_strange_markets(settings: Settings, known: Sequence[str]) -> list[Finding]:
    """What a status page says of a market that nobody knows reaches no pod."""
    if not known:
        return []  # no roster was applied yet
    return [
        problem(
            CHECK,
            f'PODLINE_FEED_STATUSPAGES: the page {page.name} is about "{market}", which is no '
            "market of the roster.",
            f"Name one of them: {', '.join(known[:MOST_NAMED])}{' …' * (len(known) > MOST_NAMED)}",
        )
        for page in places(settings.feed_statuspages, of_markets=True)
        for market in page.markets
        if market not in known
    ]


def _doors_without_pages(settings: Settings) -> list[Finding]:
    """A status page that calls reaches the markets of the page that is read."""
    if not settings.statuspage_tokens.get_secret_value():
        return []
    if places(settings.feed_statuspages, of_markets=True):
        return [ok(CHECK, "Status pages may call.")]
    said = "PODLINE_STATUSPAGE_TOKENS is set, and no page is named in PODLINE_FEED_STATUSPAGES."
    return [problem(CHECK, said, _EXPLAINED)]


def _off(settings: Settings) -> list[Finding]:
    off = [label for name, label in _KINDS.items() if not _is_on(settings, name)]
    return [ok(CHECK, f"Off: {', '.join(off)}.")] if off else []


def _is_on(settings: Settings, name: str) -> bool:
    value = getattr(settings, name)
    return bool(value.get_secret_value() if hasattr(value, "get_secret_value") else value)


def _read(feed: Feed) -> str:
    return _time(feed.read_at) if feed.read_at else "no time"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
