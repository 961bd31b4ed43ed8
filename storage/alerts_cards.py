"""Where alerts stand in the pods' channels, and how many have them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.alerts import Alert, AlertCard, AlertReceipt
from storage.columns import LOCKED
from storage.ids import new_id
from storage.statements import insert_or_ignore

_ALONE: Final[Mapping[UUID, UUID]] = {}


async def add_cards(
    session: AsyncSession,
    alert: Alert,
    places: Collection[tuple[UUID, str]],
    digests: Mapping[UUID, UUID] = _ALONE,
) -> None:
    """From now on the alert, which is locked, stands in these pods and channels: in a message of
    its own, or by pod in one of `digests`. A pod that has its card already keeps it.
    """
    same = {"alert_id": alert.id, "ts": None, "version": alert.version, "counted": 0}
    rows = [
        {"id": new_id(), "pod_id": pod_id, "channel": channel, "digest": digests.get(pod_id)} | same
        for pod_id, channel in places
    ]
    if rows:
        await session.execute(insert_or_ignore(session, _cards), rows)


async def list_cards(session: AsyncSession, alert_id: UUID) -> Sequence[AlertCard]:
    """An alert's cards, in the order in which they were made."""
    its = select(AlertCard).where(col(AlertCard.alert_id) == alert_id)
    return (await session.scalars(its.order_by(col(AlertCard.id)))).all()


async def count_cards(session: AsyncSession, alert_id: UUID) -> int:
    """How many pods have an alert, or are about to get it; digests do not count."""
    its = select(func.count()).select_from(AlertCard).where(*_own(alert_id))
    return await session.scalar(its) or 0


async def list_unposted(session: AsyncSession, alert_id: UUID) -> Sequence[AlertCard]:
    """An alert's cards that Slack has not posted yet, but for what stands in a digest."""
    its = select(AlertCard).where(*_own(alert_id), col(AlertCard.ts).is_(None))
    return (await session.scalars(its.order_by(col(AlertCard.id)))).all()


async def find_card(session: AsyncSession, alert_id: UUID, pod_id: UUID) -> AlertCard | None:
    """The alert's card in a pod."""
    its = select(AlertCard).where(
        col(AlertCard.alert_id) == alert_id, col(AlertCard.pod_id) == pod_id
    )
    return (await session.scalars(its)).first()


async def map_digests(session: AsyncSession, digests: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """By message, the alerts that stand in it, in the order of its lines."""
    there = select(col(AlertCard.digest), col(AlertCard.alert_id)).where(
        col(AlertCard.digest).in_(digests)
    )
    found: dict[UUID, list[UUID]] = {}
    for digest, alert_id in await session.execute(there.order_by(col(AlertCard.id))):
        found.setdefault(cast(UUID, digest), []).append(alert_id)
    return found


async def lock_digests(session: AsyncSession, alert_ids: Collection[UUID]) -> None:
    """Let changes of alerts that stand in one message take turns, so that it shows all of them.
    Once a transaction, for all alerts that it changes, and before it changes a card.
    """
    theirs = select(col(AlertCard.digest)).where(
        col(AlertCard.alert_id).in_(alert_ids), col(AlertCard.digest).is_not(None)
    )
    there = select(col(AlertCard.id)).where(col(AlertCard.digest).in_(theirs))
    await session.execute(there.order_by(col(AlertCard.id)).with_for_update(**LOCKED))


async def list_alerts_in_pod(
    session: AsyncSession, pod_id: UUID, alert_ids: Collection[UUID]
) -> set[UUID]:
    """Which of these alerts the pod has."""
    here = select(col(AlertCard.alert_id)).where(
        col(AlertCard.pod_id) == pod_id, col(AlertCard.alert_id).in_(alert_ids)
    )
    return set(await session.scalars(here))


async def place_card(session: AsyncSession, alert_id: UUID, pod_id: UUID, ts: str) -> None:
    """Slack posted the card."""
    mine = update(AlertCard).where(
        col(AlertCard.alert_id) == alert_id, col(AlertCard.pod_id) == pod_id
    )
    await session.execute(mine.values(ts=ts), execution_options=_NOT_SEEN)


async def place_digest(session: AsyncSession, digest: UUID, ts: str) -> None:
    """Slack posted the message in which these stand."""
    mine = update(AlertCard).where(col(AlertCard.digest) == digest)
    await session.execute(mine.values(ts=ts), execution_options=_NOT_SEEN)


async def add_receipt(
    session: AsyncSession, alert_id: UUID, pod_id: UUID, user: str, now: datetime
) -> bool:
    """Somebody has it; False where they said so before."""
    row = {"id": new_id(), "alert_id": alert_id, "pod_id": pod_id, "user": user, "at": now}
    added = await session.execute(insert_or_ignore(session, AlertReceipt).values(**row))
    return bool(cast(CursorResult[Any], added).rowcount)


async def count_receipts(
    session: AsyncSession, alert_id: UUID, pod_ids: Collection[UUID] | None = None
) -> dict[UUID, int]:
    """How many have an alert, by their pods: of all, or of these alone. A company's receipts are
    thousands, and each press counts.
    """
    which = [col(AlertReceipt.alert_id) == alert_id]
    if pod_ids is not None:
        which.append(col(AlertReceipt.pod_id).in_(pod_ids))
    by_pod = (
        select(col(AlertReceipt.pod_id), func.count())
        .where(*which)
        .group_by(col(AlertReceipt.pod_id))
    )
    return {pod: count for pod, count in (await session.execute(by_pod)).all()}  # noqa: C416


def _own(alert_id: UUID) -> tuple[Any, Any]:
    return col(AlertCard.alert_id) == alert_id, col(AlertCard.digest).is_(None)


_cards: Any = AlertCard.__table__  # type: ignore[attr-defined]
_NOT_SEEN = {"synchronize_session": False}
