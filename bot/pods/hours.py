"""Weekly hours as people write them: "Mon-Fri 07:00-22:00; Sat 08:00-18:00", "24/7"."""

import re

from bot.pods.clock_times import read_clock
from storage.hours import DAYS

WrittenHours = dict[str, list[list[str]]]
"""What is stored: {"mon": [["07:00", "22:00"]]}."""

ALWAYS: WrittenHours = {day: [["00:00", "24:00"]] for day in DAYS}
EXAMPLE = '"Mon-Fri 07:00-22:00; Sat 08:00-18:00" or "24/7"'
_DASH = r"\s*(?:-|–|—|\bto\b)\s*"
_DAY = r"[a-z]{3,}\.?"
_GROUP = rf"{_DAY}(?:{_DASH}{_DAY})?"
_AND = r"\s*(?:,|\band\b|&)\s*"
_GROUPS = rf"(?P<days>daily|every day|{_GROUP}(?:{_AND}{_GROUP})*)"
_PART = re.compile(rf"\s*{_GROUPS}\s*:?\s*(?P<spans>.*)")
_SPAN = re.compile(rf"\s*(?P<opens>.+?){_DASH}(?P<closes>.+?)\s*$")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class BadHours(ValueError):
    """Hours that cannot be read; the text says which part, and how to write it."""


def write_hours(text: str) -> WrittenHours:
    """Hours for storing; raises `BadHours`. A span may go over midnight ("22:00-06:00")."""
    words = text.strip().lower()
    if words in ("24/7", "always"):
        return {day: [list(span) for span in spans] for day, spans in ALWAYS.items()}
    hours: WrittenHours = {}
    for part in filter(str.strip, words.split(";")):
        _read_part(part, hours)
    if not hours:
        raise BadHours(f"hours are empty: write {EXAMPLE}")
    return {day: hours[day] for day in DAYS if day in hours}


def _read_part(part: str, hours: WrittenHours) -> None:
    found = _PART.fullmatch(part)
    if not found:
        raise BadHours(f"hours '{part.strip()}' do not begin with days: write {EXAMPLE}")
    if not found["spans"]:
        raise BadHours(f"hours '{part.strip()}' say no time of day: write {EXAMPLE}")
    spans = [_read_span(span) for span in found["spans"].split(",")]
    for day in _read_days(found["days"]):
        if day in hours:
            raise BadHours(f"hours name {day.title()} twice: join them with a comma")
        hours[day] = [list(span) for span in spans]


def _read_days(text: str) -> list[str]:
    if text in ("daily", "every day"):
        return list(DAYS)
    days: list[str] = []
    for group in re.split(_AND, text):
        ends = [_read_day(name) for name in re.split(_DASH, group)]
        first, last = ends[0], ends[-1]
        days += [DAYS[(first + step) % 7] for step in range((last - first) % 7 + 1)]
    return days


def _read_day(name: str) -> int:
    name = name.rstrip(".")
    for number, full in enumerate(_FULL_NAMES):
        if full.startswith(name) and len(name) >= 3:
            return number
    raise BadHours(f"'{name}' is no day of the week: write Mon, Tue, Wed, Thu, Fri, Sat or Sun")


def _read_span(text: str) -> tuple[str, str]:
    found = _SPAN.fullmatch(text)
    opens = read_clock(found["opens"]) if found else None
    closes = read_clock(found["closes"]) if found else None
    if opens is None or closes is None:
        raise BadHours(f"'{text.strip()}' is no time from-to: write 07:00-22:00 or 7 AM-10 PM")
    if opens == closes:
        raise BadHours(f"'{text.strip()}' opens and closes at once: write 00:00-24:00 for all day")
    return _clock(opens), _clock(closes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
