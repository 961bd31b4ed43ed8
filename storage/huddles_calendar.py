"""What calendars were last told of a pod's huddles, and what they are told them from."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import KEYED, Json
from storage.huddles import Huddle, HuddleState


class HuddleCalendar(SQLModel, table=True):
    """A pod's calendar as it was last handed out. `number` counts how often it changed. `events`
    are, by their UID, a digest of what was said of each, how often that changed, and when: whoever
    subscribed keeps what they have where what they read is not newer.
    """

    __tablename__ = "huddle_calendar"
    __table_args__ = KEYED

    pod_id: UUID = Field(primary_key=True, foreign_key="pod.id")
    number: int = 1
    events: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class Held(NamedTuple):
    """A huddle as it stands, without a word of anybody's. Moments are in UTC."""

    slot: str
    local_date: date
    wave: int
    starts_at: datetime
    planned_at: datetime
    minutes: int
    state: HuddleState


_HELD = tuple(getattr(Huddle, name) for name in Held._fields)


async def list_held(session: AsyncSession, pod_id: UUID, first: date) -> list[Held]:
    """A pod's huddles that were planned for the day `first` or later, by day and wave; without
    what only an older schedule left: skipped, by nobody and for no reason.
    """
    left_over = and_(
        col(Huddle.state) == HuddleState.SKIPPED,
        col(Huddle.why) == "",
        col(Huddle.changed_by).is_(None),
    )
    its = select(*_HELD).where(
        col(Huddle.pod_id) == pod_id, col(Huddle.local_date) >= first, ~left_over
    )
    rows = await session.execute(
        its.order_by(col(Huddle.local_date), col(Huddle.slot), col(Huddle.wave))
    )
    return [Held._make(tuple(row)) for row in rows]


async def find_calendar(session: AsyncSession, pod_id: UUID) -> HuddleCalendar | None:
    """What was last handed out, if anything was."""
    its = select(HuddleCalendar).where(col(HuddleCalendar.pod_id) == pod_id)
    return (await session.scalars(its, execution_options={"populate_existing": True})).first()


async def save_calendar(
    session: AsyncSession, pod_id: UUID, number: int, events: dict[str, Any]
) -> None:
    """From now on this was handed out."""
    known = await find_calendar(session, pod_id)
    if known is None:
        session.add(HuddleCalendar(pod_id=pod_id, number=number, events=events))
    else:
        known.number, known.events = number, events
    await session.flush()
