"""Days and times of huddles as people type them: "14:30", "Thursday 10:00", "tomorrow 9",
"next Thursday at 10", "2026-11-26 2:30 PM", "in 45 minutes"; always on the market's clock.

An hour from 1 to 6 without AM or PM is in the afternoon, as nobody means a stand-up at night;
"02:30" and "2:30 AM" are at night all the same.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.huddles.schedule.days import Day, read_day
from bot.huddles.schedule.errors import (
    MOST_DAYS_AHEAD,
    InThePast,
    NoSuchTime,
    NoTimeSaid,
    TimeTwice,
    TooFarAhead,
    UnreadableDay,
    UnreadableTime,
    WordsBehind,
)
from bot.pods.clock_times import read_clock, says_half
from bot.pods.opening import on_the_clock
from storage.hours import MINUTES_A_DAY

ONCE: Final = "once Thursday 10:00"
MOVE: Final = "move 14:30"
_LAST_HOUR_MEANT_LATER: Final = 6
_MOST_WORDS: Final = 8
# Neither is a year a time, as in "Nov 26 2026".
_CLOCK: Final = (
    r"(?!20[2-9]\d$)\d{1,4}(?:[:.h]\d{1,4})?(?:\s*[ap]\.?\s?m\b\.?)?|noon|midday|midnight"
)
_NO_COLON: Final = re.compile(r"(\d{1,2})(\d{2})(\s*[ap]\.?\s?m\.?)?")
_TIME_LAST: Final = re.compile(rf"(?P<day>.*?),?\s*(?:\bat\b|@)?\s*(?<![\w:.-])(?P<time>{_CLOCK})")
_TIME_FIRST: Final = re.compile(
    rf"(?:at\s+|@\s*)?(?P<time>{_CLOCK})(?![\w:.-]),?\s+(?:on\s+)?(?P<day>.+)"
)
_IN: Final = re.compile(
    r"(?:in\s+)?(?P<number>\d{1,4}|an?|half an)\s*(?P<unit>m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?)"
    r"(?P<later>\s+later)?"
)


def read_day_and_time(text: str, local_now: datetime, way: str = ONCE) -> datetime:
    """The moment that is meant, in UTC; `local_now` is on the market's clock. Without a day it is
    today. `way` stands in the errors as what to type instead.

    Raises a `BadTime` for what is none, for a time that the clocks skip or show twice on that day,
    for the past and for more than 60 days ahead.
    """
    words = _words(text)
    if (soon := _soon(words, local_now, way)) is not None:
        return soon
    day_words, time_words = _parts(words)
    day = _day(day_words, local_now.date())
    if day is None:
        if _says_more(words, local_now.date()):
            raise WordsBehind(text, way)
        raise UnreadableDay(day_words, way, text)
    if not time_words:
        raise NoTimeSaid(way)
    return _on_day(day, _minutes(time_words, way), time_words, local_now, way)


def read_new_time(text: str, on: date, local_now: datetime, way: str = MOVE) -> datetime:
    """Whither a huddle of the day `on` is moved: a time alone is on that day, and with a day it is
    read as `read_day_and_time` does. Raises the same.
    """
    words = _words(text).removeprefix("to ").strip()
    day_words, time_words = _parts(words)
    if day_words or _IN.fullmatch(words):
        return read_day_and_time(words, local_now, way)
    if not time_words:
        raise NoTimeSaid(way)
    return _on_day(Day(on), _minutes(time_words, way), time_words, local_now, way)


def _day(words: str, today: date) -> Day | None:
    if words == "yesterday":
        return Day(today - timedelta(days=1))
    return read_day(words, today) if words else Day(today)


def _says_more(words: str, today: date) -> bool:
    """Whether they begin with a day and a time, before something else."""
    said = words.split(" ")[:_MOST_WORDS]
    for count in range(len(said) - 1, 0, -1):
        day, time_words = _parts(" ".join(said[:count]).strip(" ,.:;–—-"))
        if day and time_words and read_day(day, today) and read_clock(time_words) is not None:
            return True
    return False


def _words(text: str) -> str:
    return " ".join(text.lower().split()).strip(" .!?;,")


def _soon(words: str, local_now: datetime, way: str) -> datetime | None:
    """ "in 45 minutes", "an hour later"."""
    found = _IN.fullmatch(words)
    if not found or not (words.startswith("in ") or found["later"]):
        return None
    number = found["number"]
    count = int(number) if number.isdigit() else 1
    minutes = count * 60 if found["unit"].startswith("h") else count
    minutes = minutes // 2 if number.startswith("half") else minutes
    if minutes > MOST_DAYS_AHEAD * MINUTES_A_DAY:
        raise TooFarAhead
    if minutes < 1:
        raise InThePast(local_now, local_now, way)
    return local_now.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=minutes)


def _parts(words: str) -> tuple[str, str]:
    """What says the day, and what the time; either may be empty."""
    if found := _TIME_LAST.fullmatch(words):
        return found["day"].strip(" ,"), found["time"]
    if found := _TIME_FIRST.fullmatch(words):
        return found["day"].strip(), found["time"]
    return words, ""


def _minutes(words: str, way: str) -> int:
    minutes = read_clock(_NO_COLON.sub(r"\1:\2\3", words) if ":" not in words else words)
    if minutes is None:
        raise UnreadableTime(words, way)
    return meant_minutes(minutes, words)


def meant_minutes(minutes: int, typed: str) -> int:
    """An hour from 1 to 6 without AM or PM is in the afternoon; `minutes` is what `typed` says."""
    early = 1 <= minutes // 60 <= _LAST_HOUR_MEANT_LATER and not says_half(typed)
    return minutes + MINUTES_A_DAY // 2 if early else minutes


def _on_day(day: Day, minutes: int, typed: str, local_now: datetime, way: str) -> datetime:
    zone, now = local_now.tzinfo, local_now.astimezone(UTC)
    if (ahead := (day.date - local_now.date()).days) > MOST_DAYS_AHEAD + 1:
        raise TooFarAhead
    if ahead < -1:
        raise InThePast(datetime.combine(day.date, _clock(minutes)), local_now, way)
    at = _moment(day.date, minutes, typed, zone)
    if at <= now and day.may_be_next_week:
        at = _moment(day.date + timedelta(days=7), minutes, typed, zone)
    if at <= now:
        raise InThePast(at.astimezone(zone), local_now, way)
    if at - now > timedelta(days=MOST_DAYS_AHEAD):
        raise TooFarAhead
    return at


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _moment(day: date, minutes: int, typed: str, zone: tzinfo | None) -> datetime:
    """Raises `NoSuchTime` and `TimeTwice` for what the clocks skip or show twice."""
    like = datetime(day.year, day.month, day.day, tzinfo=zone)
    wall = like.replace(tzinfo=None) + timedelta(minutes=minutes)
    at = on_the_clock(wall, like)
    if at.replace(tzinfo=None) != wall:
        raise NoSuchTime(typed, at)
    if at.replace(fold=1).utcoffset() != at.utcoffset():
        raise TimeTwice(typed, _shown_once(wall, like))
    return at.astimezone(UTC)


def _shown_once(wall: datetime, like: datetime) -> datetime:
    """The next time on the clock that is shown once."""
    while (at := wall.replace(tzinfo=like.tzinfo)).utcoffset() != at.replace(fold=1).utcoffset():
        wall += timedelta(minutes=1)
    return at
