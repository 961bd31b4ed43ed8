"""What the readers of all sources share: bounds, texts, times, links and codes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.feeds.areas import areas, county, ugc
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.feeds.reading import (
    MOST_BYTES,
    MOST_PARTS,
    MOST_PROBLEMS,
    Problems,
    as_revision,
    entries,
    hashed,
    key_of,
    link_of,
    load_json,
    moment,
    one_line,
    words,
)

Y2K = datetime(2000, 1, 1, tzinfo=UTC)


def test_a_byte_order_mark_is_no_trouble() -> None:
    assert load_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!doctype html><title>502</title>", "HTML"),
        (b"{'a': 1}", "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        (b"NaN", "no JSON"),
        (b"[-Infinity]", "no JSON"),
        (b"1" * 5_000, "no JSON"),
        (b"[" * 200_000, "nested"),
        (b" " * (MOST_BYTES + 1), "bytes"),
        (b"[" + b"0," * 25_000_000 + b"0]", "bytes"),
    ],
)
def test_each_document_that_is_none_says_why(body: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        load_json(body)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-01T10:00:00-08:00", datetime(2026, 3, 1, 18, tzinfo=UTC)),
        ("2026-03-01T18:00:00Z", datetime(2026, 3, 1, 18, tzinfo=UTC)),
        ("2026-03-01T18:00:00.123456789Z", datetime(2026, 3, 1, 18, 0, 0, 123_456, tzinfo=UTC)),
        ("2026-03-01T18:00:00-00:00", datetime(2026, 3, 1, 18, tzinfo=UTC)),
        ("2026-03-01T18:00:00", None),
        ("2026-03-01", None),
        ("20260301", None),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("9999-12-31T23:59:59-23:59", None),
        ("1999-12-31T23:59:59Z", None),
        ("2101-01-01T00:00:00Z", None),
        ("2026-02-30T00:00:00Z", None),
        ("2026-03-01T25:00:00Z", None),
        ("2026-03-01T18:00:00Z" + " " * 100, None),
        (1_700_000_000, None),
        (None, None),
        ({}, None),
    ],
)
def test_a_time_has_its_zone_and_a_year_in_which_somebody_lives(
    text: Any, at: datetime | None
) -> None:
    assert moment(text) == at


MOMENTS = st.integers(0, 10**16).map(lambda us: Y2K + timedelta(microseconds=us))


@given(MOMENTS, MOMENTS)
def test_revisions_sort_as_their_times_do(first: datetime, second: datetime) -> None:
    assert (as_revision(first) < as_revision(second)) == (first < second)


@given(st.text(max_size=400), st.integers(1, 80))
def test_words_are_bounded_and_can_be_stored_and_sent(text: str, most: int) -> None:
    shown = words(text, most)
    assert len(shown) <= most
    shown.encode()
    assert "\x00" not in shown
    assert "\n" not in one_line(text, most)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_nothing_in_a_field_is_too_odd_to_be_read(value: Any) -> None:
    for read in (words, one_line, moment, link_of, key_of):
        read(value)


def test_lines_are_kept_and_mentions_are_text() -> None:
    assert words("  one\r\n\r\n two\u202e  <!channel>\x1b ") == "one\ntwo <!channel>"
    assert words("\u2800 \x00") == ""
    assert words(5) == words(None) == words(["x"]) == ""


@pytest.mark.parametrize(
    ("value", "key"),
    [("INC1", "INC1"), (5, "5"), ("", None), (None, None), (True, None), (1.5, None)],
)
def test_a_key_is_a_name_or_a_number(value: Any, key: str | None) -> None:
    assert key_of(value) == key


def test_an_overlong_key_stays_distinct_and_short() -> None:
    one, other = key_of("x" * 300 + "a"), key_of("x" * 300 + "b")
    assert one != other
    assert len(one or "") == 64


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.com/a?b=c#d", True),
        ("http://stspg.io/n0wskg2n6bvy", True),
        ("ftp://example.com", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https:///path", False),
        ("https://a.example|<!channel>", False),
        ("https://a.example/ b", False),
        ("//example.com", False),
        ("https://example.com/" + "x" * 500, False),
    ],
)
def test_only_addresses_that_can_stand_in_a_message_are_links(address: str, kept: bool) -> None:
    assert link_of(address) == (address if kept else None)


def test_entries_are_objects_with_their_places_and_bounded() -> None:
    problems = Problems()
    found = list(entries([{}, 5, {}], "alerts", problems))
    assert [place for place, _ in found] == ["alerts[0]", "alerts[2]"]
    assert [problem.where for problem in problems] == ["alerts[1]"]
    assert list(entries(None, "alerts", problems)) == []
    assert list(entries("x", "alerts", problems)) == []
    assert len(list(entries([{}] * (MOST_PARTS + 5), "alerts", problems))) == MOST_PARTS
    assert problems[-1].why == f"has {MOST_PARTS + 5} entries; {MOST_PARTS} were read"


def test_problems_are_bounded_and_the_rest_is_counted() -> None:
    problems = Problems()
    for number in range(MOST_PROBLEMS + 7):
        problems.note(f"alerts[{number}]", "x" * 10_000)
    kept = problems.bounded()
    assert len(kept) == MOST_PROBLEMS + 1
    assert kept[-1].why == "7 more problems"
    assert max(len(problem.why) for problem in kept) <= 200


def test_a_hash_is_the_same_for_sets_in_any_order() -> None:
    assert hashed(frozenset("abc")) == hashed(frozenset("cba")) != hashed(frozenset("ab"))


@pytest.mark.parametrize(
    ("code", "fips"),
    [
        ("006073", "06073"),
        ("106073", "06073"),
        ("06073", "06073"),
        ("6073", "06073"),
        ("006000", "06000"),
        ("073", None),
        ("0060731", None),
        ("06O73", None),
        ("²6073", None),
        ("", None),
    ],
)
def test_counties_have_five_digits(code: str, fips: str | None) -> None:
    assert county(code) == fips


def test_codes_of_areas_are_told_from_words() -> None:
    known, unknown = areas(
        [
            "cac073",
            "CAZ043",
            "fire:CAZ258",
            "06073",
            "market:san-diego",
            "San Diego",
            "CAC73",
            "all",
        ]
    )
    assert known == {"CAC073", "CAZ043", "fire:CAZ258", "06073", "market:san-diego"}
    assert unknown == ["San Diego", "CAC73", "all"]
    assert ugc("CAX073") is None
