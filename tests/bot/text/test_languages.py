"""Languages: English unless small words or signs say Spanish."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.text.languages import language

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    "text",
    [
        "¿puedo dar crédito?",
        "el cliente no tiene señal desde ayer",
        "la factura llego mas alta",
        "su telefono no funciona",
        "gracias por la ayuda",
        "tres clientes sin servicio en Ramona",
        "NO TIENE SEÑAL",
    ],
)
def test_spanish_is_told_with_and_without_accents(text: str) -> None:
    assert language(text) == "es"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123",
        "iPhone 15",
        "no service in El Cajon or La Mesa",
        "Los Angeles",
        "José from La Jolla wants a refund",
        "she speaks Spanish",
        "a customer de Mexico has no signal and he wants a credit",
    ],
)
def test_names_and_places_do_not_make_a_text_spanish(text: str) -> None:
    assert language(text) == "en"


def test_held_out_texts_are_told_apart() -> None:
    lines = (HERE / "thanks_and_languages_held_out.txt").read_text(encoding="utf-8").splitlines()
    known = [line.split(": ", 1) for line in lines if line.startswith(("en: ", "es: "))]
    assert [language(text) for _, text in known] == [expected for expected, _ in known]


def test_the_topics_questions_are_told_apart_nearly_always() -> None:
    lines = (HERE / "topics_questions.txt").read_text(encoding="utf-8").splitlines()
    texts = [line.split(": ", 1)[1] for line in lines]
    marked = [text for text in texts if any(sign in text for sign in "¿áéíóúñ")]
    assert sum(language(text) == "es" for text in marked) / len(marked) >= 0.95
