"""What the words and codes of a message of the Weather Service mean to us."""

import re
from typing import Any, Final

from bot.alerts.facts import AlertKind, Certainty, Severity
from bot.alerts.feeds.nws_words import says_over
from bot.alerts.feeds.reading import MOST_KEY, Problems, one_line

_TESTS: Final = re.compile(r".*\btest\b.*|practice/demo.*|network message.*", re.I)
_FIRES: Final = frozenset({"red flag warning", "fire weather watch", "extreme fire danger"})
_WILDFIRE: Final = "fire warning"
# What police and civil authorities say through the Weather Service.
_CIVIL: Final = re.compile(
    r"civil|law enforcement|abduction|blue alert|shelter in place|evacuation|hazardous materials"
    r"|radiological|nuclear|911 telephone|local area emergency|administrative|missing",
    re.I,
)


def is_actual(properties: dict[str, Any], where: str, problems: Problems) -> bool:
    """Neither a test nor an exercise; a message without a status is a problem."""
    status, event = properties.get("status"), properties.get("event")
    if not isinstance(status, str) or not isinstance(event, str) or not event.strip():
        problems.note(where, "has no status or no event")
        return False
    is_message = properties.get("messageType") in ("Alert", "Update", "Cancel", "Error", None)
    return status.lower() == "actual" and is_message and not _TESTS.fullmatch(event)


def is_over(properties: dict[str, Any], is_told_by_vtec: bool) -> bool:
    """Whether the message as a whole says that what it is about is over."""
    if properties.get("messageType") in ("Cancel", "Error"):
        return True
    if properties.get("urgency") == "Past" or properties.get("response") == "AllClear":
        return True
    return not is_told_by_vtec and says_over(one_line(properties.get("headline"), MOST_KEY))


def is_fire_weather(event: str) -> bool:
    return event.lower() in _FIRES


def kind_of(event: str) -> AlertKind:
    """Fire weather is weather: where it is announced, nothing burns yet."""
    if event.lower() == _WILDFIRE:
        return AlertKind.WILDFIRE
    return AlertKind.OTHER if _CIVIL.search(event) else AlertKind.WEATHER


def severity_of(properties: dict[str, Any]) -> Severity:
    """Unknown is told as minor: what must be told all the same is known by its name."""
    word = str(properties.get("severity")).lower()
    return Severity(word) if word in set(Severity) else Severity.MINOR


def certainty_of(properties: dict[str, Any]) -> Certainty:
    word = str(properties.get("certainty")).lower()
    return Certainty(word) if word in set(Certainty) else Certainty.UNKNOWN
