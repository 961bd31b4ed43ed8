"""The forms of practices: three fields, near-duplicates beside them, and somebody quicker."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.practices import modals, words
from bot.practices.differences import difference
from bot.practices.drafts import Draft
from bot.practices.facts import Difference
from bot.practices.words import Editing, From, Instead, Refusing
from bot.text.kinds import Kind
from storage.practices import Scope
from tests.bot.advice.samples import controls, texts
from tests.bot.practices.samples import (
    NOW,
    SAID,
    SITUATION,
    TITLE,
    WORKED,
    sample_practice,
    sample_saying,
    sample_shown,
    sample_whole,
)

DRAFT = Draft(SITUATION, WORKED, SAID)


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each input's element by its block."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return {block["block_id"]: block["element"] for block in inputs}


def test_to_save_one_takes_three_fields_and_who_finds_it() -> None:
    form = fields(modals.save_form(DRAFT))
    assert list(form) == [words.SITUATION, words.WHAT_WORKED, words.SAY_IT, words.SHOWN_TO]
    assert [form[each]["initial_value"] for each in list(form)[:3]] == [SITUATION, WORKED, SAID]
    assert form[words.SHOWN_TO]["initial_option"]["value"] == Scope.MARKET
    shown_to = [each["value"] for each in form[words.SHOWN_TO]["options"]]
    assert shown_to == [words.DRAFT, *Scope]


def test_a_way_to_say_it_can_be_left_out_and_is_called_no_script() -> None:
    view = modals.save_form(Draft("", ""))
    optional = {block["block_id"] for block in view["blocks"] if block.get("optional")}
    assert optional == {words.SAY_IT}
    assert "no script" in str(view)


def test_the_form_remembers_what_it_was_made_from() -> None:
    made = From("C1", "C2", "1.2", UUID(int=3))
    assert words.read_from(modals.save_form(DRAFT, made)["private_metadata"]) == made


def test_what_was_masked_is_to_be_looked_over() -> None:
    masked = Draft(SITUATION, WORKED, masked=(Kind.CARD,))
    assert "masked" in " ".join(texts(modals.save_form(masked)["blocks"]))
    assert "masked" not in " ".join(texts(modals.save_form(DRAFT)["blocks"]))


def test_near_duplicates_stand_beside_what_was_typed() -> None:
    other = sample_shown(id=UUID(int=5), title="Fire", what_worked="Name the cause first.")
    view = modals.save_form(DRAFT, From(), [sample_shown(), other], NOW)
    shown = texts(view["blocks"])
    assert "Name the cause first." in shown
    assert shown.index("Name the cause first.") > shown.index(WORKED)
    form = fields(view)
    assert form[words.WHAT_WORKED]["initial_value"] == WORKED
    chosen = [words.read_instead(each["value"]) for each in form[words.INSTEAD]["options"]]
    assert chosen == [
        (Instead.MERGE, UUID(int=1)),
        (Instead.LINK, UUID(int=1)),
        (Instead.MERGE, UUID(int=5)),
        (Instead.LINK, UUID(int=5)),
        (Instead.BOTH, None),
    ]
    assert words.read_from(view["private_metadata"]).seen == (UUID(int=1), UUID(int=5))


def test_what_is_there_can_be_judged_beside_what_was_typed() -> None:
    situation, worked = "They call at sea. " * 15, "Ask for the name of the ship. " * 20
    there = sample_shown(id=UUID(int=5), situation=situation, what_worked=worked)
    view = modals.save_form(DRAFT, From(), [there], NOW)
    shown = texts(view["blocks"])
    assert shown[0] == "*This looks like one we have.*"
    assert situation.strip() in shown
    (cut,) = [each for each in shown if each.startswith("Ask for the name")]
    assert modals.ALIKE_LONGEST - 40 < len(cut) <= modals.ALIKE_LONGEST
    (more,) = controls([each for each in view["blocks"] if each["type"] == "actions"])
    assert (more["action_id"], more["value"]) == (words.MORE, str(UUID(int=5)))
    assert "What should we do with yours?" in str(view)


def test_what_was_masked_stands_masked_in_its_field_when_the_form_comes_again() -> None:
    """What was typed stays in an element of the same name: Slack keeps it."""
    masked = Draft("Card [card number]", WORKED, masked=(Kind.CARD,))
    again = Draft("Card [card number] and [card number]", WORKED, masked=(Kind.CARD,))
    first, second, plain = (
        fields(modals.save_form(each))[words.SITUATION] for each in (masked, again, DRAFT)
    )
    assert first["initial_value"] == masked.situation
    assert plain["action_id"] == words.SITUATION
    assert len({each["action_id"] for each in (first, second, plain)}) == 3


def test_whoever_changes_one_sees_their_own_way_to_say_it() -> None:
    ends = NOW + timedelta(days=9)
    whole = sample_whole(practice=sample_practice(ends_at=ends, version=4))
    form = fields(modals.edit_form(whole, "U0DAN"))
    assert form[words.SAY_IT]["initial_value"] == SAID
    assert form[words.TITLE]["initial_value"] == TITLE
    assert form[words.ENDS_AT]["initial_date_time"] == int(ends.timestamp())
    topics = [each["value"] for each in form[words.TOPICS]["initial_options"]]
    assert topics == ["network"]
    editing = words.read_editing(modals.edit_form(whole, "U0DAN")["private_metadata"])
    assert editing == Editing(UUID(int=1), 4, sample_saying().id)


def test_how_one_said_it_in_what_was_merged_into_it_is_not_changed_here() -> None:
    merged = sample_saying(practice_id=UUID(int=8))
    editing = words.read_editing(
        modals.edit_form(sample_whole(sayings=[merged]), "U0DAN")["private_metadata"]
    )
    assert editing.saying is None


def test_whoever_said_nothing_yet_adds_a_way_to_say_it() -> None:
    view = modals.edit_form(sample_whole(), "U0NICK")
    assert "initial_value" not in fields(view)[words.SAY_IT]
    assert "Add a way to say it" in str(view)
    assert words.read_editing(view["private_metadata"]).saying is None


def test_the_second_editor_sees_what_the_first_one_made_of_it_above_their_own_words() -> None:
    changed = [Difference("what_worked", "Offer a text.", "Offer a call.")]
    mine = Draft(SITUATION, "Offer a letter.", title=TITLE)
    view = modals.edit_again(mine, Editing(UUID(int=1), 5), "Grace Kim", changed)
    shown = texts(view["blocks"])
    assert shown[0] == (
        "*Grace K. changed it while you wrote.* Your words are below. "
        "Saving replaces Grace K.'s change."
    )
    assert shown[1] == "What worked: Offer a ~text.~ *call.*"
    assert fields(view)[words.WHAT_WORKED]["initial_value"] == "Offer a letter."
    assert words.read_editing(view["private_metadata"]).version == 5


def test_a_refusal_asks_one_word_why() -> None:
    view = modals.refuse_form(sample_practice(), "C1")
    form = fields(view)
    assert [each["value"] for each in form[words.WORD]["options"]] == ["wrong", "old", "not_this"]
    assert [block.get("optional") for block in view["blocks"][1:]] == [False, True]
    assert words.read_refusing(view["private_metadata"]) == Refusing(UUID(int=1), "C1")


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a b c", "a b c", "a b c"),
        ("", "new words", "*new words*"),
        ("all gone", "", "~all gone~"),
        ("<b> is *86", "<b> is *87", "&lt;b&gt; is ~\u2060*\u206086~ *\u2060*\u206087*"),
        (
            "one two three four five six seven eight nine ten eleven twelve thirteen end",
            "one two three four five six seven eight nine ten eleven twelve thirteen END",
            "… eight nine ten eleven twelve thirteen ~end~ *END*",
        ),
    ],
)
def test_a_difference_is_shown_word_by_word(before: str, after: str, shown: str) -> None:
    assert difference(before, after) == shown


def test_of_two_very_long_texts_a_difference_is_soon_there() -> None:
    words_ = [f"word{each}" for each in range(8000)]
    shown = difference(" ".join(words_), " ".join(reversed(words_)))
    assert len(shown) < 40_000
