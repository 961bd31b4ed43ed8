"""Which asks are about one concern: each is sorted in as it comes, into the concern that it is
most like, or begins one.

A matter (`bot.alerts.matters`) is a few minutes of one market; a concern is weeks of one pod, in
which hundreds of things are asked once. So an ask is only compared with the few concerns that it
shares telling words with, or that are near in meaning.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from bot.alike.gist import Gist, Rarity
from bot.alike.likeness import cosine_of, likeness

if TYPE_CHECKING:
    from bot.meaning.vectors import Vector

COMPARED: Final = 10
"""So many concerns by their words, and as many by their meaning."""


class Voice(NamedTuple):
    """What an ask says, or the first ask of a concern. `vector` is None without an embedder."""

    id: UUID
    gist: Gist
    vector: "Vector | None" = None


class Sorted(NamedTuple):
    """An ask, and the ask or concern that it belongs to; its own id where it begins one."""

    ask_id: UUID
    into: UUID


def sort_in(asks: Iterable[Voice], known: Sequence[Voice], rarity: Rarity) -> list[Sorted]:
    """Each of `asks`, in their order: into one of those `known`, or of those before it."""
    heard = _Heard(rarity)
    for each in known:
        heard.add(each)
    found: list[Sorted] = []
    for ask in asks:
        into = heard.find(ask)
        if into is None:
            heard.add(ask)
        found.append(Sorted(ask.id, ask.id if into is None else into))
    return found


class _Heard:
    """The concerns so far, by their words and by their vectors."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._voices: list[Voice] = []
        self._by_term: dict[str, list[int]] = defaultdict(list)
        self._rows: list[int] = []
        self._matrix: Any = None  # rows of vectors, with room for more

    def add(self, voice: Voice) -> None:
        at = len(self._voices)
        self._voices.append(voice)
        for term in _terms(voice.gist):
            self._by_term[term].append(at)
        if voice.vector is not None:
            self._put(at, voice.vector)

    def find(self, ask: Voice) -> UUID | None:
        """The concern that it is most like, the first of equals; None where it is like none."""
        near = sorted({*self._by_words(ask.gist), *self._by_meaning(ask.vector)})
        like = {at: self._likeness(ask, self._voices[at]) for at in near}
        best = max(like, key=lambda at: (like[at], -at), default=None)
        return self._voices[best].id if best is not None and like[best] >= 0 else None

    def _likeness(self, ask: Voice, concern: Voice) -> float:
        """Two that are each about one phone may well be one concern."""
        one, other = ask.gist, concern.gist
        if one.alone and other.alone:
            one, other = one._replace(alone=False), other._replace(alone=False)
        return likeness(one, other, self._rarity, cosine_of(ask.vector, concern.vector))

    def _by_words(self, gist: Gist) -> list[int]:
        weights: dict[int, float] = defaultdict(float)
        for term in _terms(gist):
            rarity = self._rarity(term)
            for at in self._by_term.get(term, ()):
                weights[at] += rarity
        return nlargest(COMPARED, weights, key=lambda at: (weights[at], -at))

    def _by_meaning(self, vector: "Vector | None") -> list[int]:
        if vector is None or not self._rows:
            return []
        cosines = self._matrix[: len(self._rows)] @ vector
        return [self._rows[int(row)] for row in (-cosines).argsort()[:COMPARED]]

    def _put(self, at: int, vector: "Vector") -> None:
        import numpy as np

        row = len(self._rows)
        if self._matrix is None or row == len(self._matrix):
            more = np.zeros((max(256, row), len(vector)), dtype=np.float32)
            self._matrix = more if self._matrix is None else np.concatenate([self._matrix, more])
        self._matrix[row] = vector
        self._rows.append(at)


def _terms(gist: Gist) -> frozenset[str]:
    return gist.meant | gist.own
