"""Nobody has it yet, on the page: three reps ask alike, who can find out is told, and all of them
get the facts, until it is over."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.workspace.visitor import words
from tests.journeys.people import Day, Person
from tests.workspace.browser import Window, chromium, open_page, problems, window

browser = chromium
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True),
]
ASKED = {
    "maya": "Three customers in Ramona with no service since this morning. Outage?",
    "nick": "Caller in Ramona has no service at all, is there an outage?",
    "linh": "No signal in Ramona for my customer, anything going on?",
}
FOURTH = "My customer in Ramona says no service on her phone, outage?"
NOT_ONLY = "3 people asked about no service in Ramona in the last 10 minutes."


async def _shoot(page: Page, folder: Path, name: str) -> None:
    """A picture for whoever looks into a failure; PODLINE_SCREENSHOTS keeps them elsewhere."""
    kept = os.environ.get("PODLINE_SCREENSHOTS")
    await page.screenshot(path=(Path(kept) if kept else folder) / f"{name}.png")


async def _opens_messages(seen: Window) -> None:
    """What Podline wrote to them alone."""
    await seen.pane.locator("[data-testid=nav-item][data-app]").click()
    await seen.pane.get_by_role("button", name="Messages", exact=True).click()
    await seen.opened()


async def _send(seen: Window) -> None:
    await seen.modal.get_by_test_id("modal-submit").click()
    await expect(seen.modal).to_be_hidden()


async def test_what_several_ask_is_found_out_once_and_reaches_everybody_who_asked(
    day: Day, browser: Browser, maya: Person, luis: Person, tmp_path: Path
) -> None:
    jorge = await day.person("jorge")
    url = day.trial.workspace.url
    page = await open_page(browser, url, maya.user, luis.user, channel=maya.pod)
    hers, his = window(page, maya.user), window(page, luis.user)
    for name, question in ASKED.items():
        await (await day.person(name)).runs("/advise", question)
        await day.passes(5)
    await hers.open_thread(ASKED["maya"])
    await expect(hers.thread).to_contain_text(f"{NOT_ONLY} Cause not known yet.")
    await expect(hers.thread).to_contain_text("Luis O. has been told.")
    assert any(NOT_ONLY in bell for bell in await maya.mentions())
    assert any(NOT_ONLY in bell for bell in await luis.bells())
    await _opens_messages(his)
    card = his.message(NOT_ONLY)
    for question in ASKED.values():
        await expect(card).to_contain_text(question)
    await _shoot(page, tmp_path, "spike-1-told")

    # The fourth joins the first one's thread: no card, no ladder of its own.
    await jorge.runs("/advise", FOURTH)
    told = "3 others ask the same. You are in Maya R.'s thread; the answer reaches you."
    assert told in (await jorge.private())[-1]
    await expect(hers.messages.filter(has_text=FOURTH)).to_have_count(0)

    await his.press(NOT_ONLY, "Alert the pod")
    headline = his.modal.get_by_label("What is happening")
    await expect(headline).to_have_value("No service in Ramona")
    await his.modal.get_by_label("Cause").fill("A fire took two sites down")
    await _shoot(page, tmp_path, "spike-2-form")
    await _send(his)
    await day.passes(5)  # each channel has its pace
    await expect(his.message("Luis O. alerted the pod: No service in Ramona")).to_be_visible()
    await expect(his.pane.get_by_role("button", name="Alert the pod")).to_have_count(0)
    alert = hers.messages.filter(has_text="from Luis O.")
    await expect(alert).to_contain_text("A fire took two sites down.")
    await expect(hers.thread).to_contain_text("A fire took two sites down.")
    await _shoot(page, tmp_path, "spike-3-facts")
    for name in (*ASKED, "jorge"):
        mentions = await (await day.person(name)).mentions()
        assert [bell for bell in mentions if "A fire took two sites down" in bell], name

    await his.go(luis.pod)
    await his.message("from Luis O.").locator("[data-action-id='alerts.menu']").click()
    await his.pane.get_by_role("menuitem", name="All clear", exact=True).click()
    await his.modal.get_by_label("What to tell customers").fill("Service is back.")
    await _send(his)
    await day.passes(5)
    over = "All clear: network outage, Ramona (No service in Ramona). Service is back."
    for seen in (hers, his):
        await expect(seen.messages.filter(has_text=over)).to_have_count(2)
    await _shoot(page, tmp_path, "spike-4-over")
    assert [words(one) for one in await jorge.messages(jorge.pod) if over in words(one)]
    assert problems(page) == []
