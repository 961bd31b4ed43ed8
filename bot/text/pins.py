"""PINs, passcodes, passwords and security codes: plain digits or words, known by their cues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.cues import NOT_A_DATE, NOT_COUNTED, Cue, cued, find_cued, words
from bot.text.kinds import Kind, Span
from bot.text.passwords import MIXED, PASSWORDS

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
_ANOTHER = r"(?:or|o|(?:and )?(?:the )?new(?: one)?(?: is)?|(?:y )?(?:el |la )?nuev[oa](?: es)?)"
_DIGITS = (
    rf"{NOT_A_DATE}(?:[0-9]{{3,4}}-[0-9]{{3,4}}|[0-9]{{3,10}}|[0-9](?:[ .\-][0-9]){{3,7}})"
    rf"(?:(?<=[0-9]{{4}}),?\s{_ANOTHER}\s[0-9]{{4,8}})?" + NOT_COUNTED
)
_LONG_DIGITS = rf"{NOT_A_DATE}(?:[0-9]{{3}}[ \-][0-9]{{3}}|[0-9]{{3,8}}){NOT_COUNTED}"
_MORE = (
    "account acct line port_out portout transfer seguridad security cuenta linea default"
    " temporary temporal portabilidad acceso desbloqueo retiro usuario user correct correcto"
    " and y gave read says said dijo dio"
)

_RECEIVED = "account line received got sent they he she we me cuenta recibio"
_WORDS_BETWEEN = (
    r"(?:,?\s(?!error|postal|promo|zip|bill|factura|saldo|order|pedido"
    r"|case\b|caso\b|ticket)[a-z']{1,15}){1,5}?"
)
_FAR = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_NAMES}|(?<!error )code|codigo){_WORDS_BETWEEN}"
    rf"(?:\s(?:is|es|was|era|be|ser|fue)|:)\s(?P<v>[0-9]{{4,8}}(?:,?\s{_ANOTHER}\s[0-9]{{4,8}})?{NOT_COUNTED}"
    rf"|{MIXED}(?!\S))",
    re.IGNORECASE,
)
_SENT = re.compile(
    rf"(?<![A-Za-z0-9])(?<!error )code{_WORDS_BETWEEN}\s(?P<v>[0-9]{{6}}){NOT_COUNTED}",
    re.IGNORECASE,
)

_BEFORE = re.compile(
    r"(?<![A-Za-z0-9.,:/$#\-])(?P<v>[0-9]{4,10})(?![0-9])['\")]?,?\s"
    r"(?:(?:is|was|es|era|as|como|fue)\s(?:(?:the|his|her|their|my|a|el|la|su|mi)\s)?"
    r"(?:(?:customer(?:'s)?|account|new|transfer|port.?out|nuev[oa]|correct)\s)?|\()"
    rf"(?:{_NAMES}|security code|codigo de seguridad)(?![A-Za-z])",
    re.IGNORECASE,
)
_STEMS = ("pin", "pass", "nip", "puk", "cv", "cid", "otp", "clave", "contrasena", "pw", "pwd")
_CODE_STEMS = ("code", "codigo", "answer", "respuesta")

_CUES = (
    Cue(Kind.PIN, (*_STEMS, *_CODE_STEMS), _FAR),
    Cue(Kind.PIN, ("code",), _SENT),
    Cue(Kind.PIN, _STEMS, cued(f"(?:{_NAMES})", _DIGITS, _MORE)),
    Cue(Kind.PIN, _CODE_STEMS, cued(_CODES, _LONG_DIGITS, _RECEIVED)),
    Cue(Kind.PIN, (*_STEMS, *_CODE_STEMS), _BEFORE),
    *PASSWORDS,
)


def find_pins(text: str) -> Iterator[Span]:
    """What stands where a PIN or a password is announced."""
    yield from (span for span, _ in find_cued(text, _CUES))
