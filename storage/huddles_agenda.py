"""Agendas as they are read and changed: which one comes next, its items, and who arranged them."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import UniqueConstraint, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import LOCKED, choice
from storage.huddles import (
    Agenda,
    AgendaItem,
    Huddle,
    HuddleState,
    HuddleStep,
    ItemState,
)
from storage.ids import new_id
from storage.statements import insert_or_ignore

KEPT: Final = "kept"
"""The slot of the agenda that belongs to no meeting: what members added while none was known."""

_NO_DAY: Final = date(1970, 1, 1)
_FRESH: Final[dict[str, Any]] = {"populate_existing": True}


class Did(StrEnum):
    """What somebody did to an agenda."""

    ADDED = "added"
    UP = "up"
    DOWN = "down"
    TOP = "top"
    PUT_ON = "put_on"
    DROPPED = "dropped"
    HANDED = "handed"
    TIMED = "timed"


class AgendaChange(SQLModel, table=True):
    """What somebody did to an agenda, which made it `version`."""

    __tablename__ = "agenda_change"
    __table_args__ = (UniqueConstraint("agenda_id", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agenda_id: UUID = Field(foreign_key="agenda.id")
    version: int
    item_id: UUID = Field(foreign_key="agenda_item.id", index=True)
    did: Did = Field(sa_type=choice(Did))
    by: str = Field(max_length=40)
    by_name: str = Field(default="", max_length=120)
    at: datetime


class Meeting(NamedTuple):
    """An agenda, with the huddles of its waves in their order."""

    agenda: Agenda
    huddles: Sequence[Huddle]


async def get_or_add_agenda(
    session: AsyncSession, team: str, pod_id: UUID, slot: str, local_date: date
) -> Agenda:
    """The agenda of that meeting, locked until the transaction ends; one that is new takes over
    what was kept for whenever the next meeting is.
    """
    row = {"id": new_id(), "team_id": team, "pod_id": pod_id, "slot": slot}
    row |= {"local_date": local_date, "version": 1}
    table: Any = Agenda.__table__  # type: ignore[attr-defined]
    added = await session.execute(
        insert_or_ignore(session, table).values(**row).returning(table.c.id)
    )
    is_new = added.first() is not None
    its = select(Agenda).where(
        col(Agenda.pod_id) == pod_id,
        col(Agenda.slot) == slot,
        col(Agenda.local_date) == local_date,
    )
    found = await session.scalars(its.with_for_update(**LOCKED), execution_options=_FRESH)
    agenda = found.one()
    if is_new and slot != KEPT:
        await _take_over(session, agenda)
    return agenda


async def get_kept(session: AsyncSession, team: str, pod_id: UUID) -> Agenda:
    """Where items wait for a meeting that nobody knows yet; locked as an agenda is."""
    return await get_or_add_agenda(session, team, pod_id, KEPT, _NO_DAY)


async def look_at_kept(session: AsyncSession, pod_id: UUID) -> Agenda | None:
    """As `get_kept`, to be looked at only; None where nothing was ever kept."""
    its = select(Agenda).where(col(Agenda.pod_id) == pod_id, col(Agenda.slot) == KEPT)
    return (await session.scalars(its)).first()


async def find_agenda(session: AsyncSession, agenda_id: UUID) -> Agenda | None:
    """The agenda, locked until the transaction ends, as it stands now."""
    its = select(Agenda).where(col(Agenda.id) == agenda_id).with_for_update(**LOCKED)
    return (await session.scalars(its, execution_options=_FRESH)).first()


async def look_at_agenda(session: AsyncSession, agenda_id: UUID) -> Agenda | None:
    """The agenda as it stands, without its lock: for what is only shown."""
    return (await session.scalars(select(Agenda).where(col(Agenda.id) == agenda_id))).first()


async def list_huddles_of(session: AsyncSession, agenda_id: UUID) -> Sequence[Huddle]:
    """One for each wave, in their order."""
    its = select(Huddle).where(col(Huddle.agenda_id) == agenda_id)
    in_order = its.order_by(col(Huddle.starts_at), col(Huddle.wave))
    return (await session.scalars(in_order, execution_options=_FRESH)).all()


async def list_meetings(session: AsyncSession, pod_id: UUID) -> list[Meeting]:
    """Those of a pod that are still to come or go on, the first one first."""
    open_ones = select(col(Huddle.agenda_id)).where(
        col(Huddle.pod_id) == pod_id,
        col(Huddle.state).in_((HuddleState.PLANNED, HuddleState.OPEN)),
    )
    its = (
        select(Huddle, Agenda)
        .join(Agenda, col(Agenda.id) == col(Huddle.agenda_id))
        .where(col(Huddle.agenda_id).in_(open_ones))
        .order_by(col(Huddle.starts_at), col(Huddle.wave))
    )
    found: dict[UUID, tuple[Agenda, list[Huddle]]] = {}
    for huddle, agenda in await session.execute(its):
        found.setdefault(agenda.id, (agenda, []))[1].append(huddle)
    return [Meeting(agenda, huddles) for agenda, huddles in found.values()]


async def list_known_days(
    session: AsyncSession, pod_id: UUID, since: date
) -> set[tuple[str, date]]:
    """Slot and day of every meeting of a pod that has a huddle, whatever became of it."""
    its = select(col(Huddle.slot), col(Huddle.local_date)).where(
        col(Huddle.pod_id) == pod_id, col(Huddle.local_date) >= since
    )
    return {(slot, day) for slot, day in await session.execute(its)}


async def list_all_items(session: AsyncSession, agenda_id: UUID) -> Sequence[AgendaItem]:
    """Every item of an agenda, whatever its state, in their order."""
    its = select(AgendaItem).where(col(AgendaItem.agenda_id) == agenda_id)
    in_order = its.order_by(col(AgendaItem.position), col(AgendaItem.id))
    return (await session.scalars(in_order, execution_options=_FRESH)).all()


async def look_at_item(session: AsyncSession, item_id: UUID) -> AgendaItem | None:
    """The item as it stands; whoever changes it locks its agenda first, and looks again."""
    its = select(AgendaItem).where(col(AgendaItem.id) == item_id)
    return (await session.scalars(its, execution_options=_FRESH)).first()


async def was_talked_about(session: AsyncSession, item_id: UUID) -> bool:
    """Whether a huddle is at this item now, or something came of it in one."""
    at_it = select(col(Huddle.id)).where(
        col(Huddle.item_id) == item_id, col(Huddle.state) == HuddleState.OPEN
    )
    came_of_it = select(col(HuddleStep.id)).where(col(HuddleStep.item_id) == item_id)
    found = await session.scalars(at_it.union_all(came_of_it).limit(1))
    return found.first() is not None


async def list_changes_since(
    session: AsyncSession, agenda_id: UUID, version: int
) -> Sequence[AgendaChange]:
    """What was done to an agenda since it was seen at that version, oldest first."""
    since = select(AgendaChange).where(
        col(AgendaChange.agenda_id) == agenda_id, col(AgendaChange.version) > version
    )
    return (await session.scalars(since.order_by(col(AgendaChange.version)))).all()


async def find_last_change(session: AsyncSession, item_id: UUID, did: Did) -> AgendaChange | None:
    """The last time that somebody did that to an item."""
    its = select(AgendaChange).where(
        col(AgendaChange.item_id) == item_id, col(AgendaChange.did) == did
    )
    return (await session.scalars(its.order_by(col(AgendaChange.version).desc()))).first()


async def _take_over(session: AsyncSession, agenda: Agenda) -> None:
    """What was kept goes onto it, in its order."""
    kept = select(Agenda).where(col(Agenda.pod_id) == agenda.pod_id, col(Agenda.slot) == KEPT)
    found = (await session.scalars(kept.with_for_update(**LOCKED))).first()
    if found is None:
        return
    await session.execute(
        update(AgendaItem)
        .where(col(AgendaItem.agenda_id) == found.id, col(AgendaItem.state) != ItemState.DROPPED)
        .values(agenda_id=agenda.id),
        execution_options={"synchronize_session": False},
    )
