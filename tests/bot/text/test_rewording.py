"""A slip that is put right says the same; a changed word or figure does not."""

import pytest

from bot.text.rewording import says_otherwise

ANSWER = "Fire near Ramona took two sites down; say about 24 hours."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ANSWER, ANSWER.upper()),
        (ANSWER, ANSWER.replace(";", ",").replace("hours.", "hours!!")),
        (ANSWER, f"  {ANSWER}\n"),
        ("Fire near Ramona took two sties down.", "Fire near Ramona took two sites down."),
        ("Restart the modemm first.", "Restart the modem first."),
        ("Restat the modme first.", "Restart the modem first."),
        ("Restart the mode first of all.", "Restart the mode first of all"),
        ("Reinicie el telefono.", "Reinicie el teléfono."),
        ("Wi-Fi calling works there.", "wifi calling works there"),
        ("It is about thre hours.", "It is about thre hours 🙂"),
    ],
)
def test_slips_and_looks_change_nothing(before: str, after: str) -> None:
    assert not says_otherwise(before, after)
    assert not says_otherwise(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ANSWER, ANSWER.replace("24", "48")),
        (ANSWER, ANSWER + " Not any more."),
        (ANSWER, ""),
        ("It is now covered.", "It is not covered."),
        ("You can credit it.", "You can't credit it."),
        ("Use the tower list.", "Use the power list."),
        ("Ask for form A1234.", "Ask for form A1235."),
        ("Restat the modme frist of all.", "Restart the modem first of all."),
        ("The store opens at nine.", "At nine the store opens."),
        ("Move it to a tablet line.", "Move it to a watch line."),
    ],
)
def test_other_words_and_figures_say_something_else(before: str, after: str) -> None:
    assert says_otherwise(before, after)
    assert says_otherwise(after, before)
