"""Asks as they stand: one of them, those of a person or a pod, and the timeline of each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import LIVE, Ask, AskState, Moment
from storage.columns import LOCKED


async def find_ask(session: AsyncSession, ask_id: UUID, wait: bool = True) -> Ask | None:
    """The ask, locked until the transaction ends, as it stands now.

    Without `wait`, None where somebody else holds it.
    """
    mine = select(Ask).where(col(Ask.id) == ask_id).with_for_update(skip_locked=not wait, **LOCKED)
    return (await session.scalars(mine, execution_options={"populate_existing": True})).first()


async def look_at_ask(session: AsyncSession, ask_id: UUID) -> Ask | None:
    """The ask as it stands, without its lock: for what is only shown."""
    return (await session.scalars(select(Ask).where(col(Ask.id) == ask_id))).first()


async def find_ask_by_thread(session: AsyncSession, channel: str, thread_ts: str) -> Ask | None:
    """The ask whose thread this is, at home or in the overflow pod; the first one, locked."""
    there = select(Ask).where(_in_thread(channel, thread_ts)).order_by(col(Ask.id))
    return (await session.scalars(there.with_for_update(**LOCKED))).first()


async def look_at_ask_of_thread(
    session: AsyncSession, team: str, channel: str, thread_ts: str
) -> Ask | None:
    """As `find_ask_by_thread`, without its lock."""
    there = select(Ask).where(col(Ask.team_id) == team, _in_thread(channel, thread_ts))
    return (await session.scalars(there.order_by(col(Ask.id)))).first()


async def find_ask_by_source(session: AsyncSession, channel: str, ts: str) -> Ask | None:
    """The ask that this message made, locked."""
    made = select(Ask).where(col(Ask.source_channel) == channel, col(Ask.source_ts) == ts)
    return (await session.scalars(made.with_for_update(**LOCKED))).first()


async def find_live_ask(session: AsyncSession, team: str, user: str, since: datetime) -> Ask | None:
    """Somebody's newest ask that is still live, asked since then; without its lock."""
    mine = select(Ask).where(
        col(Ask.team_id) == team,
        col(Ask.asker) == user,
        col(Ask.state).in_(LIVE),
        col(Ask.asked_at) > since,
    )
    return (await session.scalars(mine.order_by(col(Ask.asked_at).desc()))).first()


async def list_own_asks(session: AsyncSession, team: str, asker: str) -> Sequence[Ask]:
    """Somebody's open asks and call-backs, the oldest first."""
    mine = select(Ask).where(
        col(Ask.team_id) == team, col(Ask.asker) == asker, col(Ask.state).in_(LIVE)
    )
    return (await session.scalars(mine.order_by(col(Ask.asked_at)).limit(20))).all()


async def list_claimed_by(session: AsyncSession, team: str, user: str) -> Sequence[Ask]:
    """What somebody is on now, the oldest first."""
    theirs = select(Ask).where(
        col(Ask.claimed_by) == user, col(Ask.team_id) == team, col(Ask.state) == AskState.CLAIMED
    )
    return (await session.scalars(theirs.order_by(col(Ask.claimed_at)).limit(20))).all()


async def list_open_asks(session: AsyncSession, pod_id: UUID, but: str) -> Sequence[Ask]:
    """Asks that wait for somebody: a pod's own and those sent to it, not by `but`; neither
    claimed nor answered, or answered by what did not help.
    """
    here = or_(col(Ask.pod_id) == pod_id, col(Ask.overflow_pod_id) == pod_id)
    waits = or_(col(Ask.first_reply_at).is_(None), col(Ask.resumed_at) > col(Ask.first_reply_at))
    others = select(Ask).where(here, waits, col(Ask.state) == AskState.OPEN, col(Ask.asker) != but)
    return (await session.scalars(others.order_by(col(Ask.asked_at)).limit(20))).all()


async def list_left_open(session: AsyncSession, team: str, asker: str) -> Sequence[Ask]:
    """What somebody asked, was never settled by a person, and was not yet brought up again."""
    left = select(Ask).where(
        col(Ask.team_id) == team,
        col(Ask.asker) == asker,
        col(Ask.state).in_((*LIVE, AskState.LAPSED)),
        col(Ask.left_open_told_at).is_(None),
    )
    return (await session.scalars(left.order_by(col(Ask.asked_at)).limit(20))).all()


async def list_moments(
    session: AsyncSession, ask_id: UUID, what: str | None = None
) -> Sequence[Moment]:
    """The ask's timeline, or its entries of one kind, in the order of time."""
    mine = select(Moment).where(col(Moment.ask_id) == ask_id)
    if what is not None:
        mine = mine.where(col(Moment.what) == what)
    return (await session.scalars(mine.order_by(col(Moment.at), col(Moment.id)))).all()


def _in_thread(channel: str, thread_ts: str) -> ColumnElement[bool]:
    home = and_(col(Ask.thread_ts) == thread_ts, col(Ask.channel) == channel)
    overflow = and_(col(Ask.overflow_thread_ts) == thread_ts, col(Ask.overflow_channel) == channel)
    return or_(home, overflow)
