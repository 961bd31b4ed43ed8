"""How feeds stand: whose turn it is to read one, what was heard, what was taken before."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.alerts_feeds import Feed, FeedEvent, FeedKey
from storage.columns import LOCKED
from storage.statements import Prepared, insert_or_ignore, upsert

_events: Any = FeedEvent.__table__  # type: ignore[attr-defined]
_HEARD = ("parts", "over_at")
_PUT_EVENTS = Prepared.per_dialect(
    lambda insert: upsert(insert, _events, "feed", "key", only=_HEARD)
)
_NOT_SEEN = {"synchronize_session": False}


async def list_feeds(session: AsyncSession) -> Sequence[Feed]:
    """All that were ever read, by name."""
    return (await session.scalars(select(Feed).order_by(col(Feed.name)))).all()


async def get_feed(session: AsyncSession, name: str) -> Feed:
    """The feed under its lock, made where it was never read."""
    row = {"name": name, "version": 0, "etags": {}, "failures": 0, "told_pods": [], "problems": []}
    await session.execute(insert_or_ignore(session, Feed).values(**row))
    mine = select(Feed).where(col(Feed.name) == name).with_for_update(**LOCKED)
    fresh = {"populate_existing": True}
    return (await session.scalars(mine, execution_options=fresh)).one()


async def lease_feed(
    session: AsyncSession, name: str, holder: UUID, now: datetime, for_: timedelta
) -> Feed | None:
    """Take the turn to read a feed; None while somebody else has it."""
    feed = await get_feed(session, name)
    if feed.leased_by is not None and feed.leased_until is not None and feed.leased_until > now:
        return None
    feed.leased_by, feed.leased_until = holder, now + for_
    await session.flush()
    return feed


async def list_versions(session: AsyncSession) -> dict[str, int]:
    """How much was heard of each feed, by its name."""
    rows = await session.execute(select(col(Feed.name), col(Feed.version)))
    return {name: version for name, version in rows.all()}  # noqa: C416


async def list_events(
    session: AsyncSession, feed: str, keys: Collection[str] | None = None
) -> Sequence[FeedEvent]:
    """What was heard of a feed's events: all of them, or those of `keys`."""
    its = select(FeedEvent).where(col(FeedEvent.feed) == feed)
    if keys is not None:
        its = its.where(col(FeedEvent.key).in_(keys))
    return (await session.scalars(its.order_by(col(FeedEvent.key)))).all()


async def put_events(session: AsyncSession, rows: Iterable[dict[str, Any]]) -> None:
    """Write events (as columns); of one that is there its `heard_at` stays."""
    written = list(rows)
    if written:
        await _PUT_EVENTS.run_all(session, written)


async def record_message(
    session: AsyncSession, key: str, body_hash: str, now: datetime
) -> str | None:
    """Note a sender's message; the hash of the body that came under this key before, if any."""
    row = {"key": key, "body_hash": body_hash, "at": now}
    added = await session.execute(insert_or_ignore(session, FeedKey).values(**row))
    if cast(CursorResult[Any], added).rowcount:
        return None
    found = select(col(FeedKey.body_hash)).where(col(FeedKey.key) == key)
    return (await session.scalars(found)).one()


async def purge_messages(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget messages taken before `moment`, a small batch at a time; how many went."""
    old = select(col(FeedKey.key)).where(col(FeedKey.at) < moment).limit(at_most)
    gone = await session.execute(
        delete(FeedKey).where(col(FeedKey.key).in_(old)), execution_options=_NOT_SEEN
    )
    return cast(CursorResult[Any], gone).rowcount


async def purge_events(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget events that were over before `moment`, a small batch at a time; how many went."""
    old = select(col(FeedEvent.feed), col(FeedEvent.key))
    keys = (await session.execute(old.where(col(FeedEvent.over_at) < moment).limit(at_most))).all()
    if not keys:
        return 0
    these = tuple_(col(FeedEvent.feed), col(FeedEvent.key)).in_([tuple(key) for key in keys])
    gone = await session.execute(delete(FeedEvent).where(these), execution_options=_NOT_SEEN)
    return cast(CursorResult[Any], gone).rowcount
