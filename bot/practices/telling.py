"""Which words of a question made a practice fit it, for the person who reads it."""

import re
from collections.abc import Mapping
from typing import Final

from bot.practices.everyday import EVERYDAY
from bot.practices.ranking import idf
from bot.text.languages import language
from bot.text.terms import stem, terms, words

_TOKEN: Final = re.compile(r"[^\W_]+")
_MOST_CHARACTERS: Final = 1000
# What stands in every fourth practice and more tells nothing of this one.
_TELLING_FROM: Final = idf(1, 4)
_SHORTEST: Final = 3


def telling(question: str, text: str, counts: Mapping[str, int], practices: int) -> tuple[str, ...]:
    """The words of the question, as typed, that stand in the text; the rarest first.

    `counts` says in how many of the `practices` a stem stands. Nothing is said to be rare among
    a few.
    """
    kind = language(text)
    there, found = frozenset(terms(text, kind)), dict[str, tuple[float, str]]()
    for token in _TOKEN.findall(question[:_MOST_CHARACTERS]):
        for word in words(token):
            root = stem(word, kind)
            rarity = idf(counts.get(root, 0), practices)
            known = root in there and root not in EVERYDAY
            if known and len(word) >= _SHORTEST and rarity >= _TELLING_FROM:
                found.setdefault(root, (rarity, token))
    rarest = sorted(found.values(), key=lambda each: -each[0])
    return tuple(token for _, token in rarest)
