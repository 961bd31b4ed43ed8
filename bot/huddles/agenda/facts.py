"""What may be talked about, before it is an item of an agenda."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from storage.huddles import ItemSource
from storage.huddles_agenda import Did

MOST_LINES: Final = 7
"""More than that nobody gets through in a quarter of an hour."""

ARRANGED: Final = (Did.UP, Did.DOWN, Did.TOP, Did.PUT_ON, Did.HANDED, Did.TIMED)
"""What was done to an item stays, whatever the week brings then."""

USUAL_SECONDS: Final[Mapping[ItemSource, int]] = {
    ItemSource.MEMBER: 120,
    ItemSource.ACTION_ITEM: 60,
    ItemSource.ALERT: 180,
    ItemSource.CONCERN: 180,
    ItemSource.ASK: 120,
    ItemSource.CORRECTED: 60,
    ItemSource.GAP: 120,
    ItemSource.PRACTICE: 120,
    ItemSource.HELPFUL: 60,
    ItemSource.THANKS: 30,
}
"""The timebox of a line that nobody gave another one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line that an agenda may have. Its words are masked, and plain; who asked stands in none.

    `key` names what it is about, as `storage.huddles.AgendaItem.key`. `detail` is its source in
    words ("9 asks, 4 the week before"), `refs` are ids and addresses of what it is about. `weight`
    compares it with others of its source. `again` is the reason why it may stand on an agenda
    once more. `by` put it there, or shared the practice; `hand_to` speaks about it. `at` is since
    when it waits. `parked`: a huddle began it, or did not get to it; `carried_from`: it stood on
    that agenda, or did not fit on it. `last_turn` is when a huddle last had a line of
    its source.
    """

    source: ItemSource
    key: str
    text: str
    detail: str = ""
    refs: Mapping[str, Any] = field(default_factory=dict)
    seconds: int = 120
    weight: float = 0.0
    again: str = ""
    by: str | None = None
    by_name: str = ""
    carried_from: UUID | None = None
    hand_to: str | None = None
    hand_to_name: str = ""
    at: datetime | None = None
    parked: bool = False
    last_turn: datetime | None = None

    @property
    def wanted(self) -> bool:
        """Whether people want it talked about, and not only the week suggests it."""
        return self.parked or self.source in (ItemSource.MEMBER, ItemSource.ACTION_ITEM)
