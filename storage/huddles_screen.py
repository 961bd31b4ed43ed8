"""What the screen of a huddle shows."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.huddles import (
    Agenda,
    AgendaItem,
    Huddle,
    HuddleState,
    HuddleStep,
    ItemSource,
    ItemState,
    Outcome,
)
from storage.huddles_links import HuddleLink, LinkKind
from storage.pods import Market, Member, Pod


class ScreenState(NamedTuple):
    """A huddle as it stands; `version` and `agenda_version` go up with whatever is seen."""

    huddle_id: UUID
    agenda_id: UUID
    version: int
    agenda_version: int
    ended_at: datetime | None
    state: HuddleState
    starts_at: datetime
    minutes: int
    opened_at: datetime | None
    item_id: UUID | None
    wave: int
    runs_it_name: str
    pod: str
    market: str
    zone: str


class ScreenItem(NamedTuple):
    """A line of the agenda, and what came of it in this huddle. `speaks` is who of the pod speaks
    about it, by name.
    """

    id: UUID
    source: ItemSource
    text: str
    detail: str
    again: str
    by_name: str
    speaks: str | None
    seconds: int
    outcome: Outcome | None
    note: str | None
    at: datetime | None


_STATE: tuple[Any, ...] = (
    *(col(Huddle.id), col(Huddle.agenda_id), col(Huddle.version), col(Agenda.version)),
    *(col(Huddle.ended_at), col(Huddle.state), col(Huddle.starts_at), col(Huddle.minutes)),
    *(col(Huddle.opened_at), col(Huddle.item_id), col(Huddle.wave), col(Huddle.runs_it_name)),
    *(col(Pod.name), col(Market.name), col(Market.timezone)),
)
_ITEM: tuple[Any, ...] = (
    *(col(AgendaItem.id), col(AgendaItem.source), col(AgendaItem.text)),
    *(col(AgendaItem.detail), col(AgendaItem.again)),
    *(col(AgendaItem.by_name), col(Member.name), col(AgendaItem.seconds)),
    *(col(HuddleStep.outcome), col(HuddleStep.note), col(HuddleStep.at)),
)


async def find_screen(session: AsyncSession, secret: str) -> ScreenState | None:
    """The huddle whose screen's link has this secret, also after the link ended."""
    its = (
        select(*_STATE)
        .select_from(HuddleLink)
        .join(Huddle, col(Huddle.id) == col(HuddleLink.huddle_id))
        .join(Agenda, col(Agenda.id) == col(Huddle.agenda_id))
        .join(Pod, col(Pod.id) == col(Huddle.pod_id))
        .join(Market, col(Market.id) == col(Pod.market_id))
        .where(col(HuddleLink.secret) == secret, col(HuddleLink.kind) == LinkKind.SCREEN)
    )
    row = (await session.execute(its)).first()
    return ScreenState._make(tuple(row)) if row else None


async def list_screen_items(
    session: AsyncSession, agenda_id: UUID, huddle_id: UUID
) -> list[ScreenItem]:
    """What is on the agenda, in its order."""
    of_huddle = (col(HuddleStep.item_id) == col(AgendaItem.id)) & (
        col(HuddleStep.huddle_id) == huddle_id
    )
    is_there = and_(
        col(Member.user) == col(AgendaItem.hand_to),
        col(Member.pod_id) == col(AgendaItem.pod_id),
        col(Member.left_at).is_(None),
    )
    its = (
        select(*_ITEM)
        .outerjoin(HuddleStep, of_huddle)
        .outerjoin(Member, is_there)
        .where(col(AgendaItem.agenda_id) == agenda_id, col(AgendaItem.state) == ItemState.ON)
        .order_by(col(AgendaItem.position), col(AgendaItem.id))
    )
    return [ScreenItem._make(tuple(row)) for row in await session.execute(its)]


async def count_waves(session: AsyncSession, agenda_id: UUID) -> int:
    """How many huddles share an agenda."""
    its = select(func.count()).select_from(Huddle).where(col(Huddle.agenda_id) == agenda_id)
    return (await session.scalars(its)).one()
