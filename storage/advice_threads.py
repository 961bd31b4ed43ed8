"""What stands in the threads of asks: replies and marks, also those that outran their ask."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, bindparam, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import Ask, Mark, Reply
from storage.ids import new_id
from storage.outbox import Posted
from storage.statements import Prepared, insert_or_ignore

_replies: Any = Reply.__table__  # type: ignore[attr-defined]
_STRAYS = Prepared(
    select(_replies.c.id).where(
        _replies.c.channel == bindparam("the_channel"),
        _replies.c.thread_ts == bindparam("the_thread"),
        _replies.c.ask_id.is_(None),
        _replies.c.ts > bindparam("the_ts"),
    )
)


async def list_replies(session: AsyncSession, ask_id: UUID) -> Sequence[Reply]:
    """Everything that was written about the ask, deleted messages too, in the order of time."""
    mine = select(Reply).where(col(Reply.ask_id) == ask_id)
    return (await session.scalars(mine.order_by(col(Reply.at), col(Reply.ts)))).all()


async def find_reply(session: AsyncSession, channel: str, ts: str) -> Reply | None:
    """What we know of a message."""
    it = (col(Reply.channel) == channel, col(Reply.ts) == ts)
    return (await session.scalars(select(Reply).where(*it))).first()


async def find_reply_by_id(session: AsyncSession, reply_id: UUID) -> Reply | None:
    """What we know of a message, wherever it stands."""
    return (await session.scalars(select(Reply).where(col(Reply.id) == reply_id))).first()


async def find_marked(session: AsyncSession, channel: str, ts: str) -> Reply | None:
    """The reply that a message in a home channel is, or of which it is Podline's copy."""
    here = select(Reply).join(Ask, col(Ask.id) == col(Reply.ask_id))
    it = or_(col(Reply.ts) == ts, col(Reply.copy_ts) == ts)
    return (await session.scalars(here.where(col(Ask.channel) == channel, it))).first()


async def list_strays(
    session: AsyncSession, channel: str, thread_ts: str, after: str
) -> Sequence[Reply]:
    """Replies of a thread that belong to no ask yet, written later than the ts `after`."""
    there = {"the_channel": channel, "the_thread": thread_ts, "the_ts": after}
    found = [row.id for row in (await _STRAYS.run(session, **there)).rows]
    if not found:  # nearly always, and then no mapped class is needed
        return ()
    strays = select(Reply).where(col(Reply.id).in_(found))
    return (await session.scalars(strays.order_by(col(Reply.at), col(Reply.ts)))).all()


async def take_stray(session: AsyncSession, channel: str, ts: str) -> Reply | None:
    """What outran the message that made an ask (an edit, a deletion): handed over, forgotten."""
    there = select(Reply).where(
        col(Reply.channel) == channel, col(Reply.ts) == ts, col(Reply.ask_id).is_(None)
    )
    stray = (await session.scalars(there)).first()
    if stray is not None:
        await session.delete(stray)
    return stray


async def purge_strays(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget messages, and marks on messages, from before `moment` that belong to no ask; how
    many. An hour is longer than Slack retries, and short for words that are none of our business.
    """
    old = (
        select(col(Reply.id))
        .where(col(Reply.ask_id).is_(None), col(Reply.at) < moment)
        .limit(at_most)
    )
    known = select(Reply).where(
        or_(col(Reply.ts) == col(Mark.ts), col(Reply.copy_ts) == col(Mark.ts))
    )
    card = select(Posted).where(
        col(Posted.channel) == col(Mark.channel), col(Posted.ts) == col(Mark.ts)
    )
    asks = select(Ask).where(
        col(Ask.source_channel) == col(Mark.channel), col(Ask.source_ts) == col(Mark.ts)
    )
    unknown = ~(known.exists() | card.exists() | asks.exists())
    vain = select(col(Mark.id)).where(col(Mark.at) < moment, unknown).limit(at_most)
    gone = 0
    for table, ids in ((Reply, old), (Mark, vain)):
        result = await session.execute(delete(table).where(col(table.id).in_(ids)))
        gone += cast(CursorResult[Any], result).rowcount
    return gone


async def add_mark(session: AsyncSession, channel: str, ts: str, user: str, at: datetime) -> None:
    """Somebody put a ✅ on a message; a second one changes nothing."""
    values = {"id": new_id(), "channel": channel, "ts": ts, "user": user, "at": at}
    await session.execute(insert_or_ignore(session, Mark).values(values))


async def remove_mark(session: AsyncSession, channel: str, ts: str, user: str) -> None:
    """Somebody took their ✅ off a message."""
    it = (col(Mark.channel) == channel, col(Mark.ts) == ts, col(Mark.user) == user)
    await session.execute(delete(Mark).where(*it))


async def list_marks(
    session: AsyncSession, user: str, channel: str, messages: Collection[str]
) -> Sequence[Mark]:
    """The ✅ of one person on these messages of a channel."""
    if not messages:
        return ()
    theirs = select(Mark).where(
        col(Mark.user) == user, col(Mark.channel) == channel, col(Mark.ts).in_(messages)
    )
    return (await session.scalars(theirs.order_by(col(Mark.at)))).all()


async def take_turns(session: AsyncSession, channel: str) -> None:
    """Let the events of one channel pass one after the other until the transaction ends.

    Else what outran its ask and the ask itself could miss each other. SQLite has one writer.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = select(func.pg_advisory_xact_lock(func.hashtextextended(channel, 0)))
        await session.execute(lock)
