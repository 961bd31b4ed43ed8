"""Menus that ask the app while one types, and fields that it hears of at once, on the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, expect
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.waiting import until
from tests.workspace.browser import Window, chromium, open_page, problems, window
from tests.workspace.conftest import MAYA, Json, Listener
from tests.workspace.test_page_blocks import action, option, pressed, select, words
from tests.workspace.test_page_modals import field, modal, payload

pytestmark = pytest.mark.browser
browser = chromium

NOTES = [
    "No service after a SIM swap: restart twice",
    "Wi-Fi calling where the signal is weak",
    "No bars at the fairground: it is the load, not the phone",
]
Look = Callable[..., Awaitable[Window]]


def suggest(request: SocketModeRequest) -> Json | None:
    """Answers as an app that looks for what was typed in its notes."""
    asked = request.payload
    if asked.get("type") != "block_suggestion":
        return None
    return {"options": [option(one) for one in NOTES if asked["value"].lower() in one.lower()]}


def questions(app: Listener) -> list[str]:
    """What the app was asked to look for, in order."""
    asked = [one.payload for one in app.got if one.type == "interactive"]
    return [one["value"] for one in asked if one["type"] == "block_suggestion"]


@pytest.fixture
def look(workspace: Workspace, pod: str, app: Listener, browser: Browser) -> Look:
    """Opens Maya's window; the app looks for what she types."""
    app.reply = suggest

    async def run(width: int = 700, height: int = 640) -> Window:
        page = await open_page(
            browser, workspace.url, MAYA.uid, channel=pod, width=width, height=height
        )
        return window(page, MAYA.uid)

    return run


@pytest.fixture
def show(web: AsyncWebClient, pod: str) -> Callable[..., Awaitable[None]]:
    """Posts a card with a menu that asks."""

    async def run(kind: str = "external_select", **more: Any) -> None:
        row = {"type": "actions", "block_id": "here", "elements": [select(kind, **more)]}
        await web.chat_postMessage(channel=pod, text="A card", blocks=[row])

    return run


Show = Callable[..., Awaitable[None]]


async def open_menu(sees: Window) -> Locator:
    """Opens the last menu in sight; the field to type into has the keyboard."""
    await sees.pane.get_by_role("button", name="Choose").last.click()
    typed = sees.pane.get_by_role("combobox", name="Search: Choose")
    await expect(typed).to_be_focused()
    return typed


async def test_the_app_is_asked_once_typing_pauses_and_the_mouse_chooses(
    look: Look, show: Show, app: Listener
) -> None:
    await show(min_query_length=3)
    sees = await look()
    await open_menu(sees)
    note = sees.pane.locator(".picker-note")
    await expect(note).to_have_text("Type at least 3 characters.")
    await sees.page.keyboard.type("no service after", delay=10)
    await until(lambda: questions(app)[-1:] == ["no service after"])
    await sees.pane.get_by_role("option", name="No service").click()
    assert (await action(app))["selected_option"]["value"] == NOTES[0].lower()
    assert len(questions(app)) < 6
    await expect(sees.pane.get_by_role("button", name="Choose")).to_contain_text("No service after")
    assert problems(sees.page) == []


async def test_the_keyboard_alone_finds_and_chooses(look: Look, show: Show, app: Listener) -> None:
    await show(min_query_length=0)
    sees = await look()
    await open_menu(sees)
    await expect(sees.pane.get_by_role("option")).to_have_count(3)
    await sees.page.keyboard.type("no ")
    await sees.page.keyboard.type("bars")
    await sees.page.keyboard.press("Enter")
    assert (await action(app))["selected_option"]["value"] == NOTES[2].lower()
    await open_menu(sees)
    await expect(sees.pane.get_by_role("option")).to_have_count(3)
    await sees.page.keyboard.press("ArrowDown")
    await sees.page.keyboard.press("Enter")
    assert (await action(app, 2))["selected_option"]["value"] == NOTES[1].lower()


async def test_nothing_found_is_said(look: Look, show: Show) -> None:
    await show(min_query_length=1)
    sees = await look()
    await open_menu(sees)
    await sees.page.keyboard.type("zebra")
    await expect(sees.pane.locator(".picker-note")).to_have_text("Nothing found.")
    await sees.page.keyboard.press("Enter")
    await expect(sees.pane.get_by_role("listbox")).to_be_visible()


@pytest.mark.parametrize("ack_seconds", [2.0])  # enough for the answer that comes
async def test_an_app_that_is_late_leaves_a_line_and_enter_asks_again(
    look: Look, show: Show, app: Listener
) -> None:
    await show(min_query_length=1)
    sees = await look()
    await open_menu(sees)
    app.silent = True
    await sees.page.keyboard.type("wi-fi")
    line = sees.pane.get_by_role("listbox").get_by_role("alert")
    await expect(line).to_have_text("Podline did not answer in time. Try again.")
    app.silent = False
    await sees.page.keyboard.press("Enter")
    assert (await action(app))["selected_option"]["value"] == NOTES[1].lower()


async def test_an_answer_that_comes_after_more_was_typed_is_not_shown(
    look: Look, show: Show, app: Listener, workspace: Workspace
) -> None:
    await show(min_query_length=1)
    sees = await look()
    typed = await open_menu(sees)
    late = {"method": "socket", "kind": "delay", "times": 1, "seconds": 0.4}
    await sees.page.request.post(f"{workspace.url}/control/faults", data=late)
    await typed.fill("n")
    await expect(sees.pane.locator(".picker-note")).to_have_text("Looking…")
    await typed.fill("wi-fi")
    await until(lambda: sorted(questions(app)) == ["n", "wi-fi"])
    await until(lambda: not workspace.state.asking)
    await expect(sees.pane.get_by_role("option")).to_have_text(["✓" + NOTES[1]])


async def test_groups_have_their_titles(look: Look, show: Show, app: Listener) -> None:
    groups = [
        {"label": words("Network"), "options": [option(NOTES[0])]},
        {"label": words("Device"), "options": [option(NOTES[1])]},
    ]
    await show(min_query_length=0)
    app.reply = lambda request: {"option_groups": groups}
    sees = await look()
    await open_menu(sees)
    await expect(sees.pane.locator(".picker .menu-title")).to_have_text(["Network", "Device"])


async def test_a_menu_of_many_collects_from_several_searches_and_takes_back(
    look: Look, show: Show, app: Listener
) -> None:
    await show("multi_external_select", min_query_length=3)
    sees = await look()
    typed = await open_menu(sees)
    for wanted in ("wi-fi", "bars"):
        await typed.fill(wanted)
        await sees.pane.get_by_role("option").filter(has_text=wanted.title()[:2]).first.click()
    await expect(sees.pane.locator(".chip")).to_have_count(2)
    await typed.fill("")
    await expect(sees.pane.get_by_role("option", selected=True)).to_have_count(2)
    await sees.pane.get_by_role("option").first.click()
    await expect(sees.pane.locator(".chip")).to_have_count(1)

    def last() -> list[str]:
        sent = [one.payload for one in app.got if one.payload.get("type") == "block_actions"]
        chosen = sent[-1]["actions"][0]["selected_options"] if sent else []
        return [one["value"] for one in chosen]

    await until(lambda: last() == [NOTES[2].lower()])


SEARCH = modal(
    "Find a practice",
    field("Words") | {"dispatch_action": True},
    {"type": "section", "block_id": "found", "text": words("Nothing yet.")},
    {
        "type": "input",
        "block_id": "note",
        "label": words("Practice"),
        "element": select("external_select", min_query_length=3),
    },
)


async def opened(sees: Window, app: Listener, web: AsyncWebClient, view: Json) -> str:
    """Maya types /advise, and the app opens this view; its id."""
    await sees.say("/advise")
    trigger = (await payload(app, "/advise"))["trigger_id"]
    made = await web.views_open(trigger_id=trigger, view=view)
    await expect(sees.modal).to_be_visible()
    return str(made["view"]["id"])


async def test_in_a_narrow_form_the_menu_fits_and_goes_with_the_form(
    look: Look, app: Listener, web: AsyncWebClient
) -> None:
    sees = await look(width=320, height=560)
    await opened(sees, app, web, SEARCH)
    await sees.modal.get_by_role("textbox", name="Words").fill("signal")
    await sees.modal.get_by_role("button", name="Practice").click()
    await sees.page.keyboard.type("no ")
    await sees.page.keyboard.type("b")
    picker = sees.pane.locator(".picker")
    await expect(picker.get_by_role("option")).to_have_count(1)
    box = await picker.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 560
    assert await sees.page.evaluate("document.documentElement.scrollWidth") <= 320
    await sees.page.keyboard.press("Enter")
    await expect(sees.modal.get_by_role("button", name="Practice")).to_be_focused()
    await sees.modal.get_by_test_id("modal-submit").click()
    values = (await payload(app, "view_submission"))["view"]["state"]["values"]
    chosen = values["note"]["external_select"]["selected_option"]
    assert chosen["value"] == NOTES[2].lower()
    assert values["words"]["text"]["value"] == "signal"
    assert problems(sees.page) == []


async def test_a_form_that_is_repainted_on_enter_keeps_the_keyboard_and_the_words(
    look: Look, app: Listener, web: AsyncWebClient
) -> None:
    sees = await look()
    view_id = await opened(sees, app, web, SEARCH)
    typed = sees.modal.get_by_role("textbox", name="Words")
    await typed.fill("no bars")
    await typed.press("Enter")
    sent = await pressed(app)
    assert sent["actions"][0]["value"] == "no bars"
    assert sent["view"]["state"]["values"]["words"]["text"]["value"] == "no bars"
    found = {"type": "section", "block_id": "found", "text": words(NOTES[2])}
    blocks = [SEARCH["blocks"][0], found, SEARCH["blocks"][2]]
    painted = SEARCH | {"blocks": blocks, "private_metadata": "page 1"}
    await web.views_update(view_id=view_id, hash=sent["view"]["hash"], view=painted)
    await expect(sees.modal).to_contain_text("No bars at the fairground")
    await expect(typed).to_be_focused()
    await sees.page.keyboard.type(" again")
    await expect(typed).to_have_value("no bars again")
    await typed.press("Enter")
    again = await pressed(app, 2)
    assert again["actions"][0]["value"] == "no bars again"
    assert again["view"]["private_metadata"] == "page 1"


async def test_a_choice_from_a_list_that_outlived_its_menu_is_shown_in_the_new_one(
    look: Look, app: Listener, web: AsyncWebClient
) -> None:
    sees = await look()
    view_id = await opened(sees, app, web, SEARCH)
    note = sees.modal.get_by_role("button", name="Practice")
    await note.click()
    line = {"type": "section", "block_id": "found", "text": words("1 note may fit")}
    blocks = [SEARCH["blocks"][0], line, SEARCH["blocks"][2]]
    await web.views_update(view_id=view_id, view=SEARCH | {"blocks": blocks})
    await expect(sees.modal).to_contain_text("1 note may fit")
    await sees.page.keyboard.type("wi-fi")
    await sees.page.keyboard.press("Enter")
    await expect(note).to_contain_text("Wi-Fi calling")
    await expect(note).to_be_focused()


async def test_a_field_that_is_heard_letter_by_letter_is_sent_when_one_pauses(
    look: Look, app: Listener, web: AsyncWebClient
) -> None:
    eager = {"trigger_actions_on": ["on_character_entered"]}
    block = field("Words", dispatch_action_config=eager) | {"dispatch_action": True}
    sees = await look()
    await opened(sees, app, web, modal("Find", block))
    await sees.modal.get_by_role("textbox", name="Words").press_sequentially("signal")
    assert (await action(app))["value"] == "signal"
    await sees.modal.get_by_role("textbox", name="Words").fill("")
    assert (await action(app, 2))["value"] is None


async def test_a_menu_on_the_home_tab_asks_and_sends_the_choice(
    look: Look, app: Listener, web: AsyncWebClient
) -> None:
    line = {"type": "section", "block_id": "find", "text": words("Find a practice")}
    blocks = [line | {"accessory": select("external_select", min_query_length=1)}]
    await web.views_publish(user_id=MAYA.uid, view={"type": "home", "blocks": blocks})
    sees = await look()
    await sees.pane.locator("[data-testid=nav-item][data-app]").click()
    await open_menu(sees)
    await sees.page.keyboard.type("weak")
    await sees.pane.get_by_role("option", name="Wi-Fi calling").click()
    sent = await pressed(app)
    assert sent["view"]["type"] == "home"
    assert sent["actions"][0]["selected_option"]["value"] == NOTES[1].lower()


async def test_at_the_foot_of_a_window_the_list_opens_upwards_and_what_is_typed_stays_put(
    look: Look, show: Show
) -> None:
    await show(min_query_length=1)
    sees = await look(height=420)
    typed = await open_menu(sees)
    before = await typed.bounding_box()
    await sees.page.keyboard.type("n")
    await expect(sees.pane.get_by_role("option")).to_have_count(3)
    assert await typed.bounding_box() == before
    button = await sees.pane.get_by_role("button", name="Choose").bounding_box()
    panel = await sees.pane.locator(".picker").bounding_box()
    assert button
    assert panel
    assert panel["y"] >= 0
    assert panel["y"] + panel["height"] <= button["y"]
