"""Which words made a practice fit: as typed, the rarest first, and none that say nothing."""

from collections.abc import Mapping

import pytest

from bot.practices.telling import telling

NOTE = "Port rejected over the PIN. The transfer PIN lapses; the old company has a new one."
COUNTS: Mapping[str, int] = {"port": 20, "reject": 4, "pin": 9, "compani": 60, "the": 99}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Why was the port rejected, wrong PIN?", ("rejected", "PIN", "port")),
        ("PORTS, Pin or pin", ("Pin", "PORTS")),
        ("which company", ()),
        ("what does the customer want", ()),
        ("my bill is high", ()),
        ("🙋 *<@U1>*", ()),
        ("", ()),
    ],
)
def test_the_words_that_stand_there_and_in_few_others(
    question: str, words: tuple[str, ...]
) -> None:
    assert telling(question, NOTE, COUNTS, 100) == words


def test_among_a_few_practices_no_word_is_rare() -> None:
    assert telling("port rejected", NOTE, {"port": 1, "reject": 1}, 1) == ()


def test_spanish_words_are_told_without_their_accents_in_the_way() -> None:
    note = "La conexión falla cuando la señal baja; reinicie el módem primero."
    said = telling("conexion con el MODEM, ¿señal?", note, {}, 100)
    assert sorted(said) == ["MODEM", "conexion", "señal"]
