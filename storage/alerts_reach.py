"""The markets that alerts are about, and how many people their pods have."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Text, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.hours import Hours, read_hours
from storage.pods import Market, Member, Pod


class MarketPlace(NamedTuple):
    """A market as alerts see it; `areas` as `Market.areas`, `languages` its codes."""

    id: UUID
    key: str
    name: str
    timezone: str
    areas: dict[str, Any]
    languages: list[str]


class Shift(NamedTuple):
    """How many of a pod work these hours; empty hours are the pod's."""

    hours: Hours
    people: int


async def get_market(session: AsyncSession, market_id: UUID) -> MarketPlace:
    """Raises `NoResultFound` where there is none."""
    row = (await session.execute(_MARKETS.where(col(Market.id) == market_id))).one()
    return MarketPlace._make(row)


async def list_markets(session: AsyncSession, team: str) -> list[MarketPlace]:
    """The markets that pods of the workspace serve, by name."""
    served = select(col(Pod.market_id)).where(col(Pod.team_id) == team)
    rows = await session.execute(
        _MARKETS.where(col(Market.id).in_(served)).order_by(col(Market.name))
    )
    return [MarketPlace._make(row) for row in rows]


async def list_settings(
    session: AsyncSession, team: str, market_id: UUID | None = None
) -> dict[UUID, dict[str, Mapping[str, Any]]]:
    """By market, of each of its pods by their ids: what its roster file says otherwise than the
    defaults. Of all markets, or of one.
    """
    its = select(col(Pod.market_id), col(Pod.id), col(Pod.settings)).where(col(Pod.team_id) == team)
    if market_id is not None:
        its = its.where(col(Pod.market_id) == market_id)
    found: dict[UUID, dict[str, Mapping[str, Any]]] = {}
    for market, pod, settings in await session.execute(its):
        found.setdefault(market, {})[str(pod)] = settings
    return found


async def list_shifts(
    session: AsyncSession, pod_ids: Collection[UUID], now: datetime
) -> dict[UUID, list[Shift]]:
    """Of each of these pods how many work which hours, without who is away or busy now. A whole
    company's rosters are too many to read one by one.
    """
    there = (
        select(col(Member.pod_id), _HOURS, func.count())
        .where(
            col(Member.pod_id).in_(pod_ids),
            col(Member.left_at).is_(None),
            *(or_(each.is_(None), each <= now) for each in _ELSEWHERE),
        )
        .group_by(col(Member.pod_id), _HOURS)
    )
    found: dict[UUID, list[Shift]] = {}
    for pod_id, hours, count in await session.execute(there):
        found.setdefault(pod_id, []).append(Shift(read_hours(hours), count))
    return found


async def list_market_keys(session: AsyncSession) -> list[str]:
    """Those of all markets, as rosters name them."""
    return list(await session.scalars(select(col(Market.key)).order_by(col(Market.key))))


async def count_members(session: AsyncSession, pod_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many are on the rosters of these pods."""
    counts = (
        select(col(Member.pod_id), func.count())
        .where(col(Member.pod_id).in_(pod_ids), col(Member.left_at).is_(None))
        .group_by(col(Member.pod_id))
    )
    return {pod: count for pod, count in (await session.execute(counts)).all()}  # noqa: C416


_HOURS = cast(col(Member.hours), Text)
_ELSEWHERE = (col(Member.away_until), col(Member.busy_until))
_MARKETS = select(
    col(Market.id),
    col(Market.key),
    col(Market.name),
    col(Market.timezone),
    col(Market.areas),
    col(Market.languages),
)
