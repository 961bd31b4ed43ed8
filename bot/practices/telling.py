"""Which words of a question made a practice fit it, for the person who reads it."""

import re
from collections.abc import Mapping
from typing import Final

from bot.practices.ranking import idf
from bot.text.languages import language
from bot.text.terms import stem, terms, words

_TOKEN: Final = re.compile(r"[^\W_]+")
_MOST_CHARACTERS: Final = 1000
# What stands in every fourth practice and more tells nothing of this one.
_TELLING_FROM: Final = idf(1, 4)
_SHORTEST: Final = 3


# What anybody says of anything, by its stem in either language.
_EVERYDAY: Final = frozenset(
    stem(word, kind)
    for kind, said in (
        (
            "en",
            "about after again all also and any are ask because been before between but call can"
            " cannot customer did does done each every for from get gets give go goes going"
            " got had has have help her here him his how inside into its just know let like look"
            " make many may more most much must need new not now off one only other our out over"
            " own put said same say see she should some still such take tell than that the their"
            " them then there they this through time too try two under until use very want was way"
            " well were what when where which while who why will with without work would year you"
            " your",
        ),
        (
            "es",
            "ahora algo alguien antes bien cada cliente como con cosa cuando dar decir del desde"
            " dice donde dos entre era esa ese eso esta este fue hace hacer hasta hay las les"
            " llamar los mas mucho muy nada necesita nos nuevo otro para pero poder por porque"
            " pregunta puede que quien quiere saber ser sin sobre solo sus tan tener tiene todo"
            " una uno unos vez ver ya",
        ),
    )
    for word in words(said)
)


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
            known = root in there and root not in _EVERYDAY
            if known and len(word) >= _SHORTEST and rarity >= _TELLING_FROM:
                found.setdefault(root, (rarity, token))
    rarest = sorted(found.values(), key=lambda each: -each[0])
    return tuple(token for _, token in rarest)
