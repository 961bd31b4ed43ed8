"""Asks that share one thread: the first one, which has the card, and those that joined it.

Whoever holds the lock of the first one is the only one who changes those that joined it.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import LIVE, Ask, Mark, Moment, Reply

_AS_IT_STANDS = {"populate_existing": True}


async def list_joined(session: AsyncSession, first: UUID) -> Sequence[Ask]:
    """Every ask that joined this one, in every state, the oldest first."""
    joined = select(Ask).where(col(Ask.joined_to) == first).order_by(col(Ask.id))
    return (await session.scalars(joined, execution_options=_AS_IT_STANDS)).all()


async def find_joined_by(session: AsyncSession, first: UUID, asker: str) -> Ask | None:
    """What somebody asked in the thread of that ask: what is live, or the newest."""
    theirs = select(Ask).where(col(Ask.joined_to) == first, col(Ask.asker) == asker)
    found = (await session.scalars(theirs.order_by(col(Ask.id).desc()))).all()
    return next((each for each in found if each.state in LIVE), found[0] if found else None)


async def list_with_words(session: AsyncSession, asks: Collection[UUID]) -> set[UUID]:
    """Those of the asks whose askers wrote something in the thread."""
    wrote = select(col(Reply.ask_id)).where(col(Reply.ask_id).in_(asks))
    return {each for each in await session.scalars(wrote.distinct()) if each is not None}


async def list_markers(
    session: AsyncSession, users: Collection[str], channel: str, messages: Collection[str]
) -> set[str]:
    """Who of these people put a ✅ on one of the messages of a channel."""
    if not messages:
        return set()
    theirs = select(col(Mark.user)).where(
        col(Mark.user).in_(users), col(Mark.channel) == channel, col(Mark.ts).in_(messages)
    )
    return set(await session.scalars(theirs.distinct()))


async def list_without(session: AsyncSession, first: UUID, what: str) -> Sequence[Ask]:
    """The live asks that joined this one and have no such entry of it in their timeline."""
    noted = exists(
        select(1).where(
            col(Moment.ask_id) == col(Ask.id),
            col(Moment.what) == what,
            col(Moment.detail) == str(first),
        )
    )
    joined = select(Ask).where(col(Ask.joined_to) == first, col(Ask.state).in_(LIVE), ~noted)
    return (await session.scalars(joined.order_by(col(Ask.id)))).all()


async def place_joined(session: AsyncSession, first: UUID, thread_ts: str) -> None:
    """The card of the first one stands: so does the thread of those that joined it."""
    joined = update(Ask).where(col(Ask.joined_to) == first, col(Ask.thread_ts).is_(None))
    await session.execute(
        joined.values(thread_ts=thread_ts), execution_options={"synchronize_session": False}
    )


async def look_at_asks(session: AsyncSession, asks: Collection[UUID]) -> Mapping[UUID, Ask]:
    """These asks by their id, as they stand, without their locks."""
    found = await session.scalars(
        select(Ask).where(col(Ask.id).in_(asks)), execution_options=_AS_IT_STANDS
    )
    return {each.id: each for each in found}
