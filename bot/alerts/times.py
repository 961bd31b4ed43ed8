"""Whether some words promise a time: where nobody knows the end, nobody may read one out."""

import re
from typing import Final

_NUMBER = (
    r"(?:\d{1,3}(?:[.,]\d)?|an?|one|two|three|four|five|six|eight|twelve|few|half an|couple of|"
    r"un[ao]?|dos|tres|cuatro|cinco|seis|ocho|doce|pocas|media)"
)
_UNIT = r"(?:m(?:in(?:ute|uto)?s?)?|h(?:(?:ou)?rs?)?|horas?|days?|d[ií]as?)"
_LENGTH = rf"\b{_NUMBER}[\s-]*{_UNIT}\b"
_CLOCK = r"\b\d{1,2}(?:[:.h]\d{2})?\s*[ap]\.?\s?m\b|\b\d{1,2}:\d{2}\b|\bnoon\b|\bmidnight\b"
_DAY = (
    r"\b(?:by|until|till|before|on|this|for|hasta|para|antes de|esta|este|el|la)\s+(?:the\s+)?"
    r"(?:end of\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tonight|night|evening|"
    r"afternoon|morning|noche|tarde|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|"
    r"ma[ñn]ana)\b"
)
_WORDS = (
    r"\btomorrow\b|\btonight\b|\bma[ñn]ana\b|\besta noche\b|\bmediod[ií]a\b|\bmedianoche\b|"
    r"\ba las? \d{1,2}\b|\bby \d{1,2}\b"
)
_TIME: Final = re.compile("|".join((_LENGTH, _CLOCK, _DAY, _WORDS)), re.IGNORECASE)
# What began, or happened, is no promise.
_PAST: Final = re.compile(
    r"(?:since|from|began|started|starting|after|at about|as of|desde|empez[oó])"
    r"(?:\s+(?:about|around|las?|this|the|el|at|a|yesterday))*\s*$",
    re.IGNORECASE,
)
_AGO: Final = re.compile(r"\s*(?:ago\b|old\b)", re.IGNORECASE)
_SINCE_LENGTH: Final = re.compile(r"hace\s*$", re.IGNORECASE)


def says_a_time(words: str) -> bool:
    """Whether a time or a length of time stands in `words` that is not said of the past."""
    return any(not _is_past(words, found) for found in _TIME.finditer(words))


def _is_past(words: str, found: re.Match[str]) -> bool:
    before, after = words[: found.start()], words[found.end() :]
    said_before = _PAST.search(before) or _SINCE_LENGTH.search(before)
    return bool(said_before or _AGO.match(after))
