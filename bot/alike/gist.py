"""What a question or an alert is about, in terms that two wordings of one matter have in common."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple, Self

from bot.alike.same_words import HARDLY_ANYTHING, NO_PLACES, ONE_OF_THEM, SAME_WORDS
from bot.alike.usual import MEANT, QUESTIONS
from bot.text.keywords import Keywords
from bot.text.languages import Language, language
from bot.text.spelling_slips import one_slip
from bot.text.terms import stem, words
from storage.topics import Topic

MOST_CHARACTERS: Final = 600
MOST_TERMS: Final = 20_000
"""Nobody needs more to say what is wrong; the rest would only cost time."""

_ONE: Final = "one of them"
_AFTER: Final = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Aa]round|[Ee]n|[Cc]erca\s+de)\s+"
    r"(?:(?:downtown|[Ee]l|[Ll]a|[Ll]os|[Ll]as|[Ss]an|[Ss]anta)\s+)?([^\W\d_]{3,24})"
)
_CAPITALISED: Final = re.compile(r"(?<![.!?¿¡:]\s)(?<!^)(?<![¿¡])\b[A-ZÁÉÍÓÚÑ][a-zà-ÿ]{2,24}\b")
_SHORTEST: Final = 3
_SHORTEST_NUMBER: Final = 4  # an error's code tells something, "3 lines" does not

Places = frozenset[str]
"""Folded words that are names of places to those who ask."""


class Gist(NamedTuple):
    """`meant` is what both languages have a word for, `own` are the stems of the other words
    that tell something, `places` those that name a place; `said` are all words, folded. `alone`:
    one phone has it, and those beside it do not.
    """

    topic: Topic
    meant: frozenset[str]
    own: frozenset[str]
    places: Places
    said: frozenset[str]
    alone: bool
    tongue: Language


def read(text: str, topic: Topic, places: Places = frozenset()) -> Gist:
    """The gist of a masked text; `places` are those that the market is known to have."""
    text = text[:MOST_CHARACTERS]
    meant = {label for label, weight in _same_words().scores(text).items() if weight}
    said = frozenset(words(text))
    telling = {each for each in said if _tells(each)}
    named = places_in(text) | {each for each in telling if _names(each, places)}
    tongue = language(text)
    own = frozenset(stem(each, tongue) for each in telling - named)
    return Gist(topic, frozenset(meant - {_ONE}), own, named, said, _ONE in meant, tongue)


def places_in(text: str) -> Places:
    """The words that stand where a place stands: after "in", or with a capital letter."""
    return _capitalised(text) | _folded(_AFTER.findall(text[:MOST_CHARACTERS]))


def places_of(texts: Iterable[str]) -> Places:
    """The places that these questions of a market write with a capital letter; others do not."""
    return frozenset().union(*map(_capitalised, texts))


def same_word(one: str, other: str) -> bool:
    """The same word, also with one slip of the finger."""
    return one == other or (one[:1] == other[:1] and one_slip(one, other))


class Rarity:
    """How much a term tells: from 1 for what nobody said before down to nearly 0."""

    def __init__(self, counts: Mapping[str, int], asks: int) -> None:
        self._counts, self._all = counts, math.log(asks + 2)
        self._known: dict[str, float] = {}

    @classmethod
    def of(cls, gists: Iterable[Gist] = ()) -> Self:
        """As these questions have it, those of past weeks without what is going on now, on top of
        what is usual anywhere.
        """
        counts, asks = Counter(MEANT), QUESTIONS
        for each in gists:
            counts.update(each.meant | each.own)
            asks += 1
        return cls(counts, asks)

    def __call__(self, term: str) -> float:
        rare = self._known.get(term)
        if rare is None:
            rare = 1 - math.log(self._counts.get(term, 0) + 1) / self._all
            if len(self._known) < MOST_TERMS:
                self._known[term] = rare
        return rare


@lru_cache(maxsize=8192)
def _tells(word: str) -> bool:
    if word in HARDLY_ANYTHING or word in _part_of_same_words() or word.startswith(_begun()):
        return False
    return len(word) >= (_SHORTEST_NUMBER if word.isdigit() else _SHORTEST)


def _capitalised(text: str) -> Places:
    return _folded(_CAPITALISED.findall(text[:MOST_CHARACTERS]))


def _folded(found: Iterable[str]) -> Places:
    folded = {word for each in found for word in words(each)}
    return frozenset(each for each in folded if _tells(each) and each not in NO_PLACES)


def _names(word: str, places: Places) -> bool:
    return word in places or any(one_slip(word, each) for each in places)


@lru_cache(maxsize=1)
def _same_words() -> Keywords:
    one = ((_ONE, each) for each in _listed(ONE_OF_THEM))
    meant = ((label, each) for label, said in SAME_WORDS.items() for each in _listed(said))
    return Keywords((*meant, *one))


@lru_cache(maxsize=1)
def _part_of_same_words() -> frozenset[str]:
    """Every word of the list: also in another phrase it tells nothing more."""
    return frozenset(
        word
        for said in SAME_WORDS.values()
        for each in _listed(said)
        for word in each.rstrip("*").split()
    )


@lru_cache(maxsize=1)
def _begun() -> tuple[str, ...]:
    ends = (each for said in SAME_WORDS.values() for each in _listed(said) if each.endswith("*"))
    return tuple(each.rstrip("*") for each in ends if " " not in each)


def _listed(said: str) -> Iterator[str]:
    return (" ".join(each.split()) for each in said.split(","))
