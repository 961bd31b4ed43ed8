"""Searching practices on the page, in a narrow window and a wide one."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.trial import Setup
from tests.journeys.people import Day, Person, open_day
from tests.journeys.test_practices_search import OUTAGE, TABLET, saves
from tests.waiting import PATIENCE
from tests.workspace.browser import chromium, open_page, problems, window

browser = chromium
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True),
]

LOST = {
    "situation": "I lost my phone in a cab. Shut it off right now, please.",
    "what_worked": "Ring it and look at the map before you suspend the line: without data the map "
    "cannot find it. If it was stolen, block the device as well.",
}


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


@pytest.mark.parametrize("width", [320, 1280])
async def test_words_filters_and_type_ahead_find_practices_on_the_page(
    day: Day, browser: Browser, maya: Person, nick: Person, tmp_path: Path, width: int
) -> None:
    for each in (LOST, OUTAGE, TABLET):
        await saves(maya, each)
    url = day.trial.workspace.url
    page = await open_page(browser, url, nick.user, channel=nick.pod, width=width, height=900)
    his = window(page, nick.user)

    await his.say("/practice")
    await expect(his.modal).to_contain_text("The newest first.")
    await _shoot(page, tmp_path, f"search-{width}-0-open")
    field = his.modal.get_by_label("What is it about?")
    await field.fill("lost phone")
    await field.press("Enter")
    await expect(his.modal).not_to_contain_text("The newest first.")
    await expect(his.modal).to_contain_text("Ring it and look at the map")
    await expect(field).to_have_value("lost phone")
    await expect(field).to_be_focused()
    await _shoot(page, tmp_path, f"search-{width}-1-found")

    await his.modal.get_by_role("button", name="Filters").click()
    await expect(his.modal.get_by_role("button", name="Any topic")).to_be_visible()
    await _shoot(page, tmp_path, f"search-{width}-2-filters")
    await his.modal.get_by_role("button", name="Any topic").click()
    await his.pane.get_by_role("option", name="Billing").click()
    await expect(his.modal.get_by_role("button", name="Clear filters").first).to_be_visible()
    await _shoot(page, tmp_path, f"search-{width}-3-filtered")
    await his.modal.get_by_role("button", name="Clear filters").first.click()
    await expect(his.modal.get_by_role("button", name="Clear filters")).to_have_count(0)

    await his.modal.get_by_role("button", name="Or choose as you type").click()
    await page.keyboard.type("stol")
    await expect(his.pane.get_by_role("option").first).to_be_visible()
    await _shoot(page, tmp_path, f"search-{width}-4-typing")
    await his.pane.get_by_role("option", name="I lost my phone").click()
    await expect(his.modal).to_contain_text("What worked")
    await _shoot(page, tmp_path, f"search-{width}-5-chosen")
    assert problems(page) == []
