"""How a cue ("PIN", "cuenta") leads to the value that it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.text.kinds import Kind, Span

_SIGNS = r"[\s:=#,'\"“”‘’(*\-]"


def words(listed: str) -> str:
    """A pattern for any of the words; `_` in a word stands for a space or a hyphen."""
    return "(?:" + "|".join(word.replace("_", r"[ \-]?") for word in listed.split()) + ")"


_FILLERS = words(
    "is was are of on for the a an that this his her their my your to as number num no nr code"
    " customer customers client cliente clients new old current id it"
    " him her them us me ending"
    " es era son de del la las el los lo su sus mi tu que para como numero nuevo nueva actual un"
    " una"
)


def cued(cues: str, value: str, fillers: str = "", at_most: int = 10) -> re.Pattern[str]:
    """Matches a cue, at most `at_most` fillers, and the value as the group `v`.

    Every filler is one sign or one word, so that no text makes the search run away.
    """
    more = f"|{words(fillers)}\\b" if fillers else ""
    filler = rf"(?:{_SIGNS}|\b(?:{_FILLERS}\b\.?{more}))"
    return re.compile(
        rf"(?<![A-Za-z0-9]){cues}s?(?![A-Za-z]){filler}{{0,{at_most}}}?(?P<v>{value})",
        re.IGNORECASE,
    )


NOT_A_DATE = r"(?![0-9]{1,2}-[0-9]{1,2}-[0-9]{2,4}(?![0-9]))(?![0-9]{4}-[0-9]{2}-[0-9]{2})"
NOT_COUNTED = (
    r"(?![0-9A-Za-z]|[.:/,][0-9]|%|\s?(?:times|attempts|digits?|digitos|letras|letters|veces|"
    r"dollars|pesos|usd|mxn|puntos|points|minutes|minutos|hours|horas|days|dias|lines|lineas|"
    r"customers|clientes|gb|mb|am|pm)\b)"
)


class Cue(NamedTuple):
    """A pattern whose group `v` is a value; it can match only where one of the stems stands."""

    kind: Kind
    stems: tuple[str, ...]
    pattern: re.Pattern[str]


def find_cued(text: str, cues: Sequence[Cue]) -> Iterator[tuple[Span, str]]:
    """Every value that one of the cues announces. The stems spare most texts most patterns."""
    lowered = text.lower()
    for cue in cues:
        if any(stem in lowered for stem in cue.stems):
            for match in cue.pattern.finditer(text):
                yield Span(*match.span("v"), cue.kind), match["v"]
