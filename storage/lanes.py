"""Whose turn a channel is, and the budgets of Web API methods: shared by every replica."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import KEYED, Json
from storage.statements import Prepared, upsert


class Lane(SQLModel, table=True):
    """A channel's turn: one sender at a time, paced as Slack asks.

    `not_before` is when Slack lets us post there again; `spent_until` is how far ahead of a
    steady pace the posts of a burst are. `leased_until` is empty where nobody is sending.
    """

    __tablename__ = "lane"
    __table_args__ = KEYED

    channel: str = Field(primary_key=True, max_length=40)
    not_before: datetime
    spent_until: datetime
    leased_by: UUID | None = None
    leased_until: datetime | None = None


class Pace(SQLModel, table=True):
    """The budget of a Web API method: its calls of the last minute, by epoch second.

    After a 429 it is closed until `not_before`. Under the name of a share, `not_before` is how far
    ahead it is spent.
    """

    __tablename__ = "pace"

    method: str = Field(primary_key=True, max_length=60)
    spent: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    not_before: datetime | None = None


class LaneState(NamedTuple):
    """How a channel is paced."""

    not_before: datetime
    spent_until: datetime


LANES: Any = Lane.__table__  # type: ignore[attr-defined]
_paces: Any = Pace.__table__  # type: ignore[attr-defined]
_PUT_LANES = Prepared.per_dialect(lambda insert: upsert(insert, LANES, "channel"))
_PUT_PACES = Prepared.per_dialect(lambda insert: upsert(insert, _paces, "method"))
_ALL_PACES = Prepared(select(_paces.c.method, _paces.c.spent, _paces.c.not_before))


async def put_lanes(session: AsyncSession, lanes: Iterable[dict[str, Any]]) -> None:
    """Write lanes (as columns)."""
    await _PUT_LANES.run_all(session, list(lanes))


async def hold_lane(session: AsyncSession, channel: str, until: datetime) -> None:
    """Let nobody post in `channel` before `until`, as Slack asked."""
    held = update(Lane).where(col(Lane.channel) == channel)
    await session.execute(held.values(not_before=until))


async def release_lanes(session: AsyncSession, holder: UUID, channels: Iterable[str]) -> None:
    """Give up the turn in `channels`."""
    mine = update(Lane).where(col(Lane.leased_by) == holder, col(Lane.channel).in_(list(channels)))
    await session.execute(mine.values(leased_by=None, leased_until=None))


async def list_paces(
    session: AsyncSession,
) -> Sequence[tuple[str, dict[str, int], datetime | None]]:
    """The budgets of all methods that were called so far: method, spent, not_before."""
    rows = (await _ALL_PACES.run(session)).rows
    return [(row.method, row.spent, row.not_before) for row in rows]


async def put_paces(session: AsyncSession, paces: Iterable[dict[str, Any]]) -> None:
    """Write budgets (as columns)."""
    await _PUT_PACES.run_all(session, list(paces))
