"""Thanks: only what settles a question, never what keeps it open."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.text.thanks import is_thanks
from tests.waiting import cpu_seconds

HELD_OUT = Path(__file__).parent / "thanks_and_languages_held_out.txt"


@pytest.mark.parametrize(
    "text",
    [
        "thanks",
        "Thanks!",
        "thx",
        "ty",
        "TY Dan",
        "Thank you <@U123>",
        "thanks for the help",
        "that worked, thank you",
        "that worked",
        "perfect 👍",
        "appreciate it",
        "gracias",
        "¡Gracias!",
        "mil gracias",
        "Muchas gracias por tu ayuda",
        "listo, ya quedó, gracias",
        "sí funcionó, gracias",
        "ｔｈａｎｋｓ",
        ":pray: thanks :tada:",
    ],
)
def test_thanks_are_thanks_in_both_languages(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no thanks",
        "No, thank you",
        "no gracias",
        "thanks but it did not work",
        "thanks, didn't help",
        "thanks, didn’t help",
        "gracias pero no funciona",
        "gracias, no funcionó",
        "thanks, which one?",
        "gracias ¿cuál",
        "thanks, can you check her bill too",
        "still nothing, thanks",
        "gracias, sigue sin señal",
        "that worked?",
        "not thanks to them",
        "customer said thanks and hung up",
        "tell him thanks for holding",
        "thirty",
        "try a reset",
        "party line",
        "thanks " + "and then she told me the whole story " * 5,
    ],
)
def test_what_keeps_a_question_open_is_not_thanks(text: str) -> None:
    assert not is_thanks(text)


def test_replies_that_the_words_were_not_chosen_for_are_mostly_right() -> None:
    lines = [line.split(": ", 1) for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]
    said = [(kind == "thanks yes", text) for kind, text in lines if kind.startswith("thanks")]
    right = sum(is_thanks(text) is expected for expected, text in said)
    assert right / len(said) >= 0.9


@pytest.mark.parametrize("unit", ["thanks ", "a", "<@", ":", "no, "])
def test_forty_thousand_characters_cost_nothing(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    assert not is_thanks(text)
    assert cpu_seconds(lambda: is_thanks(text)) < 0.1
