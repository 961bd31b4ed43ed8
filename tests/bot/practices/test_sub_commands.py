"""Our own words, as people type them."""

import pytest

from bot.practices.sub_commands import meant_word, read_word


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("new", "new"),
        (" TOP ", "top"),
        ("top 5", "top"),
        ("Gaps?", "gaps"),
        ("help me", "help"),
        ("help me please!", "help"),
        ("?", "help"),
        ("help with a port-in", None),
        ("top up", None),
        ("new line for a tablet", None),
        ("neww", None),
        ("", None),
    ],
)
def test_alone_or_with_what_people_add_they_are_ours(typed: str, word: str | None) -> None:
    assert read_word(typed) == word


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        *(("neww", "new"), ("Hlep", "help"), ("serch", "search"), ("gapss", "gaps")),
        *(("new", None), ("fax", None), ("neww phone", None), ("", None), ("12", None)),
    ],
)
def test_a_slip_in_one_of_them_is_known(typed: str, word: str | None) -> None:
    assert meant_word(typed) == word
