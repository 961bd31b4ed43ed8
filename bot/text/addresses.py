"""Street addresses as English and Spanish write them, with unit, city, state and ZIP."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.cues import words
from bot.text.kinds import Kind, Span

_STOPS = words(
    "the of on in a an to and or is are was were has have had with without at by from near no not"
    " her his my their our your customers? people reps? cells? sites? towers? bars? lines? minutes?"
    " mins? min hours? hrs? hr days? weeks? months? years? phones? calls? asks? gb mb mbps pm am"
    " times? stores? homes? houses? blocks? miles? cars? sims? devices? users? ways? more other"
    " off out that this who all can will just only lost down up got per one two three any"
    " esta estan este hay hace tiene tienen cerrada cerro clientes? personas? lineas? horas? dias?"
    " veces minutos? barras? con sin por para y o en que una un unos principal desde son fue si"
    " torres? casas? tiendas? planes? pesos? dolares? meses semanas? anos?"
)
_STRONG = words(
    "street avenue ave boulevard blvd road rd lane ln highway hwy parkway pkwy terrace circle cir"
    " crescent turnpike expressway freeway"
)
_WEAK = words("st dr ct pl ter way court drive place trail trl square sq loop cove row alley pike")
_NUMBER = r"(?<![A-Za-z0-9.,:/$€#\-])[0-9]{1,6}[A-Za-z]?(?:-[0-9]{1,4}|[ ]1/2)?"
_WORD = rf"(?:(?!{_STOPS}\b)[A-Za-zÀ-ÿ0-9'.\-]{{1,20}})"
_UNIT = (
    r"(?:,?\s{0,2}(?:\b(?:apt|apartment|unit|suite|ste|lot|bldg|building|floor|fl|rm|room|space|spc"
    r"|trlr|depto|int)\b\.?\s?\#?|\#)\s?[A-Za-z0-9\-]{1,6}\b)?"
)
_STATES = (
    r"(?-i:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI"
    r"|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
)
_ZIP = r"[0-9]{5}(?:-[0-9]{4})?\b"
_CITY = rf"(?:,?\s{{1,2}}{_WORD}){{1,3}}"
_TAIL = (
    rf"(?:{_CITY},?\s(?:{_STATES}\b(?:,?\s{_ZIP})?|[A-Za-z]{{2}}\s{_ZIP})"
    rf"|{_CITY},?\s{_ZIP}|,?\s{_ZIP}|,\s{_STATES}\b)?"
)
_HEADING = r"(?:[ ](?:[nsew]|[ns][ew]|north|south|east|west)\b\.?)?"
_ENGLISH = re.compile(
    rf"{_NUMBER}{_HEADING}(?:(?:[ ]{_WORD}){{1,4}}?[ ]{_STRONG}|(?:[ ]{_WORD}){{1,3}}?[ ]{_WEAK})"
    rf"\b\.?(?!\s(?:customers|clientes)){_HEADING}{_UNIT}{_TAIL}",
    re.IGNORECASE,
)
_BOX = re.compile(rf"\b(?:p\.?\s?o\.?\s?box|apartado postal)\s?\#?\s?[0-9]{{1,6}}\b{_TAIL}", re.I)

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
    rf"|,?[ ](?:col|colonia|fracc)\b\.?(?:[ ]{_WORD}){{1,3}}){{0,4}}"
)
_NOT_UNITS = (
    r"(?![0-9]|[.:,][0-9]|%|[ ](?:clientes?|personas?|minutos?|horas?|veces|barras?|lineas?|dias?"
    r"|gb|mb|torres?|casas?|tiendas?|pesos|dolares|meses|am|pm|a\.m|p\.m)\b)"
)
_SPANISH = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_VIA}[ ]|c/[ ]?)(?:"
    rf"[0-9]{{1,3}}[A-Za-z]?(?:[ ](?:bis|sur|norte|este|oeste))?[ ]?"
    rf"(?:\#|no\.?|con)[ ]?[0-9]{{1,4}}[A-Za-z]?(?:[ ]?-[ ]?[0-9]{{1,4}})?"
    rf"|(?:[0-9]{{1,2}}[ ])?{_MIDDLE}{{0,2}}{_WORD}(?:[ ]{_MIDDLE}{{0,2}}{_WORD}){{0,3}}?"
    rf"{_NUMERO}[0-9]{{1,5}}[A-Za-z]?(?:[ ]?-[ ]?[A-Za-z0-9]{{1,4}})?\b){_NOT_UNITS}{_INTERIOR}",
    re.IGNORECASE,
)
_CUED = re.compile(
    r"(?<![A-Za-z0-9])(?:(?<!e-mail )(?<!email )(?<!mail )(?<!ip )(?<!web )address|direccion"
    r"|domicilio|lives at|lives on|vive en|moving to|moved to)"
    r"(?:\s?(?:is|es|:|changed to|to|at|en|de|del|servicio|facturacion)){0,3}\s"
    rf"(?P<v>[0-9]{{1,6}}(?:[ ]{_WORD}){{1,2}}|(?:{_WORD}[ ]){{1,4}}?{_NOT_UNITS}[0-9]{{1,5}}\b)"
    rf"{_NOT_UNITS}",
    re.IGNORECASE,
)


def find_addresses(text: str) -> Iterator[Span]:
    """Street addresses and post boxes; a ZIP code alone is no address."""
    for pattern in (_ENGLISH, _BOX, _SPANISH):
        for match in pattern.finditer(text):
            yield Span(*match.span(), Kind.ADDRESS)
    for match in _CUED.finditer(text):
        yield Span(*match.span("v"), Kind.ADDRESS)
