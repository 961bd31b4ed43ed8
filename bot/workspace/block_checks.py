"""The kinds of value that a table of block rules is made of.

A kind says what is wrong with one JSON value and where, in the words of Slack's
`response_metadata.messages`. Wordings seen in real answers: "must be less than N characters",
"must be more than 0 characters", "no more than N items allowed", "must provide at least 1 items",
"missing required field", "invalid additional property", "must provide an object", "unsupported
type", "already exists", "must define ...". The others follow their manner.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Protocol

Json = Mapping[str, Any]
Rule = Callable[[Json, str], Iterator[str]]


def problem(says: str, at: str) -> str:
    """One line as Slack words it; `at` is a JSON pointer."""
    return f"[ERROR] {says} [json-pointer:{at}]"


class Kind(Protocol):
    """What a value must be; yields nothing when it is."""

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Every problem of `value`, which stands at the JSON pointer `at`."""
        ...


@dataclass(frozen=True)
class Chars:
    """A string of `least` to `most` characters; spaces alone count as none unless `blank`."""

    most: float = inf
    least: int = 1
    blank: bool = False

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Not a string, too short, too long."""
        if not isinstance(value, str):
            yield problem("must provide a string", at)
        elif len(value if self.blank else value.strip(" \t\r\n")) < self.least:
            yield problem(f"must be more than {self.least - 1} characters", at)
        elif len(value) > self.most:
            yield problem(f"must be less than {self.most + 1:.0f} characters", at)


@dataclass(frozen=True)
class Matching:
    """A string of a certain form; `says` is the complaint about any other."""

    pattern: str
    says: str
    most: float = inf
    also: Callable[[str], bool] = field(default=lambda _text: True)

    def problems(self, value: object, at: str) -> Iterator[str]:
        """What Chars finds, then a string of another form."""
        found = list(Chars(self.most).problems(value, at))
        yield from found
        if not found and not self.fits(str(value)):
            yield problem(self.says, at)

    def fits(self, text: str) -> bool:
        """Whether the text has the form."""
        return re.fullmatch(self.pattern, text) is not None and self.also(text)


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Anything else, 0 and 1 too."""
        if not isinstance(value, bool):
            yield problem("must provide a boolean", at)


@dataclass(frozen=True)
class Whole:
    """An integer from `least` to `most`."""

    least: int
    most: float = inf

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Not an integer, or out of bounds."""
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem("must provide an integer", at)
        elif value < self.least:
            yield problem(f"must be more than {self.least - 1}", at)
        elif value > self.most:
            yield problem(f"must be less than {self.most + 1:.0f}", at)


@dataclass(frozen=True)
class Choice:
    """One of a few strings."""

    allowed: tuple[str, ...]

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Any other value."""
        if not isinstance(value, str) or value not in self.allowed:
            yield problem("must be one of: " + ", ".join(self.allowed), at)


@dataclass(frozen=True)
class Items:
    """An array of `least` to `most` values of one kind."""

    kind: Kind
    most: float = inf
    least: int = 1

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Not an array, too few, too many, and the problems of each item."""
        if not isinstance(value, list):
            yield problem("must provide an array", at)
            return
        if len(value) < self.least:
            yield problem(f"must provide at least {self.least} items", at)
        if len(value) > self.most:
            yield problem(f"no more than {self.most} items allowed", at)
        for index, item in enumerate(value):
            yield from self.kind.problems(item, f"{at}/{index}")


@dataclass(frozen=True)
class Shape:
    """An object with these keys and no others.

    `rules` say what keys mean together; they run only once every key is right by itself, so they
    may trust the types.
    """

    required: Mapping[str, Kind] = field(default_factory=dict)
    optional: Mapping[str, Kind] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Not an object, missing or unknown keys, the problems of each value, then the rules."""
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
            return
        found = list(self._each_key(value, at))
        yield from found
        if not found:
            for rule in self.rules:
                yield from rule(value, at)

    def _each_key(self, value: Json, at: str) -> Iterator[str]:
        kinds = {**self.required, **self.optional}
        for key in self.required:
            if key not in value:
                yield problem(f"missing required field: {key}", at)
        for key, item in value.items():
            if key in kinds:
                yield from kinds[key].problems(item, f"{at}/{key}")
            else:
                yield problem(f"invalid additional property: {key}", at)


@dataclass(frozen=True)
class Typed:
    """An object whose `type` chooses its shape."""

    shapes: Mapping[str, Shape]

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Not an object, no type, a type that is not allowed here, the problems of the shape."""
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
        elif "type" not in value:
            yield problem("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in self.shapes:
            yield problem(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            rest = {key: item for key, item in value.items() if key != "type"}
            yield from self.shapes[value["type"]].problems(rest, at)
