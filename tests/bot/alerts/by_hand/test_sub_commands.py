"""What stands behind the command: one of our words, what may be one, or what happens."""

import pytest

from bot.alerts.sub_commands import Word, meant_word, read_word


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("list", Word.LIST),
        (" List  all ", Word.LIST),
        ("list of live alerts", Word.LIST),
        ("?", Word.HELP),
        ("help me", Word.HELP),
        ("report", Word.REPORT),
        ("Report of the last alert", Word.REPORT),
    ],
)
def test_our_words_are_known_with_what_people_add_to_them(typed: str, word: Word) -> None:
    assert read_word(typed) is word
    assert meant_word(typed) is None


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("lst", Word.LIST),
        ("ls", Word.LIST),
        ("lits all", Word.LIST),
        ("hlep", Word.HELP),
        ("reprot", Word.REPORT),
        ("report of fire near Ramona", Word.REPORT),
        ("status", Word.LIST),
        ("list price is wrong in the app", Word.LIST),
        ("Help line is down", Word.HELP),
    ],
)
def test_what_may_be_one_of_our_words_is_asked_about(typed: str, word: Word) -> None:
    assert read_word(typed) is None
    assert meant_word(typed) is word


@pytest.mark.parametrize(
    "typed",
    ["", "fiber cut", "Lost signal in Ramona", "outage", "shop is closed", "status page is wrong"],
)
def test_what_happens_is_neither(typed: str) -> None:
    assert read_word(typed) is None
    assert meant_word(typed) is None
