"""What a newcomer does on the page in the first minutes, in a real Chromium."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.trial import GUIDE, Setup
from bot.workspace.visitor import words
from tests.journeys.people import Day, Person, open_day
from tests.waiting import PATIENCE
from tests.workspace.browser import Window, chromium, open_page, problems, window

browser = chromium
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True),
]
QUESTION = "Three customers in Ramona have no service. Outage or their phones?"
ANSWER = "Fire near Ramona took two sites down; about 24 hours."
WITHIN_A_MINUTE = 40_000


@pytest.fixture
async def day(upgraded_url: str) -> AsyncIterator[Day]:
    """Just what `make try` starts: time runs, sample colleagues are there."""
    setup = Setup(database_url=upgraded_url, ack_seconds=PATIENCE)
    async with open_day(setup) as day:
        yield day


async def _shoot(page: Page, folder: Path, name: str) -> None:
    """A picture for whoever looks into a failure; PODLINE_SCREENSHOTS keeps them elsewhere."""
    kept = os.environ.get("PODLINE_SCREENSHOTS")
    await page.screenshot(path=(Path(kept) if kept else folder) / f"{name}.png")


async def test_the_page_opens_on_two_people_with_three_things_to_try(
    day: Day, browser: Browser, maya: Person, dan: Person, tmp_path: Path
) -> None:
    page = await open_page(browser, day.trial.workspace.url)
    for person in (maya, dan):
        await expect(window(page, person.user).pane).to_have_attribute("data-ready", "true")
    guide = page.get_by_test_id("guide").first
    for number, line in enumerate(GUIDE, 1):
        await expect(guide).to_contain_text(line.split(", ")[1][:20])
        await expect(guide).to_contain_text(str(number))
    await _shoot(page, tmp_path, "newcomer")
    assert problems(page) == []


async def test_the_three_steps_of_the_guide(
    day: Day, browser: Browser, maya: Person, dan: Person, tmp_path: Path
) -> None:
    url = day.trial.workspace.url
    page = await open_page(browser, url, maya.user, dan.user, channel=maya.pod)
    hers, his = window(page, maya.user), window(page, dan.user)

    await hers.say(f"/advise {QUESTION}")
    await expect(his.message("Ramona")).to_contain_text("on the line")
    await _shoot(page, tmp_path, "1-asked")

    await his.press("Ramona", "I've got this")
    await expect(hers.message("Ramona")).to_contain_text("Dan K. is on it")
    await his.reply("Ramona", ANSWER)
    await expect(hers.toasts.filter(has_text="Fire near Ramona").first).to_be_visible()
    await _shoot(page, tmp_path, "2-answered")

    await _card(hers, "Dan K. answered").get_by_role("button", name="This worked").click()
    settled = f'Dan K.: "{ANSWER}"'
    await expect(his.message(settled)).to_contain_text("✅")
    await expect(hers.message(settled)).to_contain_text("✅")
    await _shoot(page, tmp_path, "3-worked")
    assert problems(page) == []


async def test_a_form_with_a_mistake_is_put_right_on_the_page(
    day: Day, browser: Browser, maya: Person, dan: Person, tmp_path: Path
) -> None:
    card = await maya.asks(QUESTION)
    page = await open_page(browser, day.trial.workspace.url, dan.user, channel=dan.pod)
    his = window(page, dan.user)
    await his.press("Ramona", "Answer")
    await his.modal.get_by_test_id("modal-submit").click()
    await expect(his.modal).to_contain_text("There is no answer in it yet")
    await _shoot(page, tmp_path, "mistake")
    await his.modal.get_by_label("To say now").fill("The site burnt; back by tonight.")
    await his.modal.get_by_test_id("modal-submit").click()
    await expect(his.modal).to_be_hidden()
    await day.quiet()
    assert "back by tonight" in words((await maya.thread(card))[-1])
    assert problems(page) == []


@pytest.mark.slow
async def test_if_nobody_else_answers_a_sample_colleague_does(
    day: Day, browser: Browser, maya: Person
) -> None:
    page = await open_page(browser, day.trial.workspace.url, maya.user, channel=maya.pod)
    hers = window(page, maya.user)
    await hers.say(f"/advise {QUESTION}")
    await expect(_card(hers, "This worked")).to_be_visible(timeout=WITHIN_A_MINUTE)
    assert len(await maya.mentions()) >= 2
    assert problems(page) == []


def _card(seen: Window, text: str) -> Locator:
    return seen.messages.filter(has_text="Ramona").filter(has_text=text).last
