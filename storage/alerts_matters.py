"""Matters: what several reps asked about at once, before anybody made an alert of it.

No words of anybody stand here but the reason why a matter was dismissed, which is masked.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Index, UniqueConstraint, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import LOCKED, choice, index_given
from storage.ids import new_id
from storage.pods import Market
from storage.statements import insert_or_ignore
from storage.topics import Topic

_NOT_SEEN = {"synchronize_session": False}


class MatterState(StrEnum):
    """`dismissed`: somebody who was told said that it is nothing for an alert."""

    OPEN = "open"
    DISMISSED = "dismissed"


class AlertMatter(SQLModel, table=True):
    """Like asks of one market. `began_at` and `last_asked_at` are when the first and the latest of
    them was asked. `told_count` is how many reps asked when somebody was told last, at `told_at`,
    or when it was dismissed. `alert_id`: the alert that speaks for it now. `decided_by` dismissed
    it, and said `why`, or made the alert.
    """

    __tablename__ = "alert_matter"
    __table_args__ = (
        Index("ix_alert_matter_market_id_last_asked_at", "market_id", "last_asked_at"),
        index_given("alert_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    market_id: UUID = Field(foreign_key="market.id")
    topic: Topic = Field(sa_type=choice(Topic))
    state: MatterState = Field(default=MatterState.OPEN, sa_type=choice(MatterState))
    began_at: datetime
    last_asked_at: datetime
    told_count: int
    told_at: datetime
    alert_id: UUID | None = Field(default=None, foreign_key="alert.id")
    decided_by: str | None = Field(default=None, max_length=40)
    why: str | None = Field(default=None, max_length=500)


class AlertMatterAsk(SQLModel, table=True):
    """An ask of a matter. `noted_at`: its asker was told that it is not only theirs; `in_thread`:
    it stands in the thread of the matter's first ask, or is that one; `parted_at`: its asker said
    that theirs is different, which is kept. `has_left`: it was noted, and counts there no more.
    """

    __tablename__ = "alert_matter_ask"
    __table_args__ = (UniqueConstraint("matter_id", "ask_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    matter_id: UUID = Field(foreign_key="alert_matter.id")
    ask_id: UUID = Field(foreign_key="ask.id", index=True)
    in_thread: bool = False
    has_left: bool = False
    noted_at: datetime | None = None
    parted_at: datetime | None = None


class AlertMatterTold(SQLModel, table=True):
    """Somebody was told of a matter when it was known to have `count` reps."""

    __tablename__ = "alert_matter_told"
    __table_args__ = (UniqueConstraint("matter_id", "user", "count"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    matter_id: UUID = Field(foreign_key="alert_matter.id")
    user: str = Field(max_length=40)
    at: datetime
    count: int


async def lock_matters(session: AsyncSession, market_id: UUID) -> None:
    """Until the transaction ends, nobody else makes or changes matters of the market: two asks
    that come at once are judged one after the other.
    """
    held = select(col(Market.id)).where(col(Market.id) == market_id)
    await session.execute(held.with_for_update(**LOCKED))


async def find_matter(session: AsyncSession, matter_id: UUID) -> AlertMatter | None:
    """The matter, locked until the transaction ends, as it stands now."""
    mine = select(AlertMatter).where(col(AlertMatter.id) == matter_id).with_for_update(**LOCKED)
    return (await session.scalars(mine, execution_options={"populate_existing": True})).first()


async def set_asks(session: AsyncSession, matter_id: UUID, ask_ids: Sequence[UUID]) -> None:
    """These are the asks of the matter, and of no other; what was said of each is kept, also that
    its asker was told, should it come back.
    """
    await _add_asks(session, matter_id, ask_ids)
    back = _of(matter_id, ask_ids).where(col(AlertMatterAsk.has_left))
    await session.execute(back.values(has_left=False), execution_options=_NOT_SEEN)
    mine, theirs = col(AlertMatterAsk.matter_id), col(AlertMatterAsk.ask_id)
    gone = (
        col(AlertMatterAsk.parted_at).is_(None),
        ((mine == matter_id) & theirs.not_in(ask_ids))
        | ((mine != matter_id) & theirs.in_(ask_ids)),
    )
    noted = col(AlertMatterAsk.noted_at).is_not(None)
    left = update(AlertMatterAsk).where(*gone, noted).values(has_left=True, in_thread=False)
    await session.execute(left, execution_options=_NOT_SEEN)
    await session.execute(delete(AlertMatterAsk).where(*gone, ~noted), execution_options=_NOT_SEEN)


async def note_asks(
    session: AsyncSession, matter_id: UUID, ask_ids: Collection[UUID], now: datetime
) -> None:
    """The askers of these know that it is not only theirs."""
    theirs = _of(matter_id, ask_ids).where(col(AlertMatterAsk.noted_at).is_(None))
    await session.execute(theirs.values(noted_at=now), execution_options=_NOT_SEEN)


async def join_thread(session: AsyncSession, matter_id: UUID, ask_ids: Collection[UUID]) -> None:
    """These stand in one thread from now on: the first ask, and whoever joins it."""
    await _add_asks(session, matter_id, ask_ids)
    theirs = _of(matter_id, ask_ids).where(col(AlertMatterAsk.parted_at).is_(None))
    await session.execute(
        theirs.values(in_thread=True, has_left=False), execution_options=_NOT_SEEN
    )


async def part_ask(session: AsyncSession, matter_id: UUID, ask_id: UUID, now: datetime) -> bool:
    """Its asker says that theirs is different; False where they said so before."""
    mine = _of(matter_id, [ask_id]).where(col(AlertMatterAsk.parted_at).is_(None))
    parted = mine.values(parted_at=now, in_thread=False)
    done = await session.execute(parted, execution_options=_NOT_SEEN)
    return bool(cast(CursorResult[Any], done).rowcount)


async def add_told(
    session: AsyncSession, matter_id: UUID, user: str, count: int, now: datetime
) -> bool:
    """Somebody is told; False where they were at that count."""
    row = {"id": new_id(), "matter_id": matter_id, "user": user, "at": now, "count": count}
    added = await session.execute(insert_or_ignore(session, AlertMatterTold).values(**row))
    return bool(cast(CursorResult[Any], added).rowcount)


async def _add_asks(session: AsyncSession, matter_id: UUID, ask_ids: Collection[UUID]) -> None:
    rows = [
        {"id": new_id(), "matter_id": matter_id, "ask_id": each, "in_thread": False}
        for each in ask_ids
    ]
    if rows:
        await session.execute(insert_or_ignore(session, AlertMatterAsk).values(rows))


def _of(matter_id: UUID, ask_ids: Collection[UUID]) -> Any:
    return update(AlertMatterAsk).where(
        col(AlertMatterAsk.matter_id) == matter_id, col(AlertMatterAsk.ask_id).in_(ask_ids)
    )
