"""What the schedule means together with what stands already: moved, skipped, called for once."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from bot.huddles.facts import Planned
from storage.huddles import Huddle, HuddleState


class Occurrence(NamedTuple):
    """A huddle as it will be, or was. Moments are in UTC; `planned_at` is when it was to be by the
    schedule. `why` says why it was skipped, `by` who skipped, moved or called for it; `stands`
    whether it is a row by now.
    """

    slot: str
    local_date: date
    wave: int
    starts_at: datetime
    planned_at: datetime
    minutes: int
    state: HuddleState
    why: str
    by: str = ""
    stands: bool = False

    @property
    def is_moved(self) -> bool:
        return self.starts_at != self.planned_at

    @property
    def is_skipped(self) -> bool:
        return self.state is HuddleState.SKIPPED


def merge(planned: Iterable[Planned], standing: Iterable[Huddle]) -> list[Occurrence]:
    """In the order in which they begin; `planned` is so already. What stands comes before what the
    schedule means of the same wave, slot and day: it is what will be opened. What only an older
    schedule left is no huddle any more.
    """
    meant = [
        Occurrence(
            each.slot,
            each.local_date,
            each.wave,
            each.starts_at,
            each.starts_at,
            each.minutes,
            each.state,
            each.why,
        )
        for each in planned
    ]
    rows = [row for row in standing if not is_left_over(row)]
    if not rows:
        return meant
    found = {(each.wave, each.slot, each.local_date): each for each in meant}
    for row in rows:
        found[row.wave, row.slot, row.local_date] = Occurrence(
            row.slot,
            row.local_date,
            row.wave,
            row.starts_at,
            row.planned_at,
            row.minutes,
            row.state,
            row.why,
            row.changed_by_name if row.changed_by else "",
            stands=True,
        )
    return sorted(found.values(), key=lambda each: (each.starts_at, each.wave, each.slot))


def is_left_over(row: Huddle) -> bool:
    """Whether an older schedule left it: skipped, by nobody and for no reason."""
    return row.state is HuddleState.SKIPPED and not row.why and row.changed_by is None
