"""Whether a question is about an alert: by words alone."""

import pytest

from bot.alerts.alike.fitting import fits, signs_of
from bot.alike.gist import Gist, Rarity, read
from bot.text.topics import guess
from storage.alerts import AlertKind

PLAIN = Rarity.of()


def gist(text: str) -> Gist:
    return read(text, guess(text))


FIRE = signs_of(
    AlertKind.NETWORK_OUTAGE,
    "Fire near Ramona has taken two sites down",
    "No service or weak signal",
    "Ramona and Julian",
)


@pytest.mark.parametrize(
    "question",
    ["no service in Ramona since 8", "¿Falla en Julian? Sin señal", "Julian: no bars, outage?"],
)
def test_a_question_fits_the_alert_that_explains_it(question: str) -> None:
    assert fits(gist(question), FIRE, PLAIN) >= 0


@pytest.mark.parametrize(
    "question",
    [
        "no service in Poway",
        "Is the Ramona store open on Sunday?",
        "charged twice for October",
        "only her phone has no service, the others work",
    ],
)
def test_a_question_of_something_else_does_not(question: str) -> None:
    assert fits(gist(question), FIRE, PLAIN) < 0


def test_an_alert_for_the_whole_market_fits_wherever_they_are() -> None:
    signs = signs_of(AlertKind.BILLING, "Autopay ran twice", "Charged twice on the card")
    assert fits(gist("customer in Alpine charged twice, autopay"), signs, PLAIN) >= 0
