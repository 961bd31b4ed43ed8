"""A talk for two on the page, in wide windows and narrow ones: prepared, shared, held."""

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
ANSWER = "Fire near Ramona took two sites down; crews are on site; say about 24 hours."


@pytest.fixture
async def day(upgraded_url: str) -> AsyncIterator[Day]:
    """What `make try` starts, with nobody else who answers."""
    setup = Setup(database_url=upgraded_url, colleagues=False, huddles=True, ack_seconds=PATIENCE)
    async with open_day(setup) as day:
        yield day


async def _shoot(page: Page, folder: Path, name: str) -> None:
    """A picture for whoever looks into a failure; PODLINE_SCREENSHOTS keeps them elsewhere."""
    kept = os.environ.get("PODLINE_SCREENSHOTS")
    await page.screenshot(path=(Path(kept) if kept else folder) / f"{name}.png")


@pytest.mark.parametrize("width", [1280, 360])
async def test_a_talk_for_two(
    day: Day,
    browser: Browser,
    maya: Person,
    nick: Person,
    grace: Person,
    tmp_path: Path,
    width: int,
) -> None:
    card = await nick.asks("Three customers in Ramona have no service. Outage or their phones?")
    await maya.writes(ANSWER, card)
    await nick.clicks("This worked", await nick.again(card))
    await maya.asks("May I waive the fee of a widow who paid twice? It is my decision, is it?")
    page = await open_page(
        browser, day.trial.workspace.url, grace.user, channel=grace.pod, width=width
    )
    hers = window(page, grace.user)

    await hers.say("/agenda coach maya")
    await expect(hers.modal).to_contain_text("Only you see this")
    await expect(hers.modal).to_contain_text(ANSWER)
    await _shoot(page, tmp_path, f"coaching-{width}-0-prepared")
    entry = hers.modal.get_by_label("A question, or a note")
    await entry.fill("How did you find out about the fire?")
    await hers.modal.get_by_test_id("modal-submit").click()
    await expect(hers.modal).to_contain_text("How did you find out about the fire?")
    await expect(entry).to_have_value("")
    await entry.fill("Half a thought")
    await hers.modal.get_by_role("button", name="Share with Maya R.").click()
    await expect(hers.modal).to_contain_text("Only you and Maya R. see this")
    await expect(entry).to_have_value("Half a thought")
    await _shoot(page, tmp_path, f"coaching-{width}-1-shared")
    await hers.modal.get_by_role("button", name="Talked about").first.click()
    await expect(hers.modal.get_by_role("button", name="Not yet")).to_be_visible()
    await hers.modal.get_by_role("button", name="Add an action item").click()
    await expect(hers.modal).to_contain_text("Until when")
    await hers.modal.get_by_label("What is to be done").fill("Listen in on two calls with Dan")
    await _shoot(page, tmp_path, f"coaching-{width}-2-action")
    await hers.modal.get_by_test_id("modal-submit").click()
    await expect(hers.modal).to_contain_text("Still to do")
    await _shoot(page, tmp_path, f"coaching-{width}-3-agreed")
    await hers.modal.get_by_role("button", name="We talked").click()
    await expect(hers.modal).to_contain_text("You talked")
    await _shoot(page, tmp_path, f"coaching-{width}-4-over")
    await hers.modal.get_by_role("button", name="Prepare the next talk").click()
    await expect(hers.modal).to_contain_text("Earlier talks")
    await _shoot(page, tmp_path, f"coaching-{width}-5-next")
    assert problems(page) == []
