"""The page as a chat: writing, reading, threads, reactions, notifications."""

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, Page, WebSocketRoute, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.workspace.browser import Window, chromium, open_page, problems, window
from tests.workspace.conftest import ANA, DAN, MAYA, Listener, Start, Visitor, make_channel

pytestmark = pytest.mark.browser
browser = chromium


@pytest.fixture
async def page(workspace: Workspace, pod: str, browser: Browser) -> Page:
    """Maya and Dan side by side, in their pod's channel."""
    return await open_page(browser, workspace.url, MAYA.uid, DAN.uid, channel=pod)


@pytest.fixture
def maya_sees(page: Page) -> Window:
    return window(page, MAYA.uid)


@pytest.fixture
def dan_sees(page: Page) -> Window:
    return window(page, DAN.uid)


class Wire:
    """The streams of a page, which a test can cut."""

    def __init__(self) -> None:
        self._open: list[WebSocketRoute] = []
        self._is_cut = False

    async def carry(self, socket: WebSocketRoute) -> None:
        if self._is_cut:
            await socket.close()
            return
        socket.connect_to_server()
        self._open.append(socket)

    async def cut(self) -> None:
        self._is_cut = True
        for socket in self._open:
            await socket.close()

    def mend(self) -> None:
        self._is_cut = False


async def test_a_message_is_live_in_both_windows(
    page: Page, maya_sees: Window, dan_sees: Window
) -> None:
    await maya_sees.say("Ramona is down again")
    await expect(dan_sees.message("Ramona is down again")).to_contain_text("Maya Reyes")
    await expect(maya_sees.composer).to_have_value("")
    assert problems(page) == []


async def test_shift_enter_makes_a_line_and_sends_nothing(
    maya_sees: Window, dan: Visitor, pod: str
) -> None:
    await maya_sees.composer.fill("first")
    await maya_sees.composer.press("Shift+Enter")
    await maya_sees.composer.type("second")
    await expect(maya_sees.composer).to_have_value("first\nsecond")
    await maya_sees.composer.press("Enter")
    await expect(maya_sees.message("first")).to_be_visible()
    said = await dan.look("messages", channel=pod)
    assert said["messages"][-1]["text"] == "first\nsecond"


async def test_a_picked_mention_goes_out_as_a_mention_and_notifies(
    maya_sees: Window, dan_sees: Window, dan: Visitor, pod: str
) -> None:
    await maya_sees.composer.type("look here @da")
    offered = maya_sees.pane.get_by_role("option", name="Dan Okafor")
    await expect(offered).to_have_attribute("aria-selected", "true")
    await maya_sees.composer.press("Tab")
    await expect(maya_sees.composer).to_have_value("look here @Dan Okafor ")
    await maya_sees.composer.press("Enter")
    await expect(dan_sees.toasts).to_contain_text("Maya Reyes in #pod-san-diego")
    await expect(dan_sees.toasts).to_have_attribute("data-why", "mention")
    assert (await dan.look("messages", channel=pod))["messages"][-1]["text"] == (
        f"look here <@{DAN.uid}>"
    )
    await dan_sees.pane.get_by_test_id("bell").click()
    listed = dan_sees.pane.get_by_test_id("notifications").locator("[data-why=mention]")
    await expect(listed).to_contain_text("look here @Dan Okafor")


async def test_what_waits_elsewhere_is_marked_and_reading_clears_it(
    page: Page, dan_sees: Window, maya: Visitor, web: AsyncWebClient, dan: Visitor
) -> None:
    other = await make_channel(web, "pod-detroit", True, MAYA.uid, DAN.uid)
    await maya.post(other, "plain words")
    await expect(dan_sees.place(other)).to_have_attribute("data-unread", "1")
    await maya.post(other, f"and <@{DAN.uid}> should see")
    await expect(dan_sees.place(other)).to_have_attribute("data-mentions", "1")
    await dan_sees.go(other)
    await expect(dan_sees.place(other)).not_to_have_attribute("data-unread", "2")
    await expect(dan_sees.place(other)).not_to_have_attribute("data-mentions", "1")
    boot = await dan.look("boot")
    assert next(c for c in boot["channels"] if c["id"] == other)["unread"] == 0


async def test_a_reply_opens_the_thread_beside_and_can_go_to_the_channel_too(
    maya_sees: Window, dan_sees: Window
) -> None:
    await maya_sees.say("No service in Ramona?")
    await dan_sees.reply("No service in Ramona?", "Two sites are down")
    await expect(dan_sees.thread).to_contain_text("Two sites are down")
    summary = maya_sees.message("No service").get_by_test_id("thread-summary")
    await expect(summary).to_contain_text("1 reply")
    await expect(summary).to_contain_text("new")
    await expect(maya_sees.toasts).to_have_attribute("data-why", "thread")
    await summary.click()
    await expect(summary).not_to_contain_text("new")
    await maya_sees.opened_thread()
    await maya_sees.thread.get_by_label("Also send to #pod-san-diego").check()
    await maya_sees.thread.get_by_test_id("composer").fill("Thanks, it worked")
    await maya_sees.thread.get_by_test_id("composer").press("Enter")
    await dan_sees.thread.get_by_role("button", name="Close thread").click()
    await expect(dan_sees.message("Thanks, it worked")).to_contain_text("Replied to a thread")


async def test_escape_closes_the_thread(maya_sees: Window) -> None:
    await maya_sees.say("one")
    await maya_sees.reply("one", "two")
    await expect(maya_sees.thread).to_contain_text("two")
    await maya_sees.page.keyboard.press("Escape")
    await expect(maya_sees.thread).to_have_count(0)


async def test_one_edits_and_deletes_ones_own_words_only(
    maya_sees: Window, dan_sees: Window
) -> None:
    await maya_sees.say("Ramonna & <Julian>")
    await maya_sees.more("Ramonna", "Edit message")
    field = maya_sees.pane.get_by_test_id("edit-field")
    await expect(field).to_have_value("Ramonna & <Julian>")
    await field.fill("Ramona & <Julian>")
    await field.press("Enter")
    header = dan_sees.message("Ramona & <Julian>").locator(".message-header")
    await expect(header).to_contain_text("(edited)")
    await dan_sees.message("Ramona").hover()
    await dan_sees.message("Ramona").get_by_role("button", name="More actions").click()
    await expect(dan_sees.pane.get_by_role("menuitem", name="Follow")).to_be_visible()
    await expect(dan_sees.pane.get_by_role("menuitem", name="Delete message")).to_have_count(0)
    await dan_sees.page.keyboard.press("Escape")
    await maya_sees.more("Ramona", "Delete message")
    await maya_sees.pane.get_by_test_id("confirm").get_by_role("button", name="Delete").click()
    await expect(dan_sees.messages.filter(has_text="Ramona")).to_have_count(0)


async def test_reactions_are_added_seen_and_taken_back(maya_sees: Window, dan_sees: Window) -> None:
    await maya_sees.say("It is back")
    await dan_sees.message("It is back").hover()
    await (
        dan_sees.message("It is back").get_by_role("button", name="React: white check mark").click()
    )
    seen = maya_sees.message("It is back").locator("[data-reaction=white_check_mark]")
    await expect(seen).to_contain_text("✅")
    await expect(seen).to_have_attribute("aria-pressed", "false")
    await seen.click()
    await expect(seen).to_have_attribute("aria-pressed", "true")
    await expect(seen).to_contain_text("2")
    await seen.click()
    await expect(seen).to_contain_text("1")


async def test_a_bulb_from_the_picker_reaches_the_app_with_whose_reply_it_stands_on(
    app: Listener, maya_sees: Window, dan_sees: Window, pod: str
) -> None:
    await maya_sees.say("No service after a SIM swap?")
    await dan_sees.reply("No service", "Restart it twice")
    [root, answer] = (await app.wait(2, "message"))[-2:]
    await maya_sees.open_thread("No service")
    reply = maya_sees.thread.get_by_test_id("message").filter(has_text="Restart it twice")
    await reply.hover()
    await reply.get_by_role("button", name="Add a reaction").click()
    await maya_sees.page.keyboard.type("bulb")
    await maya_sees.page.keyboard.press("Enter")
    await expect(reply.locator("[data-reaction=bulb]")).to_contain_text("💡")
    [heard] = await app.wait(1, "reaction_added")
    assert (heard["user"], heard["reaction"], heard["item_user"]) == (MAYA.uid, "bulb", DAN.uid)
    assert heard["item"] == {"type": "message", "channel": pod, "ts": answer["ts"]}
    assert answer["thread_ts"] == root["ts"]


async def test_words_come_back_when_sending_fails(page: Page, maya_sees: Window) -> None:
    await page.route("**/people/*/post", lambda route: route.abort())
    await maya_sees.say("do not lose me")
    await expect(maya_sees.pane.get_by_role("alert")).to_contain_text("did not answer")
    await expect(maya_sees.composer).to_have_value("do not lose me")
    await page.unroute("**/people/*/post")
    await maya_sees.composer.press("Enter")
    await expect(maya_sees.message("do not lose me")).to_be_visible()


async def test_half_written_words_wait_while_one_looks_elsewhere(
    maya_sees: Window, web: AsyncWebClient, pod: str
) -> None:
    other = await make_channel(web, "pod-detroit", True, MAYA.uid)
    await maya_sees.composer.fill("half a sent")
    await maya_sees.go(other)
    await expect(maya_sees.composer).to_have_value("")
    await maya_sees.go(pod)
    await expect(maya_sees.composer).to_have_value("half a sent")


async def test_a_dropped_stream_comes_back_and_misses_nothing(
    workspace: Workspace, pod: str, dan: Visitor, browser: Browser
) -> None:
    wire = Wire()
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod, stream=wire.carry)
    maya = window(page, MAYA.uid)
    await wire.cut()
    await expect(maya.pane).to_have_attribute("data-connected", "false")
    await expect(maya.pane.get_by_text("Reconnecting…")).to_be_visible()
    await dan.post(pod, "said meanwhile")
    wire.mend()
    await expect(maya.message("said meanwhile")).to_be_visible()
    await expect(maya.pane.get_by_text("Reconnecting…")).to_be_hidden()


async def test_a_workspace_that_was_restarted_is_taken_up_again(
    start: Start, session: ClientSession, browser: Browser
) -> None:
    first = await start(pair=[MAYA.uid])
    port = int(first.url.rpartition(":")[2])
    page = await open_page(browser, first.url, MAYA.uid)
    maya_sees = window(page, MAYA.uid)
    await maya_sees.say("before")
    await first.stop()
    await expect(maya_sees.pane.get_by_text("Reconnecting…")).to_be_visible()
    again = await start(pair=[MAYA.uid], port=port)
    await expect(maya_sees.pane).to_have_attribute("data-connected", "true")
    await expect(maya_sees.messages.filter(has_text="before")).to_have_count(0)
    general = await maya_sees.pane.get_by_test_id("conversation").get_attribute("data-channel")
    await Visitor(session, again.url, MAYA.uid).post(str(general), "after")
    await expect(maya_sees.message("after")).to_be_visible()
    await page.context.close()
    await again.stop()


async def test_a_direct_message_starts_from_the_list_of_people(
    maya_sees: Window, dan_sees: Window, ana: Visitor
) -> None:
    conversation = maya_sees.pane.get_by_test_id("conversation")
    before = str(await conversation.get_attribute("data-channel"))
    await maya_sees.pane.get_by_role("button", name="New message").click()
    await maya_sees.pane.get_by_role("combobox", name="Search: Write to").fill("ana")
    await maya_sees.page.keyboard.press("Enter")
    await expect(conversation).not_to_have_attribute("data-channel", before)
    await maya_sees.opened()
    await maya_sees.say("Can you add me?")
    await expect(maya_sees.message("Can you add me?")).to_be_visible()
    assert await ana.whys() == ["dm"]
    await expect(dan_sees.pane.get_by_text("Ana Ruiz")).to_have_count(0)


async def test_a_public_channel_is_browsed_joined_and_left(
    maya_sees: Window, web: AsyncWebClient
) -> None:
    made = await make_channel(web, "announcements", False, ANA.uid)
    await expect(maya_sees.place(made)).to_have_count(0)
    await maya_sees.pane.get_by_role("button", name="Browse channels").click()
    await maya_sees.pane.get_by_role("option", name="#announcements").click()
    await maya_sees.pane.get_by_role("button", name="Join channel").click()
    await expect(maya_sees.composer).to_be_editable()
    await maya_sees.pane.get_by_role("button", name="Channel actions").click()
    await maya_sees.pane.get_by_role("menuitem", name="Leave #announcements").click()
    await expect(maya_sees.place(made)).to_have_count(0)


async def test_many_who_join_are_told_in_one_line(maya_sees: Window) -> None:
    joined = maya_sees.pane.locator(".system-line").filter(has_text="joined")
    await expect(joined).to_have_count(1)
    await expect(joined).to_contain_text("Podline, Maya Reyes and 1 more joined")
