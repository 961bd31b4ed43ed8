"""What the screen of a huddle shows."""

from datetime import date, datetime
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
from storage.huddles_action_items import ActionItem
from storage.huddles_links import HuddleLink, LinkKind
from storage.pods import Market, Member, Pod
from storage.practices import Practice, PracticeState


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


class ScreenMade(NamedTuple):
    """What somebody is to do until a day: `owner` is their name, while they are in the pod."""

    text: str
    owner: str | None
    due_on: date
    is_done: bool


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
    its = (
        select(*_ITEM)
        .outerjoin(HuddleStep, of_huddle)
        .outerjoin(Member, _is_there(AgendaItem.hand_to, AgendaItem.pod_id))
        .where(col(AgendaItem.agenda_id) == agenda_id, col(AgendaItem.state) == ItemState.ON)
        .order_by(col(AgendaItem.position), col(AgendaItem.id))
    )
    return [ScreenItem._make(tuple(row)) for row in await session.execute(its)]


async def list_screen_actions(session: AsyncSession, huddle_id: UUID) -> list[ScreenMade]:
    """The action items that were made in this huddle, in their order."""
    its = (
        select(
            *(col(ActionItem.text), col(Member.name), col(ActionItem.due_on)),
            col(ActionItem.closed_at).is_not(None),
        )
        .select_from(ActionItem)
        .outerjoin(Member, _is_there(ActionItem.owner, ActionItem.pod_id))
        .where(col(ActionItem.huddle_id) == huddle_id, col(ActionItem.coaching_id).is_(None))
        .order_by(col(ActionItem.made_at), col(ActionItem.id))
    )
    return [ScreenMade._make(tuple(row)) for row in await session.execute(its)]


async def list_screen_practices(session: AsyncSession, huddle_id: UUID) -> list[str]:
    """The titles of the practices that were made of its items, as far as others may find them."""
    its = (
        select(col(Practice.title))
        .join(HuddleStep, col(HuddleStep.practice_id) == col(Practice.id))
        .where(col(HuddleStep.huddle_id) == huddle_id, col(Practice.state) != PracticeState.DRAFT)
        .order_by(col(HuddleStep.at), col(HuddleStep.id))
    )
    return list(dict.fromkeys((await session.scalars(its)).all()))


def _is_there(user: Any, pod_id: Any) -> Any:
    """That member, where they are still in that pod."""
    return and_(
        col(Member.user) == col(user),
        col(Member.pod_id) == col(pod_id),
        col(Member.left_at).is_(None),
    )


async def count_waves(session: AsyncSession, agenda_id: UUID) -> int:
    """How many huddles share an agenda."""
    its = select(func.count()).select_from(Huddle).where(col(Huddle.agenda_id) == agenda_id)
    return (await session.scalars(its)).one()
