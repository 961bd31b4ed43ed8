"""Whether words that found nothing tell anybody what is missing."""

import string
from typing import Final

from bot.practices.sub_commands import meant_word, read_word
from bot.text.terms import words as words_of

_SIGNS: Final = frozenset(string.punctuation)
_ENDS: Final = " .,!?"
_SHORT: Final = 1


def worth_noting(words: str) -> bool:
    """Not our own words, a slip in them included; nor more signs than half of the letters, as in
    what somebody tries out; nor single letters and bare numbers.
    """
    typed = words.strip(_ENDS)
    if read_word(typed) or meant_word(typed):
        return False
    signs = sum(each in _SIGNS for each in typed)
    if 2 * signs > sum(each.isalnum() for each in typed):
        return False
    return any(len(each) > _SHORT and not each.isdigit() for each in words_of(typed))
