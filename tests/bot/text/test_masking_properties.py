"""Masking holds for every text: it is stable, bounded in time, and reads no further than it may."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.kinds import LABELS
from bot.text.masking import Masker
from tests.waiting import cpu_seconds

MASKER = Masker(kept_numbers=("1-800-555-0199",))
PIECES = (
    *"0123456789 -.,()/_@:#+<>|[]'\"",
    *("PIN", "pin", "is", "clave", "es", "code", "código", "password", "cuenta", "account", "or"),
    *("4821", "6789", "619", "555", "0142", "4111", "1111", "411111", "89", "123-45-6789", "2026"),
    *(
        "call",
        "card",
        "SSN",
        "last four",
        "IMEI",
        "sim",
        "calle",
        "Main",
        "St",
        "Apt",
        "CA",
        "92065",
    ),
    *("a@b.com", "arroba", "gmail", "dot", "com", "mailto:", "tel:", "https://x.y/?q=", "<@U123>"),
    *("1-800-555-0199", "\u200b", "\u00a0", "４", "é", "\n", "12/27", *LABELS.values()),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).flatmap(
    lambda pieces: st.sampled_from(("", " ")).map(lambda glue: glue.join(pieces))
)

HOSTILE = (
    *(
        "1",
        "1 ",
        "4 ",
        "44 ",
        "444 ",
        "4111 ",
        "8",
        "a",
        "a@",
        "@",
        "a.",
        "%40",
        "<",
        "<@",
        "<mailto:",
    ),
    *("pin ", "pin is ", "pin 1234 ", 'pin "', "password:", "account 1 ", "last 4 ", "ssn 1"),
    *("123 Main ", "5 n ", "1 a ", "12 a b ave ", "calle ", "calle a ", "c/ ", "lives at a b "),
    *(
        "619-555-0142 ",
        "+5 2 ",
        "00 ",
        "1.1.1.",
        "(1)",
        "1\u200b",
        "４ ",
        "\x01",
        " ",
        "https://a.b/",
    ),
)


@given(TEXTS | st.text(max_size=80))
@settings(max_examples=1500, deadline=None)
def test_masking_masked_text_changes_nothing(text: str) -> None:
    once = MASKER.mask(text).text
    assert MASKER.mask(once).text == once


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_card_number_goes_whatever_stands_around_it(text: str) -> None:
    assert "4242 4242" not in MASKER.mask(f"{text}\n4242 4242 4242 4242\n{text}").text


@pytest.mark.parametrize("unit", HOSTILE)
def test_forty_thousand_hostile_characters_cost_a_quarter_of_a_second_at_most(unit: str) -> None:
    text = (unit * (40_000 // len(unit) + 1))[:40_000]
    assert cpu_seconds(lambda: MASKER.mask(text)) < 0.25
