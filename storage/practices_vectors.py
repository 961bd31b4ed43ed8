"""Which practices are nearest in meaning, said by PostgreSQL where its extension pgvector is."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Float, Select, func, literal, select
from sqlalchemy import cast as sql_cast
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, REAL
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.practices import Narrow, Practice, Reach
from storage.practices_hubness import LOCK, put_measured
from storage.practices_index import PracticeIndex
from storage.practices_reach import narrowed, visible
from storage.practices_vector_table import MAKE, VECTORS, Halfvec

APPROXIMATE_FROM = 10_000
"""Rows from which the index is asked, and all rows no more: docs/decisions/0006-search.md."""

# The index knows nothing of hubness: more are taken by their cosine than are asked for.
_MORE: Final = 1.5
_LOOKED_AT: Final = 400
_HNSW: Final = (
    "CREATE INDEX IF NOT EXISTS ix_practice_vector_nearest_{dimensions} ON practice_vector "
    "USING hnsw ((vector::halfvec({dimensions})) halfvec_cosine_ops) WHERE embedder = '{embedder}'"
)


class Asked(NamedTuple):
    """What to be near to: a vector, and which model made it."""

    vector: Sequence[float]
    embedder: str


class NearRow(NamedTuple):
    """`score` is the cosine less what is taken off a practice that is near to everything."""

    practice_id: UUID
    score: float
    cosine: float


async def make_vectors(session: AsyncSession, embedder: str, dimensions: int) -> str | None:
    """Make what is missing; the extension's version, or None where there is none that serves.

    Raises `DBAPIError` where the extension is there, and this user may make no table.
    """
    await session.execute(sql(LOCK))  # two that make it at once would both fail
    await session.execute(sql(MAKE))
    if await session.scalar(sql("SELECT to_regclass('practice_vector')")) is None:
        return None
    safe = embedder.replace("'", "''")
    await session.execute(sql(_HNSW.format(dimensions=int(dimensions), embedder=safe)))
    version = "SELECT extversion FROM pg_extension WHERE extname = 'vector'"
    return str(await session.scalar(sql(version)))


async def list_kept(
    session: AsyncSession, embedder: str, numbers: Sequence[int] | None = None
) -> set[int]:
    """Those of the numbers, or all, whose practices have the vector of what they say now, here and
    in the index: one that the index lost is to be made again.
    """
    kept = select(col(PracticeIndex.seq)).join(
        VECTORS,
        (VECTORS.c.practice_id == col(PracticeIndex.practice_id))
        & (VECTORS.c.digest == col(PracticeIndex.digest)),
    )
    there = col(PracticeIndex.vector).is_not(None) & (col(PracticeIndex.embedder) == embedder)
    kept = kept.where(VECTORS.c.embedder == embedder, there)
    if numbers is not None:
        kept = kept.where(col(PracticeIndex.seq).in_(numbers))
    return {seq for seq in (await session.scalars(kept)).all() if seq is not None}


async def keep_vector(session: AsyncSession, seq: int, asked: Asked) -> None:
    """Keep a vector for the practice of that number, and measure what it changes.

    Nothing happens where it is kept already, or the number is gone. For one practice in each
    transaction: a save holds practices, and may wait for nothing that waits for them.
    """
    await put_measured(session, seq, asked.embedder, list(asked.vector))


async def nearest_vectors(
    session: AsyncSession,
    asked: Asked,
    reach: Reach,
    narrow: Narrow,
    at_most: int,
    hubness: float,
    approximate: bool,
) -> list[NearRow]:
    """The practices nearest in meaning that somebody may find, best first.

    `approximate` asks the index, which looks on until enough rows pass (pgvector 0.8 and later).
    """
    found = (visible(reach), narrowed(narrow, on_sqlite=False))
    rows = _rows(asked).where(*(each for conditions in found for each in conditions))
    if not approximate:
        rows = rows.offset(0)  # a fence: no distance is reckoned twice
    else:
        scan = {"hnsw.iterative_scan": "relaxed_order", "hnsw.ef_search": str(_LOOKED_AT)}
        await session.execute(select(*(func.set_config(*each, True) for each in scan.items())))
        rows = rows.order_by("distance").limit(int(at_most * _MORE))
    near = rows.subquery()
    cosine = 1.0 - near.c.distance
    score = (cosine - hubness * near.c.hubness).label("score")
    best = select(near.c.practice_id, score, cosine.label("cosine"))
    best = best.order_by(score.desc(), near.c.practice_id).limit(at_most)
    return [NearRow._make(row) for row in await session.execute(best)]


def _rows(asked: Asked) -> Select[Any]:
    """Written as the index was made, so that it may serve: with the cast, and the name plain."""
    halfvec = Halfvec(len(asked.vector))
    vector = sql_cast(sql_cast(literal(list(asked.vector), ARRAY(REAL)), ARRAY(REAL)), halfvec)
    distance = sql_cast(VECTORS.c.vector, halfvec).op("<=>", return_type=Float())(vector)
    name = literal(asked.embedder, literal_execute=True)
    return (
        select(VECTORS.c.practice_id, VECTORS.c.hubness, distance.label("distance"))
        .join(Practice, col(Practice.id) == VECTORS.c.practice_id)
        .where(VECTORS.c.embedder == name)
    )
