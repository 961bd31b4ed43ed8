"""What is put before an asker unasked reads at a glance, in a narrow window, whatever it says."""

from uuid import UUID

import pytest
from hypothesis import given
from playwright.async_api import Browser

from bot.practices import suggested_card, words
from bot.practices.facts import Shown, Used
from bot.practices.found import Suggested, Suggestion
from bot.text.kit import Card
from bot.workspace.server import Workspace
from tests.bot.advice.test_views_at_320px import check
from tests.bot.practices.samples import NOW, sample_shown
from tests.bot.practices.test_views_at_320px import TEXTS, browser, samples, workspace
from tests.bot.practices.test_views_hostile import check_card, shown_practices, unhurried

assert browser, workspace  # fixtures
ASK = UUID(int=7)


def test_it_says_why_and_whose_and_how_often_it_helped() -> None:
    why, _, small, _ = alone(sample_shown(), ("Ramona", "outage", "service")).blocks
    assert "💡 May fit: “Ramona”, “outage”'" in str(why)
    assert "verified · helped 14 times · Dan O." in str(small)


def test_without_a_shared_word_it_fits_by_its_meaning() -> None:
    assert "by its meaning" in str(alone(sample_shown()).blocks)


def test_its_asker_settles_with_it_and_anybody_else_puts_it_into_the_thread() -> None:
    mine, theirs = alone(sample_shown()), alone(sample_shown(), is_mine=False)
    assert actions(mine)[:2] == [words.SOLVES, words.NOT_THIS]
    assert actions(theirs)[0] == words.PUT
    assert words.SOLVES not in actions(theirs)


def test_what_is_settled_is_only_read() -> None:
    assert actions(alone(sample_shown(), is_live=False)) == [words.MENU]


def test_of_nothing_left_it_says_so() -> None:
    assert suggested_card.to_read(Suggested(ASK), NOW).text == (
        "Nothing is suggested here any more."
    )


@pytest.mark.browser
async def test_the_first_takes_seven_lines_and_three_buttons(
    browser: Browser, workspace: Workspace
) -> None:
    cards = [alone(each, ("Supercalifragilistic", "Ramona")) for each in samples()]
    cards += [alone(each, is_mine=False) for each in samples()]
    await check(browser, workspace, cards, most=7)


@pytest.mark.browser
async def test_the_second_and_third_take_five_lines_each(
    browser: Browser, workspace: Workspace
) -> None:
    three = [sample_shown(id=UUID(int=each), what_worked=TEXTS[2]) for each in (1, 2, 3)]
    card = suggested_card.to_read(Suggested(ASK, tuple(map(Suggestion, three))), NOW)
    parts = [Card(card.text, card.blocks[start : start + 4]) for start in (5, 10)]
    await check(browser, workspace, parts)


@unhurried
@given(shown_practices())
def test_whatever_people_wrote_is_words(shown: Shown) -> None:
    check_card(alone(shown, ("Ramona",)))
    check_card(suggested_card.solved(shown))
    check_card(suggested_card.put(Used(shown, ASK, "C1", "https://ok.example/1")))


def alone(
    shown: Shown, telling: tuple[str, ...] = (), *, is_mine: bool = True, is_live: bool = True
) -> Card:
    only = Suggested(ASK, (Suggestion(shown, telling),), is_mine, is_live)
    return suggested_card.to_read(only, NOW)


def actions(card: Card) -> list[str]:
    return [
        each["action_id"]
        for block in card.blocks
        for each in block.get("elements", ())
        if "action_id" in each
    ]
