"""What was searched without a result."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.practices import Gap

_MOST_LOOKED_AT = 500


async def find_gap(session: AsyncSession, user: str, words: str, since: datetime) -> Gap | None:
    """The same search by the same person since then."""
    same = select(Gap).where(col(Gap.user) == user, col(Gap.words) == words, col(Gap.at) > since)
    return (await session.scalars(same)).first()


async def list_gaps(session: AsyncSession, pod_id: UUID, since: datetime) -> Sequence[Gap]:
    """What a pod searched in vain since then and nobody has written yet, the newest first."""
    open_ = select(Gap).where(
        col(Gap.pod_id) == pod_id, col(Gap.at) > since, col(Gap.closed_by).is_(None)
    )
    return (await session.scalars(open_.order_by(col(Gap.at).desc()).limit(_MOST_LOOKED_AT))).all()


async def look_at_gap(session: AsyncSession, gap_id: UUID) -> Gap | None:
    return (await session.scalars(select(Gap).where(col(Gap.id) == gap_id))).first()


async def has_gaps(session: AsyncSession, pod_id: UUID) -> bool:
    """Whether a pod searched anything in vain that nobody has answered."""
    open_ = select(col(Gap.id)).where(col(Gap.pod_id) == pod_id, col(Gap.closed_by).is_(None))
    return (await session.execute(open_.limit(1))).first() is not None


async def close_gaps(
    session: AsyncSession, pod_id: UUID, words: Collection[str], practice_id: UUID
) -> None:
    """A practice answers every open search of the pod in these words."""
    if not words:
        return
    same = (
        col(Gap.pod_id) == pod_id,
        col(Gap.words).in_(words),
        col(Gap.closed_by).is_(None),
    )
    await session.execute(
        update(Gap).where(*same).values(closed_by=practice_id),
        execution_options={"synchronize_session": False},
    )


async def drop_gaps(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Forget these searches."""
    if ids:
        await session.execute(
            delete(Gap).where(col(Gap.id).in_(ids)),
            execution_options={"synchronize_session": False},
        )
