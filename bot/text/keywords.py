"""Finds the keywords of several labels in a text: exactly, by their beginning, one letter off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from bot.text.folding import fold

_WORD = re.compile(r"(?<![a-z0-9])[a-z0-9]{1,24}(?![a-z0-9])")
_MOST_WORDS = 400
_LONGEST_PHRASE = 4
_SHORTEST_STEM = 3
_SHORTEST_WITH_A_TYPO = 6
_HINT, _WORD_WEIGHT, _PHRASE_WEIGHT = 1, 3, 5


class Keywords:
    """Which labels the keywords stand for. Build it once: looking up is what is cheap.

    A phrase of up to four words weighs more than a word; `~word` is only a hint; `word*` stands
    for every word that begins so. A plural stands for its singular and the other way round.
    Words of six letters and more are found with one letter missing, added, wrong or swapped with
    its neighbour.
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, dict[str, int]] = {}
        self._stems: dict[str, dict[str, int]] = {}
        self._variants: dict[str, str] = {}
        self._singulars: dict[str, str] = {}
        self._openers: set[str] = set()
        for label, entry in entries:
            self._add(label, entry)
        # People use the same words all day.
        self._meaning_of = lru_cache(maxsize=4096)(self._meaning)

    def scores(self, text: str) -> Counter[str]:
        """How strongly `text` speaks of each label; every keyword counts once."""
        found: dict[tuple[str, str], int] = {}
        for phrase in self._phrases(text):
            for label, weight in self._meaning_of(phrase).items():
                found[label, phrase] = weight
        total: Counter[str] = Counter()
        for (label, _), weight in found.items():
            total[label] += weight
        return total

    def _add(self, label: str, entry: str) -> None:
        phrase = " ".join(entry.lstrip("~").rstrip("*").split())
        weight = _PHRASE_WEIGHT if " " in phrase else _WORD_WEIGHT
        table = self._stems if entry.endswith("*") else self._exact
        table.setdefault(phrase, {})[label] = _HINT if entry.startswith("~") else weight
        if not entry.endswith("*"):
            self._singulars.setdefault(_singular(phrase), phrase)
        if " " in phrase:
            self._openers.add(_singular(phrase.split()[0]))
        elif len(phrase) >= _SHORTEST_WITH_A_TYPO:
            self._variants.update(dict.fromkeys(_one_left_out(phrase), phrase))

    def _phrases(self, text: str) -> Iterator[str]:
        words = _WORD.findall(fold(text).text.lower())[:_MOST_WORDS]
        for first, word in enumerate(words):
            yield word
            if _singular(word) in self._openers:
                for last in range(first + 2, min(first + _LONGEST_PHRASE, len(words)) + 1):
                    yield " ".join(words[first:last])

    def _meaning(self, phrase: str) -> Mapping[str, int]:
        known = phrase if phrase in self._exact else self._singulars.get(_singular(phrase), "")
        found = {**self._begun(phrase), **self._exact.get(known, {})}
        if found or " " in phrase or len(phrase) < _SHORTEST_WITH_A_TYPO:
            return found
        return self._nearly(phrase)

    def _begun(self, phrase: str) -> Mapping[str, int]:
        for length in range(len(phrase), _SHORTEST_STEM - 1, -1):
            if phrase[:length] in self._stems:
                return self._stems[phrase[:length]]
        return {}

    def _nearly(self, phrase: str) -> Mapping[str, int]:
        for variant in _one_left_out(phrase):
            if word := self._variants.get(variant):
                return self._exact.get(word) or self._stems[word]
        return {}


def _singular(phrase: str) -> str:
    """What plural and singular of its words have in common, in English and Spanish."""
    return " ".join(map(_stem, phrase.split()))


def _stem(word: str) -> str:
    """`fee(s)` → `fe`, `battery`, `batteries` → `batteri`, `senal(es)` → `senal`."""
    if len(word) > 2 and word[-1] == "s" and word[-2] not in "isu":
        word = word[:-1]
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    return word[:-1] + "i" if word[-1] == "y" else word


def _one_left_out(word: str) -> Iterator[str]:
    yield word
    for place in range(1, len(word)):
        yield word[:place] + word[place + 1 :]
