"""An agenda on the page, in two windows: added to, arranged, and read on the card."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.trial import Setup
from tests.journeys.people import Day, Person
from tests.journeys.test_agenda import UNTIL_THE_CARD, WEDNESDAY
from tests.workspace.browser import Window, chromium, open_page, problems, window

browser = chromium
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True),
]
CARD = "Huddle in 15 minutes"
BUTTONS = ("Move up", "Move down", "Put it on the agenda")


@pytest.fixture
def setup(setup: Setup) -> Setup:
    return replace(setup, huddles=True, starts_at=WEDNESDAY)


async def _shoot(page: Page, folder: Path, name: str) -> None:
    """A picture for whoever looks into a failure; PODLINE_SCREENSHOTS keeps them elsewhere."""
    kept = os.environ.get("PODLINE_SCREENSHOTS")
    await page.screenshot(path=(Path(kept) if kept else folder) / f"{name}.png")


async def _choose(seen: Window, text: str, item: str) -> None:
    """From the "…" of a card."""
    await seen.message(text).locator("[data-action-id='agenda.menu']").click()
    await seen.pane.get_by_role("menuitem", name=item, exact=True).click()


async def _arrange(seen: Window, item: str, step: str) -> None:
    """In the row below an item: a button, or what stands under its "…"."""
    row = seen.modal.locator("[data-block-id]").filter(has_text=item)
    below = row.locator("xpath=following::*[@data-block-id][1]")
    if step in BUTTONS:
        await below.get_by_role("button", name=step, exact=True).click()
        return
    await below.locator("[data-action-id='agenda.deed']").click()
    await seen.pane.get_by_role("menuitem", name=step, exact=True).click()


async def _send(seen: Window) -> None:
    await seen.modal.get_by_test_id("modal-submit").click()


async def test_an_agenda_is_filled_announced_and_arranged_in_two_windows(
    day: Day, browser: Browser, maya: Person, grace: Person, tmp_path: Path
) -> None:
    url = day.trial.workspace.url
    page = await open_page(browser, url, maya.user, grace.user, channel=maya.pod)
    mayas, graces = window(page, maya.user), window(page, grace.user)
    await mayas.say("/agenda add Roaming in Mexico: what do we say?")
    await expect(mayas.message("It is on the agenda for today")).to_be_visible()
    await graces.say("/agenda add")
    await graces.modal.get_by_label("What should the pod talk about?").fill(
        "Port-in PINs: the store is called first, then the PIN. " * 6
    )
    await _shoot(page, tmp_path, "agenda-1-form")
    await _send(graces)
    await expect(graces.modal).to_be_hidden()
    await mayas.say("/agenda")
    await expect(mayas.message("Next huddle")).to_contain_text("from Grace W.")
    await _shoot(page, tmp_path, "agenda-2-private")

    await day.passes(UNTIL_THE_CARD)
    for seen in (mayas, graces):
        await expect(seen.message(CARD)).to_contain_text("10:30 and 10:50 AM San Diego time")
    await _shoot(page, tmp_path, "agenda-3-card")
    await _choose(graces, CARD, "Arrange")
    await expect(graces.modal).to_contain_text("On the agenda")
    await _arrange(graces, "Port-in PINs", "Move up")
    await expect(graces.modal).to_contain_text("1. Port-in PINs")
    await _shoot(page, tmp_path, "agenda-4-arranging")
    await _arrange(graces, "Roaming in Mexico", "Who and how long")
    await graces.modal.get_by_role("button", name="Who speaks about it").click()
    await graces.pane.get_by_role("option", name="Maya R.").click()
    await _shoot(page, tmp_path, "agenda-5-who")
    await _send(graces)
    await expect(graces.modal).to_contain_text("— Maya R.")
    await page.keyboard.press("Escape")
    await day.passes(5)
    await expect(mayas.message(CARD)).to_contain_text("— Maya R.")
    assert problems(page) == []


async def test_an_agenda_is_used_in_a_narrow_window(
    day: Day, browser: Browser, maya: Person, grace: Person, tmp_path: Path
) -> None:
    for number in range(9):
        await maya.runs("/agenda", f"add Item {number}: trade-in prices of used phones changed")
    await day.passes(UNTIL_THE_CARD)
    url = day.trial.workspace.url
    page = await open_page(browser, url, grace.user, channel=grace.pod, width=320, height=640)
    hers = window(page, grace.user)
    await expect(hers.message(CARD)).to_be_visible()
    await _shoot(page, tmp_path, "agenda-6-narrow-card")
    await _choose(hers, CARD, "Arrange")
    await expect(hers.modal).to_contain_text("Waiting")
    await _shoot(page, tmp_path, "agenda-7-narrow-arranging")
    await _arrange(hers, "Item 8", "Put it on the agenda")
    await expect(hers.modal).to_contain_text("too many")
    await _shoot(page, tmp_path, "agenda-8-narrow-too-many")
    await page.keyboard.press("Escape")
    await hers.press(CARD, "Add an item")
    await hers.modal.get_by_label("What should the pod talk about?").fill("Port-in PINs")
    await _shoot(page, tmp_path, "agenda-9-narrow-form")
    await _send(hers)
    await expect(hers.modal).to_be_hidden()
    await hers.say("/agenda")
    await expect(hers.message("Next huddle")).to_be_visible()
    await _shoot(page, tmp_path, "agenda-10-narrow-private")
    assert problems(page) == []
