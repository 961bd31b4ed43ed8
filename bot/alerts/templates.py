"""One way to say it to start from, in each language: of each kind, and of what happens more often
within it, as the alert's own words tell. Each names no time: whoever knows one adds it in their
own words. Of what is of no kind nothing can be said beforehand that would tell a customer
anything.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from bot.alerts.template_words import KINDS, WITHIN
from bot.text.keywords import Keywords
from storage.alerts import AlertKind
from storage.languages import Language


class _Said(NamedTuple):
    en: str
    es: str

    def of(self, language: Language) -> str:
        return self.es if language == "es" else self.en


def template(kind: AlertKind | None, language: Language, about: str = "") -> str:
    """Where to start from, for an alert that says `about`; nothing where no kind is chosen, or
    none of them.
    """
    if kind is None or kind not in _BY_KIND:
        return ""
    found = _keywords(kind).scores(about) if about and kind in WITHIN else None
    best = max(found, key=lambda each: (found[each], each)) if found else ""
    return _WITHIN[kind, best].of(language) if best else _BY_KIND[kind].of(language)


def is_template(text: str, kind: AlertKind | None = None, language: Language | None = None) -> bool:
    """Whether nobody has made it their own yet: of any kind, or of this one in this language."""
    return any(
        text == said.of(spoken)
        for said in _all(kind)
        for spoken in _SPOKEN
        if language in (None, spoken)
    )


_SPOKEN: Final[tuple[Language, ...]] = ("en", "es")
_BY_KIND: Final = {kind: _Said(*said) for kind, said in KINDS.items()}
_WITHIN: Final = {
    (kind, name): _Said(en, es)
    for kind, those in WITHIN.items()
    for name, (_, en, es) in those.items()
}


def _all(kind: AlertKind | None) -> Iterator[_Said]:
    yield from (said for of, said in _BY_KIND.items() if kind in (None, of))
    yield from (said for (of, _), said in _WITHIN.items() if kind in (None, of))


@cache
def _keywords(kind: AlertKind) -> Keywords:
    return Keywords(
        (name, " ".join(word.split()))
        for name, (words, _, _) in WITHIN[kind].items()
        for word in words.split(",")
    )
