"""Whose data is being erased: what was begun goes on under the same alias."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import KEYED


class Erasure(SQLModel, table=True):
    """One that is under way; `alias` stands for the person from now on, and tells nothing."""

    __tablename__ = "erasure"
    __table_args__ = KEYED

    user: str = Field(primary_key=True, max_length=40)
    alias: str = Field(max_length=40)
    began_at: datetime


async def begin_erasure(session: AsyncSession, user: str, now: datetime) -> str:
    """The alias, a new one where nothing was under way."""
    known = (await session.scalars(select(Erasure).where(col(Erasure.user) == user))).first()
    if known is not None:
        return known.alias
    alias = f"GONE{uuid4().hex[:16].upper()}"
    session.add(Erasure(user=user, alias=alias, began_at=now))
    await session.flush()
    return alias


async def is_under_way(session: AsyncSession, user: str) -> bool:
    """Whether it was begun, and not ended yet."""
    begun = select(col(Erasure.user)).where(col(Erasure.user) == user)
    return (await session.execute(begun)).first() is not None


async def end_erasure(session: AsyncSession, user: str) -> None:
    await session.execute(delete(Erasure).where(col(Erasure.user) == user))
