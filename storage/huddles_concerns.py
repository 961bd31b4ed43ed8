"""What pods are asked again and again: recurring concerns."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Index, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.advice import Ask
from storage.advice_stats import CALLED_OFF
from storage.alerts import AlertAsk
from storage.columns import KEYED, LOCKED
from storage.ids import new_id
from storage.pods import Pod
from storage.statements import insert_or_ignore
from storage.topics import Topic


class Concern(SQLModel, table=True):
    """What a pod is asked again and again: asks that mean the same. `question` is that of the ask
    that began it, masked; empty once its words were kept long enough.
    """

    __tablename__ = "concern"
    __table_args__ = (Index("ix_concern_pod_id_last_at", "pod_id", "last_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    pod_id: UUID = Field(foreign_key="pod.id")
    question: str
    topic: str = Field(max_length=40)
    last_at: datetime
    embedder: str = Field(default="", max_length=60)
    vector: bytes = b""


class ConcernAsk(SQLModel, table=True):
    """An ask of a concern: each ask belongs to one at most."""

    __tablename__ = "concern_ask"
    __table_args__ = (Index("ix_concern_ask_concern_id_asked_at", "concern_id", "asked_at"), KEYED)

    ask_id: UUID = Field(primary_key=True, foreign_key="ask.id")
    concern_id: UUID = Field(foreign_key="concern.id")
    asked_at: datetime


class NewAsk(NamedTuple):
    """An ask that belongs to no concern yet, in its masked words."""

    id: UUID
    question: str
    topic: Topic
    asked_at: datetime


class KnownConcern(NamedTuple):
    """A concern as new asks are compared with it."""

    id: UUID
    question: str
    topic: str
    embedder: str
    vector: bytes


class AskOf(NamedTuple):
    """An ask of a concern. Who asked is counted, and kept out of what is shown."""

    ask_id: UUID
    asked_at: datetime
    asker: str
    asker_name: str


class Recurring(NamedTuple):
    """A concern in its words."""

    id: UUID
    question: str


async def lock_concerns(session: AsyncSession, pod_id: UUID) -> bool:
    """Until the transaction ends, nobody else sorts asks of the pod into concerns. Whether there
    is such a pod.
    """
    its = select(col(Pod.id)).where(col(Pod.id) == pod_id).with_for_update(**LOCKED)
    return await session.scalar(its) is not None


async def list_new_asks(
    session: AsyncSession, pod_id: UUID, since: datetime, at_most: int
) -> list[NewAsk]:
    """What a pod asked since then and belongs to no concern, the oldest first; without what was
    called off, and what its asker said is about an alert.
    """
    sorted_in = exists(select(col(ConcernAsk.ask_id)).where(col(ConcernAsk.ask_id) == col(Ask.id)))
    new = select(col(Ask.id), col(Ask.question), col(Ask.topic), col(Ask.asked_at)).where(
        col(Ask.pod_id) == pod_id,
        col(Ask.asked_at) > since,
        col(Ask.state).not_in(CALLED_OFF),
        col(Ask.alert_id).is_(None),
        col(Ask.question) != "",
        ~sorted_in,
    )
    rows = await session.execute(new.order_by(col(Ask.asked_at), col(Ask.id)).limit(at_most))
    return [NewAsk._make(row) for row in rows]


async def list_concerns(
    session: AsyncSession, pod_id: UUID, since: datetime, at_most: int
) -> list[KnownConcern]:
    """What the pod was asked since then, the latest first."""
    names = (getattr(Concern, name) for name in KnownConcern._fields)
    known = select(*map(col, names)).where(
        col(Concern.pod_id) == pod_id, col(Concern.last_at) > since, col(Concern.question) != ""
    )
    rows = await session.execute(known.order_by(col(Concern.last_at).desc()).limit(at_most))
    return [KnownConcern._make(row) for row in rows]


async def list_sorted_in(session: AsyncSession, ask_ids: Collection[UUID]) -> set[UUID]:
    """Those of these asks that belong to a concern by now."""
    theirs = select(col(ConcernAsk.ask_id)).where(col(ConcernAsk.ask_id).in_(ask_ids))
    return set(await session.scalars(theirs))


async def add_concerns(session: AsyncSession, concerns: Sequence[Concern]) -> None:
    """These are new."""
    if concerns:
        rows = [each.model_dump() for each in concerns]
        await session.execute(insert(_concerns), rows)


async def add_concern_asks(session: AsyncSession, asks: Sequence[ConcernAsk]) -> None:
    """These asks belong to these concerns; what belongs to one already stays there."""
    if not asks:
        return
    rows = [each.model_dump() for each in asks]
    await session.execute(insert_or_ignore(session, _concern_asks), rows)
    latest: dict[UUID, datetime] = {}
    for each in asks:
        known = latest.get(each.concern_id, each.asked_at)
        latest[each.concern_id] = max(known, each.asked_at)
    for concern_id, at in latest.items():
        later = update(Concern).where(col(Concern.id) == concern_id, col(Concern.last_at) < at)
        await session.execute(
            later.values(last_at=at), execution_options={"synchronize_session": False}
        )


async def list_recurring(
    session: AsyncSession, pod_id: UUID, since: datetime, least: int, at_most: int
) -> list[Recurring]:
    """What a pod asked `least` times and more since then, the most often first; also what does not
    count as `list_asks_of` has it.
    """
    often = func.count()
    its = (
        select(col(Concern.id), col(Concern.question))
        .join(ConcernAsk, col(ConcernAsk.concern_id) == col(Concern.id))
        .where(
            col(Concern.pod_id) == pod_id,
            col(Concern.last_at) > since,
            col(Concern.question) != "",
            col(ConcernAsk.asked_at) > since,
        )
        .group_by(col(Concern.id), col(Concern.question))
        .having(often >= least)
        .order_by(often.desc(), col(Concern.id))
    )
    return [Recurring._make(row) for row in await session.execute(its.limit(at_most))]


async def map_concerns(session: AsyncSession, ask_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The concerns of these asks, by the asks."""
    theirs = select(col(ConcernAsk.ask_id), col(ConcernAsk.concern_id))
    rows = await session.execute(theirs.where(col(ConcernAsk.ask_id).in_(ask_ids)))
    return {ask_id: concern_id for ask_id, concern_id in rows}  # noqa: C416


async def list_asks_of(
    session: AsyncSession, concern_ids: Collection[UUID], since: datetime
) -> dict[UUID, list[AskOf]]:
    """What was asked of each of these concerns since then, the latest first; without what was
    called off, and what an alert speaks for, which has a line of its own.
    """
    found: dict[UUID, list[AskOf]] = {each: [] for each in concern_ids}
    if not concern_ids:
        return found
    about_alert = exists(
        select(col(AlertAsk.id)).where(
            col(AlertAsk.ask_id) == col(Ask.id), col(AlertAsk.refused_at).is_(None)
        )
    )
    its = (
        select(
            *(col(ConcernAsk.concern_id), col(ConcernAsk.ask_id)),
            *(col(ConcernAsk.asked_at), col(Ask.asker), col(Ask.asker_name)),
        )
        .join(Ask, col(Ask.id) == col(ConcernAsk.ask_id))
        .where(
            col(ConcernAsk.concern_id).in_(concern_ids),
            col(ConcernAsk.asked_at) > since,
            col(Ask.state).not_in(CALLED_OFF),
            col(Ask.alert_id).is_(None),
            ~about_alert,
        )
        .order_by(col(ConcernAsk.asked_at).desc(), col(ConcernAsk.ask_id))
    )
    for concern_id, *ask in await session.execute(its):
        found[concern_id].append(AskOf._make(ask))
    return found


_concerns: Any = Concern.__table__  # type: ignore[attr-defined]
_concern_asks: Any = ConcernAsk.__table__  # type: ignore[attr-defined]
