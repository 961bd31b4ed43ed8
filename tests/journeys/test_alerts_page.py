"""The way of an alert on the page, in the windows of two pods: posted, had, worse, over."""

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.people import Day, Person
from tests.workspace.browser import Window, chromium, open_page, problems, window

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


async def _choose(seen: Window, text: str, item: str) -> None:
    """From the "…" of a card."""
    card = seen.message(text)
    await card.locator("[data-action-id='alerts.menu']").click()
    await seen.pane.get_by_role("menuitem", name=item, exact=True).click()
    await expect(seen.modal).to_be_visible()


async def _send(seen: Window) -> None:
    await seen.modal.get_by_test_id("modal-submit").click()
    await expect(seen.modal).to_be_hidden()


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
    await _send(his)
    for seen in (his, theirs):
        await expect(seen.message("Fiber cut")).to_contain_text("moderate")
    await expect(his.message("Posted: 2 pods get it now.")).to_be_visible()
    await _shoot(page, tmp_path, "alert-2-posted")

    await theirs.press("Fiber cut", "Got it")
    await expect(theirs.message("Noted that you have it")).to_be_visible()
    await theirs.reply("parts of eastern", "Is Poway part of it?")
    await _choose(his, "parts of eastern", "Update")
    await his.modal.get_by_label("What customers notice").fill("No calls, no data.")
    await _shoot(page, tmp_path, "alert-3-update")
    await _send(his)
    changed = "Changed: network outage, parts of eastern San Diego County (Fiber cut near Ramona)."
    for seen in (his, theirs):
        told = seen.message(changed)
        await expect(told).to_contain_text("Customers notice: No calls, no data.")
        await expect(told).not_to_contain_text("Until")
    # Whoever wrote below the card is told; edits alone tell nobody.
    await expect(theirs.toasts.filter(has_text="Changed: network outage").first).to_be_visible()

    await _choose(his, "One way to say it", "All clear")
    await expect(his.modal).to_contain_text("Fiber cut near Ramona · San Diego")
    await his.modal.get_by_label("What to tell customers").fill("Service is back.")
    await _send(his)
    over = "All clear: network outage, parts of eastern San Diego County (Fiber cut near Ramona)."
    for seen in (his, theirs):
        await expect(seen.messages.filter(has_text=over)).to_have_count(2)
        await expect(seen.message(over)).to_contain_text("Service is back.")
        await expect(seen.messages.filter(has_text="One way to say it")).to_have_count(0)
    assert any("All clear" in bell for bell in await raj.bells())
    await _shoot(page, tmp_path, "alert-4-over")
    assert problems(page) == []


async def test_an_alert_without_a_kind_asks_for_it_in_a_narrow_window(
    day: Day, browser: Browser, luis: Person, tmp_path: Path
) -> None:
    url = day.trial.workspace.url
    page = await open_page(browser, url, luis.user, channel=luis.pod, width=320, height=640)
    his = window(page, luis.user)
    await his.say("/alert")
    said = his.modal.get_by_label("One way to say it (English)")
    await expect(said).to_have_value("")
    await his.modal.get_by_label("What is happening").fill("Parcels with our name on them")
    await his.modal.get_by_test_id("modal-submit").click()
    await expect(his.modal.get_by_role("alert").first).to_be_visible()
    await his.modal.get_by_role("button", name="Kind").click()
    await his.pane.get_by_role("option", name="Fraud").click()
    await expect(said).to_have_value(re.compile("^That message was not from us."))
    await his.modal.get_by_role("button", name="Counties and zones").click()
    await his.pane.get_by_role("option", name="San Diego County (CAC073)").click()
    await _shoot(page, tmp_path, "alert-5-narrow")
    await page.keyboard.press("Escape")
    await _send(his)
    await expect(his.message("Parcels")).to_contain_text("Fraud · moderate · San Diego County")
    assert problems(page) == []
