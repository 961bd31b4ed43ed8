"""The vectors that the index keeps: made by one embedder, under the numbers of their rows."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.practices_index import INDEX


async def list_vectors(
    session: AsyncSession, numbers: Sequence[int], embedder: str
) -> dict[int, bytes]:
    """The vectors that somebody made already under these numbers."""
    made = select(INDEX.c.seq, INDEX.c.vector).where(
        INDEX.c.seq.in_(numbers), INDEX.c.embedder == embedder, INDEX.c.vector.is_not(None)
    )
    return {row.seq: row.vector for row in await session.execute(made)}


async def save_vectors(session: AsyncSession, vectors: Mapping[int, bytes], embedder: str) -> None:
    """Keep the vectors under their numbers; nothing happens where the row was made anew."""
    for seq, vector in vectors.items():
        mine = update(INDEX).where(INDEX.c.seq == seq)
        await session.execute(mine.values(vector=vector, embedder=embedder))


async def list_waiting(session: AsyncSession, embedder: str, at_most: int) -> list[int]:
    """Numbers of rows that have no vector of this embedder yet."""
    waiting = select(INDEX.c.seq).where(_waits(embedder))
    return list((await session.scalars(waiting.order_by(INDEX.c.seq).limit(at_most))).all())


async def count_waiting(session: AsyncSession, embedder: str) -> int:
    """How many rows have no vector of this embedder yet."""
    waiting = select(func.count()).select_from(INDEX).where(_waits(embedder))
    return int(await session.scalar(waiting) or 0)


def _waits(embedder: str) -> ColumnElement[bool]:
    made = INDEX.c.vector.is_not(None) & (INDEX.c.embedder == embedder)
    return func.coalesce(~made, True)
