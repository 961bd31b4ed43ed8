"""Which words can be part of a street's name, in English and Spanish."""

from __future__ import annotations

import re

from bot.text.cues import words

_STOPS = words(
    "the of on in a an to and or is are was were has have had with without at by from near no not"
    " her his my their our your customers? people reps? cells? sites? towers? bars? lines? minutes?"
    " mins? min hours? hrs? hr days? weeks? months? years? phones? calls? asks? gb mb mbps pm am"
    " times? stores? homes? houses? blocks? miles cars? sims? devices? users? ways? more other"
    " off out that this who all can will just only lost down up got per one two three any"
    " esta estan este hay hace tiene tienen cerrada cerro clientes? personas? lineas? horas? dias?"
    " veces minutos? barras? con sin por para y o en que una un unos principal desde son fue si"
    " torres? casas? tiendas? planes? pesos? dolares? meses semanas? anos?"
)
WORD = rf"(?:(?!{_STOPS}\b)[A-Za-zÀ-ÿ0-9'.\-]{{1,20}})"
"""A word of a street's or a city's name: no function word, nothing that people count."""

STOP_WORD = re.compile(rf"(?<![A-Za-zÀ-ÿ]){_STOPS}(?![A-Za-zÀ-ÿ])", re.IGNORECASE)
"""A word that no street's name holds, so that "3 people on Oak Road" is no address."""
