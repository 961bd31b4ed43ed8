"""What pods know that is not stored."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self

from storage.pods import Home as Home
from storage.pods import MarketFacts as MarketFacts
from storage.pods import MemberFacts as MemberFacts
from storage.pods import PodFacts as PodFacts
from storage.pods import PodInMarket as PodInMarket

Waits = tuple[int, int, int, int]
"""Seconds after which come two specialists, a coach, the expert or leader, the overflow pod."""


class Presence(StrEnum):
    """Why somebody is, or is not, counted as present."""

    PRESENT = "present"
    BUSY = "busy"
    AWAY = "away"
    OUTSIDE_HOURS = "outside_hours"


@dataclass(frozen=True, slots=True)
class LadderSettings:
    """How a pod escalates an ask. All times in seconds; the roster file may change each.

    `talking` and `on_hold` are the rungs during a phone call; in a chat each takes
    `chat_pace` times as long. `enough_present`: with fewer, the overflow pod is asked at once.
    """

    talking: Waits = (15, 30, 60, 120)
    on_hold: Waits = (30, 60, 120, 240)
    chat_pace: int = 4
    call_back_specialist_after: int = 15 * 60
    call_back_coach_before: int = 30 * 60
    specialists: int = 2
    reply_pause: int = 30
    claim_asked_after: int = 60
    claim_falls_back_after: int = 120
    lapse_after: int = 20 * 60
    mentions_an_hour: int = 6
    talking_asks_an_hour: int = 5
    enough_present: int = 3

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """From `Pod.settings`; a name that this version does not know changes nothing."""
        said = {**settings.get("ladder", {}), **settings}
        known = {each.name for each in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in said.items()
            if name in known
        }
        return cls(**values)
