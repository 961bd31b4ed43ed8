"""What an alert that is over was like."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from storage.advice import LIVE, AskState, CallState
from storage.alerts import Alert
from storage.alerts_asks import RelatedAsk
from storage.alerts_reach import MarketPlace

_KEPT = frozenset({AskState.NOTHING_OWED, AskState.ACCEPTED})


class Asked(NamedTuple):
    """The questions about it, `said` of them because somebody said so. `before_announced` is how
    long after the first of them it was announced, None where nobody asked; below zero where it was
    announced first.
    """

    questions: int = 0
    said: int = 0
    before_announced: timedelta | None = None


class Promised(NamedTuple):
    """Call-backs: those kept, those still open, by whoever owes them, and those of which nobody
    said what became of them.
    """

    kept: int = 0
    open_with: Mapping[str, int] = {}
    unknown: int = 0

    @property
    def open(self) -> int:
        return sum(self.open_with.values())

    @property
    def all(self) -> int:
        return self.kept + self.open + self.unknown


class Report(NamedTuple):
    """`lasted` is None where nobody knows when it was over. `pods` are the names of those that got
    the card, `without` how many did not; `got_it` is how many people pressed that. `changed` counts
    what was said otherwise later, `changed_by` says by whom. `named`: whoever reads it may post
    there, and sees names. `others` are what else ended lately.
    """

    alert: Alert
    market: MarketPlace
    lasted: timedelta | None
    asked: Asked
    promised: Promised
    pods: Sequence[str]
    without: int
    got_it: int
    changed: int
    changed_by: Sequence[str]
    named: bool
    others: Sequence[Alert] = ()


def asked_about(asks: Sequence[RelatedAsk], announced_at: datetime) -> Asked:
    """`asks` as they were asked."""
    if not asks:
        return Asked()
    said = sum(each.said_at is not None for each in asks)
    return Asked(len(asks), said, announced_at - asks[0].asked_at)


def promised_for(asks: Sequence[RelatedAsk]) -> Promised:
    owed = [each for each in asks if each.call_state is CallState.CALL_BACK]
    waiting = Counter(each.asker_name for each in owed if each.state in LIVE)
    kept = sum(each.state in _KEPT for each in owed)
    return Promised(kept, waiting, len(owed) - kept - waiting.total())


def lasted(alert: Alert) -> timedelta | None:
    """Until it was over; of what only lapsed nobody knows."""
    if alert.ended_at is None or alert.lapsed:
        return None
    return max(alert.ended_at - alert.starts_at, timedelta())
