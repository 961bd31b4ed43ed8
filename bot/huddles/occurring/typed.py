"""What is typed behind "skip": maybe a day, maybe one half of the pod, and maybe why."""

import re
from datetime import date
from typing import Final, NamedTuple

from bot.huddles.schedule.days import split_day
from bot.huddles.schedule.errors import UnreadableDay
from bot.text.escaping import clean

# "next blursday" is no reason.
_MEANS_A_DAY: Final = re.compile(r"(?:on|next|this|coming)\s+\w*day|\w{1,6}sday", re.IGNORECASE)
_HALF: Final = re.compile(
    r"(?:the\s+)?(?P<which>first|1st|second|2nd|third|3rd|fourth|4th)\s+(?:half|wave)\b[\s,:;–—-]*",
    re.IGNORECASE,
)
_NUMBERS: Final = ("first", "second", "third", "fourth")
_WAY: Final = "skip Friday"


class Skipped(NamedTuple):
    """`day` is None where none is named, `wave` where no half of the pod is."""

    day: date | None
    wave: int | None
    why: str


def read_skip(typed: str, today: date) -> Skipped:
    """The day with which it begins, the half, and the rest: why. Raises `UnreadableDay` for what
    can only mean a day and is none.
    """
    text = " ".join(clean(typed).split())
    day, rest = split_day(text, today)
    if day is None and _MEANS_A_DAY.fullmatch(text):
        raise UnreadableDay(text, _WAY)
    wave = _HALF.match(rest)
    why = rest[wave.end() :].strip() if wave else rest
    return Skipped(day.date if day else None, _number(wave["which"]) if wave else None, why)


def _number(which: str) -> int:
    """ "2nd" and "second" are 2."""
    said = which.lower()
    return _NUMBERS.index(said) + 1 if said in _NUMBERS else int(said[0])
