"""A question is read as it was typed and as it was meant."""

import pytest

from bot.practices.questions import read_question
from bot.text.spelling import Vocabulary

KNOWN = Vocabulary({"phone": 5, "customer": 3, "billing": 2, "roaming": 1, "factura": 1})


def test_a_slip_is_put_right_in_the_text_and_both_words_are_looked_for() -> None:
    question = read_question("The custmer's Phone?", KNOWN)
    assert question.respelled is None  # "custmers" is two edits away, and too short for two
    question = read_question("My custmer lost the PHONE!", KNOWN)
    assert question.respelled == "My customer lost the PHONE!"
    assert {"custmer", "custom"} <= set(question.stems)
    assert "custom" in question.meant
    assert "custmer" not in question.meant


def test_what_is_known_is_left_alone() -> None:
    assert read_question("phone billing", KNOWN).respelled is None


def test_so_many_unknown_words_are_no_slips() -> None:
    question = read_question("biling romaing alpha bravo", KNOWN)
    assert question.respelled is None
    assert {"bill", "roam"} <= set(question.meant)


def test_words_of_a_language_that_no_practice_is_written_in_are_no_slips() -> None:
    assert read_question("phonr", KNOWN).respelled == "phone"
    assert read_question("phonr", KNOWN, knows=lambda language: False).respelled is None


def test_names_are_looked_for_in_the_stems_of_both_languages() -> None:
    assert {"panther", "panthers"} <= set(read_question("the Panthers", KNOWN).stems)


@pytest.mark.parametrize("text", ["", "🙂", "a" * 50_000, "ab " * 9000, "ﷺ" * 9000, "\ud800"])
def test_whatever_is_pasted_can_be_read(text: str) -> None:
    question = read_question(text, KNOWN)
    assert len(question.stems) <= 128
