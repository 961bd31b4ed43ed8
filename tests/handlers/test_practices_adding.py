""" "Add how I say it": from the whole of a practice, or from the "…" of a card."""

from typing import Any

import pytest

from bot.errors import Outdated
from bot.practices import words
from bot.practices.drafts import Added
from bot.practices.errors import Archived
from bot.practices.words import Adding, Choice
from bot.text.kit import Note
from bot.workspace.block_surfaces import check_view
from storage.practices import PracticeState
from tests.bot.practices.samples import TITLE, sample_practice, sample_whole
from tests.handlers.test_practices import DELIVERY, MAYA, ONE, practices, pressed, sent

ADDED = Added(sample_practice())


@pytest.mark.parametrize("action", [words.ADD, words.MENU])
async def test_the_form_is_opened_from_the_button_and_from_the_menu(action: str) -> None:
    value = words.choice_value(Choice.ADD, ONE) if action == words.MENU else str(ONE)
    view = await pressed(practices(), action, value, channel="C1")
    assert check_view(view) == []
    assert words.read_adding(view["private_metadata"]) == Adding(ONE, "C1")


async def test_of_what_is_archived_meanwhile_no_form_opens() -> None:
    archived = sample_whole(practice=sample_practice(state=PracticeState.ARCHIVED))
    with pytest.raises(Archived):
        await pressed(practices(show=archived), words.ADD)


async def test_sent_from_the_whole_the_whole_shows_it() -> None:
    heard = practices(add_saying=ADDED)
    view = await sent(heard, words.ADD_FORM, str(Adding(ONE)), say_it="By nine.")
    assert heard.asked[0] == ("add_saying", DELIVERY, MAYA, ONE, "By nine.")
    assert view["callback_id"] == words.WHOLE


@pytest.mark.parametrize(
    ("added", "told"),
    [
        (ADDED, f"How you say it stands there with your name: “{TITLE}”"),
        (ADDED._replace(is_new=False), f"These words stand there already: “{TITLE}”"),
    ],
)
async def test_sent_from_a_card_a_note_says_so_there(added: Added, told: str) -> None:
    said: Any = await sent(
        practices(add_saying=added), words.ADD_FORM, str(Adding(ONE, "C1")), say_it="By nine."
    )
    assert isinstance(said, Note)
    assert said.channel == "C1"
    assert told in said.card.text


async def test_a_form_of_another_version_adds_nothing() -> None:
    heard = practices()
    with pytest.raises(Outdated):
        await sent(heard, words.ADD_FORM, "x", say_it="By nine.")
    assert heard.asked == []
