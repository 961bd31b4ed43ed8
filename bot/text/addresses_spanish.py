"""Street addresses as Spanish writes them: kind of street, name, number, interior."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.address_words import WORD
from bot.text.cues import words

_VIA = words(
    r"calle avenida av\. av avda\.? carrera cra\.? calzada calz\.? boulevard blvd\.? bulevar paseo"
    r" plaza camino carretera privada priv\.? callejon prolongacion prol\.? circuito cerrada"
    r" andador ronda diagonal transversal travesia colonia col\.? fraccionamiento"
)
_MIDDLE = r"(?:(?:de|del|la|las|los|el|san|santa|y)[ ])"
_NUMERO = r"(?:,?[ ](?:\#|no\.?|num\.?|numero|nro\.?)?[ ]?)"
_INTERIOR = (
    r"(?:,?[ ](?:int|interior|depto|dpto|departamento|piso|puerta|apto|apt|apartamento|local|mz|mza"
    r"|manzana|lote|lt|edif|edificio|torre|cp|c\.p|codigo postal)\b\.?[ ]?\#?[A-Za-z0-9\-]{1,6}\b"
    rf"|,?[ ](?:col|colonia|fracc)\b\.?(?:[ ]{WORD}){{1,3}}){{0,4}}"
)
_QUARTER = r"(?:[ ](?:ote|pte|nte|sur|norte|oriente|poniente|este|oeste)\b\.?)?"
NOT_COUNTED_THINGS = (
    r"(?![0-9]|[.:,][0-9]|%|[ ](?:clientes?|personas?|minutos?|horas?|veces|barras?|lineas?|dias?"
    r"|gb|mb|torres?|casas?|tiendas?|pesos|dolares|meses|am|pm|a\.m|p\.m)\b)"
)
_SPANISH = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_VIA}[ ]|c/[ ]?)(?:"
    rf"[0-9]{{1,3}}[A-Za-z]?(?:[ ](?:bis|sur|norte|este|oeste))?[ ]?"
    rf"(?:\#|no\.?|con)[ ]?[0-9]{{1,4}}[A-Za-z]?(?:[ ]?-[ ]?[0-9]{{1,4}})?"
    rf"|(?:[0-9]{{1,2}}[ ])?{_MIDDLE}{{0,2}}{WORD}(?:[ ]{_MIDDLE}{{0,2}}{WORD}){{0,3}}?"
    rf"{_NUMERO}[0-9]{{1,5}}[A-Za-z]?(?:[ ]?-[ ]?[A-Za-z0-9]{{1,4}})?\b)"
    rf"{NOT_COUNTED_THINGS}{_QUARTER}{_INTERIOR}",
    re.IGNORECASE,
)


def find_spanish(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every address that begins with the kind of street."""
    yield from (match.span() for match in _SPANISH.finditer(text))
