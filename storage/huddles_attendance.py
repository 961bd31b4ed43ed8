"""Who was there, where a pod wants to know."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from sqlalchemy import CursorResult, UniqueConstraint, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.huddles import Huddle, HuddleState
from storage.ids import new_id
from storage.pods import Member
from storage.statements import insert_or_ignore

_BEGAN: Final = timedelta(days=1)
"""Long before what goes on now was to begin; what lies further back is not even looked at."""


class GoesOn(NamedTuple):
    """A huddle in which somebody may be. `people` are those of its wave, all where it is empty;
    `is_noted`: they were there.
    """

    id: UUID
    pod_id: UUID
    people: list[str]
    runs_it: str | None
    opened_at: datetime | None
    is_noted: bool


class HuddleAttendance(SQLModel, table=True):
    """Somebody pressed "Here", or joined it in Slack, where the pod wants to know."""

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


async def list_going_on(
    session: AsyncSession, team: str, user: str, now: datetime
) -> Sequence[GoesOn]:
    """What goes on in somebody's pod, the last one opened first: one look, which finds nothing most
    of the time.
    """
    noted = exists().where(
        col(HuddleAttendance.huddle_id) == col(Huddle.id), col(HuddleAttendance.user) == user
    )
    whose = (col(Huddle.people), col(Huddle.runs_it))
    its = (
        select(col(Huddle.id), col(Huddle.pod_id), *whose, col(Huddle.opened_at), noted)
        .join(Member, col(Member.pod_id) == col(Huddle.pod_id))
        .where(
            col(Member.team_id) == team,
            col(Member.user) == user,
            col(Member.left_at).is_(None),
            col(Huddle.starts_at) >= now - _BEGAN,
            col(Huddle.state) == HuddleState.OPEN,
        )
    )
    rows = await session.execute(its.order_by(col(Huddle.opened_at).desc()))
    return [GoesOn(*row) for row in rows]
