"""What fits a search: what covers its words, and is not unlikely."""

from uuid import UUID

import pytest

from bot.practices.fitting import fits_search
from bot.practices.found import Found
from bot.practices.ranking import FITS


class Finder:
    """Everything tells something."""

    def fits(self, found: object) -> bool:
        return getattr(found, "sure", 0.0) >= FITS

    def telling(self, question: str, text: str) -> tuple[str, ...]:
        return tuple(word for word in question.split() if word in text.split())


def fits(words: str, by_words: float, sure: float, title: str = "") -> bool:
    found = Found(UUID(int=1), 1.0, by_words, 0.8, sure)
    return fits_search(Finder(), found, title, words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "by_words", "sure", "title", "expected"),
    [
        ("no service", 0.1, 0.7, "", True),
        ("lost my phone", 1.0, 0.6, "", True),
        ("lost my phone", 0.8, 0.6, "", False),
        ("telefono perdido", 1.0, 0.4, "el telefono no suena", False),
        ("trade in", 1.0, 0.47, "a trade in that paid less", True),
        ("trade in", 0.5, 0.47, "a trade in that paid less", False),
        ("stolen", 0.94, 0.4, "", True),
        ("fax", 0.98, 0.15, "", False),
        ("military", 0.92, 0.1, "military discount", True),
    ],
)
def test_what_covers_the_words_fits_unless_it_is_unlikely(
    words: str, by_words: float, sure: float, title: str, expected: bool
) -> None:
    assert fits(words, by_words, sure, title) is expected
