"""All vectors in memory: which rows are nearest to a question, in one pass over them."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from bot.meaning.hubness import Hubness, Rows, closest_of
from bot.meaning.vectors import Vector, unpack

Mask = npt.NDArray[np.bool_]

HUBNESS: Final = 0.25
"""How much of a row's hubness is taken off its cosine: measured on six public sets."""

_SMALLEST: Final = 256
_AT_ONCE: Final = 128  # rows measured in one go: some ten milliseconds
_FEW: Final = 8


class Near(NamedTuple):
    """A row, what it is ranked by, and how near it is in itself."""

    row: int
    score: float
    cosine: float


class Matrix:
    """Unit vectors by row number, 1.5 KB a row of 384; room is doubled when it is used up.

    Safe to ask in one thread while rows are put in another: each row is seen before or after.
    """

    def __init__(self, dimensions: int = 384) -> None:
        self._vectors: Vector = np.zeros((0, dimensions), dtype=np.float32)
        self._held: Mask = np.zeros(0, dtype=np.bool_)
        self._end = 0
        self._hubness = Hubness()
        self._unmeasured: set[int] = set()
        self._measuring = False
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return int(np.count_nonzero(self._held))

    def __contains__(self, row: int) -> bool:
        return 0 <= row < len(self._held) and bool(self._held[row])

    @property
    def measured(self) -> bool:
        """Whether the hubness of every row is known; until then nearest() leaves it out."""
        return not self._unmeasured and not self._measuring

    def put(self, row: int, vector: bytes) -> None:
        """Puts or replaces one row and measures its hubness. Raises ValueError as `unpack`."""
        with self._lock:
            new = self._set(row, vector)
            if self.measured:
                self._measure_one(row, new)
            else:
                self._unmeasured.add(row)

    def fill(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Puts many rows without measuring: call measure() after. Raises ValueError."""
        with self._lock:
            for row, vector in rows:
                self._set(row, vector)
                self._unmeasured.add(row)

    def remove(self, row: int) -> None:
        """Takes a row out; nothing where there is none."""
        with self._lock:
            if row in self:
                self._held[row] = False
                self._unmeasured.discard(row)

    def measure(self) -> None:
        """Measures the hubness of all rows anew, in small steps. For a thread of its own."""
        with self._lock:
            held = np.flatnonzero(self._held)
            compared = self._hubness.draw(held)
            vectors_compared = self._vectors[compared]
            self._unmeasured = set(held.tolist())
            self._measuring = True
        try:
            while rows := self._next_unmeasured():
                chunk = np.array(rows)
                closest = closest_of(chunk, compared, self._vectors, vectors_compared)
                with self._lock:
                    self._hubness.keep(chunk, closest)
        finally:
            self._measuring = False

    def nearest(
        self, vector: Vector, allowed: Mask | None, at_most: int, hubness: float = HUBNESS
    ) -> list[Near]:
        """The rows nearest to `vector`, best first: by the cosine less `hubness` of the row's own.

        `allowed` says by row number which rows count; rows beyond its end do not. The score is
        the plain cosine with `hubness` 0, and while measure() has not gone through.
        """
        with self._lock:
            vectors, means = self._vectors[: self._end], self._hubness.means
            rows = np.flatnonzero(_both(self._held[: self._end], allowed))
            taken_off = hubness if self.measured else 0.0
        cosines = _cosines(vectors, rows, np.asarray(vector, dtype=np.float32))
        scores = cosines - np.float32(taken_off) * means[rows] if taken_off else cosines
        best = _best(scores, at_most)
        columns = (column[best].tolist() for column in (rows, scores, cosines))
        return [Near(*each) for each in zip(*columns, strict=True)]

    def _set(self, row: int, packed: bytes) -> bool:
        """Sets one row, and says whether it is new."""
        vector = unpack(packed)
        if row < 0 or len(vector) != self._vectors.shape[1]:
            raise ValueError(f"row {row} cannot have a vector of {len(vector)}")
        if row >= len(self._held):
            self._grow(max(_SMALLEST, row + 1, 2 * len(self._held)))
        new = not self._held[row]
        self._vectors[row] = vector
        self._held[row] = True
        self._end = max(self._end, row + 1)
        return new

    def _grow(self, rows: int) -> None:
        vectors = np.zeros((rows, self._vectors.shape[1]), dtype=np.float32)
        vectors[: self._end] = self._vectors[: self._end]
        self._vectors = vectors
        self._held = np.concatenate([self._held, np.zeros(rows - len(self._held), dtype=np.bool_)])
        self._hubness.grow(rows)

    def _measure_one(self, row: int, new: bool) -> None:
        compared = self._hubness.compared(np.flatnonzero(self._held))
        compared = compared[compared != row]
        cosines = _cosines(self._vectors[: self._end], compared, self._vectors[row])
        if new:
            self._hubness.take_in(row, compared, cosines)
        else:
            self._hubness.keep_one(row, cosines)

    def _next_unmeasured(self) -> list[int]:
        with self._lock:
            several = range(min(_AT_ONCE, len(self._unmeasured)))
            return [self._unmeasured.pop() for _ in several]


def _both(held: Mask, allowed: Mask | None) -> Mask:
    if allowed is None:
        return held
    return held[: len(allowed)] & allowed[: len(held)]


def _cosines(vectors: Vector, rows: Rows, vector: Vector) -> Vector:
    """One pass over all is quicker than to gather the rows first, unless they are few."""
    if len(rows) * _FEW < len(vectors):
        few: Vector = vectors[rows] @ vector
        return few
    all_of_them: Vector = (vectors @ vector)[rows]
    return all_of_them


def _best(scores: Vector, at_most: int) -> Rows:
    """Where the highest scores stand, highest first, the earlier row first of equals."""
    if at_most < 1:
        return np.zeros(0, dtype=np.intp)
    if at_most >= len(scores):
        return np.argsort(-scores, kind="stable")
    best = np.sort(np.argpartition(-scores, at_most - 1)[:at_most])
    return best[np.argsort(-scores[best], kind="stable")]
