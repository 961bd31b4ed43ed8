"""What the app has offered in its external selects: nothing else can be chosen there."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import NamedTuple

from bot.workspace.shapes import Json

# Options; the oldest are forgotten beyond it.
MOST = 20_000


class Place(NamedTuple):
    """One person's view of one menu: `holder` is the view's id, or the message's ts."""

    user: str
    holder: str
    block_id: str
    action_id: str


class Offers:
    """Every option offered so far, by its value.

    A choice may come from any list that was shown: menus with many choices keep the earlier ones
    while one searches for more.
    """

    def __init__(self) -> None:
        self._offered: OrderedDict[tuple[Place, str], None] = OrderedDict()

    def remember(self, place: Place, options: Iterable[Json]) -> None:
        for option in options:
            key = (place, str(option["value"]))
            self._offered[key] = None
            self._offered.move_to_end(key)
        while len(self._offered) > MOST:
            self._offered.popitem(last=False)

    def hold(self, place: Place, value: object) -> bool:
        return (place, str(value)) in self._offered
