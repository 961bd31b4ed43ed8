"""What fits in a few lines of a narrow window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.fitting import fit, lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("ten letter", 1),
        ("ten letter words", 2),
        ("abcdefghijk", 2),
        ("客户说客户说", 2),
        ("ABCDEFGHI", 2),
        ("a " * 20, 4),
    ],
)
def test_lines_are_counted_as_a_window_of_ten_columns_wraps_them(text: str, expected: int) -> None:
    assert lines(text, 10) == expected


def test_what_fits_is_not_touched() -> None:
    assert fit("ten letter words", 2, 10) == "ten letter words"


def test_what_does_not_fit_ends_in_dots_and_what_follows_them() -> None:
    assert fit("some ten letter words", 2, 10, more=" (…)") == "some ten… (…)"


@given(st.text(max_size=300), st.integers(1, 4), st.integers(12, 40))
def test_nothing_takes_more_lines_than_asked_for(text: str, most: int, columns: int) -> None:
    shown = fit(" ".join(text.split()), most, columns)
    assert lines(shown, columns) <= most
