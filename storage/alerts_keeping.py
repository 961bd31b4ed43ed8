"""What is kept of alerts for a while only: their words, who had them, drafts, and matters.

An alert itself stays, with its times, its kind and severity, and how many had it. Nothing goes of
what concerns a held person or pod.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, delete, exists, func, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.alerts import (
    Alert,
    AlertCard,
    AlertChange,
    AlertDraft,
    AlertReceipt,
    AlertSaying,
    AlertState,
)
from storage.alerts_feeds import FeedTold
from storage.alerts_matters import AlertMatter, AlertMatterAsk, AlertMatterTold
from storage.holds import Hold
from storage.pods import Pod

# Each has sayings, a history and receipts of its own.
ALERTS_AT_ONCE = 50
_PLAIN = {"synchronize_session": False}
_WORDS = ("headline", "what", "where", "cause", "who", "source", "areas_words", "end_words")


async def purge_words(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget what alerts that ended before `moment` said, and who had them; how many alerts."""
    old = (
        select(col(Alert.id))
        .where(
            col(Alert.state) == AlertState.ENDED,
            col(Alert.ended_at) < moment,
            col(Alert.headline) != "",
            *_free(),
        )
        .order_by(col(Alert.ended_at))
        .limit(min(at_most, ALERTS_AT_ONCE))
    )
    ids = (await session.scalars(old)).all()
    if ids:
        await _forget_words(session, ids)
    return len(ids)


async def purge_drafts(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget what was suggested before `moment`; how many, of `at_most`."""
    draft = (col(AlertDraft.by), col(AlertDraft.to))
    its = (_pods_are_free(col(AlertDraft.market_id)), *(_is_free(each) for each in draft))
    old = select(col(AlertDraft.id)).where(col(AlertDraft.at) < moment, *its)
    return await _delete(
        session, AlertDraft, col(AlertDraft.id).in_(old.order_by(col(AlertDraft.id)).limit(at_most))
    )


async def purge_matters(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget matters of which nobody asked since `moment`; how many, of `at_most`."""
    told = select(col(Hold.id)).join(AlertMatterTold, col(AlertMatterTold.user) == col(Hold.user))
    old = (
        select(col(AlertMatter.id))
        .where(
            col(AlertMatter.last_asked_at) < moment,
            _pods_are_free(col(AlertMatter.market_id)),
            _is_free(col(AlertMatter.decided_by)),
            ~exists(told.where(col(AlertMatterTold.matter_id) == col(AlertMatter.id))),
        )
        .order_by(col(AlertMatter.id))
        .limit(at_most)
    )
    ids = (await session.scalars(old)).all()
    if ids:
        for part in (AlertMatterAsk, AlertMatterTold):
            await _delete(session, part, col(part.matter_id).in_(ids))
        await _delete(session, AlertMatter, col(AlertMatter.id).in_(ids))
    return len(ids)


async def _forget_words(session: AsyncSession, ids: Sequence[UUID]) -> None:
    receipts = select(func.count()).select_from(AlertReceipt)
    had = receipts.where(
        col(AlertReceipt.alert_id) == col(AlertCard.alert_id),
        col(AlertReceipt.pod_id) == col(AlertCard.pod_id),
    ).scalar_subquery()
    counted = update(AlertCard).where(col(AlertCard.alert_id).in_(ids)).values(counted=had)
    await session.execute(counted, execution_options=_PLAIN)
    await _delete(session, AlertReceipt, col(AlertReceipt.alert_id).in_(ids))
    await _delete(session, AlertSaying, col(AlertSaying.alert_id).in_(ids))
    told = (col(FeedTold.alert_id).in_(ids), col(FeedTold.is_over))
    await _delete(session, FeedTold, *told)
    said = update(AlertChange).where(col(AlertChange.alert_id).in_(ids))
    await session.execute(said.values(before=null(), why=None), execution_options=_PLAIN)
    emptied: dict[str, Any] = dict.fromkeys(_WORDS, "") | {"link": None}
    alerts = update(Alert).where(col(Alert.id).in_(ids)).values(**emptied)
    await session.execute(alerts, execution_options=_PLAIN)


def _free() -> list[ColumnElement[bool]]:
    """Neither a pod of the alert's market, nor one that has it, nor one of its people is held."""
    its = col(Alert.id)
    by_card = select(col(Hold.id)).join(AlertCard, col(AlertCard.pod_id) == col(Hold.pod_id))
    held = [by_card.where(col(AlertCard.alert_id) == its)]
    for part, user in _PEOPLE:
        theirs = select(col(Hold.id)).join(part, user == col(Hold.user))
        held.append(theirs.where(col(part.alert_id) == its))
    own = [_is_free(col(Alert.posted_by)), _is_free(col(Alert.confirmed_by))]
    return [_pods_are_free(col(Alert.market_id)), *own, *(~exists(each) for each in held)]


_PEOPLE: tuple[tuple[Any, Any], ...] = (
    (AlertSaying, col(AlertSaying.author)),
    (AlertChange, col(AlertChange.who)),
    (AlertReceipt, col(AlertReceipt.user)),
)


def _is_free(user: Any) -> ColumnElement[bool]:
    return ~exists(select(col(Hold.id)).where(col(Hold.user) == user))


def _pods_are_free(market_id: Any) -> ColumnElement[bool]:
    there = select(col(Hold.id)).join(Pod, col(Pod.id) == col(Hold.pod_id))
    return ~exists(there.where(col(Pod.market_id) == market_id))


async def _delete(session: AsyncSession, table: Any, *which: Any) -> int:
    gone = await session.execute(delete(table).where(*which), execution_options=_PLAIN)
    return cast(CursorResult[Any], gone).rowcount
