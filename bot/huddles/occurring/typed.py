"""What is typed behind "skip": maybe a day, and maybe why."""

import re
from datetime import date
from typing import Final

from bot.huddles.schedule.days import split_day
from bot.huddles.schedule.errors import UnreadableDay
from bot.text.escaping import clean

# "next blursday" is no reason.
_MEANS_A_DAY: Final = re.compile(r"(?:on|next|this|coming)\s+\w*day|\w{1,6}sday", re.IGNORECASE)
_WAY: Final = "skip Friday"


def read_skip(typed: str, today: date) -> tuple[date | None, str]:
    """The day with which it begins, None where it begins with none, and the rest: why. Raises
    `UnreadableDay` for what can only mean a day and is none.
    """
    text = " ".join(clean(typed).split())
    day, rest = split_day(text, today)
    if day is not None:
        return day.date, rest
    if _MEANS_A_DAY.fullmatch(text):
        raise UnreadableDay(text, _WAY)
    return None, text
