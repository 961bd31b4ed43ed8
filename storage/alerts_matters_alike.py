"""Asks that stand at several cards and are one matter: who was called for any of them lately, who
asks, and who still waits.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, cast, exists, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import LIVE, Ask, Mention, Moment
from storage.advice_stats import CALLED_OFF
from storage.alerts_matters import AlertMatterAsk, AlertMatterTold
from storage.statements import is_sqlite

_BIGGEST_KEY: Final = 2**63 - 1


async def take_turns_calling(session: AsyncSession, matter_id: UUID) -> None:
    """Until this commits, nobody else is called for the matter: whoever comes next sees who was."""
    if not is_sqlite(session):
        key = matter_id.int & _BIGGEST_KEY
        await session.execute(select(func.pg_advisory_xact_lock(cast(key, BigInteger))))


async def list_called_alike(
    session: AsyncSession, matter_id: UUID, but: UUID, since: datetime
) -> set[str]:
    """Who was called since then for an ask of the matter, `but` this one, or was told of it."""
    called = select(col(Mention.user)).where(
        col(Mention.ask_id).in_(_asks_of(matter_id)),
        col(Mention.ask_id) != but,
        col(Mention.at) > since,
    )
    told = select(col(AlertMatterTold.user)).where(
        col(AlertMatterTold.matter_id) == matter_id, col(AlertMatterTold.at) > since
    )
    return set(await session.scalars(union(called, told)))


async def list_askers_alike(session: AsyncSession, ask_id: UUID) -> set[str]:
    """Who asks what this ask asks, at whichever card: those of its matter; nobody where it is of
    none.
    """
    matter = select(col(AlertMatterAsk.matter_id)).where(
        col(AlertMatterAsk.ask_id) == ask_id, *_counts()
    )
    theirs = (
        select(col(Ask.asker))
        .join(AlertMatterAsk, col(AlertMatterAsk.ask_id) == col(Ask.id))
        .where(
            col(AlertMatterAsk.matter_id).in_(matter),
            *_counts(),
            col(Ask.state).not_in(CALLED_OFF),
        )
    )
    return set(await session.scalars(theirs.distinct()))


async def list_unanswered_alike(
    session: AsyncSession, matter_id: UUID, first: Ask, what: str
) -> Sequence[Ask]:
    """The live asks of the matter in the pod that stand at other cards than the `first` one, and
    have neither an answer there nor such an entry in their timeline; without their locks.
    """
    noted = exists().where(col(Moment.ask_id) == col(Ask.id), col(Moment.what) == what)
    waiting = (
        select(Ask)
        .where(
            col(Ask.id).in_(_asks_of(matter_id)),
            col(Ask.pod_id) == first.pod_id,
            col(Ask.id) != first.id,
            col(Ask.joined_to).is_distinct_from(first.id),
            col(Ask.asker) != first.asker,
            col(Ask.state).in_(LIVE),
            col(Ask.first_reply_at).is_(None),
            ~noted,
        )
        .order_by(col(Ask.id))
    )
    return (await session.scalars(waiting)).all()


async def list_told_alike(session: AsyncSession, first: UUID, what: str) -> Sequence[Ask]:
    """The asks that were of a matter with the `first` one, now or before, and have such an entry of
    it in their timeline; without their locks.
    """
    matters = select(col(AlertMatterAsk.matter_id)).where(col(AlertMatterAsk.ask_id) == first)
    alike = select(col(AlertMatterAsk.ask_id)).where(col(AlertMatterAsk.matter_id).in_(matters))
    noted = exists().where(
        col(Moment.ask_id) == col(Ask.id),
        col(Moment.what) == what,
        col(Moment.detail) == str(first),
    )
    told = select(Ask).where(col(Ask.id).in_(alike), noted).order_by(col(Ask.id))
    return (await session.scalars(told)).all()


def _asks_of(matter_id: UUID) -> Select[UUID]:
    its = select(col(AlertMatterAsk.ask_id))
    return its.where(col(AlertMatterAsk.matter_id) == matter_id, *_counts())


def _counts() -> tuple[ColumnElement[bool], ...]:
    """Its asker did not say that it is another matter, nor does it ask something else by now."""
    return col(AlertMatterAsk.parted_at).is_(None), col(AlertMatterAsk.has_left).is_(False)
