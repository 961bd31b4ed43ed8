"""Reads the fields of one practice, whatever file they came from, and notes every problem."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, TypeVar

from bot.pods.problems import Place, Problems, did_you_mean

Choice = TypeVar("Choice", bound=str)
Value = str | list[str]

_SHOWN = "\n\t"
_SURELY = 0.75
"""Below it, a few words that all look alike are better named than guessed: "great" is no draft."""
_HOLDS_EVERYWHERE = timedelta(hours=36)


class Given(NamedTuple):
    """What stands in a file for one field, and on which line."""

    value: Value
    line: int


@dataclass
class Fields:
    """One practice's fields; what was asked for is known, the rest is told by `close`."""

    file: str
    line: int
    given: dict[str, Given]
    problems: Problems
    asked: list[str] = field(default_factory=list)

    def wrong(self, name: str | None, sentence: str) -> None:
        line = self.given[name].line if name in self.given else self.line
        self.problems.error(Place(self.file, line), sentence)

    def text(self, name: str, at_most: int, needed: bool = False) -> str:
        """A text of one or more lines, trimmed; "" where there is none."""
        value = self._get(name)
        if isinstance(value, list):
            self.wrong(name, f"{name} must be one text, not a list")
            return ""
        text = plain(value)
        if needed and not text:
            self.wrong(name, f"{name} is {'empty' if name in self.given else 'missing'}")
        return text if self._fits(name, text, at_most) else ""

    def line_of_text(self, name: str, at_most: int, needed: bool = False) -> str:
        """A text that is one line, whatever lines it was broken into."""
        return " ".join(self.text(name, at_most, needed).split())

    def words(self, name: str) -> list[str]:
        """A list, or one text with commas between the words."""
        value = self._get(name)
        parts = re.split(r"[,;\n]", value) if isinstance(value, str) else value
        return [part.strip() for part in parts if part.strip()]

    def choices(self, name: str, known: Sequence[Choice]) -> tuple[Choice, ...]:
        """Each once, in their order."""
        found = [self._known(name, word, known) for word in self.words(name)]
        return tuple(dict.fromkeys(each for each in found if each is not None))

    def choice(self, name: str, known: Sequence[Choice], default: Choice) -> Choice:
        word = self.line_of_text(name, 120)
        return (self._known(name, word, known) or default) if word else default

    def moment(self, name: str) -> datetime | None:
        """A moment with its offset; a date alone holds until that day is over everywhere."""
        word = self.line_of_text(name, 120)
        if not word:
            return None
        moment = _moment(word)
        if moment is None:
            self.wrong(
                name,
                f"{name} '{shortened(word)}' is no date: write 2026-12-31, or "
                "2026-12-31T17:00-08:00 with its offset from UTC",
            )
        return moment

    def close(self) -> None:
        """Tell of fields that nobody asked for."""
        for name in self.given.keys() - set(self.asked):
            known = did_you_mean(name[:80], self.asked)
            self.wrong(name, f"'{shortened(name)}' means nothing here: {known}")

    def _get(self, name: str) -> Value:
        self.asked.append(name)
        return self.given[name].value if name in self.given else ""

    def _fits(self, name: str, text: str, at_most: int) -> bool:
        sentence = fault(text, at_most)
        if sentence:
            self.wrong(name, f"{name} {sentence}")
        return not sentence

    def _known(self, name: str, word: str, known: Sequence[Choice]) -> Choice | None:
        plain_word = "_".join(word.lower().split())
        for each in known:
            if each == plain_word:
                return each
        near = did_you_mean(plain_word[:80], [str(each) for each in known], alike=_SURELY)
        self.wrong(name, f"{name} '{shortened(word)}': {near}")
        return None


def plain(text: str) -> str:
    """Lines end in a line feed alone; no space around the whole."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def fault(text: str, at_most: int) -> str | None:
    """What keeps a text from being used: the end of a sentence about it."""
    if len(text) > at_most:
        return f"is {len(text):,} characters long; {at_most:,} at most"
    for each in text:
        if each not in _SHOWN and unicodedata.category(each) in ("Cc", "Cs"):
            return f"has a character that cannot be shown (U+{ord(each):04X})"
    return None


def shortened(word: str) -> str:
    """A stranger's word inside one of our sentences."""
    shown = "".join(each if each.isprintable() else "?" for each in word[:41])
    return shown if len(word) <= 40 else f"{shown[:39]}…"


def _moment(word: str) -> datetime | None:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
            day = date.fromisoformat(word)
            return datetime(day.year, day.month, day.day, tzinfo=UTC) + _HOLDS_EVERYWHERE
        moment = datetime.fromisoformat(word)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
