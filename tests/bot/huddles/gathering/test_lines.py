"""The words of agenda lines: short, kind, and without who asked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.huddles.agenda import lines
from bot.huddles.agenda.unnamed import unnamed
from bot.text.shortening import length

MONDAY = date(2026, 11, 23)


def test_a_day_of_this_week_is_named_and_another_one_is_dated() -> None:
    assert lines.day(MONDAY, MONDAY) == "Monday"
    assert lines.day(MONDAY, MONDAY + timedelta(days=6)) == "Monday"
    assert lines.day(MONDAY, MONDAY + timedelta(days=7)) == "November 23"
    assert lines.day(MONDAY, MONDAY - timedelta(days=7)) == "November 23"


def test_a_concern_says_how_many_and_whether_that_is_more_than_before() -> None:
    assert lines.trend(9, 4) == "9 asks, 4 the week before"
    assert lines.trend(3, 0) == "3 asks, none the week before"


def test_people_are_thanked_in_the_order_given_and_many_as_far_as_there_is_room() -> None:
    assert lines.thanks(["Ana R."], 0) == "Thanks to Ana R., whose answers worked"
    assert lines.thanks(["Ana R.", "Dan", "Nick S."], 0) == (
        "Thanks to Ana R., Dan and Nick S., whose answers worked"
    )
    named = lines.thanked([f"Person {number}" for number in range(40)])
    said = lines.thanks(named, 40 - len(named))
    assert said.startswith("Thanks to Person 0, Person 1, ")
    assert said.endswith(f" and {40 - len(named)} more, whose answers worked")
    assert length(said) <= lines.TITLE


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=60))
def test_whatever_people_are_called_their_thanks_are_one_short_line(names: list[str]) -> None:
    named = lines.thanked(names)
    assert 1 <= len(named) <= len(names)
    assert length(lines.thanks(named, len(names) - len(named))) <= lines.TITLE


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (MONDAY, "due today"),
        (MONDAY + timedelta(days=1), "due Tuesday"),
        (MONDAY + timedelta(days=6), "due Sunday"),
        (MONDAY + timedelta(days=7), "due November 30"),
        (MONDAY - timedelta(days=3), "due November 20"),
    ],
)
def test_a_day_that_is_over_is_not_taken_for_one_to_come(on: date, said: str) -> None:
    assert lines.due(on, MONDAY) == said


@given(st.text(max_size=3000))
def test_whatever_was_asked_makes_one_short_line(typed: str) -> None:
    for said in (lines.concern(typed), lines.unanswered(typed), lines.gap(typed)):
        assert "\n" not in said
        assert length(said) < 140
        assert said.count("“") == said.count("”") == 1


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Maya Rivera here, no service in Ramona", "… here, no service in Ramona"),
        ("no service, MAYA RIVERA", "no service, …"),
        ("no service in Ramona - Maya", "no service in Ramona -…"),
        ("no service in Ramona, Maya", "no service in Ramona, …"),
        ("no service in Ramona /maya", "no service in Ramona /…"),
        ("hi, this is Maya: eSIM is stuck", "hi, this is…: eSIM is stuck"),
        ("hola, soy Maya, no hay red", "hola, soy…, no hay red"),
        ("asks for <@U0MAYA> again", "asks for … again"),
        ("Maya R. asks", "… asks"),
        ("the Mayan calendar app crashes", "the Mayan calendar app crashes"),
        ("customer Maya Lopez has no service", "customer Maya Lopez has no service"),
    ],
)
def test_whoever_asked_is_not_named(question: str, shown: str) -> None:
    assert unnamed(question, "Maya Rivera") == shown


def test_a_name_that_is_a_word_leaves_the_question_whole() -> None:
    assert unnamed("will the bill change?", "Will Bond") == "will the bill change?"
    assert unnamed("", "Will Bond") == unnamed("", "") == ""


@given(st.text(max_size=400), st.text(max_size=60))
def test_no_text_and_no_name_stops_it(question: str, name: str) -> None:
    assert "\n" not in unnamed(question, name)
