"""What needs no card because something stronger of the same hazard stands beside it.

A tornado warning says all that a rep needs where a wind advisory holds, too; a warning says more
than its own watch.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from bot.alerts.facts import Severity

# Hazards, each with what belongs to it from the weakest to the most dangerous; those on one line
# are as dangerous as each other. A name that begins an event's name is meant; the longest counts.
_HAZARDS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "wind": (
        ("wind", "lake wind", "brisk wind"),
        ("severe thunderstorm",),
        ("high wind", "tropical storm"),
        ("hurricane", "typhoon"),
        ("extreme wind", "tornado"),
    ),
    "snow and ice": (
        ("winter weather", "freezing rain", "freezing fog"),
        ("winter storm", "lake effect snow", "snow squall"),
        ("blizzard", "ice storm"),
    ),
    "flood": (
        ("hydrologic", "small stream flood", "urban and small stream flood"),
        ("flood", "areal flood"),
        ("flash flood",),
    ),
    "coast": (
        ("high surf", "rip current", "beach hazards"),
        ("coastal flood", "lakeshore flood"),
        ("storm surge", "tsunami"),
    ),
    "fire": (("fire weather", "red flag"), ("extreme fire", "fire")),
    "heat": (("heat",), ("extreme heat", "excessive heat")),
    "cold": (("frost",), ("freeze", "cold weather"), ("hard freeze", "wind chill", "extreme cold")),
}
_STATEMENT, _ADVISORY, _WATCH, _WARNING = range(4)
_LEVELS: Final = {
    **dict.fromkeys(("statement", "outlook"), _STATEMENT),
    **dict.fromkeys(("advisory", "danger"), _ADVISORY),
    "watch": _WATCH,
    "warning": _WARNING,
}


class Strength(NamedTuple):
    """`level`: a warning is that it is dangerous, a watch that it may be, an advisory that it is
    a nuisance."""

    hazard: str
    danger: int
    level: int


class Span(NamedTuple):
    """From when until when; without an end where none is known."""

    starts: datetime
    ends: datetime | None

    def meets(self, other: "Span") -> bool:
        return _before(self.starts, other.ends) and _before(other.starts, self.ends)


class Spread(NamedTuple):
    """An event by area, and when it holds there."""

    event: str
    severity: Severity
    spans: dict[str, Span]


class Muting:
    """What mutes what among the events of one market, however many there are."""

    def __init__(self, spreads: Iterable[Spread]) -> None:
        self._spans: dict[tuple[Strength, Severity], dict[str, set[Span]]] = {}
        for each in spreads:
            strength = strength_of(each.event)
            if strength:
                areas = self._spans.setdefault((strength, each.severity), {})
                for area, span in each.spans.items():
                    areas.setdefault(area, set()).add(span)

    def is_muted(self, weaker: Spread) -> bool:
        """Whether everywhere, while it holds, something holds too that is stronger."""
        strength = strength_of(weaker.event)
        if strength is None or not weaker.spans:
            return False
        stronger = [
            areas
            for (other, severity), areas in self._spans.items()
            if _mutes(other, severity, strength, weaker.severity)
        ]
        return all(
            any(span.meets(other) for areas in stronger for other in areas.get(area, ()))
            for area, span in weaker.spans.items()
        )


@lru_cache(maxsize=1_000)
def strength_of(event: str) -> Strength | None:
    """None for an event that mutes nothing and is muted by nothing."""
    name = event.lower()
    level = _LEVELS.get(name.rpartition(" ")[2])
    found = [
        (len(word), hazard, danger)
        for hazard, ranks in _HAZARDS.items()
        for danger, words in enumerate(ranks)
        for word in words
        if name.startswith(f"{word} ")
    ]
    if level is None or not found:
        return None
    _, hazard, danger = max(found)
    return Strength(hazard, danger, level)


def _mutes(one: Strength, severity: Severity, other: Strength, than: Severity) -> bool:
    """Whether the one says all that the other does, where both hold.

    It is of at least as dangerous a kind, and a warning of what is none, or of the same level and
    more severe: a high wind warning mutes the high wind watch, but not the tornado watch; a
    tornado warning mutes the high wind warning; of two flood warnings none mutes the other; and a
    watch, of what may come, mutes no advisory of what is there.
    """
    if one.hazard != other.hazard or one.danger < other.danger:
        return False
    if one.level == other.level:
        return severity.rank > than.rank
    return one.level == _WARNING or other.level == _STATEMENT < one.level


def _before(starts: datetime, ends: datetime | None) -> bool:
    return ends is None or starts < ends
