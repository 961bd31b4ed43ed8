"""Who knows which practices are nearest in meaning: this process, or the database."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.practices.ranking import Near
from storage.practices import Narrow, Reach
from storage.practices_index import Indexed


class Shelf(Protocol):
    """The vectors of the practices, by the numbers of their rows in the index.

    Whoever may not find a practice does not meet it here: reach and what a search is narrowed to
    are looked at before the nearest are taken.
    """

    with_vectors: bool
    """Whether the rows that are put bring their vectors along."""

    def __len__(self) -> int:
        """How many practices have their vector here."""
        ...

    def __contains__(self, seq: object) -> bool: ...

    async def put(self, rows: Sequence[Indexed]) -> list[int]:
        """Take rows in; the numbers of those whose vector is missing."""
        ...

    async def place(self, vectors: Mapping[int, bytes]) -> None:
        """The vectors of rows that were put, as `bot.meaning.vectors` packs them."""
        ...

    def remove(self, seq: int) -> None:
        """Take a row out; nothing where there is none."""
        ...

    async def settle(self) -> None:
        """All rows that are known have been put, and placed."""
        ...

    async def lost(self) -> list[int]:
        """The numbers of those whose vector has gone since."""
        ...

    async def nearest(
        self, vector: Any, reach: Reach, narrow: Narrow, at_most: int, hubness: float
    ) -> list[Near]:
        """Best first: by the cosine less `hubness` of how near a practice is to all others."""
        ...
