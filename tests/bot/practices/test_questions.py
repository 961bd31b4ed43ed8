"""A question is read as it was typed and as it was meant."""

import pytest

from bot.practices.questions import read_question, read_words
from bot.text.spelling import Vocabulary
from bot.text.terms import MOST_TERMS
from tests.waiting import cpu_seconds

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


def test_stems_are_distinct_and_in_order() -> None:
    stems = read_question("Number ported? port the NUMBERS", KNOWN).meant
    assert stems == ("number", "port", "the")


def test_stems_are_bounded() -> None:
    text = " ".join(f"word{each}" for each in range(5000))
    assert read_question(text, KNOWN).stems == tuple(
        f"word{each}" for each in range(2 * MOST_TERMS)
    )


def test_what_comes_after_a_thousand_words_is_not_looked_at() -> None:
    assert read_words("a " * 1000 + "late")[1] == ["a"] * 1000
    assert read_words("a " * 999 + "late")[1] == ["a"] * 999 + ["late"]


def test_what_comes_after_ten_thousand_characters_is_not_looked_at() -> None:
    assert read_words(" " * 10_000 + "late")[1] == []
    assert read_words("\ufb03" * 9_990 + " late")[1] == ["ffi" * 21 + "f"]  # three in one
    assert read_words(" " * 9_990 + "late")[1] == ["late"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "🙂" * 10_000,
        "a" * 10_000,
        "\ufdfa" * 10_000,
        "漢" * 10_000,
        "e-" * 5_000,
        "a'" * 5_000,
        "z\u0301\u0302" * 5_000,
        "\ud800\0\ud83d a",
        "' OR 1=1 -- \" NEAR(a b) * ^ title:x {y}",
        "100% _like_ %; DROP TABLE practice",
        "a b " * 1_000_000,
        "a" * 50_000,
        "ab " * 9000,
        "ﷺ" * 9000,
    ],
)
def test_whatever_is_pasted_is_read_in_bounded_time(text: str) -> None:
    question = read_question(text, KNOWN)
    assert cpu_seconds(lambda: read_question(text, KNOWN)) < 0.5
    assert len(question.stems) <= 2 * MOST_TERMS
    assert all(stem.isalnum() for stem in question.stems)
