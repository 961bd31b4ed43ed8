"""Cards of what goes on that Slack has not taken."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.alerts import Alert, AlertCard
from storage.alerts_reading import OPEN_STATES


async def list_unposted_live(
    session: AsyncSession, market_id: UUID | None = None
) -> Sequence[tuple[AlertCard, Alert]]:
    """Those that stand nowhere yet, alone or in a digest, with their alerts: of a market, or all;
    in the order in which they were made.
    """
    there = (
        select(AlertCard, Alert)
        .join(Alert, col(Alert.id) == col(AlertCard.alert_id))
        .where(col(AlertCard.ts).is_(None), col(Alert.state).in_(OPEN_STATES))
    )
    if market_id is not None:
        there = there.where(col(Alert.market_id) == market_id)
    rows = await session.execute(there.order_by(col(AlertCard.id)))
    return [(card, alert) for card, alert in rows]


async def list_pods_told_of(
    session: AsyncSession, pod_ids: Collection[UUID], since: datetime
) -> set[UUID]:
    """Of which of these pods somebody was told, since then, that Slack refuses their cards."""
    told = select(col(AlertCard.pod_id)).where(
        col(AlertCard.pod_id).in_(pod_ids), col(AlertCard.refusal_told_at) > since
    )
    return set(await session.scalars(told))
