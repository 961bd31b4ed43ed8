"""Whether some words stand in a line of a recap, however they are inflected."""

from functools import lru_cache
from typing import Final, NamedTuple, Self

from bot.text.languages import language
from bot.text.terms import MOST_TERMS, terms

ENOUGH: Final = 0.6
_BEGINNING: Final = 2  # letters that stemming leaves alone: a cheap look before it
_SHORTEST: Final = 3  # letters; a shorter word counts where it has a digit, or stands alone
_LITTLE: Final = frozenset(
    [
        *("the", "and", "for", "are", "was", "were", "with", "what", "how", "why", "who", "when"),
        *("does", "did", "doe", "can", "has", "have", "had", "not"),
        *("que", "los", "las", "una", "por", "para", "con", "como", "del"),
    ]
)


class Wanted(NamedTuple):
    """The stems of what somebody looks for."""

    stems: frozenset[str] = frozenset()

    @classmethod
    def of(cls, typed: str) -> Self:
        stems = _stems(typed)
        return cls(frozenset(filter(_tells, stems)) or stems)

    def __bool__(self) -> bool:
        return bool(self.stems)

    def share(self, text: str) -> float:
        """How much of what is wanted stands in `text`: 0 to 1."""
        plain = text.lower()
        if text.isascii() and not any(each[:_BEGINNING] in plain for each in self.stems):
            return 0.0
        return len(self.stems & _stems(text)) / len(self.stems)

    def is_enough(self, share: float) -> bool:
        return share >= ENOUGH


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    """Of a line, which is looked through again and again."""
    return frozenset(terms(text, language(text))[:MOST_TERMS])


def _tells(stem: str) -> bool:
    return stem not in _LITTLE and (len(stem) >= _SHORTEST or not stem.isalpha())
