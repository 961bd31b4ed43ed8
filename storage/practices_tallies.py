"""What practices did in the days whose single uses are forgotten: sums, which are kept for good."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import KEYED
from storage.holds import free
from storage.practices import Practice, PracticeUse, Way
from storage.statements import insert_or_ignore


class PracticeTally(SQLModel, table=True):
    """How often a practice was used by others than its author, and helped them, until single uses
    begin."""

    __tablename__ = "practice_tally"
    __table_args__ = KEYED

    practice_id: UUID = Field(primary_key=True, foreign_key="practice.id")
    used: int = 0
    helped: int = 0


class Counted(NamedTuple):
    """How often a practice was used by others than its author, and helped them."""

    used: int
    helped: int


def by_others() -> list[ColumnElement[bool]]:
    """Which uses count, in a query of uses with their practices: no suggestion that nobody took."""
    helper, way = col(Practice.helper), col(PracticeUse.way)
    return [
        col(PracticeUse.user) != col(Practice.author),
        or_(helper.is_(None), col(PracticeUse.user) != helper),
        way != Way.LINKED,
        or_(way != Way.SUGGESTED, col(PracticeUse.helped_at).is_not(None)),
    ]


async def list_tallies(
    session: AsyncSession, practice_ids: Collection[UUID]
) -> dict[UUID, Counted]:
    """The sums of these practices, of those that have any."""
    mine = select(PracticeTally).where(col(PracticeTally.practice_id).in_(practice_ids))
    return {
        each.practice_id: Counted(each.used, each.helped) for each in await session.scalars(mine)
    }


async def fold_old_uses(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget who used what before `moment`, and add it to the sums; how many uses went.

    Uses stand in the order in which they were written, so only the oldest are looked at; those of
    a held person or pod are passed over.
    """
    oldest = (
        select(col(PracticeUse.id), col(PracticeUse.at))
        .join(Practice, col(Practice.id) == col(PracticeUse.practice_id))
        .where(*free(col(Practice.pod_id), col(PracticeUse.user), col(PracticeUse.by)))
        .order_by(col(PracticeUse.id))
        .limit(at_most)
        # Two replicas that fold the same uses would count them twice.
        .with_for_update(of=PracticeUse, skip_locked=True)
    )
    old = [use for use, at in await session.execute(oldest) if at < moment]
    if old:
        await _add(session, old)
        await session.execute(delete(PracticeUse).where(col(PracticeUse.id).in_(old)))
    return len(old)


async def _add(session: AsyncSession, uses: Collection[UUID]) -> None:
    sums = (
        select(col(PracticeUse.practice_id), func.count(), func.count(col(PracticeUse.helped_at)))
        .join(Practice, col(Practice.id) == col(PracticeUse.practice_id))
        .where(col(PracticeUse.id).in_(uses), *by_others())
        .group_by(col(PracticeUse.practice_id))
        .order_by(col(PracticeUse.practice_id))
    )
    for practice_id, used, helped in (await session.execute(sums)).all():
        zero = {"practice_id": practice_id, "used": 0, "helped": 0}
        await session.execute(insert_or_ignore(session, PracticeTally).values(zero))
        more = {
            "used": col(PracticeTally.used) + used,
            "helped": col(PracticeTally.helped) + helped,
        }
        mine = update(PracticeTally).where(col(PracticeTally.practice_id) == practice_id)
        await session.execute(mine.values(more), execution_options={"synchronize_session": False})
