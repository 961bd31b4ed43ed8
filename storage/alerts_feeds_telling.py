"""What the pods of a market were told of feeds, and how often a pod was."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.alerts import Alert, AlertCard
from storage.alerts_feeds import FeedPace, FeedTold
from storage.alerts_reading import OPEN_STATES
from storage.statements import Prepared, upsert

_paces: Any = FeedPace.__table__  # type: ignore[attr-defined]
_told: Any = FeedTold.__table__  # type: ignore[attr-defined]
_PUT_PACES = Prepared.per_dialect(lambda insert: upsert(insert, _paces, "pod_id"))
_PUT_TOLD = Prepared.per_dialect(
    lambda insert: upsert(insert, _told, "market_id", "feed", "event_key")
)


async def list_told(session: AsyncSession, market_id: UUID) -> Sequence[FeedTold]:
    """What its pods were told."""
    there = select(FeedTold).where(col(FeedTold.market_id) == market_id)
    return (await session.scalars(there)).all()


class Posted(NamedTuple):
    """An event of a feed of which an alert was made, in a market; `only_pods` as the alert's."""

    market_id: UUID
    feed: str
    event_key: str
    only_pods: Sequence[str]


async def list_posted(session: AsyncSession, market_ids: Collection[UUID]) -> list[Posted]:
    """Of which events that are not over there are alerts in these markets, also such as somebody
    ended.
    """
    told = select(
        col(FeedTold.market_id), col(FeedTold.feed), col(FeedTold.event_key), col(Alert.only_pods)
    ).join(Alert, col(Alert.id) == col(FeedTold.alert_id))
    open_there = told.where(col(FeedTold.market_id).in_(market_ids), ~col(FeedTold.is_over))
    rows = await session.execute(open_there)
    return [Posted._make(row) for row in rows]


async def put_told(session: AsyncSession, row: dict[str, Any]) -> None:
    """Write what the pods of a market were told of an event (as columns)."""
    await _PUT_TOLD.run(session, **row)


async def list_all_told(session: AsyncSession) -> Sequence[FeedTold]:
    """What the pods of all markets were told of what is not over."""
    return (await session.scalars(select(FeedTold).where(~col(FeedTold.is_over)))).all()


async def list_pods_with(session: AsyncSession, feed: str) -> set[UUID]:
    """The pods that have a card of something of this feed that goes on."""
    there = (
        select(col(AlertCard.pod_id))
        .join(Alert, col(Alert.id) == col(AlertCard.alert_id))
        .where(col(Alert.feed) == feed, col(Alert.state).in_(OPEN_STATES))
    )
    return set(await session.scalars(there))


async def list_posts(
    session: AsyncSession, pod_ids: Collection[UUID], minute: datetime
) -> dict[UUID, int]:
    """How many messages by feeds each of these pods got in this minute."""
    its = select(col(FeedPace.pod_id), col(FeedPace.posts)).where(
        col(FeedPace.pod_id).in_(pod_ids), col(FeedPace.minute) == minute
    )
    return {pod: posts for pod, posts in (await session.execute(its)).all()}  # noqa: C416


async def put_posts(session: AsyncSession, posts: dict[UUID, int], minute: datetime) -> None:
    """Write how many each of these pods got in this minute."""
    rows = [{"pod_id": pod, "minute": minute, "posts": count} for pod, count in posts.items()]
    if rows:
        await _PUT_PACES.run_all(session, rows)
