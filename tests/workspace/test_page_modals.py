"""Modals, the Home tab, commands and private messages on the page."""

from typing import Any

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, expect
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.waiting import until
from tests.workspace.browser import Window, chromium, open_page, problems, window
from tests.workspace.conftest import (
    DAN,
    MAYA,
    Connect,
    Json,
    Listener,
    Start,
    client_of,
    impatient,
    make_channel,
    manifest,
)
from tests.workspace.test_page_blocks import TOPICS, button, select, words

pytestmark = pytest.mark.browser
browser = chromium


def field(label: str, **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "text"} | more
    return {"type": "input", "block_id": label.lower(), "label": words(label), "element": element}


def modal(title: str, *blocks: Json) -> Json:
    return {
        "type": "modal",
        "callback_id": title,
        "title": words(title),
        "submit": words("Ask"),
        "close": words("Cancel"),
        "blocks": list(blocks),
    }


ASK = modal(
    "Ask the pod",
    field("Question", multiline=True, max_length=300),
    {
        "type": "input",
        "block_id": "topic",
        "optional": True,
        "label": words("Topic"),
        "element": select("static_select", options=TOPICS),
    },
    {"type": "actions", "block_id": "deeper", "elements": [button("Deeper")]},
)


@pytest.fixture
async def maya_sees(workspace: Workspace, pod: str, app: Listener, browser: Browser) -> Window:
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod, width=700)
    return window(page, MAYA.uid)


async def payload(app: Listener, kind: str, count: int = 1) -> Json:
    """The payload of the many-th command or interaction of a kind."""

    def found() -> list[Json]:
        of_kind = (one.payload for one in app.got if one.type != "events_api")
        return [one for one in of_kind if kind in (one.get("type"), one.get("command"))]

    await until(lambda: len(found()) >= count)
    return found()[count - 1]


async def opened(app: Listener, web: AsyncWebClient, maya_sees: Window) -> None:
    """Maya types /advise, and the app opens its modal."""
    await maya_sees.say("/advise")
    trigger = (await payload(app, "/advise"))["trigger_id"]
    await web.views_open(trigger_id=trigger, view=ASK)
    await expect(maya_sees.modal).to_be_visible()


async def test_typing_a_slash_offers_commands_and_enter_sends_them(
    maya_sees: Window, app: Listener
) -> None:
    await maya_sees.composer.type("/ad")
    await expect(maya_sees.pane.get_by_role("option", name="/advise")).to_be_visible()
    await maya_sees.composer.press("Enter")
    await expect(maya_sees.composer).to_have_value("/advise ")
    await maya_sees.composer.type("no service in Ramona")
    await maya_sees.composer.press("Enter")
    sent = await payload(app, "/advise")
    assert (sent["text"], sent["user_id"]) == ("no service in Ramona", MAYA.uid)
    await expect(maya_sees.composer).to_have_value("")


@impatient
async def test_a_command_that_fails_says_so_privately_and_gives_the_words_back(
    maya_sees: Window, app: Listener
) -> None:
    app.silent = True
    await maya_sees.say("/advise keep these words")
    note = maya_sees.messages.last
    await expect(note).to_have_attribute("data-private", "true")
    await expect(note).to_contain_text("Only visible to you")
    await expect(maya_sees.composer).to_have_value("/advise keep these words")


async def test_commands_do_not_work_in_threads(maya_sees: Window) -> None:
    await maya_sees.say("a root")
    await maya_sees.reply("a root", "/advise in here")
    await expect(maya_sees.thread).to_contain_text("/advise")
    await expect(maya_sees.thread.get_by_test_id("composer")).to_have_value("/advise in here")


async def test_a_modal_takes_the_keyboard_and_escape_gives_it_back(
    maya_sees: Window, app: Listener, web: AsyncWebClient
) -> None:
    await opened(app, web, maya_sees)
    question = maya_sees.modal.get_by_role("textbox", name="Question")
    await expect(question).to_be_focused()
    for _ in range(8):
        await maya_sees.page.keyboard.press("Tab")
    assert await maya_sees.modal.evaluate("box => box.contains(document.activeElement)")
    await maya_sees.page.keyboard.press("Escape")
    await expect(maya_sees.modal).to_be_hidden()
    await expect(maya_sees.composer).to_be_focused()


async def test_errors_stand_under_their_fields_and_a_good_answer_closes(
    maya_sees: Window, app: Listener, web: AsyncWebClient
) -> None:
    refused = {"response_action": "errors", "errors": {"question": "A few words more, please."}}

    def judge(request: SocketModeRequest) -> Json | None:
        view = request.payload.get("view")
        values = view["state"]["values"] if view else {}
        short = values and len(values["question"]["text"]["value"]) < 5
        return refused if short else None

    app.reply = judge
    await opened(app, web, maya_sees)
    question = maya_sees.modal.get_by_role("textbox", name="Question")
    await maya_sees.modal.get_by_test_id("modal-submit").click()
    await expect(question).to_have_attribute("aria-invalid", "true")
    await question.fill("hm")
    await maya_sees.modal.get_by_test_id("modal-submit").click()
    await expect(maya_sees.modal.get_by_role("alert")).to_have_text("A few words more, please.")
    await expect(question).to_have_value("hm")
    await expect(question).to_be_focused()
    await question.fill("no service in Ramona")
    await maya_sees.modal.get_by_role("button", name="Topic").click()
    await maya_sees.pane.get_by_role("option", name="Billing").click()
    await question.press("Control+Enter")
    await expect(maya_sees.modal).to_be_hidden()
    sent = (await payload(app, "view_submission", 2))["view"]["state"]["values"]
    assert sent["topic"]["static_select"]["selected_option"]["value"] == "billing"
    assert problems(maya_sees.page) == []


async def test_a_long_line_is_read_whole_in_a_narrow_window_and_stays_one_line(
    maya_sees: Window, app: Listener, web: AsyncWebClient
) -> None:
    await maya_sees.page.set_viewport_size({"width": 320, "height": 640})
    await maya_sees.say("/advise")
    trigger = (await payload(app, "/advise"))["trigger_id"]
    await web.views_open(trigger_id=trigger, view=modal("Post", field("Headline")))
    headline = maya_sees.modal.get_by_label("Headline")
    await headline.fill("Fiber cut near Ramona and Julian,\nand everything around it is down")
    sizes = (
        "field => [field.scrollWidth - field.clientWidth, field.scrollHeight, field.clientHeight]"
    )
    aside, whole, seen = await headline.evaluate(sizes)
    assert aside <= 0
    assert whole <= seen
    await headline.press("Enter")
    sent = (await payload(app, "view_submission"))["view"]["state"]["values"]
    line = "Fiber cut near Ramona and Julian, and everything around it is down"
    assert sent["headline"]["text"]["value"] == line


async def test_stacked_modals_keep_what_lies_beneath(
    maya_sees: Window, app: Listener, web: AsyncWebClient
) -> None:
    await opened(app, web, maya_sees)
    question = maya_sees.modal.get_by_role("textbox", name="Question")
    await question.fill("typed before")
    for depth in (2, 3):
        await maya_sees.modal.get_by_role("button", name="Deeper").click()
        trigger = (await payload(app, "block_actions", depth - 1))["trigger_id"]
        await web.views_push(trigger_id=trigger, view=ASK | {"title": words(f"Level {depth}")})
        await expect(maya_sees.modal).to_have_attribute("data-depth", str(depth))
    await expect(question).to_have_value("")
    for depth in (2, 1):
        await maya_sees.modal.get_by_role("button", name="Back").click()
        await expect(maya_sees.modal).to_have_attribute("data-depth", str(depth))
    await expect(question).to_have_value("typed before")


async def test_an_update_changes_the_modal_and_keeps_what_was_typed(
    maya_sees: Window, app: Listener, web: AsyncWebClient
) -> None:
    await maya_sees.say("/advise")
    trigger = (await payload(app, "/advise"))["trigger_id"]
    made = await web.views_open(trigger_id=trigger, view=ASK)
    question = maya_sees.modal.get_by_role("textbox", name="Question")
    await question.fill("still here")
    note = {"type": "section", "block_id": "note", "text": words("2 notes may fit")}
    changed = ASK | {"blocks": [note, *ASK["blocks"]]}
    await web.views_update(view_id=made["view"]["id"], view=changed)
    await expect(maya_sees.modal).to_contain_text("2 notes may fit")
    await expect(question).to_have_value("still here")
    await expect(question).to_be_focused()


async def test_home_is_asked_for_drawn_and_pressed(
    maya_sees: Window, app: Listener, web: AsyncWebClient
) -> None:
    await maya_sees.pane.locator("[data-testid=nav-item][data-app]").click()
    assert (await app.wait(1, "app_home_opened"))[0]["tab"] == "home"
    line = {"type": "section", "block_id": "s", "text": words("1 open ask")}
    view = {"type": "home", "blocks": [line | {"accessory": button("Open")}]}
    await web.views_publish(user_id=MAYA.uid, view=view)
    home = maya_sees.pane.get_by_test_id("home")
    await expect(home).to_contain_text("1 open ask")
    await home.get_by_role("button", name="Open").click()
    assert (await payload(app, "block_actions"))["view"]["type"] == "home"


async def test_a_private_message_is_seen_by_its_reader_alone(
    maya_sees: Window, web: AsyncWebClient, workspace: Workspace, pod: str, browser: Browser
) -> None:
    other = window(await open_page(browser, workspace.url, DAN.uid, channel=pod), DAN.uid)
    await web.chat_postEphemeral(channel=pod, user=MAYA.uid, text="I masked a card number.")
    await web.chat_postMessage(channel=pod, text="for all")
    await expect(maya_sees.message("I masked")).to_contain_text("Only visible to you")
    await expect(other.message("for all")).to_be_visible()
    await expect(other.messages.filter(has_text="I masked")).to_have_count(0)
    await maya_sees.message("I masked").hover()
    await maya_sees.message("I masked").get_by_role("button", name="Dismiss").click()
    await expect(maya_sees.messages.filter(has_text="I masked")).to_have_count(0)


async def test_shortcuts_are_under_every_message_and_in_the_composer(
    maya_sees: Window, app: Listener
) -> None:
    await maya_sees.say("is this an outage?")
    await maya_sees.more("is this an outage?", "Ask the pod")
    sent = await payload(app, "message_action")
    assert (sent["callback_id"], sent["message"]["text"]) == ("ask_message", "is this an outage?")
    await maya_sees.pane.get_by_role("button", name="Shortcuts and commands").click()
    await maya_sees.pane.get_by_role("menuitem", name="Ask", exact=True).click()
    assert (await payload(app, "shortcut"))["callback_id"] == "ask_global"


async def test_each_shortcut_on_a_message_reaches_the_app_by_its_own_name(
    start: Start, connect: Connect, session: ClientSession, browser: Browser
) -> None:
    given = manifest()
    keep = {"type": "message", "name": "Save as a practice", "callback_id": "keep_message"}
    given["features"]["shortcuts"].append(keep)
    workspace = await start(manifest=given)
    app = await connect(workspace)
    web = client_of(workspace, session)
    pod = await make_channel(web, "pod-san-diego", True, MAYA.uid)
    await web.chat_postMessage(channel=pod, text="Restart it twice")
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod, width=320)
    maya = window(page, MAYA.uid)
    for number, (name, callback_id) in enumerate(
        [("Save as a practice", "keep_message"), ("Ask the pod", "ask_message")], start=1
    ):
        await maya.more("Restart it twice", name)
        sent = await payload(app, "message_action", number)
        assert sent["callback_id"] == callback_id
        assert (sent["message"]["user"], sent["channel"]["id"]) == (workspace.state.app.user, pod)
    await web.views_open(trigger_id=sent["trigger_id"], view=ASK)
    await expect(maya.modal).to_be_visible()
    await page.context.close()
    await workspace.stop()
