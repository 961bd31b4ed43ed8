"""How huddles are set in Slack, and what a schedule needs to know of the pod and its market."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.columns import LOCKED
from storage.huddles import Huddle, HuddleSchedule
from storage.pods import Market, Member, Pod


async def find_schedule(session: AsyncSession, pod_id: UUID) -> HuddleSchedule | None:
    """What was set in Slack; None where nobody set anything. Its `version` goes into the form."""
    return await session.get(HuddleSchedule, pod_id, populate_existing=True)


async def find_fields(session: AsyncSession, pod_id: UUID) -> Mapping[str, Any]:
    """The fields that were set in Slack, as `Schedule.of` takes them."""
    its = select(col(HuddleSchedule.fields)).where(col(HuddleSchedule.pod_id) == pod_id)
    return (await session.execute(its)).scalar_one_or_none() or {}


async def find_all_fields(session: AsyncSession) -> dict[UUID, Mapping[str, Any]]:
    """The same of every pod for which something was set."""
    rows = await session.execute(select(col(HuddleSchedule.pod_id), col(HuddleSchedule.fields)))
    return {pod_id: fields for pod_id, fields in rows.all()}  # noqa: C416


async def save_schedule(
    session: AsyncSession,
    pod_id: UUID,
    fields: Mapping[str, Any],
    version: int,
    by: str,
    by_name: str,
    now: datetime,
) -> HuddleSchedule | None:
    """Set `fields` as a whole, where nobody else did since `version` (0: nothing was set then).

    None where somebody did: two who edit at once do not undo each other.
    """
    await _lock_pod(session, pod_id)
    row = await find_schedule(session, pod_id)
    if (row.version if row else 0) != version:
        return None
    if row is None:
        row = HuddleSchedule(
            pod_id=pod_id, version=0, changed_by=by, changed_by_name=by_name, changed_at=now
        )
        session.add(row)
    row.fields, row.version = dict(fields), version + 1
    row.changed_by, row.changed_by_name, row.changed_at = by, by_name, now
    await session.flush()
    return row


async def get_areas(session: AsyncSession, market_id: UUID) -> Mapping[str, Any]:
    """A market's areas. Raises `NoResultFound` where there is no such market."""
    its = select(col(Market.areas)).where(col(Market.id) == market_id)
    areas: Mapping[str, Any] = (await session.execute(its)).scalar_one()
    return areas


async def get_areas_of(
    session: AsyncSession, market_ids: Collection[UUID]
) -> dict[UUID, Mapping[str, Any]]:
    """The areas of these markets."""
    its = select(col(Market.id), col(Market.areas)).where(col(Market.id).in_(market_ids))
    return {market: areas for market, areas in (await session.execute(its)).all()}  # noqa: C416


async def find_users(session: AsyncSession, pod_id: UUID, names: Sequence[str]) -> list[str]:
    """The members of the pod with these e-mails or Slack ids, in their order; others are left
    out.
    """
    its = select(col(Member.user), col(Member.email)).where(
        col(Member.pod_id) == pod_id,
        col(Member.left_at).is_(None),
        or_(col(Member.email).in_(names), col(Member.user).in_(names)),
    )
    found: dict[str, str] = {}
    for user, email in await session.execute(its):
        found |= {user: user, email: user}
    return list(dict.fromkeys(found[name] for name in names if name in found))


async def list_huddles(
    session: AsyncSession, pod_ids: Collection[UUID], first: date, last: date
) -> Sequence[Huddle]:
    """The huddles of these pods that were planned for one of the days, or may begin on one where
    their market lies, in the order in which they begin.
    """
    midnight = time(tzinfo=UTC)
    since = datetime.combine(first, midnight) - timedelta(days=1)
    until = datetime.combine(last, midnight) + timedelta(days=2)
    its = select(Huddle).where(
        col(Huddle.pod_id).in_(pod_ids),
        or_(
            and_(col(Huddle.local_date) >= first, col(Huddle.local_date) <= last),
            and_(col(Huddle.starts_at) >= since, col(Huddle.starts_at) <= until),
        ),
    )
    return (await session.scalars(its.order_by(col(Huddle.starts_at), col(Huddle.wave)))).all()


async def _lock_pod(session: AsyncSession, pod_id: UUID) -> None:
    """Also where nothing was set yet, one after the other."""
    mine = select(col(Pod.id)).where(col(Pod.id) == pod_id)
    await session.execute(mine.with_for_update(**LOCKED))
