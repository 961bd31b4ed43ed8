"""How near each row is to its nearest others.

Some texts are near to everything, and crowd the first places for every question. The mean cosine
of a row to its ten nearest others tells them (cross-domain similarity local scaling: Conneau and
others, "Word translation without parallel data", 2018).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from bot.meaning.vectors import Vector

Rows = npt.NDArray[np.intp]

NEAREST: Final = 10
MOST_COMPARED: Final = 5000
_NONE: Final = np.float32(-np.inf)


class Hubness:
    """For each row the cosines to its ten nearest others, among 5,000 drawn where there are more.

    What a new row changes for the others is taken in at once; what a changed or a removed one
    leaves behind stays until the next measuring.
    """

    def __init__(self) -> None:
        self._closest = np.full((0, NEAREST), _NONE, dtype=np.float32)
        self._drawn: Rows | None = None
        self.means: Vector = np.zeros(0, dtype=np.float32)

    def grow(self, rows: int) -> None:
        more = rows - len(self.means)
        empty = np.full((more, NEAREST), _NONE, dtype=np.float32)
        self._closest = np.concatenate([self._closest, empty])
        self.means = np.concatenate([self.means, np.zeros(more, dtype=np.float32)])

    def draw(self, held: Rows) -> Rows:
        """Draws anew the rows that all are compared with."""
        self._drawn = None
        return self.compared(held)

    def compared(self, held: Rows) -> Rows:
        """The rows that all are compared with."""
        if len(held) <= MOST_COMPARED:
            return held
        if self._drawn is None:
            self._drawn = np.random.default_rng(len(held)).choice(held, MOST_COMPARED, False)
        return np.intersect1d(self._drawn, held, assume_unique=True)

    def keep(self, rows: Rows, closest: Vector) -> None:
        """Keeps what `closest_of` found for `rows`."""
        self._closest[rows] = closest
        self.means[rows] = _means(closest)

    def keep_one(self, row: int, cosines: Vector) -> None:
        """Keeps the cosines of one row to the compared ones."""
        self.keep(np.array([row]), _largest(cosines[np.newaxis]))

    def take_in(self, row: int, compared: Rows, cosines: Vector) -> None:
        """Keeps the cosines of a new row to the compared ones, for it and for them."""
        self.keep_one(row, cosines)
        nearer = cosines > self._closest[compared].min(axis=1)
        rows = compared[nearer]
        closest = self._closest[rows]
        closest[np.arange(len(rows)), closest.argmin(axis=1)] = cosines[nearer]
        self.keep(rows, closest)


def closest_of(rows: Rows, compared: Rows, vectors: Vector, vectors_compared: Vector) -> Vector:
    """The cosines of `rows` to their ten nearest among `compared`, themselves left out."""
    cosines = vectors[rows] @ vectors_compared.T
    cosines[rows[:, np.newaxis] == compared] = _NONE
    return _largest(cosines)


def _largest(cosines: Vector) -> Vector:
    if cosines.shape[1] <= NEAREST:
        missing = ((0, 0), (0, NEAREST - cosines.shape[1]))
        return np.pad(cosines, missing, constant_values=_NONE)
    largest: Vector = np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST:]
    return largest


def _means(closest: Vector) -> Vector:
    known = np.isfinite(closest)
    total: Vector = np.where(known, closest, np.float32(0)).sum(axis=1)
    count: Vector = np.maximum(known.sum(axis=1), 1).astype(np.float32)
    mean: Vector = total / count
    return mean
