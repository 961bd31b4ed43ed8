"""Who has what goes on, of all alerts and pods at once."""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.alerts import Alert, AlertCard, Severity
from storage.alerts_reading import OPEN_STATES


class GoingOn(NamedTuple):
    """An alert, as far as it tells who is to have it."""

    id: UUID
    team_id: str
    market_id: UUID
    severity: Severity
    only_pods: Sequence[str]


async def list_going_on(session: AsyncSession) -> list[GoingOn]:
    """All alerts that are not over."""
    live = select(
        col(Alert.id),
        col(Alert.team_id),
        col(Alert.market_id),
        col(Alert.severity),
        col(Alert.only_pods),
    ).where(col(Alert.state).in_(OPEN_STATES))
    return [GoingOn(*row) for row in (await session.execute(live)).all()]


async def list_places_of_cards(
    session: AsyncSession, alert_ids: Collection[UUID]
) -> dict[UUID, set[UUID]]:
    """The pods that have each of these alerts."""
    there = select(col(AlertCard.alert_id), col(AlertCard.pod_id)).where(
        col(AlertCard.alert_id).in_(alert_ids)
    )
    found: dict[UUID, set[UUID]] = {}
    for alert_id, pod_id in await session.execute(there):
        found.setdefault(alert_id, set()).add(pod_id)
    return found
