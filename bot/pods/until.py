"""Until when somebody is away or busy, as they type it: "until 4 PM", "30", "2h", "tomorrow"."""

import re
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from bot.pods.clock_times import read_clock, says_half
from bot.pods.opening import find_next, on_the_clock
from storage.hours import DAYS, MINUTES_A_DAY, Hours

USUAL_START = 8 * 60  # minutes; for a day on which the person's hours do not say
_LEAD = re.compile(r"^(?:(?P<until>until|til+|untill|till)|for|in|about)\b\s*")
_UNITS = {"m": 1, "h": 60, "d": MINUTES_A_DAY}
_NUMBER = r"\d{1,4}(?:[.,]\d)?"
_UNIT = r"m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?"
_LENGTH = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})\.?")
_LENGTHS = re.compile(rf"{_NUMBER}\s*(?:{_UNIT})\.?(?:\s*(?:and\s*)?{_NUMBER}\s*(?:{_UNIT})\.?)*")
_HOURS_MINUTES = re.compile(r"(\d{1,2})\s*h\s*(\d{1,2})")
_DAY_AND_TIME = re.compile(r"(?P<day>[a-z]+)\.?,?\s*(?:at\s+)?(?P<time>.*)")
_END = re.compile(r"(?:the )?end of (?:my |the )?(?:shift|day)|eod|(?:my )?shift")


def read_until(text: str, local: datetime, hours: Hours) -> datetime | None:
    """The moment that is meant, after `local` and in its zone, or None.

    `hours` are the person's own: "tomorrow" means when theirs begin.
    """
    words = " ".join(text.lower().split())
    lead = _LEAD.match(words)
    rest = words[lead.end() :] if lead else words
    is_clock = bool(lead and lead["until"])
    if (minutes := _length(rest, is_clock)) is not None:
        return _after(local, minutes)
    if _END.fullmatch(rest):
        return find_next(hours, local, opening=False) or _on_day(local, 1, 0)
    if rest in ("next week", "the next week"):
        rest = "monday"
    if (day := _day_and_time(rest, local, hours)) is not None:
        return day
    return _next_clock(rest.removeprefix("at "), local)


def _length(text: str, is_clock: bool) -> int | None:
    """Minutes, where the text is a length of time."""
    if text in ("an hour", "1 hour"):
        return 60
    if text == "half an hour":
        return 30
    if text.isascii() and text.isdigit() and len(text) <= 4 and not (is_clock and int(text) <= 24):
        return int(text)
    if found := _HOURS_MINUTES.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    if not _LENGTHS.fullmatch(text):
        return None
    parts = _LENGTH.finditer(text)
    return int(sum(float(p["number"].replace(",", ".")) * _UNITS[p["unit"][0]] for p in parts))


def _after(local: datetime, minutes: int) -> datetime | None:
    if minutes < 1:
        return None
    return (local.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(local.tzinfo)


def _day_and_time(text: str, local: datetime, hours: Hours) -> datetime | None:
    found = _DAY_AND_TIME.fullmatch(text)
    days = _days_ahead(found["day"], local) if found else None
    if not found or days is None:
        return None
    if not found["time"]:
        return _on_day(local, days, _start_of(hours, (local.weekday() + days) % 7))
    minutes = read_clock(found["time"])
    return None if minutes is None else _on_day(local, days, minutes)


def _days_ahead(word: str, local: datetime) -> int | None:
    if word == "tomorrow" or (len(word) > 4 and get_close_matches(word, ["tomorrow"], cutoff=0.8)):
        return 1
    if len(word) >= 3 and word[:3] in DAYS and len(word) <= 9:
        return (DAYS.index(word[:3]) - local.weekday() - 1) % 7 + 1
    return None


def _start_of(hours: Hours, weekday: int) -> int:
    """When somebody's day begins, in minutes since midnight."""
    midnight = weekday * MINUTES_A_DAY
    starts = [start - midnight for start, _ in hours if 0 < start - midnight < MINUTES_A_DAY]
    return min(starts, default=USUAL_START)


def _next_clock(text: str, local: datetime) -> datetime | None:
    """The next time the clock shows it; without AM or PM, whichever comes first."""
    minutes = read_clock(text)
    if minutes is None:
        return None
    halves = (minutes,) if says_half(text) else (minutes, (minutes + 720) % MINUTES_A_DAY)
    moments = (_on_day(local, day, half) for day in (0, 1) for half in halves)
    now = local.astimezone(UTC)
    return min(
        (each for each in moments if each.astimezone(UTC) > now),
        key=lambda each: each.astimezone(UTC),
    )


def _on_day(local: datetime, days: int, minutes: int) -> datetime:
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0, tzinfo=None)
    return on_the_clock(midnight + timedelta(days=days, minutes=minutes), local)
