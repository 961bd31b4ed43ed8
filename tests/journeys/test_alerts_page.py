"""The way of an alert on the page, in the windows of two pods: posted, had, worse, over."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.people import Day, Person
from tests.workspace.browser import chromium, open_page, problems, window

browser = chromium
# Few are there, so that Detroit takes San Diego's calls beside it.
TWO_PODS = {
    'enough_present = 3\nmembers = [\n  # Leader and coaches\n  { email = "ana': (
        'enough_present = 90\nmembers = [\n  # Leader and coaches\n  { email = "ana'
    )
}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True),
    pytest.mark.parametrize("roster", [TWO_PODS], indirect=True),
]


async def _shoot(page: Page, folder: Path, name: str) -> None:
    """A picture for whoever looks into a failure; PODLINE_SCREENSHOTS keeps them elsewhere."""
    kept = os.environ.get("PODLINE_SCREENSHOTS")
    await page.screenshot(path=(Path(kept) if kept else folder) / f"{name}.png")


async def test_an_alert_is_posted_updated_and_over_in_two_pods(
    day: Day, browser: Browser, luis: Person, raj: Person, tmp_path: Path
) -> None:
    url = day.trial.workspace.url
    page = await open_page(browser, url, luis.user, raj.user, channel=luis.pod)
    his, theirs = window(page, luis.user), window(page, raj.user)
    await his.say("/alert San Diego fiber cut near Ramona, ETA 2 h")
    headline = his.modal.get_by_label("What is happening")
    await expect(headline).to_have_value("Fiber cut near Ramona")
    await his.modal.get_by_label("Where, for customers").fill("parts of eastern San Diego County")
    await _shoot(page, tmp_path, "alert-1-form")
    await his.modal.get_by_test_id("modal-submit").click()
    for seen in (his, theirs):
        await expect(seen.message("Fiber cut")).to_contain_text("moderate")
    await _shoot(page, tmp_path, "alert-2-posted")

    await theirs.press("Fiber cut", "Got it")
    await expect(theirs.message("Noted that you have it")).to_be_visible()
    card = await luis.card("Fiber cut")
    await luis.clicks("Update", card)
    await his.modal.get_by_label("What customers notice").fill("No calls, no data.")
    await _shoot(page, tmp_path, "alert-3-update")
    await his.modal.get_by_test_id("modal-submit").click()
    for seen in (his, theirs):
        await expect(seen.message("Changed: network outage")).to_contain_text("No calls")

    await luis.clicks("All clear", await luis.again(card))
    await his.modal.get_by_label("What to tell customers").fill("Service is back.")
    await his.modal.get_by_test_id("modal-submit").click()
    for seen in (his, theirs):
        await expect(seen.message("All clear")).to_contain_text("Service is back.")
    await _shoot(page, tmp_path, "alert-4-over")
    assert problems(page) == []
