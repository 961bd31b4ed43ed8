"""What those who sense matters were handed, and what their timers are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from bot.alerts.changes import Tools
from bot.alerts.matters.memory import Memory
from bot.alerts.matters.naming import About
from storage.alerts import Alert
from storage.alerts_matters import AlertMatter
from storage.alerts_matters_reading import RecentAsk
from storage.alerts_reach import MarketPlace


class MatterDue(StrEnum):
    """`JUDGE`: a market's asks are looked over; `NEXT`: another one is told of a matter."""

    JUDGE = "alert.judge"
    NEXT = "alert.tell_next"


@dataclass(frozen=True, slots=True)
class Senses:
    """`team` is the workspace's id."""

    tools: Tools
    team: str
    memory: Memory


class Pressing(NamedTuple):
    """A matter as whoever is told of it reads it: `reps` asked; of those `named` the reader
    may know who; `live` are alerts of the market to which the asks may belong.
    """

    matter: AlertMatter
    market: MarketPlace
    asks: Sequence[RecentAsk]
    reps: int
    about: About
    named: frozenset[UUID]
    live: Sequence[Alert]
