"""How the page fits its reader: narrow or wide, light or dark, by keyboard, in their own zone."""

from dataclasses import replace

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.workspace.browser import chromium, open_page, problems, window
from tests.workspace.conftest import (
    ANA,
    DAN,
    MAYA,
    Clock,
    Json,
    Start,
    Visitor,
    client_of,
    make_channel,
)
from tests.workspace.test_page_blocks import TOPICS, button, words

pytestmark = pytest.mark.browser
browser = chromium

CARD: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "🙋 *Maya R.* · on the line · network"}},
    {"type": "section", "text": words("Three customers in Ramona with no service since morning.")},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "asked 10:41:07"}]},
    {
        "type": "actions",
        "elements": [
            button("I've got this", style="primary"),
            button("Answer"),
            button("Show"),
            {"type": "overflow", "action_id": "more", "options": TOPICS},
        ],
    },
]


GUIDE = ["Type `/advise no service`.", "Press *I've got this*.", "Choose *This worked*."]


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_a_card_fits_320_pixels_with_its_buttons_in_one_row(
    workspace: Workspace, pod: str, web: AsyncWebClient, browser: Browser, colours: str
) -> None:
    await web.chat_postMessage(channel=pod, text="An ask", blocks=CARD)
    page = await open_page(
        browser,
        workspace.url,
        MAYA.uid,
        channel=pod,
        width=320,
        height=640,
        colours="dark" if colours == "dark" else "light",
    )
    card = window(page, MAYA.uid).messages.last
    buttons = card.locator(".actions button")
    await expect(buttons).to_have_count(4)
    tops = await buttons.evaluate_all("all => all.map(e => e.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    for scroller in ("document.documentElement", "document.querySelector('.scroller')"):
        assert await page.evaluate(f"{scroller}.scrollWidth") <= 320
    dark = await card.evaluate("e => getComputedStyle(e.closest('.pane')).backgroundColor")
    assert dark == ("rgb(21, 27, 26)" if colours == "dark" else "rgb(255, 255, 255)")
    assert problems(page) == []


async def test_a_narrow_page_shows_one_person_and_keeps_the_places_in_a_drawer(
    workspace: Workspace, pod: str, browser: Browser
) -> None:
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod, width=320, height=640)
    maya = window(page, MAYA.uid)
    await expect(page.get_by_test_id("pane")).to_have_count(1)
    await expect(maya.place(pod)).to_be_hidden()
    await maya.pane.get_by_role("button", name="Channels of Maya Reyes").click()
    await expect(maya.place(pod)).to_be_visible()
    await expect(maya.place(pod)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(maya.place(pod)).to_be_hidden()


async def test_the_page_opens_on_the_pair_with_three_things_to_try(
    start: Start, browser: Browser
) -> None:
    workspace = await start(pair=[MAYA.uid, DAN.uid], guide=GUIDE)
    page = await open_page(browser, workspace.url)
    await expect(page.get_by_test_id("pane")).to_have_count(2)
    strip = page.get_by_test_id("guide")
    await expect(strip.get_by_role("listitem")).to_have_count(3)
    await expect(strip.locator("code")).to_have_text("/advise no service")
    await strip.get_by_role("button", name="Dismiss").click()
    await page.reload()
    await expect(page.get_by_test_id("pane")).to_have_count(2)
    await expect(page.get_by_test_id("guide")).to_have_count(0)
    await page.get_by_role("button", name="One person").click()
    await expect(page.get_by_test_id("pane")).to_have_count(1)
    await page.get_by_role("button", name="Two people side by side").click()
    await expect(page.get_by_test_id("pane")).to_have_count(2)
    await page.context.close()
    await workspace.stop()


async def test_one_looks_as_another_person_and_samples_are_marked(
    start: Start, browser: Browser
) -> None:
    workspace = await start(people=(MAYA, replace(DAN, is_sample=True), ANA))
    page = await open_page(browser, workspace.url, MAYA.uid, ANA.uid)
    maya = window(page, MAYA.uid)
    await expect(maya.pane.get_by_text("sample")).to_have_count(0)
    await maya.pane.get_by_test_id("person-switch").click()
    await page.keyboard.type("oka")
    offered = maya.pane.get_by_role("option", name="Dan Okafor")
    await expect(offered).to_contain_text("sample")
    await page.keyboard.press("Enter")
    dan = window(page, DAN.uid)
    await expect(dan.pane.get_by_test_id("person-switch")).to_contain_text("sample")
    await expect(maya.pane).to_have_count(0)
    await expect(window(page, ANA.uid).pane).to_be_visible()
    assert page.url.endswith(f"?as={DAN.uid},{ANA.uid}")
    await page.context.close()
    await workspace.stop()


async def test_times_are_the_readers_own(
    start: Start, session: ClientSession, clock: Clock, browser: Browser
) -> None:
    people = (MAYA, replace(DAN, tz="America/Detroit"))
    workspace = await start(people=people)
    web = client_of(workspace, session)
    pod = await make_channel(web, "pod", True, MAYA.uid, DAN.uid)
    at = int(clock.at)
    token = f"due <!date^{at}^{{date_short_pretty}} at {{time}}|some time>"
    await web.chat_postMessage(channel=pod, text=token)
    page = await open_page(browser, workspace.url, MAYA.uid, DAN.uid, channel=pod)
    maya, dan = window(page, MAYA.uid), window(page, DAN.uid)
    await expect(maya.messages.last).to_contain_text("due today at 8:13 AM")
    await expect(dan.messages.last).to_contain_text("due today at 10:13 AM")
    await expect(dan.messages.last.locator(".message-header time")).to_have_text("10:13 AM")
    await page.context.close()
    await workspace.stop()


async def test_messages_and_their_deeds_are_reached_by_keyboard_alone(
    workspace: Workspace, pod: str, maya: Visitor, browser: Browser
) -> None:
    for text in ("first", "second", "third"):
        await maya.post(pod, text)
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod)
    sees = window(page, MAYA.uid)
    await expect(sees.composer).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("ArrowUp")
    await expect(sees.message("third")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(sees.message("second")).to_be_focused()
    for _ in range(6):
        await page.keyboard.press("Tab")
    more = sees.message("second").get_by_role("button", name="More actions")
    await expect(more).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("End")
    item = sees.pane.get_by_role("menuitem", name="Delete message")
    await expect(item).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(more).to_be_focused()


async def test_a_screen_reader_hears_new_messages(
    workspace: Workspace, pod: str, dan: Visitor, browser: Browser
) -> None:
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod)
    await dan.post(pod, "two sites are *down*")
    live = window(page, MAYA.uid).pane.locator(".visually-hidden[aria-live=polite]")
    await expect(live).to_have_text("Dan Okafor: two sites are down")


async def test_the_colours_can_be_chosen_and_are_remembered(
    workspace: Workspace, pod: str, browser: Browser
) -> None:
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod)
    await page.get_by_test_id("theme").click()
    await page.get_by_role("button", name="Colours: light").click()
    await page.reload()
    await expect(page.get_by_role("button", name="Colours: dark")).to_be_visible()
    scheme = await page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert scheme == "dark"


async def test_a_permalink_opens_its_message(
    workspace: Workspace, pod: str, maya: Visitor, web: AsyncWebClient, browser: Browser
) -> None:
    ts = await maya.post(pod, "the one")
    await maya.post(pod, "a reply to it", thread_ts=ts)
    for number in range(70):
        await maya.post(pod, f"line {number}")
    link = str((await web.chat_getPermalink(channel=pod, message_ts=ts))["permalink"])
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod)
    sees = window(page, MAYA.uid)
    await expect(sees.message("line 69")).to_be_in_viewport()
    await sees.say(f"see {link}")
    await sees.message("see http").get_by_role("link").click()
    await expect(sees.message("the one")).to_be_in_viewport()
    await expect(sees.message("the one")).to_be_focused()
