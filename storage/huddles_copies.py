"""Copies of recaps that wait until their readers are there: one timer a huddle."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.huddles import Huddle
from storage.pods import Home, Member, find_member
from storage.timers import Timer


async def find_reader(session: AsyncSession, member_id: UUID) -> Home | None:
    """Who is to read them, locked until the transaction ends; None for who is in no pod now."""
    mine = select(Member).where(col(Member.id) == member_id).with_for_update(key_share=True)
    member = (await session.scalars(mine)).first()
    return await find_member(session, member.team_id, member.user) if member else None


async def list_waiting(session: AsyncSession, kind: str, subject: str) -> set[UUID]:
    """The huddles whose copies are still to be read."""
    keys = select(col(Timer.key)).where(
        col(Timer.subject) == subject, col(Timer.kind) == kind, col(Timer.done_at).is_(None)
    )
    return {huddle_of_key(each) for each in await session.scalars(keys)}


def huddle_of_key(key: str) -> UUID:
    return UUID(key.rpartition(":")[2])


async def list_with_recap(
    session: AsyncSession, pod_id: UUID, huddle_ids: Collection[UUID]
) -> list[Huddle]:
    """Those of this pod whose recaps are kept, the last one first."""
    its = select(Huddle).where(col(Huddle.pod_id) == pod_id, col(Huddle.id).in_(huddle_ids))
    found = await session.scalars(its.order_by(col(Huddle.starts_at).desc()))
    return [each for each in found if each.lines]
