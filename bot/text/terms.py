"""What a text is found by: its words without accents and case, and the stems of those words."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import snowballstemmer

from bot.text.folding import fold
from bot.text.languages import Language

MOST_TERMS: Final = 64
"""The longest question anybody reads out has fewer; each term costs a look-up."""

_LONGEST_WORD: Final = 64  # a lexeme of PostgreSQL may have 2 KB
_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])['’ʼ‘`](?=[^\W\d_])")
_PREFIX: Final = re.compile(r"(?<![^\W_])([a-z]|wi|pre|re)-(?=[a-z])")
_STEMMERS: Final = {
    "en": snowballstemmer.stemmer("english"),
    "es": snowballstemmer.stemmer("spanish"),
}
# A stemmer holds the word that it works on.
_ONE_AT_A_TIME: Final = threading.Lock()


def words(text: str) -> list[str]:
    """The words of `text` in their order: folded, only letters and digits, cut at 64 of these.

    Accents, case and width do not matter ("SEÑAL" is "senal"), apostrophes neither ("can't" is
    "cant"), nor the hyphen of "Wi-Fi", "e-mail" and "pre-paid".
    """
    return list(_words(text))


def terms(text: str, language: Language) -> list[str]:
    """The stem of every word of `text`, in their order, as often as they stand there."""
    return [stem(word, language) for word in _words(text)]


@lru_cache(maxsize=20_000)
def stem(word: str, language: Language) -> str:
    """The Snowball stem of a folded word; itself where it has a digit ("5g", "e911")."""
    if not word.isalpha():
        return word
    with _ONE_AT_A_TIME:
        return fold(_STEMMERS[language].stemWord(word)).text


def _words(text: str) -> Iterator[str]:
    # An acute accent alone is typed for an apostrophe.
    whole = unicodedata.normalize("NFKC", text.replace("´", "'")).casefold()
    plain = fold(_APOSTROPHE.sub("", whole)).text
    for found in _WORD.finditer(_PREFIX.sub(r"\1", plain)):
        yield found[0][:_LONGEST_WORD]
