"""A huddle on the page: a coach walks through it, a rep makes an action item of what is said."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.trial import Setup
from tests.journeys.people import Day, Person, open_day
from tests.workspace.browser import Window, chromium, open_page, problems, window

browser = chromium
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True),
]
TEN = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)
PINS = "Port-in PINs: what do we ask first?"
LONG = (
    "A customer who is moved from another carrier during the Ramona outage hears three different "
    "things from three of us: what do we all say from now on, and who tells the store in El Cajon?"
)


@pytest.fixture
async def day(setup: Setup) -> AsyncIterator[Day]:
    async with open_day(replace(setup, starts_at=TEN, huddles=True)) as day:
        yield day


async def _shoot(page: Page, folder: Path, name: str) -> None:
    """A picture for whoever looks into a failure; PODLINE_SCREENSHOTS keeps them elsewhere."""
    kept = os.environ.get("PODLINE_SCREENSHOTS")
    await page.screenshot(path=(Path(kept) if kept else folder) / f"{name}.png")


async def _choose(seen: Window, text: str, item: str) -> None:
    """From the "…" of the card."""
    card = seen.message(text)
    await card.locator("[data-action-id='huddles.meeting_menu']").click()
    await seen.pane.get_by_role("menuitem", name=item, exact=True).click()


async def _send(seen: Window) -> None:
    await seen.modal.get_by_test_id("modal-submit").click()
    await expect(seen.modal).to_be_hidden()


async def test_a_huddle_is_walked_through_in_two_windows(
    day: Day, browser: Browser, maya: Person, grace: Person, theo: Person, tmp_path: Path
) -> None:
    for text in (PINS, LONG, "Roaming in Mexico by car"):
        await maya.runs("/agenda", f"add {text}")
    await day.passes(30 * 60)
    url = day.trial.workspace.url
    page = await open_page(browser, url, grace.user, maya.user, channel=grace.pod)
    hers, mayas = window(page, grace.user), window(page, maya.user)
    await expect(mayas.message("Huddle now")).to_contain_text(PINS)
    await _shoot(page, tmp_path, "huddle-1-now")

    await hers.press("Huddle now", "Done with a note")
    await hers.modal.get_by_label("What was decided?").fill("We ask for the account PIN first.")
    await _shoot(page, tmp_path, "huddle-2-note")
    await _send(hers)
    await expect(mayas.message("Huddle now")).to_contain_text("three different things")
    await _shoot(page, tmp_path, "huddle-3-next")

    await _choose(mayas, "Huddle now", "Turn into an action item")
    await expect(mayas.modal).to_be_visible()
    await mayas.modal.get_by_label("What is to be done?").fill("Tell the store in El Cajon")
    await mayas.modal.get_by_role("button", name="Who does it?").click()
    await mayas.pane.get_by_role("option", name="Theo B.").click()
    await _shoot(page, tmp_path, "huddle-4-action")
    await _send(mayas)
    await expect(hers.message("Huddle now")).to_contain_text("To do: Tell the store in El Cajon")

    await hers.press("Huddle now", "Park")
    await expect(mayas.message("Huddle now")).to_contain_text("Roaming in Mexico")
    await hers.press("Huddle now", "Next")
    await expect(mayas.message("Huddle now")).to_contain_text("That was everything")
    await _shoot(page, tmp_path, "huddle-5-through")
    await hers.press("Huddle now", "End the huddle")
    await expect(mayas.message("Huddle over")).to_contain_text("2 of 3 talked about")
    await hers.say("/agenda skip")
    await day.passes(20 * 60)
    recap = mayas.message("What came of the huddle")
    await expect(recap).to_contain_text("We ask for the account PIN first.")
    await expect(recap).to_contain_text("Tell the store in El Cajon")
    await _shoot(page, tmp_path, "huddle-6-recap")
    await hers.press("What came of the huddle", "Done")
    await expect(recap).to_contain_text("✅ Tell the store in El Cajon")
    await _shoot(page, tmp_path, "huddle-7-done")
    assert problems(page) == []


async def test_a_huddle_in_a_narrow_window(
    day: Day, browser: Browser, maya: Person, grace: Person, tmp_path: Path
) -> None:
    await maya.runs("/agenda", f"add {LONG}")
    await day.passes(30 * 60)
    url = day.trial.workspace.url
    page = await open_page(browser, url, grace.user, channel=grace.pod, width=320, height=640)
    hers = window(page, grace.user)
    await expect(hers.message("Huddle now")).to_contain_text("three different things")
    await _shoot(page, tmp_path, "huddle-8-narrow")
    assert problems(page) == []
