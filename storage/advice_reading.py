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
    """The ask, locked until the transaction ends, as it stands now. Of an ask that joined another
    one, that one is locked before it: whoever holds the first one changes all of its thread.

    Without `wait`, None where somebody else holds one of them.
    """
    mine = col(Ask.id) == ask_id
    while True:
        alone = await _lock(session, wait, mine, col(Ask.joined_to).is_(None))
        there = select(col(Ask.joined_to)).where(mine)
        if alone is not None or (stands := (await session.execute(there)).one_or_none()) is None:
            return alone
        first = stands.joined_to
        held = await _lock(session, wait, col(Ask.id) == first) if first else None
        if held is None and not wait:
            return None
        # Its thread may have moved on, or it has a card of its own, between the looks.
        if held is not None and await session.scalar(there) == first:
            return await _lock(session, wait, mine)


async def _lock(session: AsyncSession, wait: bool, *which: ColumnElement[bool]) -> Ask | None:
    held = select(Ask).where(*which).with_for_update(skip_locked=not wait, **LOCKED)
    return (await session.scalars(held, execution_options={"populate_existing": True})).first()


async def look_at_ask(session: AsyncSession, ask_id: UUID) -> Ask | None:
    """The ask as it stands, without its lock: for what is only shown."""
    return (await session.scalars(select(Ask).where(col(Ask.id) == ask_id))).first()


async def find_ask_by_thread(session: AsyncSession, channel: str, thread_ts: str) -> Ask | None:
    """The ask whose thread this is, at home or in the overflow pod, locked: the first one. The
    messages below one that joined another ask are that one's.
    """
    there = select(col(Ask.id), col(Ask.joined_to)).where(_in_thread(channel, thread_ts))
    found = (await session.execute(there.order_by(col(Ask.id)))).all()
    alone = next((each.id for each in found if each.joined_to is None), None)
    ask_id = alone or next((each.joined_to for each in found), None)
    return await find_ask(session, ask_id) if ask_id else None


async def look_at_ask_of_thread(
    session: AsyncSession, team: str, channel: str, thread_ts: str
) -> Ask | None:
    """As `find_ask_by_thread`, without its lock: of those that share it, the one with the card."""
    there = select(Ask).where(col(Ask.team_id) == team, _in_thread(channel, thread_ts))
    by_age = there.order_by(col(Ask.joined_to).is_not(None), col(Ask.id))
    return (await session.scalars(by_age)).first()


async def find_ask_by_source(session: AsyncSession, channel: str, ts: str) -> Ask | None:
    """The ask that this message made, locked."""
    made = select(col(Ask.id)).where(col(Ask.source_channel) == channel, col(Ask.source_ts) == ts)
    ask_id = await session.scalar(made)
    return await find_ask(session, ask_id) if ask_id else None


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
    claimed nor answered, or answered by what did not help. What joined another one waits there.
    """
    here = or_(col(Ask.pod_id) == pod_id, col(Ask.overflow_pod_id) == pod_id)
    waits = or_(col(Ask.first_reply_at).is_(None), col(Ask.resumed_at) > col(Ask.first_reply_at))
    others = select(Ask).where(here, waits, col(Ask.state) == AskState.OPEN, col(Ask.asker) != but)
    others = others.where(col(Ask.joined_to).is_(None))
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
    made = and_(col(Ask.source_ts) == thread_ts, col(Ask.source_channel) == channel)
    return or_(home, overflow, and_(made, col(Ask.joined_to).is_not(None)))
