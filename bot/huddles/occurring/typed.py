"""What is typed behind "skip": maybe a day, and maybe why."""

import re
from datetime import date
from typing import Final

from bot.huddles.schedule.days import read_day
from bot.huddles.schedule.errors import UnreadableDay
from bot.text.escaping import clean

_MOST_WORDS: Final = 4
_AFTER_DAY: Final = re.compile(r"^[\s,:;–—-]+")


# "next blursday" is no reason.
_MEANS_A_DAY: Final = re.compile(r"(?:on|next|this|coming)\s+\w*day|\w{1,6}sday", re.IGNORECASE)
_WAY: Final = "skip Friday"


def read_skip(typed: str, today: date) -> tuple[date | None, str]:
    """The day with which it begins, None where it begins with none, and the rest: why. Raises
    `UnreadableDay` for what can only mean a day and is none.
    """
    text = " ".join(clean(typed).split())
    words = text.split(" ")
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        said = " ".join(words[:count])
        if found := read_day(said.lower().strip(" .,:;!-–—"), today):
            rest = text[len(said) :]
            return found.date, _AFTER_DAY.sub("", rest).strip()
    if _MEANS_A_DAY.fullmatch(text):
        raise UnreadableDay(text, _WAY)
    return None, text
