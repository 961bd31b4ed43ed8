"""A feed that cannot be read, or is late: what it said stands, and everybody can see how old it is.
It never is an all-clear."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.following.hearing import FEEDS
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
from storage.alerts_feeds_reading import get_feed, list_feeds
from storage.alerts_feeds_telling import list_pods_with
from storage.ids import new_id
from storage.pods import list_pods
from storage.timers import list_set, set_timer

# So many times in a row it may not have been read, or not at all for so long.
TIMES: Final = 5
STALE: Final = "feed.stale"
TOGETHER: Final = timedelta(seconds=90)
"""What fails within so long, as with a network, is told in one message; and most feeds are read
once more before they are said to be well.
"""

_STALE: Final = (
    "{label}: stale since {time}. What it said stands; what is new or over is not known."
)
_NEVER: Final = "{label}: not read yet. What goes on there is not known."
_TOLD: Final = (
    "⬜ {label} cannot be read since {time}, {market} time. Its alerts stay as they were: nothing "
    "of it is known to be new or over. I keep trying, and say so here when it answers."
)
_TOLD_SEVERAL: Final = (
    "⬜ {count} sources of alerts cannot be read (since when, in {market} time). Their alerts stay "
    "as they were: nothing of them is known to be new or over. I keep trying, and say so here when "
    "they answer."
)
_LINE: Final = "• {label}, since {time}"
_BACK: Final = "⬜ {label} can be read again. Its alerts are up to date."
_BACK_SEVERAL: Final = "⬜ These can be read again, and their alerts are up to date:"
_BACK_LINE: Final = "• {label}"

Labelled = tuple[Feed, str]


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


async def tell_soon(session: AsyncSession, now: datetime) -> None:
    """Whoever relies on it is told in a moment, in one message of all that failed, or answered
    again, together.
    """
    if (STALE, FEEDS) not in await list_set(session, {STALE}):
        await set_timer(session, STALE, FEEDS, now + TOGETHER)


async def tell(session: AsyncSession, sources: Mapping[str, Source], now: datetime) -> None:
    """Of each of these feeds, once that it cannot be read, and once that it can be again; in the
    order of their names, under their locks.
    """
    feeds = [(each, sources[each.name].label) for each in await lock_feeds(session, sources)]
    failed = [each for each in feeds if each[0].failures >= TIMES and each[0].told_at is None]
    back = [each for each in feeds if not each[0].failures and each[0].told_at is not None]
    await _tell_stale(session, failed, now)
    await _tell_recovery(session, back, now)


async def lock_feeds(session: AsyncSession, sources: Mapping[str, Source]) -> list[Feed]:
    """Those that are asked: whoever reads one takes its lock before any timer."""
    return [
        await get_feed(session, name) for name, source in sorted(sources.items()) if source.asks
    ]


async def _tell_stale(session: AsyncSession, feeds: Sequence[Labelled], now: datetime) -> None:
    """In the pods that have a card of one and are open; the others see it in their lists."""
    by_pod: dict[UUID, list[Labelled]] = defaultdict(list)
    for each in feeds:
        each[0].told_at, each[0].told_pods = now, []
        for pod in await list_pods_with(session, each[0].name):
            by_pod[pod].append(each)
    for place in await list_pods(session, by_pod):
        if place.pod.channel and speaks(place, Severity.MINOR, now):
            theirs = by_pod[place.pod.id]
            await say(session, now, _post(place, _told_there(theirs, place, now)))
            for feed, _ in theirs:
                feed.told_pods = [*feed.told_pods, str(place.pod.id)]


async def _tell_recovery(session: AsyncSession, feeds: Sequence[Labelled], now: datetime) -> None:
    """Where it was said that it is stale; where they are closed by now, when they open."""
    by_pod: dict[UUID, list[Labelled]] = defaultdict(list)
    for each in feeds:
        for pod in each[0].told_pods:
            by_pod[UUID(pod)].append(each)
        each[0].told_at, each[0].told_pods = None, []
    for place in await list_pods(session, by_pod):
        if place.pod.channel:
            moment = opens_at(*place, now) or now
            await say(session, moment, _post(place, _back_there(by_pod[place.pod.id])))


def _told_there(feeds: Sequence[Labelled], place: PodInMarket, now: datetime) -> str:
    zone, market = place.market.timezone, pod_name(place.market.name)
    since = [(label, when(_since(feed, now), now, zone)) for feed, label in feeds]
    if len(since) == 1:
        ((label, time),) = since
        return _TOLD.format(label=label, time=time, market=market)
    lines = (_LINE.format(label=label, time=time) for label, time in since)
    return "\n".join((_TOLD_SEVERAL.format(count=len(since), market=market), *lines))


def _back_there(feeds: Sequence[Labelled]) -> str:
    if len(feeds) == 1:
        return _BACK.format(label=feeds[0][1])
    return "\n".join((_BACK_SEVERAL, *(_BACK_LINE.format(label=label) for _, label in feeds)))


def _since(feed: Feed, now: datetime) -> datetime:
    return feed.read_at or feed.failing_since or now


def _post(place: PodInMarket, text: str) -> Post:
    blocks: Sequence[Block] = [kit.section(text)]
    return Post(
        subject=f"feed_notice:{new_id()}",
        channel=place.pod.channel or "",
        text=text,
        blocks=list(blocks),
        priority=Priority.ALERT,
    )
