"""What moving practices between files and the database reads beyond what the features do."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.pods import Pod
from storage.practices import LIVE_STATES, Practice, PracticeChange, PracticeState
from storage.practices_history import opened


async def list_teams(session: AsyncSession) -> Sequence[str]:
    """The workspaces that have pods."""
    return (await session.scalars(select(col(Pod.team_id)).distinct())).all()


async def count_of_states(
    session: AsyncSession, team: str, states: Collection[PracticeState]
) -> int:
    """How many practices `list_of_states` would list."""
    return (await session.scalars(select(func.count()).where(*_standing(team, states)))).one()


async def list_of_states(
    session: AsyncSession,
    team: str,
    states: Collection[PracticeState],
    after: UUID | None,
    at_most: int,
) -> Sequence[Practice]:
    """Practices that were not merged into others, by their ids, from beyond `after`."""
    there = select(Practice).where(*_standing(team, states))
    if after is not None:
        there = there.where(col(Practice.id) > after)
    return (await session.scalars(there.order_by(col(Practice.id)).limit(at_most))).all()


async def list_titled(
    session: AsyncSession, team: str, titles: Collection[str]
) -> Sequence[Practice]:
    """Practices of these titles that others may find, or their author alone."""
    there = select(Practice).where(*_standing(team, LIVE_STATES), col(Practice.title).in_(titles))
    return (await session.scalars(there.order_by(col(Practice.id)))).all()


def _standing(team: str, states: Collection[PracticeState]) -> list[ColumnElement[bool]]:
    """A draft stays one in the archive, and is listed where drafts are wanted."""
    standing = [
        col(Practice.team_id) == team,
        col(Practice.state).in_(states),
        col(Practice.merged_into).is_(None),
    ]
    if PracticeState.ARCHIVED in states and PracticeState.DRAFT not in states:
        before: Any = col(PracticeChange.before)
        of_draft = before["state"].as_string() == PracticeState.DRAFT
        drafted = (col(PracticeChange.practice_id) == col(Practice.id), of_draft)
        shown, hidden = (
            exists(select(col(PracticeChange.id)).where(*entries))
            for entries in (opened(col(Practice.id)), drafted)
        )
        standing.append(or_(col(Practice.state) != PracticeState.ARCHIVED, shown, ~hidden))
    return standing
