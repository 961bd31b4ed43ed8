"""Who was there, where a pod wants to know."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.ids import new_id
from storage.statements import insert_or_ignore


class HuddleAttendance(SQLModel, table=True):
    """Somebody pressed "Here", where the pod wants that."""

    __tablename__ = "huddle_attendance"
    __table_args__ = (UniqueConstraint("huddle_id", "user"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    huddle_id: UUID = Field(foreign_key="huddle.id")
    user: str = Field(max_length=40)
    at: datetime


async def note_here(session: AsyncSession, huddle_id: UUID, user: str, now: datetime) -> bool:
    """Somebody is there; whether they said so for the first time."""
    row = {"id": new_id(), "huddle_id": huddle_id, "user": user, "at": now}
    result = await session.execute(insert_or_ignore(session, HuddleAttendance).values(**row))
    return bool(cast(CursorResult[Any], result).rowcount)


async def count_here(session: AsyncSession, huddle_id: UUID) -> int:
    """How many said that they are there."""
    its = select(func.count()).where(col(HuddleAttendance.huddle_id) == huddle_id)
    return await session.scalar(its) or 0


async def list_here(session: AsyncSession, huddle_ids: Collection[UUID]) -> set[str]:
    """Who said so, in any of these huddles."""
    its = select(col(HuddleAttendance.user)).where(col(HuddleAttendance.huddle_id).in_(huddle_ids))
    return set(await session.scalars(its))
