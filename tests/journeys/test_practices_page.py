"""The way of a practice on the page: saved under a settled card, found and used by the next rep."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.trial import Setup
from tests.journeys.people import Day, Person, open_day
from tests.waiting import PATIENCE
from tests.workspace.browser import chromium, open_page, problems, window

browser = chromium
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True),
]
QUESTION = "Three customers in Ramona have no service. Outage or their phones?"
ANSWER = "Fire near Ramona took two sites down; crews are on site; say about 24 hours."


@pytest.fixture
async def day(upgraded_url: str) -> AsyncIterator[Day]:
    """What `make try` starts, with nobody else who answers."""
    setup = Setup(database_url=upgraded_url, colleagues=False, ack_seconds=PATIENCE)
    async with open_day(setup) as day:
        yield day


async def _shoot(page: Page, folder: Path, name: str) -> None:
    """A picture for whoever looks into a failure; PODLINE_SCREENSHOTS keeps them elsewhere."""
    kept = os.environ.get("PODLINE_SCREENSHOTS")
    await page.screenshot(path=(Path(kept) if kept else folder) / f"{name}.png")


async def test_what_worked_is_saved_found_used_and_helps(
    day: Day, browser: Browser, maya: Person, nick: Person, dan: Person, tmp_path: Path
) -> None:
    card = await maya.asks(QUESTION)
    await dan.writes(ANSWER, card)
    await maya.clicks("This worked", await maya.again(card))
    url = day.trial.workspace.url
    page = await open_page(browser, url, maya.user, nick.user, channel=maya.pod)
    hers, his = window(page, maya.user), window(page, nick.user)

    await _shoot(page, tmp_path, "practice-0-settled")
    await hers.press("Save as a practice", "Save as a practice")
    await expect(hers.modal.get_by_label("What worked")).to_have_value(ANSWER)
    await _shoot(page, tmp_path, "practice-1-form")
    await hers.modal.get_by_test_id("modal-submit").click()
    await expect(hers.message("Saved.")).to_contain_text("find it now")

    await his.say("/practice ramona no service")
    await expect(his.message("Use on this call")).to_contain_text("shared · Dan K. · today")
    await _shoot(page, tmp_path, "practice-2-found")
    await his.press("Use on this call", "Use on this call")
    await expect(his.message("Only you see this")).to_contain_text(ANSWER)
    await _shoot(page, tmp_path, "practice-3-used")
    await his.press("Only you see this", "Helped")
    await expect(his.message("You said that it helped")).to_contain_text("Fire near Ramona")
    await _shoot(page, tmp_path, "practice-4-helped")

    await his.say("/practice ramona")
    await expect(his.message("Use on this call")).to_contain_text("helped once")
    await his.press("Use on this call", "More options")
    await his.pane.get_by_role("menuitem", name="More", exact=True).click()
    await expect(his.modal).to_contain_text("saved by Maya R.")
    await _shoot(page, tmp_path, "practice-5-whole")
    assert problems(page) == []


async def test_near_duplicates_and_nothing_found_on_the_page(
    day: Day, browser: Browser, maya: Person, nick: Person, tmp_path: Path
) -> None:
    typed = {
        "situation": "A young man leaves on a two-year mission and keeps no phone.",
        "what_worked": "Move his number to a tablet line; the family keeps it for ten dollars.",
        "say_it": "He can keep his number while he is away.",
    }
    await maya.runs("/practice", "new")
    await maya.sends(await maya.form(), **typed)
    page = await open_page(browser, day.trial.workspace.url, nick.user, channel=nick.pod, width=360)
    his = window(page, nick.user)

    await his.say("/practice eclipse glasses")
    await expect(his.message("Nothing fits “eclipse glasses”")).to_contain_text("Your pod may know")
    await _shoot(page, tmp_path, "practice-6-nothing")

    await his.say("/practice new")
    for label, words in zip(("Situation", "What worked"), typed.values(), strict=False):
        await his.modal.get_by_label(label).fill(words)
    await his.modal.get_by_test_id("modal-submit").click()
    await expect(his.modal).to_contain_text("This looks like one we have")
    await _shoot(page, tmp_path, "practice-7-alike")
    await his.modal.get_by_test_id("modal-submit").click()
    await expect(his.message("part of this one now")).to_be_visible()
    assert problems(page) == []


async def test_the_next_question_is_answered_on_the_page_at_once(
    day: Day,
    browser: Browser,
    maya: Person,
    nick: Person,
    dan: Person,
    tmp_path: Path,
) -> None:
    card = await maya.asks(QUESTION)
    await dan.writes(ANSWER, card)
    await maya.clicks("This worked", await maya.again(card))
    await maya.clicks("Save as a practice", await maya.again(card))
    assert await maya.sends(await maya.form()) == {}
    await asyncio.wait_for(day.trial.podline.finder.settled(), PATIENCE)
    url = day.trial.workspace.url
    page = await open_page(browser, url, nick.user, dan.user, channel=nick.pod)
    his, dans = window(page, nick.user), window(page, dan.user)

    await his.say("/advise No bars in Ramona since this morning, is it an outage?")
    await expect(his.message("Not this")).to_contain_text("Fire near Ramona")
    await expect(dans.message("is it an outage?")).to_contain_text("1 note may fit")
    await dans.press("is it an outage?", "Show")
    await expect(dans.message("Put it in the thread")).to_contain_text("Fire near Ramona")
    await _shoot(page, tmp_path, "practice-8-suggested")
    await his.press("Not this", "This solves it")
    await expect(his.message("Settled.")).to_contain_text("Fire near Ramona")
    await expect(dans.message("Nick P.")).to_contain_text("See the practice")
    await _shoot(page, tmp_path, "practice-9-solved")
    assert problems(page) == []
