"""The words of all practices, counted: for the spelling, and for how rare a stem is."""

from collections import Counter
from typing import NamedTuple

from bot.text.languages import Language
from bot.text.spelling import Vocabulary
from storage.practices_index import Indexed

# A language in which fewer of the practices are written is not known well enough to correct it.
_KNOWN_FROM = 0.05
_MINOR_BELOW = 0.5


class _Kept(NamedTuple):
    words: str
    stems: str
    length: int
    language: Language


class Lexicon:
    """Counts what stands in the practices that were put in and not taken out."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary({})
        self.stems: Counter[str] = Counter()
        self._kept: dict[int, _Kept] = {}
        self._length = 0
        self._languages: Counter[Language] = Counter()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def mean_length(self) -> float:
        """Stems that a practice has in the mean."""
        return max(1.0, self._length / max(1, len(self._kept)))

    def knows(self, language: Language) -> bool:
        """Whether enough practices are written in it."""
        return self._languages[language] > _KNOWN_FROM * len(self._kept)

    def is_minor(self, language: Language) -> bool:
        """Whether most practices are written in another one."""
        return self._languages[language] < _MINOR_BELOW * len(self._kept)

    def put(self, row: Indexed) -> None:
        """Count a row in."""
        kept = self._kept[row.seq] = _Kept(row.words, row.stems, row.length, row.language)
        self._count(kept, 1)

    def remove(self, seq: int) -> None:
        """Count a row out; nothing where it was not counted in."""
        if kept := self._kept.pop(seq, None):
            self._count(kept, -1)

    def stems_of(self, seq: int) -> frozenset[str]:
        """The distinct stems of a row; none where it is not known."""
        kept = self._kept.get(seq)
        return frozenset(kept.stems.split()) if kept else frozenset()

    def _count(self, kept: _Kept, by: int) -> None:
        self._length += by * kept.length
        self._languages[kept.language] += by
        for word in kept.words.split():
            self.vocabulary.change(word, by)
        for stem in kept.stems.split():
            self.stems[stem] += by
            if not self.stems[stem]:
                del self.stems[stem]
