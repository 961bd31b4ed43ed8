"""Huddles that begin: which are due, marked as open together, and shown one by one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.huddles import Agenda, Huddle, HuddleState
from storage.timers import Timer


async def list_to_open(session: AsyncSession, now: datetime) -> list[tuple[UUID, datetime, int]]:
    """Huddles that are announced and to begin by now: id, start and length."""
    its = (
        select(col(Huddle.id), col(Huddle.starts_at), col(Huddle.minutes))
        .join(Agenda, col(Agenda.id) == col(Huddle.agenda_id))
        .where(
            text("huddle.state IN ('planned', 'open')"),
            col(Huddle.state) == HuddleState.PLANNED,
            col(Huddle.starts_at) <= now,
            col(Agenda.announced_at).is_not(None),
        )
    )
    return [(row[0], row[1], row[2]) for row in await session.execute(its)]


async def mark_open(session: AsyncSession, huddle_ids: Sequence[UUID], now: datetime) -> None:
    """All of these are open from now on, but for what somebody changes just now: that is left to
    its own timer.
    """
    free = (
        select(col(Huddle.id))
        .where(col(Huddle.id).in_(huddle_ids), col(Huddle.state) == HuddleState.PLANNED)
        .order_by(col(Huddle.id))
        .with_for_update(skip_locked=True)
    )
    mine = list(await session.scalars(free))
    opened = update(Huddle).where(col(Huddle.id).in_(mine))
    await session.execute(
        opened.values(state=HuddleState.OPEN, opened_at=now),
        execution_options={"synchronize_session": False},
    )


async def list_to_show(
    session: AsyncSession, huddle_ids: Collection[UUID], at_most: int
) -> Sequence[Huddle]:
    """Those of these that are open, under their locks, without those that somebody holds."""
    its = (
        select(Huddle)
        .where(col(Huddle.id).in_(huddle_ids), col(Huddle.state) == HuddleState.OPEN)
        .order_by(col(Huddle.id))
        .limit(at_most)
    )
    locked = its.with_for_update(skip_locked=True)
    return list(await session.scalars(locked, execution_options={"populate_existing": True}))


async def list_due_starts(
    session: AsyncSession, kind: str, now: datetime, at_most: int
) -> list[str]:
    """What the timers of that kind are about that are due."""
    due = select(col(Timer.subject)).where(
        col(Timer.kind) == kind, col(Timer.done_at).is_(None), col(Timer.due_at) <= now
    )
    return list(await session.scalars(due.order_by(col(Timer.due_at)).limit(at_most)))


async def finish_timers(
    session: AsyncSession, keys: Collection[str], now: datetime
) -> dict[str, UUID]:
    """What these timers were for is done; by key, the ids of those that had still to fire."""
    if not keys:
        return {}
    due = select(col(Timer.key), col(Timer.id)).where(
        col(Timer.key).in_(keys), col(Timer.done_at).is_(None)
    )
    found = {key: timer for key, timer in await session.execute(due)}  # noqa: C416
    done = update(Timer).where(col(Timer.id).in_(found.values())).values(done_at=now)
    await session.execute(done, execution_options={"synchronize_session": False})
    return found
