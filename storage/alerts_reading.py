"""Alerts as they are read: one under its lock, what is live, its ways to say it, its history."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.alerts import Alert, AlertChange, AlertDraft, AlertSaying, AlertState
from storage.columns import LOCKED

OPEN_STATES = (AlertState.UNCONFIRMED, AlertState.LIVE)


async def find_alert(session: AsyncSession, alert_id: UUID) -> Alert | None:
    """The alert, locked until the transaction ends, as it stands now."""
    mine = select(Alert).where(col(Alert.id) == alert_id).with_for_update(**LOCKED)
    return (await session.scalars(mine, execution_options={"populate_existing": True})).first()


async def look_at_alert(session: AsyncSession, alert_id: UUID) -> Alert | None:
    """The alert as it stands, without its lock: for what is only shown."""
    return (await session.scalars(select(Alert).where(col(Alert.id) == alert_id))).first()


async def look_at_alerts(session: AsyncSession, alert_ids: Collection[UUID]) -> dict[UUID, Alert]:
    """As `look_at_alert`, of several; by their ids."""
    found = await session.scalars(select(Alert).where(col(Alert.id).in_(alert_ids)))
    return {each.id: each for each in found}


async def list_live_alerts(
    session: AsyncSession, team: str, market_ids: Collection[UUID]
) -> Sequence[Alert]:
    """What goes on in these markets, the newest first."""
    live = select(Alert).where(
        col(Alert.team_id) == team,
        col(Alert.market_id).in_(market_ids),
        col(Alert.state).in_(OPEN_STATES),
    )
    return (await session.scalars(live.order_by(col(Alert.id).desc()))).all()


async def list_ended_alerts(
    session: AsyncSession,
    team: str,
    market_ids: Collection[UUID],
    since: datetime,
    at_most: int,
) -> Sequence[Alert]:
    """What ended in these markets since then, the latest end first."""
    over = select(Alert).where(
        col(Alert.team_id) == team,
        col(Alert.market_id).in_(market_ids),
        col(Alert.state) == AlertState.ENDED,
        col(Alert.ended_at) > since,
    )
    latest = over.order_by(col(Alert.ended_at).desc(), col(Alert.id).desc())
    return (await session.scalars(latest.limit(at_most))).all()


async def may_end_with(session: AsyncSession, alert_id: UUID, team: str, market_id: UUID) -> bool:
    """Whether an alert of that market goes on, and will until this transaction ends.

    One that somebody just changes is not waited for: its end waits for what is tied to it.
    """
    live = select(col(Alert.id)).where(
        col(Alert.id) == alert_id,
        col(Alert.team_id) == team,
        col(Alert.market_id) == market_id,
        col(Alert.state).in_(OPEN_STATES),
    )
    held = live.with_for_update(read=True, skip_locked=True)
    return (await session.scalars(held)).first() is not None


async def list_sayings(session: AsyncSession, alert_id: UUID) -> Sequence[AlertSaying]:
    """The ways to say an alert, in the order in which they came."""
    its = select(AlertSaying).where(col(AlertSaying.alert_id) == alert_id)
    return (await session.scalars(its.order_by(col(AlertSaying.at), col(AlertSaying.id)))).all()


async def list_changes(session: AsyncSession, alert_id: UUID) -> Sequence[AlertChange]:
    """What was done to an alert, the oldest first."""
    its = select(AlertChange).where(col(AlertChange.alert_id) == alert_id)
    return (await session.scalars(its.order_by(col(AlertChange.version)))).all()


async def list_changes_since(
    session: AsyncSession, alert_id: UUID, version: int
) -> Sequence[AlertChange]:
    """What was done to an alert after `version`, the oldest first: the first of them tells in
    `before` what it said then.
    """
    later = select(AlertChange).where(
        col(AlertChange.alert_id) == alert_id, col(AlertChange.version) > version
    )
    return (await session.scalars(later.order_by(col(AlertChange.version)))).all()


async def find_draft(
    session: AsyncSession, draft_id: UUID, lock: bool = False
) -> AlertDraft | None:
    """What somebody suggested; with `lock` until the transaction ends."""
    its = select(AlertDraft).where(col(AlertDraft.id) == draft_id)
    return (await session.scalars(its.with_for_update() if lock else its)).first()
