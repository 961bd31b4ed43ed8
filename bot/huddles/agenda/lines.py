"""The lines of an agenda in words: what each is about, where it comes from, and why it comes again.

They are stored plain and masked; whoever shows them escapes them. Nobody is named who asked, was
slow, or was wrong.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from bot.text.phrases import label, words_of
from bot.text.shortening import length, shorten
from bot.text.terms import words

QUOTED: Final = 90
"""Characters of a question: a line is read out, not studied."""

TITLE: Final = 120
NAMED: Final = 70
"""Characters of the names of those who are thanked; the others are counted."""

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_THIS_WEEK: Final = timedelta(days=6)


def day(of: date, today: date) -> str:
    """ "Monday", or "November 3" where that would be another one."""
    return _DAYS[of.weekday()] if abs(of - today) <= _THIS_WEEK else _dated(of)


def folded(text: str) -> tuple[str, ...]:
    """What two lines that say the same have alike, however they are spelled."""
    return tuple(words(text)) or (text,)


def practice(title: str) -> str:
    return f"New: {shorten(words_of(title), TITLE)}"


def helpful(title: str) -> str:
    return f"Helped most: {shorten(words_of(title), TITLE)}"


def helped(times: int) -> str:
    return f"helped {times} times this week"


def unanswered(question: str) -> str:
    return f"Still without an answer: “{_quoted(question)}”"


def asked_on(on: str) -> str:
    return f"asked on {on}"


def took_long(question: str) -> str:
    return f"Good to know the next time: “{_quoted(question)}”"


def found_after(minutes: int) -> str:
    if minutes < 90:
        return f"an answer took {minutes} minutes"
    return f"an answer took {round(minutes / 60)} hours"


def concern(question: str) -> str:
    return f"Asked often: “{_quoted(question)}”"


def trend(lately: int, before: int) -> str:
    return f"{lately} asks, {before or 'none'} the week before"


def gap(searched_for: str) -> str:
    return f"Searched without a result: “{_quoted(searched_for)}”"


def searched(times: int) -> str:
    return f"searched {times} times"


def live_alert(headline: str, asks: int) -> str:
    if not asks:
        return f"{_headline(headline)}: what to say when customers ask"
    return f"{_headline(headline)}: what customers ask, what works"


def ended_alert(headline: str) -> str:
    return f"{_headline(headline)}: what customers asked, what worked"


def still_on(asks: int) -> str:
    return f"{_asks(asks)}, still going on" if asks else "still going on"


def over_since(asks: int, since: str) -> str:
    return f"{_asks(asks)}, over since {since}"


def to_do(text: str, since: str) -> str:
    return f"Open since {since}: {shorten(words_of(text), TITLE)}"


def due(on: date, today: date) -> str:
    """By its date once that is over: "Friday" is one to come."""
    if on == today:
        return "due today"
    if today < on <= today + _THIS_WEEK:
        return f"due {_DAYS[on.weekday()]}"
    return f"due {_dated(on)}"


def corrected(question: str) -> str:
    return f"What we said was corrected: “{_quoted(question)}”"


def corrected_on(on: str) -> str:
    return f"corrected on {on}"


def thanked(names: Sequence[str]) -> list[str]:
    """As many of these names as a line holds, one at least, as they are written there."""
    labels = list(map(label, names))
    ends = accumulate(length(each) + len(", ") for each in labels)
    return labels[: max(1, sum(end <= NAMED for end in ends))]


def thanks(named: Sequence[str], others: int) -> str:
    """`named` as `thanked` has them, and so many `others`."""
    if others:
        return f"Thanks to {', '.join(named)} and {others} more, whose answers worked"
    if len(named) == 1:
        return f"Thanks to {named[0]}, whose answers worked"
    return f"Thanks to {', '.join(named[:-1])} and {named[-1]}, whose answers worked"


def parked(on: str) -> str:
    return f"parked on {on}"


def did_not_fit(on: str) -> str:
    return f"no room for it on {on}"


def not_reached(on: str) -> str:
    return f"not reached on {on}"


def no_huddle(on: str) -> str:
    return f"no huddle on {on}"


def more_since(times: int, since: str) -> str:
    return f"{times} more since {since}"


def talked_about(on: str) -> str:
    """Where the line itself says why it is there again."""
    return f"talked about on {on}"


CORRECTED_AGAIN: Final = "corrected again"


def _dated(on: date) -> str:
    return f"{_MONTHS[on.month - 1]} {on.day}"


def _asks(asks: int) -> str:
    return "1 ask" if asks == 1 else f"{asks} asks"


def _headline(headline: str) -> str:
    return shorten(words_of(headline), TITLE).rstrip(".")


def _quoted(question: str) -> str:
    """On one line; without quotes of its own, which would end ours."""
    return shorten(words_of(question).replace("“", "").replace("”", ""), QUOTED)
