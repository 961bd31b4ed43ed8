"""Words and stems: what a note and a question have in common, however they are typed."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.languages import Language
from bot.text.terms import MOST_TERMS, query_terms, stem, terms, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The SIM won’t activate!", ["the", "sim", "wont", "activate"]),
        ("SEÑAL señal senal sen\u0303al", ["senal"] * 4),
        ("５Ｇ ５g 5G", ["5g"] * 3),
        ("٤٥ ﬁne Straße", ["45", "fine", "strasse"]),
        ("Wi-Fi, e-mail and pre-paid at-home", ["wifi", "email", "and", "prepaid", "at", "home"]),
        ("snake_case x-ray co\u00adop", ["snake", "case", "xray", "coop"]),
        ("$1,250.50 #42", ["1", "250", "50", "42"]),
        ("🙂🙂 — …", []),
    ],
)
def test_words_are_letters_and_digits_without_accents_case_and_width(
    text: str, folded: list[str]
) -> None:
    assert words(text) == folded


def test_a_word_without_end_is_cut() -> None:
    assert words("a" * 10_000) == ["a" * 64]


def test_terms_keep_order_and_number() -> None:
    assert terms("Bills billed, bill: billing 5g", "en") == ["bill", "bill", "bill", "bill", "5g"]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("activations", "activated", "en"),
        ("customer's", "customers", "en"),
        ("activación", "activaciones", "es"),
        ("activacion", "activación", "es"),
        ("suspensión", "suspensiones", "es"),
        ("señal", "senales", "es"),
        ("años", "anos", "es"),
        ("llamó", "llamar", "es"),
    ],
)
def test_forms_of_a_word_meet_in_one_stem(one: str, other: str, language: Language) -> None:
    assert terms(one, language) == terms(other, language)


@pytest.mark.parametrize("code", ["5g", "e911", "4411s", "lte2s", "iphone15s"])
def test_codes_are_kept_as_they_are(code: str) -> None:
    assert terms(code, "en") == terms(code, "es") == [code]


def test_query_terms_are_distinct_and_in_order() -> None:
    assert query_terms("Number ported? port the NUMBERS", "en") == ["number", "port", "the"]


def test_query_terms_are_bounded() -> None:
    text = " ".join(f"word{each}" for each in range(5000))
    assert query_terms(text, "en") == [f"word{each}" for each in range(MOST_TERMS)]


def test_what_comes_after_a_thousand_words_is_not_looked_at() -> None:
    assert query_terms("a " * 1000 + "late", "en") == ["a"]
    assert query_terms("a " * 999 + "late", "en") == ["a", "late"]


def test_what_comes_after_ten_thousand_characters_is_not_looked_at() -> None:
    assert query_terms(" " * 10_000 + "late", "en") == []
    assert query_terms("\ufb03" * 9_990 + " late", "en") == ["ffi" * 21 + "f"]  # three in one
    assert query_terms(" " * 9_990 + "late", "en") == ["late"]


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
    ],
)
def test_hostile_texts_are_read_in_bounded_time(text: str) -> None:
    began = time.process_time()
    found = query_terms(text, "es")
    assert time.process_time() - began < 0.5
    assert len(found) <= MOST_TERMS
    assert all(term.isalnum() for term in found)


@given(st.text(max_size=200), st.sampled_from(["en", "es"]))
def test_any_text_gives_terms_that_are_safe_to_quote(text: str, language: Language) -> None:
    found = query_terms(text, language)
    assert len(set(found)) == len(found)
    assert all(term and len(term) <= 64 and term.isalnum() for term in found)
    assert set(found) == set(terms(text, language)[:1000]) or len(found) == MOST_TERMS


def test_two_threads_stem_without_mixing_up_their_words() -> None:
    many = [f"{'ab' * (each % 20)}activations" for each in range(2000)]
    alone = [stem.__wrapped__(each, "en") for each in many]
    pause = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(lambda each: stem.__wrapped__(each, "en"), many))
    finally:
        sys.setswitchinterval(pause)
    assert together == alone
