"""The history of practices: entries are added, and never changed."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.practices import OPEN_STATES, PracticeChange


async def list_changes(
    session: AsyncSession, practice_ids: Collection[UUID]
) -> Sequence[PracticeChange]:
    """What was done to these practices, the oldest first."""
    theirs = select(PracticeChange).where(col(PracticeChange.practice_id).in_(practice_ids))
    return (
        await session.scalars(theirs.order_by(col(PracticeChange.at), col(PracticeChange.id)))
    ).all()


async def find_change(
    session: AsyncSession, practice_id: UUID, version: int
) -> PracticeChange | None:
    """The change that made a version."""
    it = (col(PracticeChange.practice_id) == practice_id, col(PracticeChange.version) == version)
    return (await session.scalars(select(PracticeChange).where(*it))).first()


def opened(practice_id: Any) -> list[ColumnElement[bool]]:
    """The entries of a practice that others than its author saw until then."""
    before: Any = col(PracticeChange.before)
    state = before["state"].as_string()
    # Not IN: it stands in prepared statements, which have no lists.
    there = or_(*(state == str(each) for each in sorted(OPEN_STATES)))
    return [col(PracticeChange.practice_id) == practice_id, there]


async def was_open(session: AsyncSession, practice_id: UUID) -> bool:
    """Whether a practice was ever more than a draft, before its last change."""
    entries = select(col(PracticeChange.id)).where(*opened(practice_id)).limit(1)
    return (await session.execute(entries)).first() is not None


async def find_words_at(
    session: AsyncSession, practice_id: UUID, version: int
) -> dict[str, Any] | None:
    """What a practice said in an old version; None where it is the newest, or no version."""
    later = select(PracticeChange).where(
        col(PracticeChange.practice_id) == practice_id, col(PracticeChange.version) == version + 1
    )
    change = (await session.scalars(later)).first()
    return change.before if change is not None else None
