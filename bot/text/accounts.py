"""Numbers that only their cue explains: accounts, SSNs, cards, devices, local phone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.cues import NOT_A_DATE, NOT_COUNTED, Cue, cued, find_cued, words
from bot.text.digits import only_digits
from bot.text.kinds import Kind, Span

_ACCOUNTS = (
    r"(?:(?:account|acct|acc|cuenta|cta|(?-i:BAN))\.?"
    r"|(?:customer|client|cust|member) (?:id|number|no|num)\.?"
    r"|(?:id|numero|num|no)\.?(?: de)? (?:cliente|contrato)|contrato|routing)"
)
_ACCOUNT = (
    rf"{NOT_A_DATE}[A-Za-z]{{0,3}}-?[0-9]{{1,20}}(?:[ \-][0-9]{{2,12}}){{0,5}}"
    rf"(?:(?<=[0-9]){NOT_COUNTED})"
)
_SOCIALS = (
    r"(?:ssn|itin|nss|tax id|soc(?:ial)?(?: security)?(?: sec)?|(?:numero de )?seguro(?: social)?"
    r"|(?<!card )(?<!card's )(?<!imei )last (?:four|4)|(?<!tarjeta )ultim[oa]s (?:cuatro|4))"
)
_SOCIAL = r"(?:[0-9]{3}[ .\-/]?[0-9]{2}[ .\-/]?[0-9]{4}|(?<![0-9])[0-9]{4})" + NOT_COUNTED
_SOCIAL_FILLERS = (
    r"last_four last_4 ultimos_cuatro ultimos_4 ultimas_cuatro ultimas_4 digits digitos social"
    r" security ssn seguro ends ending in termina terminacion en con and y verified with"
)
_ACCOUNT_STEMS = ("acc", "cuenta", "cta", "ban", "cust", "client", "member", "contrato", "routing")
_CARD = r"[0-9](?:[ .\-]?[0-9]){12,18}(?![0-9])"
_CARDS = words("card tarjeta visa mastercard amex debit credit debito credito cc")
_SIMS = words("iccid sim sim_card sim_id eid esim chip")
_DEVICE = r"[0-9](?:[ .\-/]?[0-9]){13,16}(?![0-9])"
_SIM = r"[0-9](?:[ \-]?[0-9]){9,31}F?(?![0-9A-Za-z])"
_DIAL = (
    r"(?:call|call back|callback|call.?back number|cbr|cb|reach|text|phone|cell|mobile|tel|telefono"
    r"|cel|celular|movil|fijo|marcar|marque|marca|llamar|llamarle|llamarla|llame|llamenle|whatsapp)"
)
_DIAL_FILLERS = "him her them back at me le al numero cell phone home casa celular telefono"
_LOCAL = rf"{NOT_A_DATE}\(?[2-9][0-9]{{2}}(?:[.\-][0-9]{{4}}|[ ](?!19|20)[0-9]{{4}}){NOT_COUNTED}"
_PHONES = words("phone cell mobile tel telefono cel celular movil cbr whatsapp")
_PHONE = rf"{NOT_A_DATE}[0-9](?:[ .\-]?[0-9]){{6,10}}{NOT_COUNTED}"
_BEFORE = re.compile(
    r"(?<![A-Za-z0-9.,:/$#\-])(?P<v>[0-9]{5,20})(?![0-9]),?\s(?:is|was|es|era|as|como)\s"
    r"(?:(?:the|his|her|their|my|el|la|su|mi)\s)?(?:numero de\s)?(?:account|acct|cuenta)\b",
    re.IGNORECASE,
)

_DIAL_STEMS: tuple[str, ...] = (
    "call",
    "cb",
    "reach",
    "text",
    "phone",
    "cel",
    "mo",
    "tel",
    "fijo",
    "marca",
    "marque",
)
_DIAL_STEMS += ("llama", "llame", "whatsapp")

_CUES = (
    Cue(Kind.IMEI, ("imei",), cued(r"imei[0-9]?", _DEVICE)),
    Cue(Kind.ICCID, ("iccid", "sim", "eid", "chip"), cued(_SIMS, _SIM, "card tarjeta")),
    Cue(Kind.CARD, ("car", "tar", "visa", "amex", "cred", "deb", "cc"), cued(_CARDS, _CARD)),
    Cue(
        Kind.SSN,
        ("ssn", "itin", "nss", "tax", "soc", "seguro", "last", "ultim"),
        cued(_SOCIALS, _SOCIAL, _SOCIAL_FILLERS, at_most=14),
    ),
    Cue(Kind.ACCOUNT, _ACCOUNT_STEMS, cued(_ACCOUNTS, _ACCOUNT)),
    Cue(Kind.ACCOUNT, ("acc", "cuenta"), _BEFORE),
    Cue(Kind.PHONE, _DIAL_STEMS, cued(_DIAL, _LOCAL, _DIAL_FILLERS)),
    Cue(Kind.PHONE, _DIAL_STEMS, cued(_PHONES, _PHONE)),
)
_FEWEST_DIGITS = 5


def find_cued_numbers(text: str) -> Iterator[Span]:
    """Numbers of any shape where the words before them say what they are."""
    for span, value in find_cued(text, _CUES):
        if span.kind is Kind.SSN or len(only_digits(value)) >= _FEWEST_DIGITS:
            yield span
