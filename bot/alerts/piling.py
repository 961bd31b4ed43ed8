"""Like questions of one market, gathered into piles: the same piles in whatever order they come."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from bot.alerts.gist import Gist, Rarity
from bot.alerts.likeness import cosine_of, likeness

if TYPE_CHECKING:
    from bot.meaning.vectors import Vector

COMPARED: Final = 8
"""With so many of a pile a question is compared: its first, and the newest."""


class Asked(NamedTuple):
    """An ask that counts: neither withdrawn nor called no question. `vector` is None without an
    embedder."""

    id: UUID
    asker: str
    at: datetime
    gist: Gist
    vector: "Vector | None" = None


Pile = list[Asked]
Like = Callable[[Asked, Asked], float]
"""From 0 on two asks are about one matter, as `bot.alerts.likeness` says."""


class Said(NamedTuple):
    """What people said of asks, by their ids, whatever is likely: those of one group stand in one
    thread; those of a pair are not about one matter.
    """

    together: Mapping[UUID, UUID] = {}
    apart: frozenset[tuple[UUID, UUID]] = frozenset()

    def joins(self, ask: Asked, pile: Sequence[Asked]) -> bool:
        group = self.together.get(ask.id)
        return group is not None and any(self.together.get(each.id) == group for each in pile)

    def splits(self, ask: Asked, pile: Sequence[Asked]) -> bool:
        return bool(self.apart) and any(
            (ask.id, each.id) in self.apart or (each.id, ask.id) in self.apart for each in pile
        )


NOTHING_SAID: Final = Said()


def by_likeness(rarity: Rarity) -> Like:
    """Compares what two asks say."""

    def like(one: Asked, other: Asked) -> float:
        return likeness(one.gist, other.gist, rarity, cosine_of(one.vector, other.vector))

    return like


def pile_up(asks: Iterable[Asked], like: Like, said: Said = NOTHING_SAID) -> list[Pile]:
    """Every ask in one pile, the oldest first in each; an ask that comes twice counts once.

    Each joins the pile that it is most like, in the mean of those with which it is compared.
    """
    piles: list[Pile] = []
    for ask in in_order(asks):
        told = next((at for at, pile in enumerate(piles) if said.joins(ask, pile)), None)
        nearest = find_nearest(ask, piles, like, said) if told is None else told
        if nearest is None:
            piles.append([ask])
        else:
            piles[nearest].append(ask)
    return piles


def find_nearest(
    ask: Asked, piles: Sequence[Sequence[Asked]], like: Like, said: Said = NOTHING_SAID
) -> int | None:
    """Which of the piles an ask belongs to, the first of equals; None where it is like none."""
    near = {
        at: _mean_likeness(ask, pile, like)
        for at, pile in enumerate(piles)
        if not said.splits(ask, pile)
    }
    nearest = max(near, key=lambda at: (near[at], -at), default=None)
    return nearest if nearest is not None and near[nearest] >= 0 else None


def in_order(asks: Iterable[Asked]) -> list[Asked]:
    """Each once, as they were asked."""
    once = {ask.id: ask for ask in asks}
    return sorted(once.values(), key=lambda ask: (ask.at, ask.id.int))


def count_reps(asks: Collection[Asked]) -> int:
    """How many different people asked."""
    return len({ask.asker for ask in asks})


def most_at_once(asks: Sequence[Asked], span: timedelta) -> int:
    """How many different people asked within `span`, where it was most."""
    return max(
        count_reps([each for each in asks if first.at <= each.at < first.at + span])
        for first in asks
    )


def _mean_likeness(ask: Asked, pile: Sequence[Asked], like: Like) -> float:
    compared = [pile[0], *pile[1:][-(COMPARED - 1) :]]
    return sum(like(ask, each) for each in compared) / len(compared)
