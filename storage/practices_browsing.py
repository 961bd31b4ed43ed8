"""What a search offers beside its words: the newest practices, and pods to choose from."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.pods import Pod
from storage.practices import Narrow, Practice, Reach
from storage.practices_reach import narrowed, visible
from storage.statements import is_sqlite


class PodToFind(NamedTuple):
    id: UUID
    name: str


async def list_newest(
    session: AsyncSession, reach: Reach, narrow: Narrow, at_most: int
) -> Sequence[Practice]:
    """The practices that were saved last."""
    there = select(Practice).where(*visible(reach), *narrowed(narrow, is_sqlite(session)))
    return (await session.scalars(there.order_by(col(Practice.id).desc()).limit(at_most))).all()


async def list_pods_to_find(session: AsyncSession, reach: Reach) -> list[PodToFind]:
    """The pods whose practices somebody may look for, by name, their own one first. To members
    of a partner the others are not named.
    """
    there = select(col(Pod.id), col(Pod.name)).where(col(Pod.team_id) == reach.team)
    if reach.is_partner:
        there = there.where(col(Pod.id) == reach.pod_id)
    others: Any = col(Pod.id) != reach.pod_id
    rows = await session.execute(there.order_by(others, col(Pod.name), col(Pod.id)))
    return [PodToFind(*row) for row in rows]
