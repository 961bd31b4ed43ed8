"""A huddle that goes on: under its lock, its waves, its steps, and what it left over."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.columns import LOCKED
from storage.huddles import (
    Agenda,
    AgendaItem,
    Huddle,
    HuddleState,
    HuddleStep,
    ItemSource,
    ItemState,
)
from storage.huddles_agenda import KEPT, AgendaChange, Did
from storage.outbox import Act, OutboxRow, RowState
from storage.practices import Practice, PracticeState

_FRESH: dict[str, Any] = {"populate_existing": True}
_MOVED_BY: Final = timedelta(days=14)
"""How far a meeting may have been moved from its day, for what is added to it to be found."""
OFFERED: Final = 3
_BEGUN: Final = (HuddleState.OPEN, HuddleState.OVER, HuddleState.MISSED)


class Move(NamedTuple):
    """What brought a huddle to the item at which it is."""

    by_name: str
    at: datetime


async def lock_huddle(session: AsyncSession, huddle_id: UUID) -> Huddle | None:
    """The huddle, locked until the transaction ends, as it stands now. Before its agenda."""
    mine = select(Huddle).where(col(Huddle.id) == huddle_id).with_for_update(**LOCKED)
    return (await session.scalars(mine, execution_options=_FRESH)).first()


async def lock_with_waves(session: AsyncSession, huddle_id: UUID) -> Huddle | None:
    """As `lock_huddle`, with all waves of its meeting, in their order."""
    meeting = select(col(Huddle.agenda_id)).where(col(Huddle.id) == huddle_id).scalar_subquery()
    its = select(Huddle).where(col(Huddle.agenda_id) == meeting).order_by(col(Huddle.wave))
    waves = await session.scalars(its.with_for_update(**LOCKED), execution_options=_FRESH)
    return next((each for each in waves if each.id == huddle_id), None)


async def lock_agenda(session: AsyncSession, agenda_id: UUID) -> Agenda:
    """The agenda, locked until the transaction ends: its waves end one after the other."""
    mine = select(Agenda).where(col(Agenda.id) == agenda_id).with_for_update(**LOCKED)
    return (await session.scalars(mine, execution_options=_FRESH)).one()


async def look_at_huddle(session: AsyncSession, huddle_id: UUID) -> Huddle | None:
    """The huddle as it stands, without its lock: for what is only shown."""
    return (await session.scalars(select(Huddle).where(col(Huddle.id) == huddle_id))).first()


async def list_waves(session: AsyncSession, agenda_id: UUID) -> list[Huddle]:
    """All huddles of one meeting, as they stand now."""
    its = select(Huddle).where(col(Huddle.agenda_id) == agenda_id).order_by(col(Huddle.wave))
    return list((await session.scalars(its, execution_options=_FRESH)).all())


async def list_open_huddles(session: AsyncSession, pod_id: UUID) -> list[Huddle]:
    """Those of a pod that go on now, the first one opened first."""
    now_on = select(Huddle).where(
        col(Huddle.pod_id) == pod_id, col(Huddle.state) == HuddleState.OPEN
    )
    return list((await session.scalars(now_on.order_by(col(Huddle.opened_at)))).all())


async def find_next_huddle(session: AsyncSession, pod_id: UUID, after: datetime) -> Huddle | None:
    """The next one of a pod that is planned and begins after that moment."""
    to_come = select(Huddle).where(
        col(Huddle.pod_id) == pod_id,
        col(Huddle.state) == HuddleState.PLANNED,
        col(Huddle.starts_at) > after,
    )
    return (await session.scalars(to_come.order_by(col(Huddle.starts_at)).limit(1))).first()


async def list_recapped(session: AsyncSession, pod_id: UUID, at_most: int) -> list[Huddle]:
    """Of the last so many huddles of a pod those that have a recap, the last one first."""
    over = select(Huddle).where(col(Huddle.pod_id) == pod_id, col(Huddle.state) == HuddleState.OVER)
    order = (col(Huddle.starts_at).desc(), col(Huddle.wave).desc())
    last = (await session.scalars(over.order_by(*order).limit(at_most))).all()
    return [each for each in last if each.lines]


async def find_half_to_come(session: AsyncSession, pod_id: UUID) -> datetime | None:
    """When the rest of a meeting begins, or began, of which a wave was held and nothing was said
    yet; None where there is none.
    """
    over = select(col(Huddle.agenda_id), col(Huddle.lines)).where(
        col(Huddle.pod_id) == pod_id, col(Huddle.state) == HuddleState.OVER
    )
    last = (await session.execute(over.order_by(col(Huddle.starts_at).desc()).limit(1))).first()
    if last is None or last.lines:
        return None
    waves = await list_waves(session, last.agenda_id)
    to_come = (HuddleState.PLANNED, HuddleState.OPEN)
    return min((each.starts_at for each in waves if each.state in to_come), default=None)


async def list_steps(session: AsyncSession, huddle_ids: Collection[UUID]) -> list[HuddleStep]:
    """What came of items in these huddles, the oldest first."""
    its = select(HuddleStep).where(col(HuddleStep.huddle_id).in_(huddle_ids))
    order = (col(HuddleStep.at), col(HuddleStep.id))
    return list((await session.scalars(its.order_by(*order))).all())


async def find_step(session: AsyncSession, huddle_id: UUID, item_id: UUID) -> HuddleStep | None:
    """What came of an item in a huddle, so far."""
    its = select(HuddleStep).where(
        col(HuddleStep.huddle_id) == huddle_id, col(HuddleStep.item_id) == item_id
    )
    return (await session.scalars(its)).first()


async def find_last_move(session: AsyncSession, huddle: Huddle) -> Move | None:
    """The step before the item that is talked about now, or that this one was taken up."""
    steps = select(col(HuddleStep.by_name), col(HuddleStep.at)).where(
        col(HuddleStep.huddle_id) == huddle.id,
        col(HuddleStep.item_id).is_distinct_from(huddle.item_id),
    )
    taken_up = select(col(AgendaChange.by_name), col(AgendaChange.at)).where(
        col(AgendaChange.item_id) == huddle.item_id,
        col(AgendaChange.did) == Did.PUT_ON,
        col(AgendaChange.at) >= huddle.opened_at,
    )
    moves = [Move(*row) for its in (steps, taken_up) for row in await session.execute(its)]
    return max(moves, key=lambda each: each.at, default=None)


async def list_offered(session: AsyncSession, huddle: Huddle) -> list[AgendaItem]:
    """What members added since the meeting began, to agendas that have not begun; once everything
    was talked about also what waits on this one. The oldest first, and not many.
    """
    waves = await list_waves(session, huddle.agenda_id)
    since = min((each.opened_at for each in waves if each.opened_at), default=huddle.starts_at)
    has_begun = exists().where(
        col(Huddle.agenda_id) == col(Agenda.id), col(Huddle.state).in_(_BEGUN)
    )
    later = select(col(Agenda.id)).where(
        col(Agenda.pod_id) == huddle.pod_id,
        col(Agenda.id) != huddle.agenda_id,
        or_(
            col(Agenda.slot) == KEPT,
            col(Agenda.local_date) >= huddle.local_date - _MOVED_BY,
        ),
        ~has_begun,
    )
    added = select(AgendaItem).where(
        col(AgendaItem.agenda_id).in_(later),
        col(AgendaItem.source) == ItemSource.MEMBER,
        col(AgendaItem.state) != ItemState.DROPPED,
        col(AgendaItem.carried_from).is_(None),
        col(AgendaItem.added_at) >= since,
    )
    waits = select(AgendaItem).where(
        col(AgendaItem.agenda_id) == huddle.agenda_id, col(AgendaItem.state) == ItemState.WAITING
    )
    by_time = (col(AgendaItem.added_at), col(AgendaItem.id))
    found = list(await session.scalars(added.order_by(*by_time).limit(OFFERED)))
    if huddle.item_id is None:
        in_order = (col(AgendaItem.position), col(AgendaItem.id))
        found += await session.scalars(waits.order_by(*in_order).limit(OFFERED - len(found)))
    return found


async def find_item(session: AsyncSession, item_id: UUID) -> AgendaItem | None:
    """A line of an agenda."""
    return (await session.scalars(select(AgendaItem).where(col(AgendaItem.id) == item_id))).first()


async def list_on(session: AsyncSession, agenda_id: UUID) -> list[AgendaItem]:
    """What an agenda talks about, in its order."""
    its = select(AgendaItem).where(
        col(AgendaItem.agenda_id) == agenda_id, col(AgendaItem.state) == ItemState.ON
    )
    order = (col(AgendaItem.position), col(AgendaItem.id))
    return list((await session.scalars(its.order_by(*order))).all())


async def list_talked_about(session: AsyncSession, agenda_id: UUID) -> list[AgendaItem]:
    """As `list_on`, and what was taken off after something had come of it."""
    stepped = select(col(HuddleStep.item_id))
    its = select(AgendaItem).where(
        col(AgendaItem.agenda_id) == agenda_id,
        or_(col(AgendaItem.state) == ItemState.ON, col(AgendaItem.id).in_(stepped)),
    )
    order = (col(AgendaItem.position), col(AgendaItem.id))
    return list((await session.scalars(its.order_by(*order))).all())


async def list_titles(session: AsyncSession, practice_ids: Collection[UUID]) -> dict[UUID, str]:
    """Of practices that others may find, by their ids."""
    if not practice_ids:
        return {}
    its = select(col(Practice.id), col(Practice.title)).where(
        col(Practice.id).in_(practice_ids), col(Practice.state) != PracticeState.DRAFT
    )
    return {row.id: row.title for row in await session.execute(its)}


async def waits_until(session: AsyncSession, subject: str, part: str) -> datetime | None:
    """From when a repaint of this part that still waits may be sent; None where none waits."""
    waiting: Sequence[datetime] = (
        await session.scalars(
            select(col(OutboxRow.not_before)).where(
                col(OutboxRow.subject) == subject,
                col(OutboxRow.part) == part,
                col(OutboxRow.act) == Act.REPAINT,
                col(OutboxRow.state) == RowState.WAITING,
            )
        )
    ).all()
    return min(waiting, default=None)
