"""What a pod asks about, and how much somebody asked already."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import Ask
from storage.topics import Topic


async def count_topics(session: AsyncSession, pod_id: UUID, since: datetime) -> Mapping[Topic, int]:
    """How many asks of each topic a pod made since then."""
    asked = (
        select(col(Ask.topic), func.count())
        .where(col(Ask.pod_id) == pod_id, col(Ask.asked_at) > since)
        .group_by(col(Ask.topic))
    )
    return {topic: int(asks) for topic, asks in await session.execute(asked)}


async def count_asks_of(session: AsyncSession, team: str, asker: str, at_most: int) -> int:
    """How many asks somebody made, counted up to `at_most`."""
    first = (
        select(col(Ask.id))
        .where(col(Ask.team_id) == team, col(Ask.asker) == asker)
        .limit(at_most)
        .subquery()
    )
    return await session.scalar(select(func.count()).select_from(first)) or 0
