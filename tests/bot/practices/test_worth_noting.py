"""Which searches in vain tell a coach what is missing."""

import pytest

from bot.practices.worth_noting import worth_noting


@pytest.mark.parametrize(
    "words",
    [
        *("fax", "5g", "tv", "esim!!!", "AT&T port", "refund [card number]", "teléfono perdido"),
        *("new line for a tablet", "top up", "can't", "help with a port-in", "gasto"),
    ],
)
def test_what_somebody_looks_for_does(words: str) -> None:
    assert worth_noting(words)


@pytest.mark.parametrize(
    "words",
    ['%_%" AND NEAR(', "neww", "help me", "top 5", "tops", "helo", "serch", "a", "12", "??", "🙂"],
)
def test_our_own_words_signs_and_single_letters_do_not(words: str) -> None:
    assert not worth_noting(words)
