"""Legal hold: of whom or of which pod nothing is forgotten, for as long as it stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, delete, exists, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.advice import Ask, Reply
from storage.ids import new_id
from storage.pods import Member
from storage.practices import Practice

WHY_LONGEST: Final = 500
"""Characters."""


class Hold(SQLModel, table=True):
    """A person or a pod: one of `user` and `pod_id` is given. `why` is the operator's."""

    __tablename__ = "hold"
    __table_args__ = (CheckConstraint('("user" IS NULL) <> (pod_id IS NULL)', name="one_of_them"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    user: str | None = Field(default=None, max_length=40)
    pod_id: UUID | None = Field(default=None, foreign_key="pod.id")
    why: str = Field(default="", max_length=WHY_LONGEST)
    since: datetime


async def list_holds(session: AsyncSession) -> Sequence[Hold]:
    """All that stand, the oldest first."""
    return (await session.scalars(select(Hold).order_by(col(Hold.since), col(Hold.id)))).all()


async def find_hold(
    session: AsyncSession, user: str | None = None, pod_id: UUID | None = None
) -> Hold | None:
    """What holds this person, or this pod; not the person by their pod."""
    mine = col(Hold.user) == user if user is not None else col(Hold.pod_id) == pod_id
    return (await session.scalars(select(Hold).where(mine).limit(1))).first()


async def find_hold_on(session: AsyncSession, user: str) -> Hold | None:
    """What keeps a person's data: a hold on them, or on a pod of theirs, or in which they asked,
    answered or shared.
    """
    answered = select(col(Reply.ask_id)).where(col(Reply.author) == user)
    theirs = union(
        select(col(Member.pod_id)).where(col(Member.user) == user),
        select(col(Ask.pod_id)).where(or_(col(Ask.asker) == user, col(Ask.id).in_(answered))),
        select(col(Practice.pod_id)).where(col(Practice.author) == user),
    )
    keeps = or_(col(Hold.user) == user, col(Hold.pod_id).in_(theirs))
    return (await session.scalars(select(Hold).where(keeps).limit(1))).first()


async def end_hold(session: AsyncSession, hold: Hold) -> None:
    await session.execute(delete(Hold).where(col(Hold.id) == hold.id))


def free(pod_id: Any, *users: Any) -> list[ColumnElement[bool]]:
    """Conditions on a query's columns: neither the row's pod nor one of its people is held."""
    held = [exists(select(col(Hold.id)).where(col(Hold.pod_id) == pod_id))]
    held += [exists(select(col(Hold.id)).where(col(Hold.user) == user)) for user in users]
    return [~each for each in held]
