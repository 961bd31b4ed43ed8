"""Reads one table of a roster file, field by field, and notes every problem with its line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from bot.pods.hours import BadHours, WrittenHours, write_hours
from bot.pods.problems import Place, Problems, did_you_mean
from bot.pods.toml_lines import Path, lines_of

Choice = TypeVar("Choice", bound=StrEnum)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


@dataclass
class Source:
    """A file as it was read."""

    name: str
    document: str
    problems: Problems

    @cached_property
    def lines(self) -> dict[Path, int]:
        return lines_of(self.document)

    def place(self, path: Path) -> Place:
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.name, self.lines.get(path, 1))


@dataclass
class Table:
    """A table at `path`; what was asked for is known, the rest is told by `close`."""

    source: Source
    path: Path
    data: Mapping[str, Any]
    asked: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return str(self.path[-1])

    def place(self, key: str | None = None) -> Place:
        return self.source.place(self.path if key is None else (*self.path, key))

    def wrong(self, key: str | None, sentence: str) -> None:
        self.source.problems.error(self.place(key), sentence)

    def _get(self, key: str, kind: type, what: str) -> Any:
        self.asked.append(key)
        value = self.data.get(key)
        if value is None or (isinstance(value, kind) and not isinstance(value, bool)):
            return value
        if kind is bool and isinstance(value, bool):
            return value
        self.wrong(key, f"{key} must be {what}")
        return None

    def text(self, key: str, at_most: int = 120, needed: bool = False) -> str:
        """One line of text, or "" where there is none."""
        value = self._get(key, str, 'text in quotes: "…"')
        if value is None:
            if needed and key not in self.data:
                self.wrong(None, f'{key} is missing: add {key} = "…"')
            return ""
        text = str(value).strip()
        if found := _UNPRINTABLE.search(text):
            self.wrong(key, f"{key} has a character that cannot be shown (U+{ord(found[0]):04X})")
        elif len(text) > at_most:
            self.wrong(key, f"{key} is {len(text)} characters long; {at_most} at most")
        elif needed and not text:
            self.wrong(key, f"{key} is empty")
        else:
            return text
        return ""

    def choice(self, key: str, choices: type[Choice], default: Choice) -> Choice:
        said = self.text(key)
        return self._chosen(key, said, choices) or default if said else default

    def _chosen(self, key: str, said: str, choices: type[Choice]) -> Choice | None:
        word = re.sub(r"[\s-]+", "_", said.strip().lower())
        if word in {str(each) for each in choices}:
            return choices(word)
        self.wrong(key, f"{key} '{said}': {did_you_mean(word, list(choices))}")
        return None

    def choices(self, key: str, choices: type[Choice]) -> list[str]:
        found = (self._chosen(key, word, choices) for word in self.words(key))
        return list(dict.fromkeys(str(each) for each in found if each))

    def words(self, key: str, pattern: str | None = None, like: str = "") -> list[str]:
        """A list of texts, each of which fits `pattern`."""
        items = self._get(key, list, 'a list of texts: ["…", "…"]') or []
        words = []
        for item in items:
            if not isinstance(item, str):
                self.wrong(key, f'{key} must be a list of texts: ["…", "…"]')
            elif pattern and not re.fullmatch(pattern, item):
                self.wrong(key, f"{key} '{item[:40]}' is not like {like}")
            else:
                words.append(item)
        return words

    def flag(self, key: str, default: bool) -> bool:
        value = self._get(key, bool, "true or false")
        return default if value is None else bool(value)

    def number(self, key: str, least: int = 0, at_most: int = 86_400) -> int | None:
        value = self._get(key, int, "a whole number")
        if value is not None and not least <= value <= at_most:
            self.wrong(key, f"{key} is {value}; use {least} to {at_most}")
            return None
        return None if value is None else int(value)

    def numbers(self, key: str) -> list[int] | None:
        items = self._get(key, list, "a list of whole numbers")
        if items is None:
            return None
        if not all(isinstance(item, int) and not isinstance(item, bool) for item in items):
            self.wrong(key, f"{key} must be a list of whole numbers")
            return None
        return list(items)

    def hours(self, key: str, named: Mapping[str, WrittenHours] | None = None) -> WrittenHours:
        """Weekly hours, written out or by the name of a shift; {} where there are none."""
        text = self.text(key, at_most=400)
        if not text:
            return {}
        if named and text in named:
            return named[text]
        try:
            return write_hours(text)
        except BadHours as error:
            is_name = named and text.isidentifier()
            hint = f"{key} '{text}': {did_you_mean(text, named or {})}"
            self.wrong(key, hint if is_name else str(error))
            return {}

    def table(self, key: str) -> "Table":
        path = ".".join(map(str, (*self.path, key)))
        like = f"a table: [{path}]" if self.path else f"tables with a key each: [{key}.<key>]"
        data = self._get(key, dict, like)
        return Table(self.source, (*self.path, key), data or {})

    def tables(self) -> Iterator["Table"]:
        """The tables in this one, by name."""
        for key in self.data:
            table = self.table(key)
            if table.data or isinstance(self.data[key], dict):
                yield table

    def items(self, key: str, example: str) -> Iterator["Table"]:
        """The tables of a list."""
        for number, item in enumerate(self._get(key, list, f"a list: [ {example}, … ]") or []):
            at = (*self.path, key, number)
            if isinstance(item, dict):
                yield Table(self.source, at, item)
            else:
                self.source.problems.error(self.source.place(at), f"write it as {example}")

    def check(self, key: str, is_good: bool, text: str, sentence: str) -> str:
        """`text` if it is good or empty; else "", and the sentence is noted."""
        if is_good or not text:
            return text
        self.wrong(key, sentence)
        return ""

    def close(self, known: Sequence[str] = ()) -> None:
        """Name the keys that mean nothing here."""
        names = [*dict.fromkeys([*self.asked, *known])]
        for key in self.data:
            if key not in names:
                self.wrong(key, f"{key!r} means nothing here: {did_you_mean(key, names)}")
