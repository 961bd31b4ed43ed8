"""PINs, passcodes, passwords and security codes: plain digits or words, known by their cues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.cues import NOT_A_DATE, NOT_COUNTED, cued, words
from bot.text.kinds import Kind, Span

_NAMES = words(
    "pin pincode pin_code passcode pass_code passkey nip puk cvv cvv2 cvc cvc2 cid otp"
    " clave contrasena password passwd pwd pass_word pw"
)
_CODES = (
    r"(?:(?:security|verification|access|one.?time|confirmation|unlock|unlocking|transfer|text|sms"
    r"|auth|authorization|authentication|voicemail|login|secret) (?:pass)?codes?"
    r"|(?<!error )(?<!zip )(?<!area )(?<!promo )(?<!dial )(?<!reason )(?<!the )code (?:is|was|:)"
    r"|(?<!error )(?<!zip )(?<!area )(?<!promo )the code (?:is|was|:)"
    r"|codigo(?: de)? ?(?:seguridad|verificacion|acceso|confirmacion|desbloqueo|transferencia)?"
    r"|(?:security|secret) answer|respuesta(?: secreta| de seguridad)?)"
)
_DIGITS = (
    rf"{NOT_A_DATE}(?:[0-9]{{3,4}}-[0-9]{{3,4}}|[0-9]{{3,10}}|[0-9](?:[ .\-][0-9]){{3,7}})"
    + NOT_COUNTED
)
_LONG_DIGITS = rf"{NOT_A_DATE}(?:[0-9]{{3}}[ \-][0-9]{{3}}|[0-9]{{3,8}}){NOT_COUNTED}"
_MORE = (
    "account acct line port_out portout transfer seguridad security cuenta linea default"
    " temporary temporal one two usuario user correct correcto and y gave read says said dijo dio"
)
_MIXED = r"(?=[^\s<>\[\]\x01,;]{0,39}[0-9])[^\s<>\[\]\x01,;\"”']{3,39}[^\s<>\[\]\x01,;.:!?\"”')]"
_PLAIN = (
    r"(?!(?:reset|change|wrong|incorrect|forgot|forgotten|does|doesn|did|didn|not|never|expired"
    r"|invalid|locked|unknown|none|what|how|customer|cliente|olvid|incorrect|bloquead|nunca"
    r"|ninguna|still|same|https?|cannot|can|they|the|cambi|vencid))"
    r"[^\s<>\[\]\x01,;\"”']{3,39}[^\s<>\[\]\x01,;.:!?\"”')]"
)
_SECRETS = words("passcode pass_code password passwd pwd pw clave contrasena pin nip")
_SAYS = r"(?:\s?(?:is|was|es|era|son|[:=]|set to))"

_PATTERNS = (
    cued(f"(?:{_NAMES})", _DIGITS, _MORE),
    cued(_CODES, _LONG_DIGITS, "account line received got sent they he she we me cuenta recibio"),
    re.compile(rf"(?<![A-Za-z0-9]){_SECRETS}{_SAYS}?\s?[:=\s]\s?[\"“']?(?P<v>{_MIXED})", re.I),
    re.compile(rf"(?<![A-Za-z0-9]){_SECRETS}{_SAYS}?\s?[:=]\s?[\"“']?(?P<v>{_PLAIN})", re.I),
    re.compile(
        rf"(?<![A-Za-z0-9]){_SECRETS}{_SAYS}?\s?[\"“](?P<v>[^\s<>\[\]\x01\"”]{{3,40}})", re.I
    ),
    re.compile(
        r"(?<![A-Za-z0-9.,:/$#\-])(?P<v>[0-9]{4,10})(?![0-9])['\")]?,?\s"
        r"(?:(?:is|was|es|era|as|como|fue)\s(?:(?:the|his|her|their|my|a|el|la|su|mi)\s)?"
        r"(?:(?:customer(?:'s)?|account|new|transfer|port.?out|nuev[oa]|correct)\s)?|\()"
        rf"(?:{_NAMES}|security code|codigo de seguridad)(?![A-Za-z])",
        re.IGNORECASE,
    ),
)


def find_pins(text: str) -> Iterator[Span]:
    """What stands where a PIN or a password is announced."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Span(*match.span("v"), Kind.PIN)
