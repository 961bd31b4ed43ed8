"""When pods ask: how often in a span of time, and at which moments."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import Ask
from storage.advice_stats import CALLED_OFF


async def count_asked(session: AsyncSession, pod_id: UUID, first: datetime, last: datetime) -> int:
    """How many questions a pod asked after `first` and until `last`, without those called off."""
    asked = select(func.count()).select_from(Ask)
    return await session.scalar(asked.where(*_between(pod_id, first, last))) or 0


async def list_asked(
    session: AsyncSession, pod_id: UUID, first: datetime, last: datetime
) -> Sequence[datetime]:
    """When they were asked."""
    asked = select(col(Ask.asked_at)).where(*_between(pod_id, first, last))
    return list(await session.scalars(asked))


async def find_first_asked(session: AsyncSession, pod_id: UUID) -> datetime | None:
    """When a pod's first question was asked that is kept."""
    first = select(func.min(col(Ask.asked_at))).where(col(Ask.pod_id) == pod_id)
    return await session.scalar(first)


def _between(pod_id: UUID, first: datetime, last: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Ask.pod_id) == pod_id,
        col(Ask.asked_at) > first,
        col(Ask.asked_at) <= last,
        col(Ask.state).not_in(CALLED_OFF),
    )
