"""What was suggested to askers, and what they said of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.practices import PracticeUse, PracticeVerdict, Word


async def list_suggested(session: AsyncSession, ask_id: UUID) -> Sequence[UUID]:
    """The practices that were put before the asker when they asked, best first."""
    those = select(col(PracticeUse.practice_id)).where(
        col(PracticeUse.ask_id) == ask_id,
        col(PracticeUse.suggested_as).is_not(None),
    )
    return (await session.scalars(those.order_by(col(PracticeUse.suggested_as)))).all()


async def list_refused_in(session: AsyncSession, ask_id: UUID, user: str) -> Sequence[UUID]:
    """The practices that somebody refused when they were suggested for this ask."""
    theirs = select(col(PracticeVerdict.practice_id)).where(
        col(PracticeVerdict.ask_id) == ask_id, col(PracticeVerdict.user) == user
    )
    return (await session.scalars(theirs)).all()


async def count_not_this(
    session: AsyncSession, practice_ids: Collection[UUID], since: datetime
) -> Mapping[UUID, int]:
    """How many people said of each of these "not this one" since then."""
    if not practice_ids:
        return {}
    said = (
        select(
            col(PracticeVerdict.practice_id), func.count(func.distinct(col(PracticeVerdict.user)))
        )
        .where(
            col(PracticeVerdict.practice_id).in_(practice_ids),
            col(PracticeVerdict.word) == Word.NOT_THIS,
            col(PracticeVerdict.at) > since,
        )
        .group_by(col(PracticeVerdict.practice_id))
    )
    return {practice: int(people) for practice, people in await session.execute(said)}
