"""Street addresses, by their form in English and Spanish or by the words that announce them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.address_words import WORD
from bot.text.addresses_english import find_english
from bot.text.addresses_spanish import NOT_COUNTED_THINGS, find_spanish
from bot.text.kinds import Kind, Span

_CUED = re.compile(
    r"(?<![A-Za-z0-9])(?:(?<!e-mail )(?<!email )(?<!mail )(?<!ip )(?<!web )address|direccion"
    r"|domicilio|lives at|lives on|vive en|moving to|moved to)"
    r"(?:\s?(?:is|es|:|changed to|to|at|en|de|del|servicio|facturacion)){0,3}\s"
    rf"(?P<v>[0-9]{{1,6}}(?:[ ]{WORD}){{1,2}}"
    rf"|(?:{WORD}[ ]){{1,4}}?{NOT_COUNTED_THINGS}[0-9]{{1,5}}\b)"
    rf"{NOT_COUNTED_THINGS}",
    re.IGNORECASE,
)


def find_addresses(text: str) -> Iterator[Span]:
    """Street addresses and post boxes; a ZIP code alone is no address."""
    for find in (find_english, find_spanish):
        for start, end in find(text):
            yield Span(start, end, Kind.ADDRESS)
    for match in _CUED.finditer(text):
        yield Span(*match.span("v"), Kind.ADDRESS)
