"""What the search keeps in memory, brought in step with the database: at the start, after a save,
and after what other replicas saved.
"""

import asyncio
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from bot.meaning.embedder import Embedder
from bot.practices.embedding import AT_ONCE, embed_rows
from bot.practices.lexicon import Lexicon
from storage.database import Database
from storage.practices_index import OVERLAP, Indexed, list_indexed, list_numbers

if TYPE_CHECKING:
    from bot.practices.shelf import Shelf

CHUNK = 500


def _make_shelf(embedder: Embedder | None) -> "Shelf | None":
    """Imports numpy, which comes with the embedder."""
    if embedder is None:
        return None
    from bot.practices.shelf import Shelf

    return Shelf(embedder.dimensions)


class Memory:
    """Lexicon and shelf; without an embedder there is no shelf."""

    def __init__(self, database: Database, embedder: Embedder | None) -> None:
        self._database, self._embedder = database, embedder
        self.lexicon = Lexicon()
        self.shelf = _make_shelf(embedder)
        self._known: dict[int, UUID] = {}
        self._of: dict[UUID, int] = {}
        self._last = 0
        # Rows without a vector, in the order in which they came; what failed waits for a restart.
        self._waiting: dict[int, None] = {}

    @property
    def waiting(self) -> int:
        """How many rows have no vector yet."""
        return len(self._waiting)

    def stems_of(self, practice_id: UUID) -> frozenset[str]:
        """The distinct stems of a practice; none where it is not known."""
        return self.lexicon.stems_of(self._of.get(practice_id, 0))

    def has_vector(self, practice_id: UUID) -> bool:
        """Whether a practice is found by meaning."""
        return self.shelf is not None and self._of.get(practice_id) in self.shelf

    async def follow(self, whole: bool = False) -> int:
        """Take in what is new; how many rows. `whole` also forgets what is gone."""
        async with self._database.read() as session:
            after = 0 if whole else max(0, self._last - OVERLAP)
            numbers = await list_numbers(session, after)
        if whole:
            for seq in self._known.keys() - set(numbers):
                self._forget(seq)
        new = [seq for seq in numbers if seq not in self._known]
        for at in range(0, len(new), CHUNK):
            await self._take_in(new[at : at + CHUNK])
        if new and self.shelf is not None and not self.shelf.matrix.measured:
            await asyncio.to_thread(self.shelf.matrix.measure)
        return len(new)

    async def embed_some(self) -> int:
        """Embed the next few rows without a vector; how many were looked at."""
        if self._embedder is None or self.shelf is None:
            return 0
        some = list(islice(self._waiting, AT_ONCE))
        vectors = await embed_rows(self._database, self._embedder, some) if some else {}
        for seq in some:
            self._waiting.pop(seq, None)
            if seq in vectors:
                self.shelf.place(seq, vectors[seq])
        return len(some)

    async def _take_in(self, numbers: Sequence[int]) -> None:
        async with self._database.read() as session:
            rows = await list_indexed(session, numbers)
        many = len(numbers) > AT_ONCE
        for row in rows:
            self._put(row, measured=not many)
            # 500 rows take some 50 ms: whoever asks meanwhile is not kept waiting.
            await asyncio.sleep(0)

    def _put(self, row: Indexed, measured: bool) -> None:
        before = self._of.get(row.practice_id)
        if before is not None:
            self._forget(before)
        self._known[row.seq], self._of[row.practice_id] = row.practice_id, row.seq
        self._last = max(self._last, row.seq)
        self.lexicon.put(row)
        if self.shelf is not None and self._embedder is not None:
            self.shelf.put(row)
            if row.embedder != self._embedder.name or not self._place(row, measured):
                self._waiting[row.seq] = None

    def _place(self, row: Indexed, measured: bool) -> bool:
        """Whether the row had a vector that can be read."""
        assert self.shelf is not None  # noqa: S101
        try:
            self.shelf.place(row.seq, row.vector or b"", measured)
        except ValueError:
            return False
        return True

    def _forget(self, seq: int) -> None:
        practice_id = self._known.pop(seq, None)
        if practice_id is None:
            return
        if self._of.get(practice_id) == seq:
            del self._of[practice_id]
        self._waiting.pop(seq, None)
        self.lexicon.remove(seq)
        if self.shelf is not None:
            self.shelf.remove(seq)
