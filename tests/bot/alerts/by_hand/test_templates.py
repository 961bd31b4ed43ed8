"""The words to start from are about what happens, not only of its kind."""

import re

import pytest

from bot.alerts.template_words import KINDS, WITHIN
from bot.alerts.templates import is_template, template
from bot.alerts.times import says_a_time
from storage.alerts import AlertKind
from tests.bot.advice.scene import who
from tests.bot.alerts.by_hand.scene import Room

BILLING, NETWORK, STORE = AlertKind.BILLING, AlertKind.NETWORK_OUTAGE, AlertKind.STORE
EVERY = [
    *((kind, said) for kind, both in KINDS.items() for said in both),
    *(
        (kind, said)
        for kind, those in WITHIN.items()
        for _, *both in those.values()
        for said in both
    ),
]


@pytest.mark.parametrize(
    ("kind", "about", "english", "spanish"),
    [
        (BILLING, "Billing system slow", "billing system is slow", "sistema de facturación va"),
        (BILLING, "El sistema de facturación está caído", "slow or down", "lento o está caído"),
        (BILLING, "Customers charged twice", "this mistake on some bills", "este error"),
        (BILLING, "Cobros dobles en octubre", "this mistake on some bills", "este error"),
        (BILLING, "November bills run late", "bills are late", "llegan tarde"),
        (BILLING, "Facturas con retraso", "bills are late", "llegan tarde"),
        (BILLING, "Autopay payments fail", "Payments do not go through", "Los pagos"),
        (BILLING, "Something with bills", "wrong with billing", "algo no va bien"),
        (NETWORK, "Slow data in Ramona", "slower than it should", "más lentos"),
        (NETWORK, "Fiber cut near Ramona", "down or weak", "caído o débil"),
        (NETWORK, "SMS delayed", "Text messages are late", "mensajes de texto"),
        (STORE, "Store systems down", "system does not work", "sistema"),
        (STORE, "Tienda de Chula Vista cerrada", "closed", "cerrada"),
        (AlertKind.FRAUD, "Scam calls from our number", "That call", "Esa llamada"),
        (AlertKind.FRAUD, "Phishing texts", "That message", "Ese mensaje"),
    ],
)
def test_the_words_fit_what_happens(
    kind: AlertKind, about: str, english: str, spanish: str
) -> None:
    assert english in template(kind, "en", about)
    assert spanish in template(kind, "es", about)


@pytest.mark.parametrize(("kind", "said"), EVERY)
def test_each_is_short_and_promises_no_time(kind: AlertKind, said: str) -> None:
    assert 20 < len(said) <= 300
    assert not says_a_time(said)
    assert not re.search(r"\d", said)
    assert is_template(said)
    assert is_template(said, kind)
    assert not is_template(f"{said} And more.")


def test_each_is_of_one_language_and_one_kind() -> None:
    assert len({said for _, said in EVERY}) == len(EVERY)
    english = template(BILLING, "en", "Billing system slow")
    assert is_template(english, BILLING, "en")
    assert not is_template(english, BILLING, "es")
    assert not is_template(english, STORE, "en")


async def test_the_form_starts_from_what_was_typed(room: Room) -> None:
    prepared = await room.alerts.open_typed(who("ULUIS"), "Billing system slow", room.now)
    assert prepared.draft.kind is BILLING
    assert "billing system is slow" in prepared.draft.say_en


async def test_words_to_start_from_of_the_same_kind_are_kept(room: Room) -> None:
    """Whoever says it otherwise meanwhile keeps what they looked over."""
    said = template(BILLING, "en", "Billing system slow")
    alert = await room.post(kind=BILLING, headline="Bills run late", say_en=said, say_es="")
    assert alert.kind is BILLING
