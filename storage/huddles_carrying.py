"""What earlier huddles of a pod talked about, and what they left over."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.huddles import (
    AgendaItem,
    Huddle,
    HuddleState,
    HuddleStep,
    ItemState,
    Outcome,
)
from storage.huddles_agenda import AgendaChange, Did


class Met(NamedTuple):
    """A meeting before this one. `at` is when its first wave began, or was to begin. `was_held`:
    one of its waves met; `is_to_come`: one of them has not met yet.
    """

    agenda_id: UUID
    at: datetime
    local_date: date
    was_held: bool
    is_to_come: bool


async def list_met(
    session: AsyncSession, pod_id: UUID, since: datetime, before: datetime, but: UUID
) -> list[Met]:
    """A pod's meetings between these, the last one first, without that of the agenda `but`."""
    waves = select(
        *(col(Huddle.agenda_id), col(Huddle.starts_at), col(Huddle.local_date), col(Huddle.state))
    ).where(
        col(Huddle.pod_id) == pod_id,
        col(Huddle.starts_at) > since,
        col(Huddle.starts_at) < before,
        col(Huddle.agenda_id) != but,
    )
    found: dict[UUID, Met] = {}
    for row in await session.execute(waves.order_by(col(Huddle.starts_at))):
        agenda_id, at, day, state = row
        held = state is HuddleState.OVER
        to_come = state in (HuddleState.PLANNED, HuddleState.OPEN)
        known = found.get(agenda_id, Met(agenda_id, at, day, was_held=False, is_to_come=False))
        found[agenda_id] = known._replace(
            was_held=known.was_held or held, is_to_come=known.is_to_come or to_come
        )
    return list(reversed(found.values()))


async def list_items(session: AsyncSession, agenda_ids: Collection[UUID]) -> Sequence[AgendaItem]:
    """All of these agendas, whatever their state, in their order."""
    if not agenda_ids:
        return ()
    theirs = select(AgendaItem).where(col(AgendaItem.agenda_id).in_(agenda_ids))
    return (
        await session.scalars(
            theirs.order_by(col(AgendaItem.position), col(AgendaItem.id)),
            execution_options={"populate_existing": True},
        )
    ).all()


async def list_keys(
    session: AsyncSession, agenda_ids: Collection[UUID], *states: ItemState
) -> list[tuple[UUID, str]]:
    """What stands on these agendas in one of these states, each with the agenda."""
    if not agenda_ids:
        return []
    on = select(col(AgendaItem.agenda_id), col(AgendaItem.key)).where(
        col(AgendaItem.agenda_id).in_(agenda_ids), col(AgendaItem.state).in_(states)
    )
    return [(agenda_id, key) for agenda_id, key in await session.execute(on)]


async def list_settled(session: AsyncSession, agenda_ids: Collection[UUID]) -> frozenset[str]:
    """What stood on these agendas and had something noted of it, or a practice made, by its key."""
    if not agenda_ids:
        return frozenset()
    its = (
        select(col(AgendaItem.key))
        .join(HuddleStep, col(HuddleStep.item_id) == col(AgendaItem.id))
        .join(Huddle, col(Huddle.id) == col(HuddleStep.huddle_id))
        .where(
            col(Huddle.agenda_id).in_(agenda_ids),
            or_(col(HuddleStep.note) != "", col(HuddleStep.practice_id).is_not(None)),
        )
    )
    return frozenset(await session.scalars(its))


async def map_outcomes(session: AsyncSession, agenda_ids: Collection[UUID]) -> dict[UUID, Outcome]:
    """What came of items of these agendas, by the items: as the wave says that had each last."""
    if not agenda_ids:
        return {}
    steps = (
        select(col(HuddleStep.item_id), col(HuddleStep.outcome))
        .join(Huddle, col(Huddle.id) == col(HuddleStep.huddle_id))
        .where(col(Huddle.agenda_id).in_(agenda_ids))
        .order_by(col(HuddleStep.at), col(HuddleStep.id))
    )
    return {item_id: outcome for item_id, outcome in await session.execute(steps)}  # noqa: C416


async def find_next_start(session: AsyncSession, pod_id: UUID, after: datetime) -> datetime | None:
    """When the next huddle of a pod begins."""
    first = select(func.min(col(Huddle.starts_at))).where(
        col(Huddle.pod_id) == pod_id,
        col(Huddle.starts_at) > after,
        col(Huddle.state) == HuddleState.PLANNED,
    )
    return await session.scalar(first)


async def list_arranged(
    session: AsyncSession, agenda_id: UUID, did: Collection[Did]
) -> frozenset[UUID]:
    """The items of an agenda with which somebody did one of these."""
    its = select(col(AgendaChange.item_id)).where(
        col(AgendaChange.agenda_id) == agenda_id, col(AgendaChange.did).in_(did)
    )
    return frozenset(await session.scalars(its))
