"""Whether some words stand in a line of a recap, however they are inflected."""

from typing import Final, NamedTuple, Self

from bot.text.languages import language
from bot.text.terms import MOST_TERMS, terms

ENOUGH: Final = 0.6
_SHORTEST: Final = (
    3  # letters; a shorter word counts where it has a digit, or nothing else is there
)
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
        telling = {each for each in stems if _tells(each)}
        return cls(frozenset(telling or stems))

    def __bool__(self) -> bool:
        return bool(self.stems)

    def share(self, text: str) -> float:
        """How much of what is wanted stands in `text`: 0 to 1."""
        return len(self.stems & set(_stems(text))) / len(self.stems)

    def is_enough(self, share: float) -> bool:
        return share >= ENOUGH


def _stems(text: str) -> list[str]:
    return terms(text, language(text))[:MOST_TERMS]


def _tells(stem: str) -> bool:
    return stem not in _LITTLE and (len(stem) >= _SHORTEST or not stem.isalpha())
