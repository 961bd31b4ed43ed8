"""Days as people type them: "tomorrow", "Thursday", "next Thursday", "2026-11-26", "Nov 26"."""

import re
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Final, NamedTuple

_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NUMBER: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:,?\s+(?P<year>\d{4}))?"
_DATES: Final = (
    re.compile(rf"{_MONTH}\s*{_NUMBER}{_YEAR}"),
    re.compile(rf"{_NUMBER}\s*(?:of\s+)?{_MONTH}{_YEAR}"),
)
_ISO: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_WEEKDAY: Final = re.compile(
    r"(?:on\s+)?(?:(?P<which>this|next|coming)\s+)?(?P<name>[a-z]{2,10})\.?"
)
_SHORT: Final = {"tues": 1, "wednes": 2, "weds": 2, "thur": 3, "thurs": 3, "satur": 5}
_AFTER_DAY: Final = re.compile(r"^[\s,:;–—-]+")
_MOST_WORDS: Final = 4
_ALIKE: Final = 0.8
_HALF_A_YEAR: Final = 183


class Day(NamedTuple):
    """`may_be_next_week`: a day of the week was named, and today is one: its next one is meant
    where the time is over.
    """

    date: date
    may_be_next_week: bool = False


def read_day(words: str, today: date) -> Day | None:
    """The day that is meant; None for what is none. A day of the week is the next one, today
    included; "next Thursday" is that of the next week, from Monday on; "Thursday, November 26" is
    none where that is a Wednesday.
    """
    said = words.removeprefix("on ").strip()
    if said in ("the day after tomorrow", "day after tomorrow"):
        return Day(today + timedelta(days=2))
    if said == "today":
        return Day(today)
    if said == "tomorrow" or (len(said) > 4 and get_close_matches(said, ["tomorrow"], 1, _ALIKE)):
        return Day(today + timedelta(days=1))
    name, _, rest = said.partition(" ")
    weekday = read_weekday(name.rstrip(",")) if rest else None
    if weekday is not None and (dated := _dated(rest, today)):
        return dated if dated.date.weekday() == weekday else None
    return _dated(said, today) or _weekday(said, today)


def split_day(text: str, today: date) -> tuple[Day | None, str]:
    """The day with which `text` begins, None where it begins with none, and what follows it."""
    words = text.split(" ")
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        said = " ".join(words[:count])
        if found := read_day(said.lower().strip(" .,:;!-–—"), today):
            return found, _AFTER_DAY.sub("", text[len(said) :]).strip()
    return None, text


def begins_with_day(text: str) -> bool:
    """Whether it says when, before anything else."""
    return split_day(" ".join(text.split()), date(2026, 1, 1))[0] is not None


def read_weekday(word: str) -> int | None:
    """0 for Monday; also short, or with a slip of the finger. None for what is no day."""
    name = word.lower().strip(" .")
    if name in _SHORT:
        return _SHORT[name]
    near = [each for each in _NAMES if len(name) == 3 and each.startswith(name)]
    near = near or (get_close_matches(name, _NAMES, 1, _ALIKE) if len(name) > 4 else [])
    return _NAMES.index(near[0]) if near else None


def _weekday(said: str, today: date) -> Day | None:
    found = _WEEKDAY.fullmatch(said)
    weekday = read_weekday(found["name"]) if found else None
    if not found or weekday is None:
        return None
    monday = today - timedelta(days=today.weekday())
    if found["which"] == "next":
        return Day(monday + timedelta(days=7 + weekday))
    if found["which"] == "this":
        return Day(monday + timedelta(days=weekday))
    ahead = (weekday - today.weekday()) % 7
    return Day(today + timedelta(days=ahead), may_be_next_week=ahead == 0)


def _dated(said: str, today: date) -> Day | None:
    if _ISO.fullmatch(said):
        return _date(*map(int, said.split("-")))
    for form in _DATES:
        if found := form.fullmatch(said):
            return _named_date(found, today)
    return None


def _named_date(found: re.Match[str], today: date) -> Day | None:
    """Without a year, the next such day, or one of the last half year, which is over."""
    month, number = _MONTHS.index(found["month"][:3]) + 1, int(found["day"])
    if found["year"]:
        return _date(int(found["year"]), month, number)
    this_year = _date(today.year, month, number)
    if this_year is None or (today - this_year.date).days < _HALF_A_YEAR:
        return this_year
    return _date(today.year + 1, month, number)


def _date(year: int, month: int, number: int) -> Day | None:
    try:
        return Day(date(year, month, number))
    except ValueError:
        return None
