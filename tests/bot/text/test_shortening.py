"""Shortening: never too long, and nothing that people see as one thing is torn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.escaping import escape, shorten
from bot.text.shortening import length
from tests.waiting import cpu_seconds

UNBROKEN = (
    *("👨‍👩‍👧‍👦", "🇺🇸", "🇲🇽", "👍🏽", "é", "e\u0301", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "a"),
    *("&amp;", "&lt;", "<@U123>", "<https://a.b|two words>"),
)
WHOLE = (*UNBROKEN, "word ", " ", "\n")
WORD_JOINER = "\u2060"
PIECES = st.lists(st.sampled_from(WHOLE), max_size=30)


@given(st.text(max_size=80) | PIECES.map("".join), st.integers(-3, 90))
def test_a_shortened_text_never_exceeds_its_limit(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short.encode("utf-16-le", "surrogatepass")) // 2 <= max(limit, 0) or short == text
    assert short == text or limit < 1 or short.endswith("…")


@given(st.lists(st.sampled_from(UNBROKEN), max_size=30), st.integers(1, 60))
def test_emoji_accents_flags_escapes_and_mentions_stay_whole(pieces: list[str], limit: int) -> None:
    joined = [piece + WORD_JOINER for piece in pieces]
    prefixes = {
        "".join(joined[:count]).removesuffix(WORD_JOINER) for count in range(len(joined) + 1)
    }
    kept = shorten("".join(joined), limit).removesuffix("…").removesuffix(WORD_JOINER)
    assert kept in prefixes


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("no service in Ramona", 20, "no service in Ramona"),
        ("no service in Ramona", 19, "no service in…"),
        ("no service in Ramona", 11, "no service…"),
        ("no service, in Ramona", 14, "no service…"),
        ("a tower (the old one) is down", 10, "a tower…"),
        ("AT&amp; and more", 9, "AT&amp;…"),
        ("supercalifragilistic", 8, "superca…"),
        ("AT&amp;T", 5, "AT…"),
        ("a 👍🏽", 5, "a…"),
        ("anything", 1, "…"),
        ("anything", 0, ""),
        ("🇺🇸🇲🇽🇺🇸", 9, "🇺🇸🇲🇽…"),
    ],
)
def test_a_text_is_cut_between_words_where_it_can_be(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(st.text(alphabet="&<>ab ", max_size=40), st.integers(1, 40))
def test_escaped_text_stays_escaped_text_when_shortened(text: str, limit: int) -> None:
    short = shorten(escape(text), limit)
    assert "&" not in short.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")


def test_emoji_count_twice_as_a_strict_client_counts_them() -> None:
    assert length("a👍é") == 4


@pytest.mark.parametrize("unit", ["\u0301", "🇺", "\u200d", "<", "&", " ", "a", "<a", "&amp"])
def test_forty_thousand_characters_of_one_thing_are_cut_quickly(unit: str) -> None:
    text = (unit * 40_000)[:40_000]
    assert cpu_seconds(lambda: shorten(text, 39_000)) < 0.25
