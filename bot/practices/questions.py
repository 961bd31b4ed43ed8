"""Reads what somebody searches for: its stems, and how it was meant where a finger slipped."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final, NamedTuple, Protocol

from bot.text.languages import Language, language
from bot.text.terms import MOST_TERMS, stem, words

_MOST_CHARACTERS: Final = 10_000
_MOST_WORDS: Final = 1000
MOST_CORRECTED: Final = 20
_SHORTEST_SLIP: Final = 4
_MOST_SLIPS: Final = 2
_TOKEN: Final = re.compile(r"[^\W_]+")


class Speller(Protocol):
    """The words of the practices: `bot.text.spelling.Vocabulary`."""

    def __contains__(self, word: str) -> bool: ...

    def correct(self, word: str) -> str: ...


class Question(NamedTuple):
    """What is looked for.

    `stems` are those of both languages, as typed and as corrected: names are stemmed by either.
    `meant` are the stems of the corrected words in the question's own language. `respelled` is
    the text with one or two slips put right; None where nothing is to be put right, or so much
    is unknown that it is no slip.
    """

    text: str
    language: Language
    stems: tuple[str, ...]
    meant: tuple[str, ...]
    respelled: str | None


def read_question(
    text: str, speller: Speller, knows: Callable[[Language], bool] = lambda _: True
) -> Question:
    """Takes whatever people paste: looks at 10,000 characters and 1,000 words of it.

    `knows` says whether there are practices in a language: words of another one are no slips.
    """
    plain, typed = read_words(text)
    own = language(plain)
    corrected = _corrections(typed, speller)
    meant = [corrected.get(word, word) for word in typed]
    every = [*typed, *meant]
    other: Language = "en" if own == "es" else "es"
    return Question(
        text,
        own,
        tuple(_distinct([stem(each, kind) for kind in (own, other) for each in every])),
        tuple(_distinct([stem(word, own) for word in meant])),
        _respelled(plain, typed, corrected, speller) if knows(own) else None,
    )


def read_words(text: str) -> tuple[str, list[str]]:
    """As much of a question as is looked at, and its words, folded."""
    plain = unicodedata.normalize("NFKC", text[:_MOST_CHARACTERS])[:_MOST_CHARACTERS]
    return plain, words(plain)[:_MOST_WORDS]


def _corrections(typed: list[str], speller: Speller) -> dict[str, str]:
    """What is meant by the first unknown words."""
    unknown = (word for word in dict.fromkeys(typed) if word not in speller)
    pairs = ((word, speller.correct(word)) for word in islice(unknown, MOST_CORRECTED))
    return {word: meant for word, meant in pairs if meant != word}


def _respelled(
    text: str, typed: list[str], corrected: dict[str, str], speller: Speller
) -> str | None:
    unknown = {word for word in typed if len(word) >= _SHORTEST_SLIP and word not in speller}
    if not corrected or len(unknown) > _MOST_SLIPS:
        return None
    return _TOKEN.sub(lambda found: _meant(found[0], corrected), text)


def _meant(token: str, corrected: dict[str, str]) -> str:
    folded = words(token)
    return corrected.get(folded[0], token) if len(folded) == 1 else token


def _distinct(stems: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(stems))[: 2 * MOST_TERMS]
