"""What is no time of a huddle, each with the sentence that the person who typed it reads."""

from datetime import datetime
from typing import Final

from bot.commands import agenda
from bot.errors import BadInput, NotFound
from bot.huddles.schedule.saying import clock, day_words
from bot.text.escaping import escape, shorten
from bot.text.masking import Masker
from bot.text.phrases import words_of

_QUOTED: Final = 60
MOST_DAYS_AHEAD: Final = 60


class BadTime(BadInput):
    """The root of what cannot be a huddle's time. `way` is how it would be typed."""

    worth_keeping = False


class UnreadableTime(BadTime):
    """No time of the day: "25:00"."""

    _SENTENCE = "{typed} is no time of the day. Nothing was changed. Try {way}."

    def __init__(self, typed: str, way: str) -> None:
        super().__init__(self._SENTENCE.format(typed=quoted(typed), way=example(way)))


class UnreadableDay(BadTime):
    """No day: "next blursday"."""

    _SENTENCE = (
        "{typed} is no day that I can find. Nothing was changed. "
        "Try {way}, or a date such as 2026-11-26."
    )

    def __init__(self, typed: str, way: str, whole: str = "") -> None:
        """`whole` is all that was typed: half of a card number is no card number any more."""
        said = typed if Masker().mask(whole).text == whole else whole
        super().__init__(self._SENTENCE.format(typed=quoted(said), way=example(way)))


class NoTimeSaid(BadTime):
    """A day without a time."""

    _SENTENCE = "At what time? Nothing was changed. Try {way}."

    def __init__(self, way: str) -> None:
        super().__init__(self._SENTENCE.format(way=example(way)))


class WordsBehind(BadTime):
    """A day and a time, and more words behind them."""

    _SENTENCE = (
        "Only a day and a time can be read here, and {typed} is more. Nothing was changed. Try "
        "{way}; what it is about goes onto its agenda with {add}."
    )

    def __init__(self, typed: str, way: str) -> None:
        said = {"typed": quoted(typed), "way": example(way), "add": example("add …")}
        super().__init__(self._SENTENCE.format(**said))


class NoSuchTime(BadTime):
    """A time that the clocks skip on that day; `jumps_to` is what they show instead."""

    _SENTENCE = (
        "The clocks go forward on {day}, and {typed} does not exist then. Nothing was changed. "
        "Choose {jumps_to} or later."
    )

    def __init__(self, typed: str, jumps_to: datetime) -> None:
        words = {"day": day_words(jumps_to), "jumps_to": clock(jumps_to)}
        super().__init__(self._SENTENCE.format(typed=quoted(typed), **words))


class TimeTwice(BadTime):
    """A time that the clocks show twice on that day; `again` is when they show none twice more."""

    _SENTENCE = (
        "The clocks go back on {day}, and {typed} comes twice then. Nothing was changed. "
        "Choose {again} or later."
    )

    def __init__(self, typed: str, again: datetime) -> None:
        words = {"day": day_words(again), "again": clock(again)}
        super().__init__(self._SENTENCE.format(typed=quoted(typed), **words))


class InThePast(BadTime):
    """A moment that is over; both are in the market's zone."""

    _SENTENCE = (
        "{when} is over: it is {now} there now. Nothing was changed. Choose a later time, "
        "such as {way}."
    )

    def __init__(self, when: datetime, now: datetime, way: str) -> None:
        said = {"when": f"{day_words(when)}, {clock(when)}", "now": clock(now)}
        super().__init__(self._SENTENCE.format(**said, way=example(way)))


class TooFarAhead(BadTime):
    """Nobody plans a single huddle that long before."""

    _SENTENCE = (
        "That is more than {days} days from now. Nothing was changed. Choose an earlier day."
    )

    def __init__(self) -> None:
        super().__init__(self._SENTENCE.format(days=MOST_DAYS_AHEAD))


class UnknownPlace(BadInput):
    """A place whose holidays nobody here knows; `hint` says what to write."""

    _SENTENCE = "The holidays of {typed} are not known: {hint}."

    def __init__(self, typed: str, hint: str) -> None:
        super().__init__(self._SENTENCE.format(typed=quoted(typed), hint=hint), "holidays")


class UnknownPod(NotFound):
    """No pod of that key or name; `hint` is the end of a sentence."""

    _SENTENCE = "No pod is called {typed}: {hint}"

    def __init__(self, typed: str, hint: str) -> None:
        super().__init__(self._SENTENCE.format(typed=quoted(typed), hint=hint))


class NoPods(NotFound):
    """A database without a roster."""

    sentence = "There are no pods in the database yet. Run: podline pods apply"


def quoted(typed: str) -> str:
    """The beginning of what somebody typed, masked before it is cut."""
    words = words_of(typed)
    return f"“{escape(shorten(Masker().mask(words).text, _QUOTED))}”" if words else "That"


def example(way: str) -> str:
    """What to type instead: "move 14:30" behind our command."""
    return f"`{agenda()} {way}`"
