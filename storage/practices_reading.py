"""Practices as they are read: one under its lock, some by their ids, what somebody may see."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from storage.advice import Ask
from storage.columns import LOCKED
from storage.practices import (
    OPEN_STATES,
    Practice,
    PracticeState,
    PracticeUse,
    Reach,
    Saying,
    Way,
)
from storage.practices_reach import visible

_MOST_SHOWN = 100


async def find_practice(
    session: AsyncSession, practice_id: UUID, wait: bool = True
) -> Practice | None:
    """The practice, locked until the transaction ends, as it stands now.

    Without `wait`, None where somebody else holds it.
    """
    mine = select(Practice).where(col(Practice.id) == practice_id)
    mine = mine.with_for_update(skip_locked=not wait, **LOCKED)
    return (await session.scalars(mine, execution_options={"populate_existing": True})).first()


async def look_at_practice(session: AsyncSession, practice_id: UUID) -> Practice | None:
    """The practice as it stands, without its lock: for what is only shown."""
    return (await session.scalars(select(Practice).where(col(Practice.id) == practice_id))).first()


async def list_practices(
    session: AsyncSession, ids: Collection[UUID], reach: Reach
) -> dict[UUID, Practice]:
    """Those of `ids` that somebody may see, by their ids."""
    if not ids:
        return {}
    there = select(Practice).where(col(Practice.id).in_(ids), *visible(reach))
    return {each.id: each for each in await session.scalars(there)}


async def list_family(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Of each of `ids` and of all that was merged into them, however often: which one it is of.

    A circle, which no service makes, ends where it began.
    """
    return dict(await _members(session, ids))


async def list_families(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Of each of `ids` itself and all that was merged into it, also where one of them was merged
    into another one.
    """
    families: dict[UUID, list[UUID]] = {each: [] for each in ids}
    for member, of in await _members(session, ids):
        families[of].append(member)
    return families


async def _members(session: AsyncSession, ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    if not ids:
        return []
    first: Any = select(col(Practice.id).label("id"), col(Practice.id).label("root"))
    family = first.where(col(Practice.id).in_(ids)).cte("family", recursive=True)
    merged = aliased(Practice)
    more = select(col(merged.id), family.c.root).join(
        family, col(merged.merged_into) == family.c.id
    )
    rows = await session.execute(select(family.union(more)))
    return [(member, of) for member, of in rows]


async def list_roots(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Of each of `ids` what it was merged into, however often: what is shown instead, or itself."""
    if not ids:
        return {}
    it, into = col(Practice.id), col(Practice.merged_into)
    first: Any = select(it.label("id"), it.label("root"), into.label("next"))
    way = first.where(it.in_(ids)).cte("way", recursive=True)
    further = aliased(Practice)
    more = select(way.c.id, col(further.id), col(further.merged_into)).join(
        further, col(further.id) == way.c.next
    )
    whole = way.union(more)
    rows = await session.execute(select(whole.c.id, whole.c.root).where(whole.c.next.is_(None)))
    return dict([tuple(row) for row in rows])


async def list_sayings(session: AsyncSession, practice_ids: Collection[UUID]) -> Sequence[Saying]:
    """The ways to say these practices, in the order in which they came."""
    if not practice_ids:
        return ()
    theirs = select(Saying).where(col(Saying.practice_id).in_(practice_ids))
    return (await session.scalars(theirs.order_by(col(Saying.at), col(Saying.id)))).all()


async def list_by_author(session: AsyncSession, team: str, user: str) -> Sequence[Practice]:
    """What somebody wrote, or is credited for in what others shared, merged ones too; the newest
    first.
    """
    theirs = and_(col(Practice.helper) == user, col(Practice.state) != PracticeState.DRAFT)
    mine = select(Practice).where(
        col(Practice.team_id) == team, or_(col(Practice.author) == user, theirs)
    )
    return (await session.scalars(mine.order_by(col(Practice.id).desc()).limit(_MOST_SHOWN))).all()


async def list_of_ask(session: AsyncSession, ask_id: UUID) -> Sequence[Practice]:
    """The practices that were made from an ask."""
    made = select(Practice).where(col(Practice.ask_id) == ask_id)
    return (await session.scalars(made.order_by(col(Practice.id)).with_for_update(**LOCKED))).all()


async def list_of_source(session: AsyncSession, team: str, channel: str, ts: str) -> Sequence[UUID]:
    """The practices that were made from a message, the oldest first, whoever may see them."""
    made = select(col(Practice.id)).where(
        col(Practice.source_channel) == channel,
        col(Practice.source_ts) == ts,
        col(Practice.team_id) == team,
    )
    return (await session.scalars(made.order_by(col(Practice.id)))).all()


async def list_of_alert(session: AsyncSession, alert_id: UUID) -> Sequence[Practice]:
    """The practices that end with an alert, and still stand."""
    tied = select(Practice).where(
        col(Practice.alert_id) == alert_id, col(Practice.state) != PracticeState.ARCHIVED
    )
    return (await session.scalars(tied.order_by(col(Practice.id)).with_for_update(**LOCKED))).all()


async def find_ask_of_message(
    session: AsyncSession, team: str, channel: str, ts: str
) -> Ask | None:
    """The ask whose card, question or thread's root a message is; without its lock."""
    stands = or_(col(Ask.thread_ts) == ts, col(Ask.card_ts) == ts)
    made = and_(col(Ask.source_channel) == channel, col(Ask.source_ts) == ts)
    here = select(Ask).where(
        col(Ask.team_id) == team, or_(and_(col(Ask.channel) == channel, stands), made)
    )
    return (await session.scalars(here.order_by(col(Ask.id)))).first()


async def find_practice_of_ask(session: AsyncSession, ask_id: UUID, reach: Reach) -> UUID | None:
    """What says what resolved an ask, and can be seen by now; the first one."""
    links = select(col(PracticeUse.practice_id)).where(
        col(PracticeUse.ask_id) == ask_id, col(PracticeUse.way) == Way.LINKED
    )
    ids = (await session.scalars(links.order_by(col(PracticeUse.id)))).all()
    roots = await list_roots(session, ids)
    seen = await list_practices(session, set(roots.values()), reach)
    found = (roots[each] for each in ids if each in roots)
    return next((each for each in found if each in seen and seen[each].state in OPEN_STATES), None)


async def list_merged(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Practice]:
    """These practices, the oldest first, whoever may see them: for the one that is seen, which
    they are part of.
    """
    if not ids:
        return ()
    those = select(Practice).where(col(Practice.id).in_(ids))
    return (await session.scalars(those.order_by(col(Practice.id)))).all()


async def list_merged_at(session: AsyncSession, survivor: UUID, at: datetime) -> Sequence[Practice]:
    """What was merged into a practice at a moment, and not touched since; locked."""
    there = select(Practice).where(
        col(Practice.merged_into) == survivor, col(Practice.updated_at) == at
    )
    return (await session.scalars(there.with_for_update(**LOCKED))).all()
