"""The vectors within PostgreSQL: this process knows only who has one."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.meaning.embedder import Embedder
from bot.practices.ranking import Near
from storage.database import Database
from storage.practices import Narrow, Reach
from storage.practices_index import Indexed
from storage.practices_vectors import (
    APPROXIMATE_FROM,
    Asked,
    keep_vector,
    list_kept,
    nearest_vectors,
)


class DatabaseShelf:
    """See `bot.practices.nearest.Shelf`. Every replica writes what it finds missing."""

    with_vectors = False

    def __init__(self, database: Database, embedder: Embedder, *, looks_on: bool) -> None:
        """`looks_on`: the index goes on until enough rows pass the conditions."""
        self._database, self._embedder, self._looks_on = database, embedder, looks_on
        self._kept: set[int] = set()

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, seq: object) -> bool:
        return seq in self._kept

    async def put(self, rows: Sequence[Indexed]) -> list[int]:
        numbers = [row.seq for row in rows]
        async with self._database.read() as session:
            kept = await list_kept(session, self._embedder.name, numbers)
        self._kept |= kept
        return [number for number in numbers if number not in kept]

    async def place(self, vectors: Mapping[int, bytes]) -> None:
        from bot.meaning.vectors import unpack

        for seq, packed in vectors.items():
            asked = self._asked(unpack(packed))
            async with self._database.write() as session:
                await keep_vector(session, seq, asked)
            self._kept.add(seq)

    def remove(self, seq: int) -> None:
        self._kept.discard(seq)

    async def settle(self) -> None:
        """Nothing: what is placed is measured at once."""

    async def lost(self) -> list[int]:
        async with self._database.read() as session:
            gone = self._kept - await list_kept(session, self._embedder.name)
        self._kept -= gone
        return sorted(gone)

    async def nearest(
        self, vector: Any, reach: Reach, narrow: Narrow, at_most: int, hubness: float
    ) -> list[Near]:
        asked, approximate = self._asked(vector), self._looks_on and len(self) >= APPROXIMATE_FROM
        async with self._database.read() as session:
            rows = await nearest_vectors(
                session, asked, reach, narrow, at_most, hubness, approximate
            )
        return [Near(*row) for row in rows]

    def _asked(self, vector: Any) -> Asked:
        return Asked(vector.tolist(), self._embedder.name)
