"""The vectors of all practices in memory, with what decides who may find them.

numpy only: where there is no embedder, or the database does it, nobody imports this. What it
allows follows the same rules as `storage.practices_reach`; the database is asked again about what
is shown.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import numpy as np
import numpy.typing as npt

from bot.meaning.matrix import Matrix
from bot.meaning.vectors import Vector
from bot.practices.ranking import Near
from storage.practices import Narrow, PracticeState, Reach, Scope
from storage.practices_index import Indexed

Mask = npt.NDArray[np.bool_]

_SMALLEST: Final = 256
_CODES: Final = (
    *("team", "pod", "market", "author", "helper", "owner", "opened", "scope", "state", "topics"),
)
_SCOPES: Final = {scope: number for number, scope in enumerate(Scope)}
_STATES: Final = {state: number for number, state in enumerate(PracticeState)}
_MOST_TOPICS: Final = 62
# More vectors than these are looked through in a thread: see the times in bot.meaning.matrix.
_HERE: Final = 20_000
_FEW: Final = 8


class MemoryShelf:
    """See `bot.practices.nearest.Shelf`. Rows stand in dense slots that are used again."""

    with_vectors = True

    def __init__(self, dimensions: int, embedder: str) -> None:
        self._matrix, self._embedder = Matrix(dimensions), embedder
        self._practices: dict[int, UUID] = {}
        self._slots: dict[int, int] = {}
        self._free: list[int] = []
        self._codes: dict[Any, int] = {}
        self._topics: dict[str, int] = {}
        self._held: Mask = np.zeros(0, dtype=np.bool_)
        self._columns: dict[str, npt.NDArray[Any]] = {
            name: np.zeros(0, dtype=np.int64) for name in _CODES
        }
        self._columns["updated"] = np.zeros(0, dtype=np.float64)

    def __len__(self) -> int:
        return len(self._matrix)

    def __contains__(self, seq: object) -> bool:
        slot = self._slots.get(seq) if isinstance(seq, int) else None
        return slot is not None and slot in self._matrix

    async def put(self, rows: Sequence[Indexed]) -> list[int]:
        measured, missing = len(rows) <= _FEW, []
        for row in rows:
            self._put(row)
            if row.embedder != self._embedder or not self._place(row, measured):
                missing.append(row.seq)
            # 500 rows take some 50 ms: whoever asks meanwhile is not kept waiting.
            await asyncio.sleep(0)
        return missing

    async def place(self, vectors: Mapping[int, bytes]) -> None:
        for seq, vector in vectors.items():
            if (slot := self._slots.get(seq)) is not None:
                self._matrix.put(slot, vector)

    def remove(self, seq: int) -> None:
        slot = self._slots.pop(seq, None)
        if slot is not None:
            self._matrix.remove(slot)
            self._held[slot] = False
            self._free.append(slot)
            del self._practices[slot]

    async def settle(self) -> None:
        if not self._matrix.measured:
            await asyncio.to_thread(self._matrix.measure)

    async def lost(self) -> list[int]:
        return []

    async def nearest(
        self, vector: Vector, reach: Reach, narrow: Narrow, at_most: int, hubness: float
    ) -> list[Near]:
        wanted = (vector, self.allowed(reach, narrow), at_most, hubness)
        if len(self._matrix) > _HERE:
            return await asyncio.to_thread(self._nearest, *wanted)
        return self._nearest(*wanted)

    def _nearest(self, vector: Vector, allowed: Mask, at_most: int, hubness: float) -> list[Near]:
        found = self._matrix.nearest(vector, allowed, at_most, hubness)
        named = ((self._practices.get(each.row), each) for each in found)
        return [Near(name, each.score, each.cosine) for name, each in named if name]

    def _put(self, row: Indexed) -> None:
        slot = self._free.pop() if self._free else len(self._slots)
        self._grow(slot + 1)
        self._slots[row.seq], self._practices[slot] = slot, row.practice_id
        values = {
            "team": self._code(row.team),
            "pod": self._code(row.pod_id),
            "market": self._code(row.market_id),
            "author": self._code(row.author),
            "helper": self._code(row.helper or row.author),
            "owner": self._code(row.owner),
            "opened": row.opened,
            "scope": _SCOPES[row.scope],
            "state": _STATES[row.state],
            "topics": sum(self._topic(topic) for topic in set(row.topics)),
            "updated": row.updated_at.timestamp(),
        }
        for name, value in values.items():
            self._columns[name][slot] = value
        self._held[slot] = True

    def _place(self, row: Indexed, measured: bool) -> bool:
        """Whether the row had a vector that can be read."""
        try:
            if measured:
                self._matrix.put(self._slots[row.seq], row.vector or b"")
            else:
                self._matrix.fill([(self._slots[row.seq], row.vector or b"")])
        except ValueError:
            return False
        return True

    def allowed(self, reach: Reach, narrow: Narrow) -> Mask:
        """Which slots somebody may find."""
        return self._held & self._visible(reach) & self._narrowed(narrow)

    def _visible(self, reach: Reach) -> Mask:
        scope, own_pod = self._columns["scope"], self._is("pod", reach.pod_id)
        shared = (scope == _SCOPES[Scope.PARTNERS]) | own_pod
        if not reach.is_partner:
            market = (scope == _SCOPES[Scope.MARKET]) & self._is("market", reach.market_id)
            shared |= (scope == _SCOPES[Scope.COMPANY]) | market
        draft = self._columns["state"] == _STATES[PracticeState.DRAFT]
        mine = self._is("author", reach.user)
        shared &= (self._columns["opened"] == 1) | mine | self._is("owner", reach.user)
        visible: Mask = self._is("team", reach.team) & np.where(draft, mine, shared)
        return visible

    def _narrowed(self, narrow: Narrow) -> Mask:
        states = [_STATES[state] for state in narrow.states]
        mask: Mask = np.isin(self._columns["state"], states)
        if narrow.pod_id is not None:
            mask &= self._is("pod", narrow.pod_id)
        if narrow.author is not None:
            mask &= self._is("author", narrow.author) | self._is("helper", narrow.author)
        if narrow.scope is not None:
            mask &= self._columns["scope"] == _SCOPES[narrow.scope]
        if narrow.topic is not None:
            mask &= (self._columns["topics"] & self._topics.get(narrow.topic, 0)) != 0
        if narrow.since is not None:
            mask &= self._columns["updated"] >= narrow.since.timestamp()
        return mask

    def _is(self, column: str, value: Any) -> Mask:
        mask: Mask = self._columns[column] == self._codes.get(value, -1)
        return mask

    def _code(self, value: Any) -> int:
        return self._codes.setdefault(value, len(self._codes))

    def _topic(self, topic: str) -> int:
        """A bit of its own for each topic, as long as there are bits."""
        if topic not in self._topics and len(self._topics) < _MOST_TOPICS:
            self._topics[topic] = 1 << len(self._topics)
        return self._topics.get(topic, 0)

    def _grow(self, slots: int) -> None:
        if slots <= len(self._held):
            return
        more = max(_SMALLEST, slots, 2 * len(self._held)) - len(self._held)
        self._held = np.concatenate([self._held, np.zeros(more, dtype=np.bool_)])
        for name, values in self._columns.items():
            self._columns[name] = np.concatenate([values, np.zeros(more, dtype=values.dtype)])
