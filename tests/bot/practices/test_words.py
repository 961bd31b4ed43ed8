"""What controls of practices send comes back as it was meant, and an older version's does not."""

from uuid import UUID

import pytest

from bot.advice import elsewhere
from bot.advice import words as advice
from bot.errors import Outdated
from bot.practices import words
from bot.practices.words import Choice, Chosen, Editing, From, Instead, Refusing

ONE, TWO = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("choice", Choice)
def test_a_choice_under_the_dots_comes_back_with_its_practice_and_version(choice: Choice) -> None:
    assert words.read_choice(words.choice_value(choice, ONE, 3)) == Chosen(choice, ONE, 3)


@pytest.mark.parametrize(
    "made",
    [
        From(),
        From(
            "C1",
            "C2",
            "1.2",
            ONE,
            TWO,
            "U1",
            "Zoë <&> 客户",
            "https://ok.example/1",
            "d1",
            "1.3",
            "https://hooks.example/1",
            TWO,
            ONE,
            (ONE, TWO),
        ),
        From(ask=ONE),
        From(seen=(TWO,)),
    ],
)
def test_what_a_form_was_made_from_comes_back_whole(made: From) -> None:
    assert words.read_from(words.from_value(made)) == made


def test_the_longest_of_it_still_fits_into_a_forms_metadata() -> None:
    name, link = "客" * 120, "https://ok.example/" + "x" * 480
    made = From(
        "C" * 20,
        "C" * 20,
        "1" * 17,
        ONE,
        TWO,
        "U" * 20,
        name,
        link,
        "d" * 16,
        "1" * 17,
        "h" * 250,
        TWO,
        ONE,
        (ONE,) * 12,
    )
    assert len(words.from_value(made)) <= 3000


@pytest.mark.parametrize("editing", [Editing(ONE, 7), Editing(ONE, 7, TWO)])
def test_the_version_before_an_editor_comes_back(editing: Editing) -> None:
    assert words.read_editing(str(editing)) == editing


@pytest.mark.parametrize("refusing", [Refusing(ONE), Refusing(ONE, "C1")])
def test_the_practice_that_is_refused_comes_back(refusing: Refusing) -> None:
    assert words.read_refusing(str(refusing)) == refusing


@pytest.mark.parametrize("chosen", [(Instead.BOTH, None), (Instead.LINK, ONE)])
def test_what_becomes_of_a_second_one_comes_back(chosen: tuple[Instead, UUID | None]) -> None:
    assert words.read_instead(words.instead_value(*chosen)) == chosen


def test_where_nothing_was_chosen_both_are_kept() -> None:
    assert words.read_instead(None) == (Instead.BOTH, None)


def test_a_message_comes_back_by_its_place() -> None:
    assert words.read_place(words.place_value("C1", "1.2")) == ("C1", "1.2")


def test_a_prefill_is_cut_to_what_a_button_holds() -> None:
    value = words.prefill_value("x" * 5000)
    assert len(value) <= 2000
    assert words.read_prefill(value) == "x" * 1900
    assert words.read_prefill("home") == ""


@pytest.mark.parametrize("wrong", ["", ":", "x", "more:1:2", "{", "[]", '{"who": 1}', "a:b:c:d"])
def test_what_another_version_sent_is_said_to_be_old(wrong: str) -> None:
    readers = [words.read_choice, words.read_id, words.read_editing, words.read_refusing]
    readers += [words.read_place] if ":" not in wrong[1:] else []
    readers += [words.read_from] if wrong else []
    readers += [words.read_instead] if wrong else []
    for read in readers:
        with pytest.raises(Outdated):
            read(wrong)


def test_the_button_of_the_question_form_is_called_as_advice_calls_it() -> None:
    assert words.ASK_THE_POD == advice.NEW_ASK
    assert elsewhere.read_prefill(words.prefill_value("no service")) == "no service"
