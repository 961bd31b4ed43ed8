"""Words and stems: what a note and a question have in common, however they are typed."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.languages import Language
from bot.text.terms import stem, terms, words


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


@given(st.text(max_size=200), st.sampled_from(["en", "es"]))
def test_any_text_gives_terms_that_are_safe_to_quote(text: str, language: Language) -> None:
    found = terms(text, language)
    assert all(term and len(term) <= 64 and term.isalnum() for term in found)


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
