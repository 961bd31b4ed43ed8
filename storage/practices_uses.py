"""What practices did on calls, and what was said against them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import look_at_ask
from storage.practices import (
    OPEN_STATES,
    Practice,
    PracticeUse,
    PracticeVerdict,
    Reach,
    Way,
    Word,
)
from storage.practices_reach import visible

_AGAINST = (Word.WRONG, Word.OLD)


class Counted(NamedTuple):
    """How often a practice was put before others than its author, and helped them."""

    used: int
    helped: int


async def count_uses(session: AsyncSession, practice_ids: Collection[UUID]) -> dict[UUID, Counted]:
    """The uses by others than the author of each practice, for those that have any."""
    if not practice_ids:
        return {}
    counts = (
        select(
            col(PracticeUse.practice_id),
            func.count(),
            func.count(col(PracticeUse.helped_at)),
        )
        .join(Practice, col(Practice.id) == col(PracticeUse.practice_id))
        .where(
            col(PracticeUse.practice_id).in_(practice_ids),
            col(PracticeUse.user) != col(Practice.author),
            col(PracticeUse.way) != Way.LINKED,
        )
        .group_by(col(PracticeUse.practice_id))
    )
    rows = await session.execute(counts)
    return {practice: Counted(int(used), int(helped)) for practice, used, helped in rows}


async def find_use(
    session: AsyncSession, practice_id: UUID, user: str, ask_id: UUID | None, since: datetime
) -> PracticeUse | None:
    """The use of a practice on this ask; without one, somebody's last use since then."""
    mine = select(PracticeUse).where(
        col(PracticeUse.practice_id) == practice_id,
        col(PracticeUse.user) == user,
        col(PracticeUse.way) != Way.LINKED,
    )
    if ask_id is not None:
        mine = mine.where(col(PracticeUse.ask_id) == ask_id)
    else:
        mine = mine.where(col(PracticeUse.at) > since)
    return (await session.scalars(mine.order_by(col(PracticeUse.at).desc()))).first()


async def find_link(session: AsyncSession, practice_id: UUID, ask_id: UUID) -> PracticeUse | None:
    """The note that a practice says what resolved an ask."""
    it = select(PracticeUse).where(
        col(PracticeUse.practice_id) == practice_id,
        col(PracticeUse.ask_id) == ask_id,
        col(PracticeUse.way) == Way.LINKED,
    )
    return (await session.scalars(it)).first()


async def list_most_helpful(
    session: AsyncSession, reach: Reach, since: datetime, at_most: int = 10
) -> list[tuple[Practice, int, int]]:
    """What helped others most since then, of what somebody may see: practice, used, helped."""
    helped, used = func.count(col(PracticeUse.helped_at)), func.count()
    top = (
        select(col(PracticeUse.practice_id), used.label("used"), helped.label("helped"))
        .join(Practice, col(Practice.id) == col(PracticeUse.practice_id))
        .where(
            col(PracticeUse.at) > since,
            col(PracticeUse.user) != col(Practice.author),
            col(PracticeUse.way) != Way.LINKED,
            col(Practice.state).in_(OPEN_STATES),
            *visible(reach),
        )
        .group_by(col(PracticeUse.practice_id))
        .order_by(helped.desc(), used.desc(), col(PracticeUse.practice_id))
        .limit(at_most)
        .subquery()
    )
    rows = await session.execute(
        select(Practice, top.c.used, top.c.helped)
        .join(top, top.c.practice_id == col(Practice.id))
        .order_by(top.c.helped.desc(), top.c.used.desc(), col(Practice.id))
    )
    return [(practice, int(used), int(helped)) for practice, used, helped in rows]


async def find_verdict(
    session: AsyncSession, practice_id: UUID, user: str, word: Word, since: datetime
) -> PracticeVerdict | None:
    """What somebody said against a practice since then, in the same word."""
    mine = select(PracticeVerdict).where(
        col(PracticeVerdict.practice_id) == practice_id,
        col(PracticeVerdict.user) == user,
        col(PracticeVerdict.word) == word,
        col(PracticeVerdict.at) > since,
    )
    return (await session.scalars(mine)).first()


async def count_against(session: AsyncSession, practice_id: UUID, since: datetime) -> int:
    """How many people called a practice wrong or old, since then."""
    against = select(func.count(func.distinct(col(PracticeVerdict.user)))).where(
        col(PracticeVerdict.practice_id) == practice_id,
        col(PracticeVerdict.word).in_(_AGAINST),
        col(PracticeVerdict.at) > since,
    )
    return await session.scalar(against) or 0


async def list_refused_by(
    session: AsyncSession, user: str, practice_ids: Collection[UUID]
) -> Sequence[PracticeVerdict]:
    """What somebody refused of these, so that it is not suggested to them again."""
    if not practice_ids:
        return ()
    theirs = select(PracticeVerdict).where(
        col(PracticeVerdict.user) == user, col(PracticeVerdict.practice_id).in_(practice_ids)
    )
    return (await session.scalars(theirs.order_by(col(PracticeVerdict.at)))).all()


async def add_link(
    session: AsyncSession, practice_id: UUID, ask_id: UUID, by: str, now: datetime
) -> None:
    """A practice says what resolved an ask; said again, nothing changes."""
    ask = await look_at_ask(session, ask_id)
    if ask is None or await find_link(session, practice_id, ask_id) is not None:
        return
    use = PracticeUse(
        practice_id=practice_id, ask_id=ask_id, user=ask.asker, by=by, way=Way.LINKED, at=now
    )
    session.add(use)
    await session.flush()
