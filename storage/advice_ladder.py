"""Whom the ladder may mention: who was asked lately, and who talks with a customer."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import LIVE, Ask, CallState, Mention
from storage.ids import new_id
from storage.statements import insert_or_ignore

ON_A_CLAIMED_CALL = timedelta(minutes=5)
ROTATION = timedelta(hours=24)


class Asked(NamedTuple):
    """How much somebody was asked by the ladder lately."""

    in_the_last_hour: int = 0
    last_at: datetime | None = None


async def add_mentions(
    session: AsyncSession, ask_id: UUID, users: Sequence[str], now: datetime
) -> None:
    """The ladder mentions these people for this ask."""
    rows = [{"id": new_id(), "ask_id": ask_id, "user": user, "at": now} for user in users]
    await session.execute(insert_or_ignore(session, Mention).values(rows))


async def list_mentions(session: AsyncSession, ask_id: UUID) -> Sequence[Mention]:
    """Whom the ladder mentioned for this ask."""
    mine = select(Mention).where(col(Mention.ask_id) == ask_id)
    return (await session.scalars(mine.order_by(col(Mention.at), col(Mention.id)))).all()


async def count_mentions(
    session: AsyncSession, users: Collection[str], now: datetime
) -> dict[str, Asked]:
    """How much each of `users` was mentioned lately, for any ask."""
    at = col(Mention.at)
    lately = case((at > now - timedelta(hours=1), 1), else_=0)
    theirs = (
        select(col(Mention.user), func.sum(lately), func.max(at))
        .where(col(Mention.user).in_(users), at > now - ROTATION)
        .group_by(col(Mention.user))
    )
    rows = await session.execute(theirs)
    return {user: Asked(int(count), last) for user, count, last in rows}


async def list_on_a_call(session: AsyncSession, users: Collection[str], now: datetime) -> set[str]:
    """Who of `users` talks with a customer, as far as asks and claims tell."""
    asking = select(col(Ask.asker)).where(
        col(Ask.asker).in_(users),
        col(Ask.state).in_(LIVE),
        col(Ask.call_state) == CallState.TALKING,
    )
    helping = select(col(Ask.claimed_by)).where(
        col(Ask.claimed_by).in_(users), col(Ask.claimed_at) > now - ON_A_CLAIMED_CALL
    )
    return {str(user) for user in (await session.scalars(union(asking, helping))).all()}
