"""What pops up on the page: little, never over the work, and gone once it is seen."""

import pytest
from playwright.async_api import Browser, Locator, Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.workspace.browser import Window, chromium, open_page, window
from tests.workspace.conftest import DAN, MAYA, Json, Listener, Visitor, make_channel
from tests.workspace.test_page_blocks import button, words
from tests.workspace.test_page_modals import opened

pytestmark = pytest.mark.browser
browser = chromium
FOR_MAYA, FOR_BOTH = f"<@{MAYA.uid}>", f"<@{MAYA.uid}> <@{DAN.uid}>"
SOON_MS = 5000
CARD: list[Json] = [
    {"type": "section", "text": words("Three customers in Ramona with no service since morning.")},
    {"type": "actions", "elements": [button("I've got this", style="primary"), button("Answer")]},
]


@pytest.fixture
async def other(web: AsyncWebClient, pod: str) -> str:
    """A channel that nobody looks at."""
    return await make_channel(web, "pod-detroit", True, MAYA.uid, DAN.uid)


@pytest.fixture
async def page(workspace: Workspace, pod: str, other: str, browser: Browser) -> Page:
    """Maya's window alone, in her pod's channel."""
    return await open_page(browser, workspace.url, MAYA.uid, channel=pod)


@pytest.fixture
def hers(page: Page) -> Window:
    return window(page, MAYA.uid)


async def box(shown: Locator) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    found = await shown.bounding_box()
    assert found
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


async def overlap(one: Locator, other: Locator) -> bool:
    left, top, right, bottom = await box(one)
    x, y, end, foot = await box(other)
    return left < end and x < right and top < foot and y < bottom


async def test_nothing_pops_up_for_what_stands_in_the_window_that_is_used(
    workspace: Workspace, browser: Browser, web: AsyncWebClient, pod: str
) -> None:
    page = await open_page(browser, workspace.url, MAYA.uid, DAN.uid, channel=pod)
    hers, his = window(page, MAYA.uid), window(page, DAN.uid)
    await hers.composer.click()
    await web.chat_postMessage(channel=pod, text=f"{FOR_BOTH} two sites are down")
    await expect(hers.pane.get_by_test_id("bell")).to_contain_text("1")
    await expect(his.toasts).to_have_count(1)
    assert await hers.toasts.count() == 0


async def test_a_reply_in_the_open_thread_does_not_pop_up_but_one_elsewhere_does(
    hers: Window, dan: Visitor, maya: Visitor, pod: str
) -> None:
    roots = [await maya.post(pod, text) for text in ("first", "second")]
    await hers.open_thread("first")
    await dan.post(pod, "in sight", thread_ts=roots[0])
    await dan.post(pod, "out of sight", thread_ts=roots[1])
    await expect(hers.toasts).to_contain_text("out of sight")
    await expect(hers.toasts).to_have_count(1)


async def test_one_thread_has_one_toast_with_its_newest_words(
    hers: Window, dan: Visitor, maya: Visitor, other: str
) -> None:
    root = await maya.post(other, "No service?")
    for text in ("one moment", "two sites are down"):
        await dan.post(other, text, thread_ts=root)
    await expect(hers.toasts.last).to_contain_text("two sites are down")
    await expect(hers.toasts).to_have_count(1)


async def test_it_goes_when_its_place_is_opened_and_sooner_when_the_person_acts(
    hers: Window, dan: Visitor, other: str
) -> None:
    await dan.post(other, f"{FOR_MAYA} look")
    await expect(hers.toasts).to_have_count(1)
    await hers.composer.press("a")
    await expect(hers.toasts).to_have_count(0, timeout=SOON_MS)
    await dan.post(other, f"{FOR_MAYA} again")
    await expect(hers.toasts).to_have_count(1)
    await hers.go(other)
    assert await hers.toasts.count() == 0


async def test_a_narrow_window_has_one_at_a_time_and_the_work_stays_free(
    workspace: Workspace, browser: Browser, web: AsyncWebClient, dan: Visitor, pod: str, other: str
) -> None:
    await web.chat_postMessage(channel=pod, text="An ask", blocks=CARD)
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod, width=320, height=640)
    hers = window(page, MAYA.uid)
    for text in ("one", "two"):
        await dan.post(other, f"{FOR_MAYA} {text} " + "and more words " * 20)
    await expect(hers.toasts.last).to_contain_text("two")
    await expect(hers.toasts).to_have_count(1)
    assert not await overlap(hers.toasts, hers.composer)
    for name in ("I've got this", "Answer"):
        assert not await overlap(hers.toasts, hers.pane.get_by_role("button", name=name))


async def test_it_lies_below_an_open_modal(
    hers: Window, web: AsyncWebClient, app: Listener, dan: Visitor, other: str
) -> None:
    await opened(app, web, hers)
    await dan.post(other, f"{FOR_MAYA} look")
    await expect(hers.toasts).to_have_count(1)
    on_top = """e => { const { x, y, width, height } = e.getBoundingClientRect();
      return e.contains(document.elementFromPoint(x + width / 2, y + height / 2)); }"""
    assert not await hers.toasts.evaluate(on_top)


async def test_on_an_apps_home_it_leaves_the_top_free(
    workspace: Workspace, browser: Browser, web: AsyncWebClient, dan: Visitor, pod: str, other: str
) -> None:
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button("Ask the pod")]}]}
    await web.views_publish(user_id=MAYA.uid, view=home)
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod, width=320, height=640)
    hers = window(page, MAYA.uid)
    await hers.pane.locator(".drawer-button").click()
    await hers.pane.locator("[data-testid=nav-item][data-app]").click()
    await dan.post(other, f"{FOR_MAYA} look")
    await expect(hers.toasts).to_be_visible()
    assert not await overlap(hers.toasts, hers.pane.get_by_role("button", name="Ask the pod"))
    title = hers.pane.locator(".main-head .main-title")
    assert not await overlap(title, hers.pane.locator(".main-head .tabs"))
