"""Whether a practice fits what somebody looks for, who then judges it themselves.

Less is asked of it than of one that comes unasked, which must be as sure as `Finding.fits` says.
"""

from typing import Final

from bot.practices.found import Finding, Found
from bot.text.terms import words as words_of

NEARLY_ALL: Final = 0.85
"""The part of a question that a practice must cover to fit by its words."""
LIKELY: Final = 0.5
"""How sure what covers that much must be."""
HARDLY: Final = 0.2
"""With less it is right in fewer than one case of five: enough only for a single word."""


def fits_search(finder: Finding, found: Found, title: str, words: str) -> bool:
    """It is sure enough by itself; or it has nearly all the words, and is as likely as not to be
    right, or says them in its title.
    """
    if finder.fits(found):
        return True
    if found.by_words < NEARLY_ALL:
        return False
    least = HARDLY if len(words_of(words)) == 1 else LIKELY
    return found.sure >= least or _says(finder, title, words)


def _says(finder: Finding, title: str, words: str) -> bool:
    """Whether a title has every word of the question that tells anything."""
    telling = finder.telling(words, words)
    return bool(telling) and len(finder.telling(words, title)) == len(telling)
