"""The page: the ways back to a channel, out of the guide, and to a new member."""

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, Locator, Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.people import Person
from bot.workspace.server import Workspace
from tests.workspace.browser import Window, chromium, open_page, problems, window
from tests.workspace.conftest import DAN, MAYA, Start, Visitor, make_channel
from tests.workspace.test_page_blocks import words
from tests.workspace.test_page_looks import GUIDE
from tests.workspace.test_page_modals import modal

pytestmark = pytest.mark.browser
browser = chromium
NARROW = 700
IS_CUT = "e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1"


@pytest.fixture
async def page(workspace: Workspace, pod: str, browser: Browser) -> Page:
    """Maya's window alone, where a thread lies over its channel."""
    return await open_page(browser, workspace.url, MAYA.uid, channel=pod, width=NARROW)


@pytest.fixture
def hers(page: Page) -> Window:
    return window(page, MAYA.uid)


async def test_the_channel_in_the_sidebar_leads_out_of_a_thread_that_covers_it(
    hers: Window, pod: str
) -> None:
    await hers.say("No service?")
    await hers.reply("No service?", "Two sites are down")
    await hers.go(pod)
    await expect(hers.thread).to_have_count(0)
    await expect(hers.message("No service?")).to_be_in_viewport()


async def test_a_thread_beside_its_channel_stays_open(
    workspace: Workspace, pod: str, browser: Browser
) -> None:
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod)
    hers = window(page, MAYA.uid)
    await hers.say("No service?")
    await hers.reply("No service?", "Two sites are down")
    await hers.go(pod)
    await expect(hers.thread).to_contain_text("Two sites are down")


async def test_the_bell_leads_to_a_card_above_from_a_thread_that_covers_the_channel(
    hers: Window, web: AsyncWebClient, dan: Visitor, pod: str
) -> None:
    await web.chat_postMessage(channel=pod, text=f"<@{MAYA.uid}> the card")
    for number in range(30):
        await dan.post(pod, f"line {number}\nand more")
    await hers.reply("line 29", "here")
    await hers.pane.get_by_test_id("bell").click()
    rows = hers.pane.get_by_test_id("notifications")
    await rows.get_by_role("button").filter(has_text="the card").click()
    await expect(hers.thread).to_have_count(0)
    await expect(hers.message("the card")).to_be_in_viewport()
    await expect(hers.message("the card")).to_be_focused()


async def test_the_guides_command_is_put_into_the_first_persons_composer(
    start: Start, browser: Browser
) -> None:
    workspace = await start(pair=[MAYA.uid, DAN.uid], guide=GUIDE)
    page = await open_page(browser, workspace.url, DAN.uid)
    put = page.get_by_test_id("guide").get_by_role("button", name="/advise no service")
    await put.click()
    hers = window(page, MAYA.uid)
    await expect(hers.composer).to_have_value("/advise no service")
    await expect(hers.composer).to_be_focused()
    assert problems(page) == []
    await page.context.close()
    await workspace.stop()


async def test_the_guide_shows_the_window_of_whoever_has_none_on_a_narrow_page(
    start: Start, browser: Browser
) -> None:
    asker, helper = f"<@{MAYA.uid}|Maya>", f"<@{DAN.uid}|Dan>"
    steps = [f"As {asker}, ask.", f"As {helper}, answer.", f"As {asker}, accept."]
    workspace = await start(pair=[MAYA.uid, DAN.uid], guide=steps)
    page = await open_page(browser, workspace.url, MAYA.uid, DAN.uid)
    guide = page.get_by_test_id("guide")
    await expect(guide).to_contain_text("As Dan")
    await expect(guide.get_by_role("button", name="Switch to")).to_have_count(0)

    await page.set_viewport_size({"width": 320, "height": 640})
    await expect(page.get_by_test_id("pane")).to_have_count(1)
    await guide.get_by_role("button", name="Three things to try", exact=True).click()
    await expect(guide.get_by_role("button", name="Switch to Maya")).to_have_count(0)
    await guide.get_by_role("listitem").nth(1).get_by_role("button", name="Switch to Dan").click()
    await expect(window(page, DAN.uid).pane).to_have_attribute("data-ready", "true")
    await expect(window(page, MAYA.uid).pane).to_have_count(0)
    await expect(guide.get_by_role("list")).to_be_hidden()

    await guide.get_by_role("button", name="Three things to try", exact=True).click()
    await guide.get_by_role("listitem").nth(2).get_by_role("button", name="Switch to Maya").click()
    await expect(window(page, MAYA.uid).pane).to_have_attribute("data-ready", "true")
    assert problems(page) == []
    await page.context.close()
    await workspace.stop()


async def whole(shown: Locator) -> bool:
    await expect(shown).to_be_visible()
    return not await shown.evaluate(IS_CUT)


async def test_who_one_is_and_ones_clock_are_not_cut_in_two_windows(
    start: Start, browser: Browser
) -> None:
    maya = Person(
        "U0LONG",
        "maximiliana",
        "Maximiliana Featherstonehaugh",
        "m@example.com",
        "Customer resolution expert, San Diego",
        "America/Boise",
        is_sample=True,
    )
    workspace = await start(people=(maya, DAN))
    page = await open_page(browser, workspace.url, maya.uid, DAN.uid)
    hers = window(page, maya.uid)
    assert await whole(hers.pane.get_by_test_id("person-role"))
    assert await whole(hers.pane.locator(".person-switch-name"))
    clock = hers.pane.get_by_test_id("person-clock")
    assert await whole(clock)
    assert (await clock.inner_text()).endswith(("MST", "MDT"))
    side, clock_box = await hers.pane.locator(".side").bounding_box(), await clock.bounding_box()
    assert side
    assert clock_box
    assert clock_box["x"] + clock_box["width"] < side["x"] + side["width"]
    await page.context.close()
    await workspace.stop()


async def test_slackbots_invitation_brings_the_app_in(
    hers: Window, workspace: Workspace, web: AsyncWebClient, maya: Visitor
) -> None:
    made = str((await maya.do("create", name="lunch", is_private=True))["channel"])
    await hers.go(made)
    await hers.say("@Podline no service?")
    told = hers.messages.filter(has_text="they're not in this channel")
    await expect(told).to_contain_text("Only visible to you")
    await expect(told.locator(".message-header")).to_contain_text("Slackbot")
    await expect(told.locator(".tag")).to_have_count(0)
    await told.get_by_role("button", name="Invite Podline").click()
    await expect(told).to_have_count(0)
    members = (await web.conversations_members(channel=made))["members"]
    assert workspace.state.app.user in (members or [])


async def test_an_apps_edit_is_marked_beside_the_time(
    hers: Window, web: AsyncWebClient, pod: str
) -> None:
    blocks = [{"type": "section", "text": words("Dan is on it")}]
    card = await web.chat_postMessage(channel=pod, text="An ask", blocks=blocks)
    await web.chat_update(channel=pod, ts=str(card["ts"]), text="Taken", blocks=blocks)
    header = hers.message("Dan is on it").locator(".message-header")
    await expect(header).to_contain_text("(edited)")
    await expect(hers.message("Dan is on it").get_by_text("(edited)")).to_have_count(1)


async def test_a_channel_reads_as_its_name_where_the_reader_is_in_it(
    hers: Window, web: AsyncWebClient, workspace: Workspace, pod: str
) -> None:
    theirs = await make_channel(web, "pod-detroit", True, DAN.uid)
    await web.chat_postMessage(channel=pod, text=f"in <#{pod}> and <#{theirs}|>")
    said = hers.message("in #")
    await expect(said).to_contain_text("in #pod-san-diego and #private channel")
    await web.conversations_invite(channel=theirs, users=MAYA.uid)
    await expect(said).to_contain_text("in #pod-san-diego and #pod-detroit")
    text = {"type": "mrkdwn", "text": f"Your pod sees this in <#{theirs}>."}
    trigger = workspace.state.triggers.issue(MAYA.uid)
    view = modal("Ask", {"type": "section", "text": text})
    await web.views_open(trigger_id=trigger, view=view)
    await expect(hers.modal).to_contain_text("Your pod sees this in #pod-detroit.")


async def test_a_step_of_the_clock_is_seen_on_the_page(
    hers: Window,
    workspace: Workspace,
    session: ClientSession,
    maya: Visitor,
    dan: Visitor,
    pod: str,
) -> None:
    root = await maya.post(pod, "No service?")
    await dan.post(pod, "Two sites are down", thread_ts=root)
    summary = hers.message("No service?").get_by_test_id("thread-summary")
    await expect(summary).to_contain_text("just now")
    async with session.post(f"{workspace.url}/control/clock", json={"seconds": 600}) as answer:
        assert answer.status == 200
    await expect(summary).to_contain_text("10 min ago")
