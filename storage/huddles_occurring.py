"""When huddles are: what of a pod's meetings is known, and what is added and changed of it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.columns import LOCKED
from storage.hours import DAYS
from storage.huddles import Agenda, Huddle, HuddleState
from storage.huddles_agenda import KEPT
from storage.pods import Member, Pod, Role
from storage.statements import Prepared, insert_or_ignore

MeetingKey = tuple[UUID, str, date]
"""Of one meeting: pod, slot and the day for which it was planned."""

_RAN = (HuddleState.PLANNED, HuddleState.OPEN, HuddleState.OVER)
_RUN_BY = (Role.COACH, Role.TEAM_LEADER, Role.RESOURCE_MANAGER, Role.SENIOR_REP)
_agendas: Any = Agenda.__table__  # type: ignore[attr-defined]
_huddles: Any = Huddle.__table__  # type: ignore[attr-defined]


class Known(NamedTuple):
    """A huddle as planning sees it; `drafted_at` and `announced_at` are its agenda's."""

    id: UUID
    pod_id: UUID
    agenda_id: UUID
    slot: str
    local_date: date
    wave: int
    starts_at: datetime
    planned_at: datetime
    minutes: int
    state: HuddleState
    why: str
    changed_by: str | None
    drafted_at: datetime | None
    announced_at: datetime | None


class Replanned(NamedTuple):
    """What a huddle that nobody changed by hand is by the schedule of now."""

    the_id: UUID
    to_starts_at: datetime
    to_minutes: int
    to_state: HuddleState
    to_why: str


_FROM_HUDDLE = [col(getattr(Huddle, name)) for name in Known._fields[:12]]
_KNOWN = select(*_FROM_HUDDLE, col(Agenda.drafted_at), col(Agenda.announced_at)).join(
    Agenda, col(Agenda.id) == col(Huddle.agenda_id)
)
_REPLAN = Prepared(
    update(_huddles)
    .where(_huddles.c.id == bindparam("the_id"), _huddles.c.changed_by.is_(None))
    .where(
        or_(
            _huddles.c.state == HuddleState.PLANNED,
            _huddles.c.state == HuddleState.SKIPPED,
        )
    )
    .values(
        starts_at=bindparam("to_starts_at"),
        planned_at=bindparam("to_starts_at"),
        minutes=bindparam("to_minutes"),
        state=bindparam("to_state"),
        why=bindparam("to_why"),
    )
)


async def lock_pods(session: AsyncSession, pod_ids: Collection[UUID]) -> None:
    """Until the transaction ends nobody else plans or changes when these pods meet."""
    its = select(col(Pod.id)).where(col(Pod.id).in_(pod_ids)).order_by(col(Pod.id))
    await session.execute(its.with_for_update(**LOCKED))


async def list_known(
    session: AsyncSession, pod_ids: Collection[UUID], since: datetime
) -> list[Known]:
    """The huddles of these pods that begin after `since`, and those before that have not begun or
    still go on, by pod and in the order in which they begin; also what was moved there from a day
    that is still to come, so that this day is not planned anew.
    """
    later = _KNOWN.where(col(Huddle.pod_id).in_(pod_ids), col(Huddle.starts_at) > since)
    # In the words of the partial index.
    undone = _KNOWN.where(
        text("huddle.state IN ('planned', 'open')"),
        col(Huddle.pod_id).in_(pod_ids),
        col(Huddle.starts_at) <= since,
    )
    # Down to the day by the unique index.
    meant = _KNOWN.where(
        col(Agenda.pod_id).in_(pod_ids),
        col(Agenda.slot).in_(DAYS),
        col(Agenda.local_date) >= _day_of(since),
    )
    rows = [row for its in (later, undone, meant) for row in await session.execute(its)]
    known = {row[0]: Known._make(row) for row in rows}
    return sorted(known.values(), key=lambda each: (each.pod_id, each.starts_at, each.wave))


async def list_pods_planned(session: AsyncSession, team: str, since: datetime) -> set[UUID]:
    """The pods of a workspace that have a huddle ahead."""
    planned = select(col(Huddle.pod_id)).where(
        text("huddle.state IN ('planned', 'open')"),
        col(Huddle.team_id) == team,
        col(Huddle.starts_at) > since,
    )
    return set(await session.scalars(planned.distinct()))


async def add_agendas(
    session: AsyncSession, team: str, keys: Sequence[MeetingKey]
) -> dict[MeetingKey, UUID]:
    """The agenda of each of these meetings, made where there was none."""
    rows = [
        Agenda(team_id=team, pod_id=pod, slot=slot, local_date=day).model_dump()
        for pod, slot, day in keys
    ]
    if not rows:
        return {}
    await session.execute(insert_or_ignore(session, _agendas), rows)
    pods, days = {pod for pod, _, _ in keys}, {day for _, _, day in keys}
    there = select(
        col(Agenda.pod_id), col(Agenda.slot), col(Agenda.local_date), col(Agenda.id)
    ).where(col(Agenda.pod_id).in_(pods), col(Agenda.local_date).in_(days))
    found = {(pod, slot, day): agenda for pod, slot, day, agenda in await session.execute(there)}
    return {key: found[key] for key in keys}


async def list_pods_with_kept(session: AsyncSession, pod_ids: Collection[UUID]) -> set[UUID]:
    """Those of these pods for which something was kept until a meeting is known."""
    kept = select(col(Agenda.pod_id)).where(
        col(Agenda.slot) == KEPT, col(Agenda.pod_id).in_(pod_ids)
    )
    return set(await session.scalars(kept))


async def add_huddles(session: AsyncSession, huddles: Iterable[Huddle]) -> None:
    """Each once: under a key that is there already nothing changes."""
    rows = [each.model_dump() for each in huddles]
    if rows:
        await session.execute(insert_or_ignore(session, _huddles), rows)


async def replan(session: AsyncSession, changes: Sequence[Replanned]) -> None:
    """What nobody changed by hand, and has not begun, is as the schedule says now."""
    if changes:
        await _REPLAN.run_all(session, [each._asdict() for each in changes])


async def lock_waves(session: AsyncSession, agenda_id: UUID) -> Sequence[Huddle]:
    """The huddles of one meeting by wave, locked until the transaction ends."""
    its = select(Huddle).where(col(Huddle.agenda_id) == agenda_id).order_by(col(Huddle.wave))
    return await _fresh(session, its.with_for_update())


async def list_upcoming(session: AsyncSession, pod_id: UUID, since: datetime) -> Sequence[Huddle]:
    """The huddles of a pod that begin after `since`, or were to by the schedule, to be looked at
    only.
    """
    its = select(Huddle).where(
        col(Huddle.pod_id) == pod_id,
        or_(col(Huddle.starts_at) > since, col(Huddle.local_date) >= _day_of(since)),
    )
    return await _fresh(session, its.order_by(col(Huddle.starts_at), col(Huddle.wave)))


async def find_pod_of_agenda(session: AsyncSession, agenda_id: UUID) -> UUID | None:
    """None where there is no such agenda."""
    return await session.scalar(select(col(Agenda.pod_id)).where(col(Agenda.id) == agenda_id))


async def list_agendas(session: AsyncSession, agenda_ids: Collection[UUID]) -> dict[UUID, Agenda]:
    """By their ids, to be looked at only."""
    its = select(Agenda).where(col(Agenda.id).in_(agenda_ids))
    found = await session.scalars(its, execution_options={"populate_existing": True})
    return {each.id: each for each in found}


async def list_last_ran(
    session: AsyncSession, pod_id: UUID, since: datetime, but: UUID
) -> dict[str, datetime]:
    """When each of a pod last ran a huddle, or is to run one, of another meeting than `but`."""
    ran = (
        select(col(Huddle.runs_it), func.max(col(Huddle.starts_at)))
        .where(
            col(Huddle.pod_id) == pod_id,
            col(Huddle.starts_at) > since,
            col(Huddle.runs_it).is_not(None),
            col(Huddle.state).in_(_RAN),
            col(Huddle.agenda_id) != but,
        )
        .group_by(col(Huddle.runs_it))
    )
    return {str(user): at for user, at in await session.execute(ran)}


async def find_first_opened(session: AsyncSession, pod_id: UUID) -> datetime | None:
    """When a pod's first huddle was opened that is known; None before that."""
    opened = select(func.min(col(Huddle.opened_at))).where(col(Huddle.pod_id) == pod_id)
    return await session.scalar(opened)


def _day_of(since: datetime) -> date:
    """The first day on which that may be, wherever the market lies."""
    return since.date() - timedelta(days=1)


async def _fresh(session: AsyncSession, its: Any) -> Sequence[Huddle]:
    found = await session.scalars(its, execution_options={"populate_existing": True})
    return list(found.all())


async def list_overdue(session: AsyncSession, pod_id: UUID, now: datetime) -> Sequence[Huddle]:
    """The huddles of a pod that were to begin by now and have not, under their locks."""
    its = select(Huddle).where(
        text("huddle.state IN ('planned', 'open')"),
        col(Huddle.pod_id) == pod_id,
        col(Huddle.state) == HuddleState.PLANNED,
        col(Huddle.starts_at) <= now,
    )
    ordered = its.order_by(col(Huddle.starts_at), col(Huddle.wave))
    return await _fresh(session, ordered.with_for_update())


async def find_huddle(session: AsyncSession, huddle_id: UUID) -> Huddle | None:
    """As it stands, to be looked at only."""
    its = select(Huddle).where(col(Huddle.id) == huddle_id)
    return (await session.scalars(its, execution_options={"populate_existing": True})).first()


async def list_names(session: AsyncSession, pod_id: UUID) -> list[tuple[str, str]]:
    """Everybody in a pod: by which name a schedule names them (their address, or else their Slack
    id), and their own; coaches and leaders first.
    """
    its = select(col(Member.email), col(Member.user), col(Member.name), col(Member.role)).where(
        col(Member.pod_id) == pod_id, col(Member.left_at).is_(None)
    )
    rows = (await session.execute(its.order_by(col(Member.name)))).all()
    ranked = sorted(rows, key=lambda row: _RUN_BY.index(row[3]) if row[3] in _RUN_BY else 9)
    return [(email or user, name) for email, user, name, _ in ranked]
