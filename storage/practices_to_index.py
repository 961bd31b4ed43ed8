"""Practices as the index reads them: with what was merged into them, and all ways to say them."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage import practices_terms
from storage.practices import Practice, Saying
from storage.practices_index import INDEX
from storage.practices_reading import list_families, list_merged, list_sayings


class ToIndex(NamedTuple):
    """A practice with what was merged into it and the sayings of all these, and its number, which
    is 0 where it is not indexed.
    """

    practice: Practice
    sayings: Sequence[Saying]
    seq: int
    merged: Sequence[Practice] = ()


async def count_practices(session: AsyncSession) -> int:
    """How many practices there are, indexed or not."""
    return int(await session.scalar(select(func.count()).select_from(Practice)) or 0)


async def list_ids(session: AsyncSession, after: UUID | None, at_most: int) -> list[UUID]:
    """The practices after one, in a steady order."""
    ids = select(col(Practice.id)).order_by(col(Practice.id)).limit(at_most)
    if after is not None:
        ids = ids.where(col(Practice.id) > after)
    return list((await session.scalars(ids)).all())


async def list_unindexed(session: AsyncSession, at_most: int) -> list[ToIndex]:
    """Practices without a row, or with one whose terms are lost."""
    found = (
        select(Practice, INDEX.c.seq)
        .outerjoin(INDEX, INDEX.c.practice_id == col(Practice.id))
        .where(INDEX.c.seq.is_(None) | practices_terms.lacking(session, INDEX.c.seq))
        .order_by(col(Practice.id))
        .limit(at_most)
    )
    return await _whole(session, (await session.execute(found)).all())


async def list_whole(session: AsyncSession, numbers: Sequence[int]) -> list[ToIndex]:
    """The practices under these numbers; those that are gone are left out."""
    found = select(Practice, INDEX.c.seq).join(INDEX, INDEX.c.practice_id == col(Practice.id))
    rows = (await session.execute(found.where(INDEX.c.seq.in_(numbers)))).all()
    return await _whole(session, rows)


async def list_to_index(session: AsyncSession, ids: Sequence[UUID]) -> list[ToIndex]:
    """These practices, indexed or not; those that are gone are left out."""
    found = select(Practice, INDEX.c.seq).outerjoin(INDEX, INDEX.c.practice_id == col(Practice.id))
    there = found.where(col(Practice.id).in_(ids)).order_by(col(Practice.id))
    return await _whole(session, (await session.execute(there)).all())


async def _whole(session: AsyncSession, rows: Sequence[Any]) -> list[ToIndex]:
    """What was merged into a practice is found by it, as a save writes it."""
    families = await list_families(session, [practice.id for practice, _ in rows])
    members = {member for family in families.values() for member in family}
    sayings = await list_sayings(session, members)
    merged = await list_merged(session, members - families.keys())
    known = {each.id: each for each in (*merged, *(practice for practice, _ in rows))}
    found = []
    for practice, seq in rows:
        family = set(families[practice.id])
        others = [known[each] for each in sorted(family - {practice.id})]
        said = [each for each in sayings if each.practice_id in family]
        found.append(ToIndex(practice, said, seq or 0, others))
    return found
