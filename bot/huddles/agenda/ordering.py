"""How an agenda is arranged: the order after a deed, and what others did that stands against it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from bot.huddles.agenda.words import Deed
from storage.huddles import ItemState
from storage.huddles_agenda import AgendaChange, Did

DID: Final = {
    Deed.UP: Did.UP,
    Deed.DOWN: Did.DOWN,
    Deed.TOP: Did.TOP,
    Deed.DROP: Did.DROPPED,
    Deed.PUT_ON: Did.PUT_ON,
}
_MOVES: Final = (Deed.UP, Deed.DOWN, Deed.TOP)
_CHANGES_ORDER: Final = (Did.UP, Did.DOWN, Did.TOP, Did.PUT_ON, Did.DROPPED)

Ordered = Sequence[tuple[UUID, ItemState]]


def arranged(items: Ordered, deed: Deed, item: UUID) -> list[UUID]:
    """All items in the order that they have then; as they were where there is nothing to do."""
    order, on = [each for each, _ in items], [each for each, state in items if state == "on"]
    match deed:
        case Deed.UP | Deed.DOWN if item in on:
            place = on.index(item) + (-1 if deed is Deed.UP else 1)
            return _swapped(order, item, on[place]) if 0 <= place < len(on) else order
        case Deed.TOP if item in on:
            return _moved(order, item, order.index(on[0]))
        case Deed.PUT_ON if dict(items)[item] is ItemState.WAITING and on:
            # After what is on it: what waited comes last.
            return _moved(order, item, order.index(on[-1]) + 1)
    return order


def stands_against(
    deed: Deed, item: UUID, user: str, changes: Sequence[AgendaChange], *, drafted_anew: bool
) -> bool:
    """Whether what happened since `user` looked makes it unclear what they meant: a step up or
    down once the order is another one, or anything once somebody else has had that item in hand.
    """
    others = [each for each in changes if each.by != user]
    if deed in _MOVES and drafted_anew:
        return True
    if deed in _MOVES and any(each.did in _CHANGES_ORDER for each in others):
        return True
    return any(each.item_id == item for each in others)


def _swapped(order: Sequence[UUID], one: UUID, other: UUID) -> list[UUID]:
    swaps = {one: other, other: one}
    return [swaps.get(each, each) for each in order]


def _moved(order: Sequence[UUID], item: UUID, to: int) -> list[UUID]:
    at = order.index(item)
    left = [each for each in order if each != item]
    to -= 1 if at < to else 0
    return [*left[:to], item, *left[to:]]
