"""What is wrong with roster files: where, what, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file, counted from 1; 0 where the file as a whole is meant."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A warning does not keep the roster from being applied; anything else does."""

    place: Place
    sentence: str
    is_warning: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {'warning: ' if self.is_warning else ''}{self.sentence}"


@dataclass(slots=True)
class Problems:
    """All that was found so far: people are told everything at once."""

    found: list[Problem] = field(default_factory=list)

    def error(self, place: Place, sentence: str) -> None:
        self.found.append(Problem(place, sentence))

    def warning(self, place: Place, sentence: str) -> None:
        self.found.append(Problem(place, sentence, is_warning=True))


def did_you_mean(word: str, known: Iterable[str], at_most: int = 12, alike: float = 0.6) -> str:
    """The end of a sentence about an unknown word: the nearest known one, or all of them.

    `alike`, from 0 to 1: how much of both has to be the same for a guess.
    """
    names = list(known)
    near = get_close_matches(word.lower(), names, n=1, cutoff=alike)
    if near:
        return f"did you mean {near[0]}?"
    return f"use one of {', '.join(names)}" if 0 < len(names) <= at_most else "it is not known"
