"""How the store and its search index stand, for whoever operates them."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.practices import Practice
from storage.practices_index import PracticeIndex
from storage.practices_terms import lacking
from storage.statements import is_sqlite

EXTENSIONS = ("vector", "pg_trgm")


async def count_by_state(session: AsyncSession) -> Mapping[str, int]:
    """How many practices are in each state that any is in."""
    # By the columns of the index, in their order: by the state alone takes five times as long.
    columns = col(Practice.team_id), col(Practice.state)
    found: Counter[str] = Counter()
    for _, state, count in await session.execute(select(*columns, func.count()).group_by(*columns)):
        found[str(state)] += int(count)
    return found


async def count_unindexed(session: AsyncSession) -> int:
    """How many practices cannot be found by all their words: without a row, or their terms lost."""
    unindexed = (
        select(func.count())
        .select_from(Practice)
        .outerjoin(PracticeIndex, col(PracticeIndex.practice_id) == col(Practice.id))
        .where(col(PracticeIndex.seq).is_(None) | lacking(session, col(PracticeIndex.seq)))
    )
    return await session.scalar(unindexed) or 0


async def list_missing_extensions(session: AsyncSession) -> list[str]:
    """Those of PostgreSQL that search within it and are not made there; none on SQLite."""
    if is_sqlite(session):
        return []
    made = set(await session.scalars(sql("SELECT extname FROM pg_extension")))
    return [name for name in EXTENSIONS if name not in made]
