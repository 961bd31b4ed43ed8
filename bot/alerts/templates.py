"""One way to say it to start from, for each kind and language. Each names no time: whoever knows
one adds it in their own words. Of what is of no kind nothing can be said beforehand that would
tell a customer anything."""

from typing import Final

from storage.alerts import AlertKind
from storage.languages import Language

_ENGLISH: Final = {
    AlertKind.NETWORK_OUTAGE: (
        "Service near you is down or weak right now. Our engineers are on it, and I can send you "
        "a text when it is back."
    ),
    AlertKind.POWER_OUTAGE: (
        "The power is out near you, and some of our sites with it. Service comes back with the "
        "power. I can send you a text then."
    ),
    AlertKind.WEATHER: (
        "Severe weather near you may affect your service. Please stay safe first; our teams repair "
        "what they can reach."
    ),
    AlertKind.WILDFIRE: (
        "A fire near you affects our sites. Please follow what the authorities say first; our "
        "engineers work as soon as they are let in."
    ),
    AlertKind.STORE: (
        "That store cannot help you at the moment. Let me see what I can do for you right here."
    ),
    AlertKind.BILLING: (
        "We know about this mistake on some bills and are correcting it. You need not do anything."
    ),
    AlertKind.POLICY: "This has changed for everybody. Let me tell you what it means for you.",
    AlertKind.FRAUD: (
        "That message was not from us. Please do not answer it, and give nobody your PIN or a code."
    ),
}
_SPANISH: Final = {
    AlertKind.NETWORK_OUTAGE: (
        "El servicio en su zona está caído o débil en este momento. Nuestros técnicos están en "
        "ello, y puedo enviarle un mensaje cuando vuelva."
    ),
    AlertKind.POWER_OUTAGE: (
        "No hay luz en su zona y eso afecta a nuestras antenas. El servicio vuelve con la luz. "
        "Puedo enviarle un mensaje entonces."
    ),
    AlertKind.WEATHER: (
        "El mal tiempo en su zona puede afectar su servicio. Primero su seguridad; nuestros "
        "equipos reparan lo que pueden."
    ),
    AlertKind.WILDFIRE: (
        "Un incendio cerca de usted afecta nuestras antenas. Siga primero lo que digan las "
        "autoridades; trabajamos en cuanto nos dejen entrar."
    ),
    AlertKind.STORE: (
        "Esa tienda no puede atenderle en este momento. Déjeme ver qué puedo hacer yo por usted."
    ),
    AlertKind.BILLING: (
        "Conocemos este error en algunas facturas y lo estamos corrigiendo. No tiene que hacer "
        "nada."
    ),
    AlertKind.POLICY: "Esto cambió para todos. Le explico qué significa para usted.",
    AlertKind.FRAUD: (
        "Ese mensaje no era nuestro. No lo conteste, y no dé a nadie su PIN ni un código."
    ),
}


def template(kind: AlertKind | None, language: Language) -> str:
    """Where to start from; nothing where no kind is chosen, or none of them."""
    words = _SPANISH if language == "es" else _ENGLISH
    return words.get(kind, "") if kind else ""


def is_template(text: str) -> bool:
    """Whether nobody has made it their own yet."""
    return text in _ENGLISH.values() or text in _SPANISH.values()
