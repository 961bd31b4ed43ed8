"""Which asks are about which alerts: linked by their words or by somebody, told, and refused."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import LIVE, Ask, AskState, CallState
from storage.alerts import AlertAsk
from storage.ids import new_id
from storage.statements import insert_or_ignore
from storage.topics import Topic

MOST_COMPARED: Final = 500
_CALLED_OFF: Final = (AskState.WITHDRAWN, AskState.NOT_A_QUESTION)
_PROMISED: Final = col(Ask.call_state) == CallState.CALL_BACK
_STANDS: Final = col(AlertAsk.refused_at).is_(None)
_NOT_SEEN: Final = {"synchronize_session": False}


class UnlinkedAsk(NamedTuple):
    """An ask that may be about an alert, in its masked words."""

    id: UUID
    pod_id: UUID
    question: str
    topic: Topic


class UntoldAsk(NamedTuple):
    """An open ask about an alert, whose asker has not got its facts. `root` is the ask whose
    thread it stands in: itself, or the one that it joined.
    """

    id: UUID
    pod_id: UUID
    root: UUID
    question: str


class RelatedAsk(NamedTuple):
    """An ask about an alert, for counting. `said_at`: somebody said so."""

    pod_id: UUID
    asker_name: str
    asked_at: datetime
    call_state: CallState
    state: AskState
    said_at: datetime | None


async def link(
    session: AsyncSession,
    alert_id: UUID,
    ask_ids: Collection[UUID],
    now: datetime,
    *,
    said: bool = False,
    told: bool = False,
) -> None:
    """These asks are about the alert; where somebody `said` so, not only their words. What is
    linked already, or was refused, stays as it is.
    """
    same = {"alert_id": alert_id, "at": now, "said_at": now if said else None}
    same |= {"told_at": now if told else None, "refused_at": None}
    rows = [{"id": new_id(), "ask_id": each} | same for each in sorted(ask_ids)]
    if not rows:
        return
    await session.execute(insert_or_ignore(session, _links), rows)
    if said:
        by_words = _of(alert_id, ask_ids).where(col(AlertAsk.said_at).is_(None), _STANDS)
        await session.execute(by_words.values(said_at=now), execution_options=_NOT_SEEN)


async def note_told(
    session: AsyncSession, alert_id: UUID, ask_ids: Collection[UUID], now: datetime
) -> None:
    """The askers of these got the alert's facts."""
    told = _of(alert_id, ask_ids).values(told_at=now)
    await session.execute(told, execution_options=_NOT_SEEN)


async def list_unlinked(
    session: AsyncSession,
    alert_id: UUID,
    pod_ids: Collection[UUID],
    since: datetime,
    at_most: int = MOST_COMPARED,
) -> list[UnlinkedAsk]:
    """What these pods asked since then, the newest first, but what was called off and what was
    linked to the alert before.
    """
    linked = select(col(AlertAsk.id)).where(
        col(AlertAsk.alert_id) == alert_id, col(AlertAsk.ask_id) == col(Ask.id)
    )
    asked = select(col(Ask.id), col(Ask.pod_id), col(Ask.question), col(Ask.topic)).where(
        col(Ask.pod_id).in_(pod_ids),
        col(Ask.asked_at) > since,
        col(Ask.state).not_in(_CALLED_OFF),
        ~linked.exists(),
    )
    rows = await session.execute(asked.order_by(col(Ask.asked_at).desc()).limit(at_most))
    return [UnlinkedAsk._make(row) for row in rows]


async def list_untold(session: AsyncSession, alert_id: UUID, at_most: int) -> list[UntoldAsk]:
    """Open asks about the alert whose askers have not got its facts, the oldest first."""
    root = func.coalesce(col(Ask.joined_to), col(Ask.id))
    untold = (
        select(col(Ask.id), col(Ask.pod_id), root, col(Ask.question))
        .join(AlertAsk, col(AlertAsk.ask_id) == col(Ask.id))
        .where(
            col(AlertAsk.alert_id) == alert_id,
            col(AlertAsk.told_at).is_(None),
            _STANDS,
            col(Ask.state).in_(LIVE),
        )
    )
    rows = await session.execute(untold.order_by(col(Ask.asked_at), col(Ask.id)).limit(at_most))
    return [UntoldAsk._make(row) for row in rows]


async def map_links(session: AsyncSession, ask_id: UUID) -> dict[UUID, bool]:
    """The alerts that an ask was put to, each with whether its asker refused it."""
    its = select(col(AlertAsk.alert_id), col(AlertAsk.refused_at)).where(
        col(AlertAsk.ask_id) == ask_id
    )
    rows = await session.execute(its)
    return {alert_id: refused_at is not None for alert_id, refused_at in rows}


async def find_link(
    session: AsyncSession, alert_id: UUID, root: UUID, asker: str
) -> AlertAsk | None:
    """The link of what somebody asked in the thread of `root`: of their newest ask there, also
    where they refused it.
    """
    theirs = (
        select(AlertAsk)
        .join(Ask, col(Ask.id) == col(AlertAsk.ask_id))
        .where(
            col(AlertAsk.alert_id) == alert_id,
            or_(col(Ask.id) == root, col(Ask.joined_to) == root),
            col(Ask.asker) == asker,
        )
    )
    newest = theirs.order_by(col(Ask.asked_at).desc(), col(Ask.id).desc()).limit(1)
    return (await session.scalars(newest)).first()


async def count_related_asks(session: AsyncSession, alert_id: UUID) -> dict[UUID, int]:
    """How many asks are about an alert, by their pods."""
    return await _count(session, alert_id, col(Ask.state).not_in(_CALLED_OFF))


async def count_call_backs(session: AsyncSession, alert_id: UUID) -> dict[UUID, int]:
    """How many of the asks about an alert are promises to customers that are still open, by their
    pods.
    """
    return await _count(session, alert_id, _PROMISED, col(Ask.state).in_(LIVE))


async def list_call_backs(session: AsyncSession, alert_id: UUID) -> Sequence[Ask]:
    """The promises that `count_call_backs` counts, those that are due first."""
    owed = (
        select(Ask)
        .join(AlertAsk, col(AlertAsk.ask_id) == col(Ask.id))
        .where(col(AlertAsk.alert_id) == alert_id, _STANDS, _PROMISED, col(Ask.state).in_(LIVE))
    )
    return (await session.scalars(owed.order_by(col(Ask.call_back_at), col(Ask.id)))).all()


async def list_waiting(session: AsyncSession, alert_id: UUID, at_most: int) -> list[UUID]:
    """The asks about an alert that are still open and no promise, the oldest first."""
    waiting = (
        select(col(Ask.id))
        .join(AlertAsk, col(AlertAsk.ask_id) == col(Ask.id))
        .where(col(AlertAsk.alert_id) == alert_id, _STANDS, ~_PROMISED, col(Ask.state).in_(LIVE))
    )
    return list(await session.scalars(waiting.order_by(col(Ask.id)).limit(at_most)))


async def list_related_asks(session: AsyncSession, alert_id: UUID) -> list[RelatedAsk]:
    """The asks about an alert, as they were asked."""
    asks = (
        select(
            col(Ask.pod_id),
            col(Ask.asker_name),
            col(Ask.asked_at),
            col(Ask.call_state),
            col(Ask.state),
            col(AlertAsk.said_at),
        )
        .join(AlertAsk, col(AlertAsk.ask_id) == col(Ask.id))
        .where(col(AlertAsk.alert_id) == alert_id, _STANDS, col(Ask.state).not_in(_CALLED_OFF))
    )
    rows = await session.execute(asks.order_by(col(Ask.asked_at), col(Ask.id)))
    return [RelatedAsk._make(row) for row in rows]


async def _count(
    session: AsyncSession, alert_id: UUID, *which: ColumnElement[bool]
) -> dict[UUID, int]:
    by_pod = (
        select(col(Ask.pod_id), func.count())
        .join(AlertAsk, col(AlertAsk.ask_id) == col(Ask.id))
        .where(col(AlertAsk.alert_id) == alert_id, _STANDS, *which)
        .group_by(col(Ask.pod_id))
    )
    return {pod: count for pod, count in (await session.execute(by_pod)).all()}  # noqa: C416


def _of(alert_id: UUID, ask_ids: Collection[UUID]) -> Any:
    return update(AlertAsk).where(
        col(AlertAsk.alert_id) == alert_id, col(AlertAsk.ask_id).in_(ask_ids)
    )


_links: Any = AlertAsk.__table__  # type: ignore[attr-defined]
