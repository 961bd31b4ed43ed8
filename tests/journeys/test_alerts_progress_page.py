"""An alert to many pods, on the page of whoever posted it: how far it is, until all have it."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.people import Day, Person
from tests.workspace.browser import chromium, open_page, problems, window

browser = chromium
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True),
]
# Some 85 get it at once; the others wait for their share of what Slack takes.
OTHERS = 129
POD = """
[pod.sd-{number}]
name = "San Diego {number}"
market = "san-diego"
channel = "pod-sd-{number}"
hours = "24/7"
members = [{{ email = "rep{number}@example.com", name = "Rep {number}" }}]
"""


@pytest.fixture
def roster(roster: Path) -> Path:
    """San Diego is served by many."""
    pods = "".join(POD.format(number=number) for number in range(OTHERS))
    (roster / "others.toml").write_text(pods)
    return roster


async def test_whoever_posts_to_many_pods_sees_how_far_it_is(
    day: Day, browser: Browser, luis: Person
) -> None:
    page = await open_page(browser, day.trial.workspace.url, luis.user, channel=luis.pod)
    his = window(page, luis.user)
    await his.say("/alert fiber cut near Ramona, ETA 2 h")
    await his.modal.get_by_test_id("modal-submit").click()
    await expect(his.message("Posted: 130 pods get it now.")).to_be_visible()
    await his.pane.locator("[data-testid=nav-item][data-app]").click()
    await his.pane.get_by_role("button", name="Messages", exact=True).click()
    told = his.message("130 pods have it: Fiber cut near Ramona.")
    await day.passes(6)
    await expect(told).to_contain_text(re.compile(r"(8\d|9\d|1[0-2]\d) of 130 pods"))
    await day.passes(10)
    await expect(told).to_contain_text("130 of 130 pods")
    assert problems(page) == []
