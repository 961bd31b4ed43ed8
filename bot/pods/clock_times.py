"""A time of the day as people write it: "07:30", "7", "4 PM", "noon"."""

import re

_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?\s?m\.?)?")
_NAMES = {"noon": 12 * 60, "midday": 12 * 60, "midnight": 24 * 60}


def read_clock(text: str) -> int | None:
    """Minutes since midnight, 0 to 1440 ("24:00", "midnight"), or None."""
    words = text.strip().lower()
    if words in _NAMES:
        return _NAMES[words]
    found = _CLOCK.fullmatch(words)
    if not found:
        return None
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    minutes = hour * 60 + minute
    return minutes if minute < 60 and minutes <= 24 * 60 else None


def says_half(text: str) -> bool:
    """Whether the hour is beyond doubt: AM or PM is said, or it is on the 24-hour clock."""
    words = text.strip().lower()
    found = _CLOCK.fullmatch(words)
    return found is None or bool(found["half"]) or int(found["hour"]) > 12 or words[0] == "0"
