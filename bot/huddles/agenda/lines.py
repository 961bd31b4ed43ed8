"""The lines of an agenda in words: what each is about, where it comes from, and why it comes again.

They are stored plain and masked; whoever shows them escapes them. Nobody is named who asked, was
slow, or was wrong.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.text.phrases import label, words_of
from bot.text.shortening import shorten

QUOTED: Final = 90
"""Characters of a question: a line is read out, not studied."""

TITLE: Final = 120
MOST_NAMED: Final = 12
"""So many people are thanked by name; of more, nobody is."""

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_THIS_WEEK: Final = timedelta(days=6)


def day(of: date, today: date) -> str:
    """ "Monday", or "November 3" where that would be another one."""
    if abs(of - today) <= _THIS_WEEK:
        return _DAYS[of.weekday()]
    return f"{_MONTHS[of.month - 1]} {of.day}"


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


def gap(words: str) -> str:
    return f"Searched without a result: “{_quoted(words)}”"


def searched(times: int) -> str:
    return f"searched {times} times"


def live_alert(headline: str) -> str:
    return f"{_headline(headline)}: what customers ask, what works"


def ended_alert(headline: str) -> str:
    return f"{_headline(headline)}: what customers asked, what worked"


def still_on(asks: int) -> str:
    return f"{_asks(asks)}, still going on"


def over_since(asks: int, since: str) -> str:
    return f"{_asks(asks)}, over since {since}"


def to_do(text: str, since: str) -> str:
    return f"Open since {since}: {shorten(words_of(text), TITLE)}"


def due(on: str) -> str:
    return f"due {on}"


def corrected(question: str) -> str:
    return f"What we said was corrected: “{_quoted(question)}”"


def corrected_on(on: str) -> str:
    return f"corrected on {on}"


def thanks(names: Sequence[str]) -> str:
    """In the order of the alphabet, whoever helped how often."""
    if len(names) > MOST_NAMED:
        return f"Thanks to {len(names)} of you, whose answers worked"
    labels = [label(each) for each in names]
    if len(labels) == 1:
        return f"Thanks to {labels[0]}, whose answers worked"
    return f"Thanks to {', '.join(labels[:-1])} and {labels[-1]}, whose answers worked"


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


STILL_OPEN: Final = "still open"
STILL_UNANSWERED: Final = "still without an answer"
STILL_ON: Final = "still going on"
OVER_NOW: Final = "it is over now"
CORRECTED_AGAIN: Final = "corrected again"


def _asks(asks: int) -> str:
    if asks == 1:
        return "1 ask"
    return f"{asks} asks" if asks else "no asks"


def _headline(headline: str) -> str:
    return shorten(words_of(headline), TITLE).rstrip(".")


def _quoted(question: str) -> str:
    """On one line; without quotes of its own, which would end ours."""
    return shorten(words_of(question).replace("“", "").replace("”", ""), QUOTED)
