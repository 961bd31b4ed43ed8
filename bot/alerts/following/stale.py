"""A feed that cannot be read, or is late: what it said stands, and everybody can see how old it is.
It never is an all-clear."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.phrases import when
from bot.alerts.rules import speaks
from bot.alerts.sources import Source
from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from bot.pods.facts import PodInMarket
from bot.pods.rules import opens_at
from bot.text import kit
from bot.text.kit import Block
from bot.text.phrases import pod_name
from storage.alerts import Severity
from storage.alerts_feeds import Feed
from storage.alerts_feeds_reading import list_feeds
from storage.alerts_feeds_telling import list_pods_with
from storage.ids import new_id
from storage.pods import list_pods

# So many times in a row it may not have been read, or not at all for so long.
TIMES: Final = 5

_STALE: Final = (
    "{label}: stale since {time}. What it said stands; what is new or over is not known."
)
_NEVER: Final = "{label}: not read yet. What goes on there is not known."
_TOLD: Final = (
    "⬜ {label} cannot be read since {time}, {market} time. Its alerts stay as they were: nothing "
    "of it is known to be new or over. I keep trying, and say so here when it answers."
)
_BACK: Final = "⬜ {label} can be read again. Its alerts are up to date."


def stale_since(feed: Feed | None, source: Source, now: datetime) -> datetime | None:
    """When it was last read, or first could not be; None while that is soon enough."""
    if feed is None or not source.asks:
        return None
    late = max(source.every * TIMES, timedelta(minutes=5))
    if feed.read_at is None:
        return feed.failing_since if feed.failures >= TIMES else None
    if feed.failures >= TIMES or now - feed.read_at > late:
        return feed.read_at
    return None


async def notes(
    session: AsyncSession, sources: Iterable[Source], now: datetime, zone: str
) -> list[Block]:
    """For Home and lists: a line for each feed that is stale, in the market's time."""
    feeds = {each.name: each for each in await list_feeds(session)}
    lines = []
    for source in sources:
        feed = feeds.get(source.name)
        since = stale_since(feed, source, now)
        if feed is not None and since is not None:
            template = _STALE if feed.read_at else _NEVER
            lines.append(template.format(label=source.label, time=when(since, now, zone)))
    return [kit.context(f"⚠️ {line}") for line in lines]


async def tell(session: AsyncSession, feed: Feed, label: str, now: datetime) -> None:
    """Once, in the pods that have a card of it and are open; the others see it in their lists."""
    having = await list_pods_with(session, feed.name)
    places = await list_pods(session, having)
    told = [each for each in places if each.pod.channel and speaks(each, Severity.MINOR, now)]
    since = feed.read_at or feed.failing_since or now
    await say(session, now, *(_post(each, _told_there(label, since, each, now)) for each in told))
    feed.told_at, feed.told_pods = now, [str(each.pod.id) for each in told]


async def tell_recovery(session: AsyncSession, feed: Feed, label: str, now: datetime) -> None:
    """Once, where it was said that it is stale; where they are closed by now, when they open."""
    for place in await list_pods(session, [UUID(each) for each in feed.told_pods]):
        if place.pod.channel:
            moment = opens_at(*place, now) or now
            await say(session, moment, _post(place, _BACK.format(label=label)))


def _told_there(label: str, since: datetime, place: PodInMarket, now: datetime) -> str:
    market = pod_name(place.market.name)
    return _TOLD.format(label=label, time=when(since, now, place.market.timezone), market=market)


def _post(place: PodInMarket, text: str) -> Post:
    blocks: Sequence[Block] = [kit.section(text)]
    return Post(
        subject=f"feed_notice:{new_id()}",
        channel=place.pod.channel or "",
        text=text,
        blocks=list(blocks),
        priority=Priority.ALERT,
    )
