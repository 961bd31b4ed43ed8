"""The page: where links lead, what stays in sight, and where the keyboard is."""

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.workspace.browser import Window, chromium, open_page, problems, window
from tests.workspace.conftest import (
    ANA,
    DAN,
    MAYA,
    Connect,
    Json,
    Start,
    Visitor,
    make_channel,
    manifest,
)
from tests.workspace.test_presses import plain

pytestmark = pytest.mark.browser
browser = chromium
NARROW = 700


@pytest.fixture
async def page(workspace: Workspace, pod: str, browser: Browser) -> Page:
    """Maya's window alone."""
    return await open_page(browser, workspace.url, MAYA.uid, channel=pod)


@pytest.fixture
def hers(page: Page) -> Window:
    return window(page, MAYA.uid)


def link_button(url: str) -> list[Json]:
    button = {"type": "button", "action_id": "go", "text": plain("Join the thread"), "url": url}
    return [{"type": "actions", "block_id": "row", "elements": [button]}]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_permalink_with_a_thread_opens_the_thread_of_its_first_message_too(
    workspace: Workspace, pod: str, web: AsyncWebClient, maya: Visitor, browser: Browser, host: str
) -> None:
    root = await maya.post(pod, "No service in Ramona?")
    await maya.post(pod, "Two sites are down", thread_ts=root)
    found = await web.chat_getPermalink(channel=pod, message_ts=root)
    link = f"{found['permalink']}?thread_ts={root}&cid={pod}"
    await web.chat_postMessage(channel=pod, text="Dan took this", blocks=link_button(link))
    address = workspace.url.replace("127.0.0.1", host)
    page = await open_page(browser, address, MAYA.uid, channel=pod)
    hers = window(page, MAYA.uid)
    await hers.pane.get_by_role("button", name="Join the thread").click()
    await expect(hers.thread).to_have_attribute("data-thread", root)
    await expect(hers.thread).to_contain_text("Two sites are down")
    await expect(hers.thread.locator(f"[data-ts='{root}']")).to_be_focused()
    assert len(page.context.pages) == 1
    assert problems(page) == []


async def test_bell_and_connection_stay_in_sight_while_a_thread_is_open(
    workspace: Workspace, pod: str, dan: Visitor, browser: Browser
) -> None:
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod, width=NARROW)
    hers = window(page, MAYA.uid)
    await hers.say("one")
    await hers.reply("one", "two")
    bell = hers.pane.get_by_test_id("bell")
    await dan.post(pod, f"<@{MAYA.uid}> look")
    await expect(bell).to_contain_text("1")
    await bell.click()
    await expect(hers.pane.get_by_test_id("notifications")).to_contain_text("look")
    await page.keyboard.press("Escape")
    await workspace.stop()
    await expect(hers.pane.get_by_text("Reconnecting…")).to_be_visible()
    seen = (
        "e => { const { x, y, height } = e.getBoundingClientRect();"
        " return e.contains(document.elementFromPoint(x + 5, y + height / 2)); }"
    )
    assert await hers.pane.get_by_text("Reconnecting…").evaluate(seen)
    await hers.thread.get_by_role("button", name="Close thread").click()
    await expect(bell).to_be_visible()


async def test_the_bell_forgets_what_another_workspace_told(
    start: Start, browser: Browser, session: ClientSession
) -> None:
    first = await start(pair=[MAYA.uid])
    port = int(first.url.rpartition(":")[2])
    page = await open_page(browser, first.url, MAYA.uid)
    hers = window(page, MAYA.uid)
    dan = Visitor(session, first.url, DAN.uid)
    await dan.post((await dan.do("dm", user=MAYA.uid))["channel"], "hello")
    bell = hers.pane.get_by_test_id("bell")
    await expect(bell).to_contain_text("1")
    await first.stop()
    again = await start(pair=[MAYA.uid], port=port)
    await expect(hers.pane).to_have_attribute("data-connected", "true")
    await expect(bell).not_to_contain_text("1")
    await bell.click()
    await expect(hers.pane.get_by_test_id("notifications")).to_contain_text("Nothing has popped up")
    await page.context.close()
    await again.stop()


async def test_just_now_ages(
    workspace: Workspace, pod: str, maya: Visitor, dan: Visitor, browser: Browser
) -> None:
    root = await maya.post(pod, "No service?")
    await dan.post(pod, "Two sites are down", thread_ts=root)
    context = await browser.new_context()
    page = await context.new_page()
    await page.clock.install()
    await page.goto(f"{workspace.url}/?as={MAYA.uid}&channel={pod}")
    summary = window(page, MAYA.uid).message("No service?").get_by_test_id("thread-summary")
    await expect(summary).to_contain_text("just now")
    await page.clock.run_for(90_000)
    await expect(summary).to_contain_text("1 min ago")


async def test_closing_a_thread_leaves_the_end_in_sight(
    hers: Window, dan: Visitor, pod: str
) -> None:
    root = await dan.post(pod, "far above")
    await dan.post(pod, "a reply", thread_ts=root)
    for number in range(30):
        await dan.post(pod, f"line {number}\nand more")
    await hers.message("far above").get_by_test_id("thread-summary").click()
    await expect(hers.thread).to_contain_text("a reply")
    scroller = hers.pane.locator(".conversation .scroller")
    await scroller.evaluate("e => { e.scrollTop = e.scrollHeight; }")
    await expect(hers.message("line 29")).to_be_in_viewport()
    await hers.thread.get_by_role("button", name="Close thread").click()
    await expect(hers.thread).to_have_count(0)
    await expect(hers.message("line 29")).to_be_in_viewport()


async def test_a_button_that_disappears_leaves_the_keyboard_at_its_message(
    hers: Window, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    root = await maya.post(pod, "No service?")
    button = {"type": "button", "action_id": "claim", "text": plain("I've got this")}
    row: list[Json] = [{"type": "actions", "block_id": "row", "elements": [button]}]
    await web.chat_postMessage(channel=pod, text="first", blocks=row, thread_ts=root)
    second = await web.chat_postMessage(channel=pod, text="second", blocks=row, thread_ts=root)
    await hers.message("No service?").get_by_test_id("thread-summary").click()
    card = hers.thread.locator(f"[data-ts='{second['ts']}']")
    await card.get_by_role("button", name="I've got this").focus()
    taken: list[Json] = [{"type": "section", "text": plain("Dan is on it")}]
    await web.chat_update(channel=pod, ts=str(second["ts"]), text="taken", blocks=taken)
    await expect(card).to_contain_text("Dan is on it")
    await expect(card).to_be_focused()
    await hers.page.keyboard.press("Escape")
    await expect(hers.thread).to_have_count(0)


async def test_a_modal_that_changes_under_the_hand_still_closes_with_escape(
    workspace: Workspace, connect: Connect, web: AsyncWebClient, hers: Window, pod: str
) -> None:
    app = await connect(workspace)
    await hers.pane.get_by_role("button", name="Shortcuts and commands").click()
    await hers.pane.get_by_role("menuitem", name="Ask", exact=True).click()
    trigger = ""
    for _ in range(100):
        asked = [one.payload for one in app.got if one.type == "interactive"]
        if asked:
            trigger = asked[0]["trigger_id"]
            break
        await hers.page.wait_for_timeout(20)
    box: Json = {"type": "plain_text_input", "action_id": "words"}
    view: Json = {
        "type": "modal",
        "title": plain("Ask"),
        "submit": plain("Send"),
        "blocks": [{"type": "input", "block_id": "q", "label": plain("Question"), "element": box}],
    }
    opened = await web.views_open(trigger_id=trigger, view=view)
    await hers.modal.get_by_label("Question").focus()
    said: Json = {
        "type": "modal",
        "title": plain("Ask"),
        "blocks": [{"type": "section", "text": plain("Sent")}],
    }
    await web.views_update(view_id=opened["view"]["id"], view=said)
    await expect(hers.modal).to_contain_text("Sent")
    await hers.page.keyboard.press("Escape")
    await expect(hers.modal).to_be_hidden()
    opener = hers.pane.get_by_role("button", name="Shortcuts and commands")
    await expect(opener).to_be_focused()


async def test_an_app_that_reads_no_messages_offers_no_field_to_write_in(
    start: Start, browser: Browser
) -> None:
    given = manifest()
    given["features"]["app_home"]["messages_tab_read_only_enabled"] = True
    workspace = await start(manifest=given)
    page = await open_page(browser, workspace.url, MAYA.uid)
    hers = window(page, MAYA.uid)
    await hers.pane.locator("[data-testid=nav-item][data-app]").click()
    await hers.pane.get_by_role("button", name="Messages", exact=True).click()
    conversation = hers.pane.get_by_test_id("conversation")
    await expect(conversation.get_by_test_id("read-only")).to_have_text(
        "Podline reads no messages here. Ask with /advise from any channel or direct message."
    )
    await expect(hers.composer).to_have_count(0)
    title = conversation.get_by_role("heading", level=2)
    await expect(title).to_contain_text("Podline")
    side = "(e, [part, edge]) => e.querySelector(part).getBoundingClientRect()[edge]"
    end, start_of_tag = [
        await title.evaluate(side, at) for at in ([".name", "right"], [".tag", "left"])
    ]
    assert start_of_tag - end >= 4
    await conversation.get_by_role("button", name="Home", exact=True).click()
    await expect(hers.pane.get_by_test_id("home")).to_be_visible()
    assert problems(page) == []


async def test_people_stand_under_their_channels_with_their_roles(
    workspace: Workspace, web: AsyncWebClient, hers: Window, browser: Browser, pod: str
) -> None:
    await make_channel(web, "pod-detroit", True, ANA.uid)
    await hers.page.reload()
    await hers.pane.get_by_test_id("person-switch").click()
    groups = hers.pane.locator(".picker-list .menu-title")
    await expect(groups).to_have_text(["#pod-san-diego", "#pod-detroit"])
    first = hers.pane.get_by_role("option").filter(has_text="Dan Okafor")
    await expect(first).to_contain_text("Technical specialist")
    await hers.pane.get_by_role("combobox").fill("detroit")
    await expect(hers.pane.get_by_role("option")).to_have_count(1)
    await hers.pane.get_by_role("combobox").fill("okafor")
    await hers.page.keyboard.press("Enter")
    his = window(hers.page, DAN.uid)
    await expect(his.pane.get_by_test_id("person-role")).to_have_text("Technical specialist")


async def test_a_date_and_time_is_meant_by_the_persons_own_clock(
    workspace: Workspace, web: AsyncWebClient, browser: Browser, pod: str, maya: Visitor
) -> None:
    half_past_nine = 1_794_846_600
    context = await browser.new_context(timezone_id="Asia/Tokyo")
    page = await context.new_page()
    await page.goto(f"{workspace.url}/?as={MAYA.uid}&channel={pod}")
    field = {"type": "datetimepicker", "action_id": "due", "initial_date_time": half_past_nine}
    row: list[Json] = [{"type": "actions", "block_id": "row", "elements": [field]}]
    await web.chat_postMessage(channel=pod, text="due", blocks=row)
    shown = page.locator("[data-action-id=due]")
    await expect(shown).to_have_value("2026-11-16T09:30")
    async with page.expect_request("**/press") as pressed:
        await shown.fill("2026-11-16T16:00")
        await shown.blur()
    sent = (await pressed.value).post_data_json or {}
    assert sent["action"]["selected_date_time"] == half_past_nine + 6 * 3600 + 1800


async def test_clocks_that_are_put_forward_or_back_are_read_right(page: Page) -> None:
    walls = [
        "2026-11-01T00:30",
        "2026-11-01T01:30",
        "2026-11-01T03:00",
        "2026-03-08T01:59",
        "2026-03-08T03:00",
    ]
    seconds_at = "all => import('/page/dates.js').then(d => all.map(w => d.secondsAt(w, ZONE)))"
    wall_clock = "all => import('/page/dates.js').then(d => all.map(s => d.wallClock(s, ZONE)))"
    read, back = (one.replace("ZONE", "'America/Detroit'") for one in (seconds_at, wall_clock))
    seconds = await page.evaluate(read, walls)
    assert await page.evaluate(back, seconds) == walls
    assert seconds == [1793507400, 1793511000, 1793520000, 1772953140, 1772953200]


async def test_a_deleted_message_stands_above_its_replies(
    hers: Window, maya: Visitor, dan: Visitor, pod: str
) -> None:
    root = await maya.post(pod, "No service?")
    await dan.post(pod, "Two sites are down", thread_ts=root)
    await maya.do("delete", channel=pod, ts=root)
    gone = hers.message("This message was deleted.")
    words = await gone.get_by_text("This message was deleted.").last.bounding_box()
    replies = await gone.get_by_test_id("thread-summary").bounding_box()
    assert words
    assert replies
    assert replies["y"] >= words["y"] + words["height"]
