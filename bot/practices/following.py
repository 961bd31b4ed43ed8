"""What the search keeps in memory, brought in step with the database: at the start, after a save,
and after what other replicas saved.
"""

import asyncio
from collections.abc import Sequence
from itertools import islice
from uuid import UUID

from bot.meaning.embedder import Embedder
from bot.practices.embedding import AT_ONCE, embed_rows
from bot.practices.lexicon import Lexicon
from bot.practices.nearest import Shelf
from bot.practices.shelves import open_shelf
from bot.practices.spelling import MemoryWords, Words, open_words
from storage.database import Database
from storage.practices_index import OVERLAP, Indexed, list_indexed, list_numbers

CHUNK = 500


class Memory:
    """Lexicon and shelf; without an embedder, and before the first look, there is no shelf."""

    def __init__(self, database: Database, embedder: Embedder | None) -> None:
        self._database, self._embedder = database, embedder
        self.lexicon = Lexicon()
        self.shelf: Shelf | None = None
        self.words: Words = MemoryWords(self.lexicon.vocabulary)
        self._opened = False
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

    @property
    def is_meant(self) -> bool:
        """Whether every practice that is known has the vector of what it says now."""
        return self.shelf is not None and len(self.shelf) == len(self._known)

    def waits(self, practice_id: UUID) -> bool:
        """Whether a practice is known, and has no vector of what it says now."""
        return practice_id in self._of and not self.has_vector(practice_id)

    async def follow(self, whole: bool = False) -> int:
        """Take in what is new; how many rows. `whole` also forgets what is gone."""
        await self._open()
        async with self._database.read() as session:
            after = 0 if whole else max(0, self._last - OVERLAP)
            numbers = await list_numbers(session, after)
        if whole:
            for seq in self._known.keys() - set(numbers):
                self._forget(seq)
        new = [seq for seq in numbers if seq not in self._known]
        for at in range(0, len(new), CHUNK):
            await self._take_in(new[at : at + CHUNK])
        await self.words.settle()
        if self.shelf is not None:
            await self._settle(self.shelf, whole)
        return len(new)

    async def embed_some(self) -> int:
        """Embed the next few rows without a vector; how many were looked at."""
        if self._embedder is None or self.shelf is None:
            return 0
        some = list(islice(self._waiting, AT_ONCE))
        vectors = await embed_rows(self._database, self._embedder, some) if some else {}
        await self.shelf.place({seq: vectors[seq] for seq in some if seq in vectors})
        for seq in some:
            self._waiting.pop(seq, None)
        return len(some)

    async def _open(self) -> None:
        """At the first look: where vectors and words are kept."""
        if self._opened:
            return
        if self._embedder is not None and self.shelf is None:
            self.shelf = await open_shelf(self._database, self._embedder)
        self.words = await open_words(self._database, self.lexicon.vocabulary)
        self._opened = True

    async def _settle(self, shelf: Shelf, whole: bool) -> None:
        await shelf.settle()
        for seq in await shelf.lost() if whole else ():
            if seq in self._known:
                self._waiting[seq] = None

    async def _take_in(self, numbers: Sequence[int]) -> None:
        with_vectors = self.shelf is not None and self.shelf.with_vectors
        async with self._database.read() as session:
            rows = await list_indexed(session, numbers, with_vectors, self.words.with_words)
        # Before the rows that they replace are forgotten: whoever asks meanwhile finds either.
        missing = await self.shelf.put(rows) if self.shelf is not None else []
        self._waiting |= dict.fromkeys(missing)
        for row in rows:
            self._put(row)
            await asyncio.sleep(0)

    def _put(self, row: Indexed) -> None:
        before = self._of.get(row.practice_id)
        if before is not None:
            self._forget(before)
        self._known[row.seq], self._of[row.practice_id] = row.practice_id, row.seq
        self._last = max(self._last, row.seq)
        self.lexicon.put(row)

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
