"""What is kept of huddles for a while only: what was on the agenda and came of it, who was there,
what was to be done and is done, coaching, what the pod was asked again and again, old links.

The huddles themselves stay, with their times, who ran them and what became of them; so do the
steps through an agenda, and which asks made a concern. Nothing goes of what concerns a held person
or pod.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Text,
    and_,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy import cast as as_type
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import Ask
from storage.holds import Hold, free
from storage.huddles import Agenda, AgendaItem, Huddle, HuddleState, HuddleStep, ItemSource
from storage.huddles_action_items import ActionItem
from storage.huddles_agenda import KEPT, AgendaChange
from storage.huddles_attendance import HuddleAttendance
from storage.huddles_coaching import Coaching, CoachingItem
from storage.huddles_concerns import Concern, ConcernAsk
from storage.huddles_links import HuddleLink

# Each has items, steps and huddles of its own.
AGENDAS_AT_ONCE: Final = 50
_PLAIN = {"synchronize_session": False}
_GOING_ON = (HuddleState.PLANNED, HuddleState.OPEN)
_WORDLESS: Final = {"why": "", "lines": [], "people": []}
_NOBODY: Final = {"opened_by": None, "ended_by": None}


async def purge_agendas(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget the words of agendas all of whose huddles were before `moment`; how many."""
    later = select(col(Huddle.id)).where(
        col(Huddle.agenda_id) == col(Agenda.id),
        or_(col(Huddle.state).in_(_GOING_ON), col(Huddle.starts_at) >= moment),
    )
    old = (
        select(col(Agenda.id))
        .where(
            col(Agenda.forgotten_at).is_(None),
            col(Agenda.local_date) < moment.date(),
            col(Agenda.slot) != KEPT,
            ~exists(later),
            *_agenda_is_free(),
        )
        .order_by(col(Agenda.local_date), col(Agenda.id))
        .limit(min(at_most, AGENDAS_AT_ONCE))
        .with_for_update(skip_locked=True)
    )
    ids = (await session.scalars(old)).all()
    if ids:
        await _forget_words(session, ids, moment)
    return len(ids)


async def purge_kept_items(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget what was put by before `moment` for a meeting that never came; how many."""
    waiting = select(col(Agenda.id)).where(col(Agenda.slot) == KEPT)
    old = (
        select(col(AgendaItem.id))
        .where(
            col(AgendaItem.agenda_id).in_(waiting),
            col(AgendaItem.added_at) < moment,
            *free(col(AgendaItem.pod_id), col(AgendaItem.by)),
        )
        .limit(at_most)
    )
    ids = (await session.scalars(old)).all()
    if ids:
        await _delete(session, AgendaChange, col(AgendaChange.item_id).in_(ids))
        await _delete(session, AgendaItem, col(AgendaItem.id).in_(ids))
    return len(ids)


async def purge_action_items(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget what was done before `moment`; how many, of `at_most`."""
    its = (col(ActionItem.owner), col(ActionItem.made_by), col(ActionItem.closed_by))
    old = (
        select(col(ActionItem.id))
        .where(col(ActionItem.closed_at) < moment, *free(col(ActionItem.pod_id), *its))
        .limit(at_most)
    )
    return await _delete(session, ActionItem, col(ActionItem.id).in_(old))


async def purge_coaching(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget talks before `moment`, and what was prepared before and never talked about; not
    while something that was agreed upon is still to do. How many, of `at_most`.
    """
    lately = select(col(CoachingItem.id)).where(
        col(CoachingItem.coaching_id) == col(Coaching.id), col(CoachingItem.at) >= moment
    )
    left = select(col(ActionItem.id)).where(col(ActionItem.coaching_id) == col(Coaching.id))
    old = (
        select(col(Coaching.id))
        .where(
            func.coalesce(col(Coaching.ended_at), col(Coaching.made_at)) < moment,
            ~exists(lately),
            ~exists(left),
            *free(col(Coaching.pod_id), col(Coaching.coach), col(Coaching.rep)),
        )
        .order_by(col(Coaching.id))
        .limit(at_most)
        # Whoever adds a line meanwhile has it: then it is not old.
        .with_for_update(skip_locked=True)
    )
    ids = (await session.scalars(old)).all()
    if ids:
        await _delete(session, CoachingItem, col(CoachingItem.coaching_id).in_(ids))
        await _delete(session, Coaching, col(Coaching.id).in_(ids))
    return len(ids)


async def purge_concerns(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget the words of what nobody asked since `moment`; how many, of `at_most`."""
    held = (
        select(col(Hold.id))
        .join(Ask, col(Ask.asker) == col(Hold.user))
        .join(ConcernAsk, col(ConcernAsk.ask_id) == col(Ask.id))
        .where(col(ConcernAsk.concern_id) == col(Concern.id))
    )
    old = (
        select(col(Concern.id))
        .where(
            col(Concern.last_at) < moment,
            or_(col(Concern.question) != "", col(Concern.vector) != b""),
            *free(col(Concern.pod_id)),
            ~exists(held),
        )
        .limit(at_most)
    )
    words = update(Concern).where(col(Concern.id).in_(old)).values(question="", vector=b"")
    return await _run(session, words)


async def purge_links(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget secret addresses that ended before `moment`; how many, of `at_most`."""
    old = (
        select(col(HuddleLink.id))
        .where(
            col(HuddleLink.until) < moment,
            *free(col(HuddleLink.pod_id), col(HuddleLink.made_by)),
        )
        .limit(at_most)
    )
    return await _delete(session, HuddleLink, col(HuddleLink.id).in_(old))


async def _forget_words(session: AsyncSession, ids: Sequence[UUID], moment: datetime) -> None:
    huddles = select(col(Huddle.id)).where(col(Huddle.agenda_id).in_(ids))
    items = update(AgendaItem).where(col(AgendaItem.agenda_id).in_(ids))
    await _run(session, items.values(text="", detail="", again="", refs={}))
    gaps = select(col(AgendaItem.id)).where(
        col(AgendaItem.agenda_id).in_(ids), col(AgendaItem.source) == ItemSource.GAP
    )
    for gap in (await session.scalars(gaps)).all():  # what was searched for stands in its key
        keyless = update(AgendaItem).where(col(AgendaItem.id) == gap)
        await _run(session, keyless.values(key=f"gone:{gap}"))
    steps = update(HuddleStep).where(col(HuddleStep.huddle_id).in_(huddles))
    await _run(session, steps.values(note=""))
    await _delete(session, HuddleAttendance, col(HuddleAttendance.huddle_id).in_(huddles))
    said = update(Huddle).where(col(Huddle.agenda_id).in_(ids))
    await _run(session, said.values(**_WORDLESS, **_NOBODY))
    gone = update(Agenda).where(col(Agenda.id).in_(ids))
    await _run(session, gone.values(forgotten_at=moment))


def _agenda_is_free() -> list[ColumnElement[bool]]:
    """Neither its pod nor anybody whom it names is held."""
    its = col(Agenda.id)
    in_items = select(col(Hold.id)).join(
        AgendaItem,
        or_(
            col(AgendaItem.by) == col(Hold.user),
            col(AgendaItem.hand_to) == col(Hold.user),
            _names(AgendaItem.refs),
        ),
    )
    in_huddles = select(col(Hold.id)).join(
        Huddle,
        or_(
            col(Huddle.runs_it) == col(Hold.user),
            col(Huddle.changed_by) == col(Hold.user),
            col(Huddle.opened_by) == col(Hold.user),
            col(Huddle.ended_by) == col(Hold.user),
            _names(Huddle.people),
            _names(Huddle.lines),
        ),
    )
    of_huddle = col(Huddle.agenda_id) == its
    in_steps = (
        select(col(Hold.id))
        .join(HuddleStep, col(HuddleStep.by) == col(Hold.user))
        .join(Huddle, col(Huddle.id) == col(HuddleStep.huddle_id))
    )
    there = (
        select(col(Hold.id))
        .join(HuddleAttendance, col(HuddleAttendance.user) == col(Hold.user))
        .join(Huddle, col(Huddle.id) == col(HuddleAttendance.huddle_id))
    )
    held = [
        in_items.where(col(AgendaItem.agenda_id) == its),
        in_huddles.where(of_huddle),
        in_steps.where(of_huddle),
        there.where(of_huddle),
    ]
    return [*free(col(Agenda.pod_id)), *(~exists(each) for each in held)]


def _names(column: Any) -> ColumnElement[bool]:
    """Whether a list or an object names whoever is held, by their id."""
    user = col(Hold.user)
    named = as_type(col(column), Text).like(literal('%"').concat(user).concat('"%'))
    return and_(user.is_not(None), named)


async def _delete(session: AsyncSession, table: Any, *which: Any) -> int:
    return await _run(session, delete(table).where(*which))


async def _run(session: AsyncSession, statement: Any) -> int:
    done = await session.execute(statement, execution_options=_PLAIN)
    return cast(CursorResult[Any], done).rowcount
