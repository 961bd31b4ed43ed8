"""Passwords: words with a digit, quoted words, and plain words after a colon."""

from __future__ import annotations

import re

from bot.text.cues import Cue, words
from bot.text.kinds import Kind

MIXED = r"(?=[^\s<>\[\]\x01,;]{0,39}[0-9])[^\s<>\[\]\x01,;\"”']{3,39}[^\s<>\[\]\x01,;.:?\"”')]"
_PLAIN = (
    r"(?!(?:reset|change|wrong|incorrect|forgot|forgotten|does|doesn|did|didn|not|never|expired"
    r"|invalid|locked|unknown|none|what|how|customer|cliente|olvid|incorrect|bloquead|nunca"
    r"|ninguna|still|same|https?|cannot|can|they|the|cambi|vencid))"
    r"[^\s<>\[\]\x01,;\"”']{3,39}[^\s<>\[\]\x01,;.:!?\"”')]"
)
_SECRETS = words("passcode pass_code password passwd pwd pw clave contrasena pin nip")
_SAYS = r"(?:\s?(?:is|was|es|era|son|[:=]|set to))"
_BEGIN = rf"(?<![A-Za-z0-9]){_SECRETS}{_SAYS}?\s?"
_STEMS = ("pass", "pw", "clave", "contrasena", "pin", "nip")


def _password(value: str) -> Cue:
    return Cue(Kind.PIN, _STEMS, re.compile(rf"{_BEGIN}{value}", re.IGNORECASE))


PASSWORDS = (
    _password(rf"[:=\s]\s?[\"“']?(?P<v>{MIXED})"),
    _password(rf"[:=]\s?[\"“']?(?P<v>{_PLAIN})"),
    _password(r"[\"“](?P<v>[^\n<>\[\]\x01\"”]{3,40})"),
)
