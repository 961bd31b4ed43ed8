"""Every block and element on the page: drawn, and sending what Slack would send."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import Browser, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.waiting import until
from tests.workspace.browser import Window, chromium, open_page, problems, window
from tests.workspace.conftest import DAN, MAYA, Json, Listener

pytestmark = pytest.mark.browser
browser = chromium


def words(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": words(text), "value": text.lower()}


def button(text: str, **more: Any) -> Json:
    return {"type": "button", "text": words(text), "action_id": text.lower(), "value": "7"} | more


TOPICS = [option("Network"), option("Billing"), option("Device")]
MANY = [option(f"Topic {number}") for number in range(30)]
CONFIRM = {
    "title": words("Remove it?"),
    "text": words("It goes for everybody."),
    "confirm": words("Yes, remove"),
    "deny": words("Keep"),
}


def select(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": kind, "placeholder": words("Choose")} | more


@pytest.fixture
async def maya_sees(workspace: Workspace, pod: str, app: Listener, browser: Browser) -> Window:
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod, width=900)
    return window(page, MAYA.uid)


@pytest.fixture
def show(web: AsyncWebClient, pod: str, maya_sees: Window) -> Callable[..., Any]:
    """Posts elements in an actions block, or whole blocks."""

    async def run(*elements: Json, blocks: list[Json] | None = None) -> None:
        shown = blocks or [{"type": "actions", "block_id": "here", "elements": list(elements)}]
        await web.chat_postMessage(channel=pod, text="A card", blocks=shown)
        await expect(maya_sees.messages.last.locator(".block").first).to_be_visible()

    return run


async def pressed(app: Listener, count: int = 1) -> Json:
    """The payload of that many-th press."""

    def actions() -> list[Json]:
        found = [one.payload for one in app.got if one.type == "interactive"]
        return [payload for payload in found if payload["type"] == "block_actions"]

    await until(lambda: len(actions()) >= count)
    return actions()[count - 1]


async def action(app: Listener, count: int = 1) -> Json:
    return dict((await pressed(app, count))["actions"][0])


async def test_a_button_sends_its_value(
    show: Callable[..., Any], maya_sees: Window, app: Listener
) -> None:
    await show(button("I've got this", style="primary"), button("Answer"))
    await maya_sees.press("", "I've got this")
    sent = await action(app)
    assert (sent["action_id"], sent["block_id"], sent["value"]) == ("i've got this", "here", "7")
    assert problems(maya_sees.page) == []


@pytest.mark.parametrize("ack_seconds", [2.0])  # longer than a hurry
async def test_a_press_twice_in_a_hurry_is_one_press(
    show: Callable[..., Any], maya_sees: Window, app: Listener
) -> None:
    app.silent = True
    await show(button("Answer"))
    await maya_sees.pane.get_by_role("button", name="Answer").dblclick()
    await expect(maya_sees.messages.last).to_contain_text("did not answer in time")
    assert len([one for one in app.got if one.type == "interactive"]) == 1


async def test_a_confirm_dialog_is_asked_first(
    show: Callable[..., Any], maya_sees: Window, app: Listener
) -> None:
    await show(button("Remove", style="danger", confirm=CONFIRM))
    remove = maya_sees.pane.get_by_role("button", name="Remove", exact=True)
    await remove.click()
    await maya_sees.page.keyboard.press("Escape")
    await expect(maya_sees.pane.get_by_test_id("confirm")).to_have_count(0)
    await expect(remove).to_be_focused()
    assert not [one for one in app.got if one.type == "interactive"]
    await remove.click()
    await maya_sees.pane.get_by_role("button", name="Yes, remove").click()
    assert (await action(app))["action_id"] == "remove"


async def test_the_overflow_menu_works_by_keyboard(
    show: Callable[..., Any], maya_sees: Window, app: Listener
) -> None:
    await show({"type": "overflow", "action_id": "more", "options": TOPICS})
    await maya_sees.pane.get_by_role("button", name="More options").press("Enter")
    await maya_sees.page.keyboard.press("ArrowDown")
    await maya_sees.page.keyboard.press("Enter")
    assert (await action(app))["selected_option"]["value"] == "billing"


async def test_a_select_menu_searches_and_shows_its_choice(
    show: Callable[..., Any], maya_sees: Window, app: Listener
) -> None:
    await show(select("static_select", options=MANY))
    await maya_sees.pane.get_by_role("button", name="Choose").click()
    await maya_sees.page.keyboard.type("topic 17")
    await expect(maya_sees.pane.get_by_role("option")).to_have_count(1)
    await maya_sees.page.keyboard.press("Enter")
    assert (await action(app))["selected_option"]["value"] == "topic 17"
    await expect(maya_sees.pane.get_by_role("button", name="Choose")).to_contain_text("Topic 17")


async def test_a_multi_select_collects_choices(
    show: Callable[..., Any], maya_sees: Window, app: Listener
) -> None:
    await show(select("multi_static_select", options=TOPICS))
    await maya_sees.pane.get_by_role("button", name="Choose").click()
    for name in ("Network", "Device"):
        await maya_sees.pane.get_by_role("option", name=name).click()
    chosen = [one["value"] for one in (await action(app))["selected_options"]]
    assert chosen == ["network", "device"]


@pytest.mark.parametrize(
    ("kind", "name", "key", "chosen"),
    [
        ("users_select", "Dan Okafor", "selected_user", DAN.uid),
        ("multi_users_select", "Dan Okafor", "selected_users", [DAN.uid]),
        ("conversations_select", "#pod-san-diego", "selected_conversation", "pod"),
    ],
)
async def test_people_and_channels_are_chosen_by_name(
    show: Callable[..., Any],
    maya_sees: Window,
    app: Listener,
    pod: str,
    kind: str,
    name: str,
    key: str,
    chosen: Any,
) -> None:
    await show(select(kind))
    await maya_sees.pane.get_by_role("button", name="Choose").click()
    await maya_sees.pane.get_by_role("option", name=name).click()
    assert (await action(app))[key] == (pod if chosen == "pod" else chosen)


async def test_dates_times_and_choices_are_sent_when_they_change(
    show: Callable[..., Any], maya_sees: Window, app: Listener
) -> None:
    await show(
        {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-20"},
        {"type": "timepicker", "action_id": "hour"},
        {"type": "radio_buttons", "action_id": "one", "options": TOPICS},
        {"type": "checkboxes", "action_id": "some", "options": TOPICS},
    )
    here = maya_sees.messages.last
    await here.locator("[data-action-id=day]").fill("2026-11-21")
    assert (await action(app, 1))["selected_date"] == "2026-11-21"
    await here.locator("[data-action-id=hour]").fill("09:30")
    assert (await action(app, 2))["selected_time"] == "09:30"
    await here.get_by_role("radio", name="Billing").check()
    assert (await action(app, 3))["selected_option"]["value"] == "billing"
    await here.get_by_role("checkbox", name="Device").check()
    payload = await pressed(app, 4)
    assert [one["value"] for one in payload["actions"][0]["selected_options"]] == ["device"]
    assert payload["state"]["values"]["here"]["day"]["selected_date"] == "2026-11-21"


async def test_an_input_that_dispatches_sends_on_enter_and_counts_what_is_left(
    show: Callable[..., Any], maya_sees: Window, app: Listener
) -> None:
    element = {"type": "plain_text_input", "action_id": "say", "max_length": 20}
    await show(
        blocks=[
            {
                "type": "input",
                "block_id": "here",
                "dispatch_action": True,
                "label": words("Say now"),
                "element": element,
            }
        ]
    )
    field = maya_sees.pane.get_by_role("textbox", name="Say now")
    await field.fill("Crews are there")
    await expect(maya_sees.messages.last.locator(".counter")).to_have_text("5")
    await field.press("Enter")
    assert (await action(app))["value"] == "Crews are there"


async def test_blocks_that_only_tell_are_drawn_as_written(
    show: Callable[..., Any], maya_sees: Window
) -> None:
    fields = [{"type": "mrkdwn", "text": "*Market*\nSan Diego"}, words("plain *stars*")]
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]}
    bold = {"type": "text", "text": "loud", "style": {"bold": True}}
    section = {"type": "rich_text_section", "elements": [bold, {"type": "emoji", "name": "eyes"}]}
    listed = {"type": "rich_text_list", "style": "bullet", "elements": [section]}
    await show(
        blocks=[
            {"type": "header", "text": words("Huddle :bulb:")},
            {"type": "section", "text": {"type": "mrkdwn", "text": "_soft_"}, "fields": fields},
            {"type": "divider"},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "since *8:20*"}]},
            {"type": "rich_text", "elements": [listed, quote]},
            {"type": "markdown", "text": "# Title\n- **one**\n- [two](https://example.com)"},
            {
                "type": "image",
                "image_url": "https://elsewhere.example/map.png",
                "alt_text": "A map of Ramona",
            },
        ]
    )
    card = maya_sees.messages.last
    await expect(card.get_by_role("heading", name="Huddle")).to_contain_text("💡")
    for tag, text in [
        ("em", "soft"),
        ("strong", "Market"),
        ("li strong", "loud"),
        ("blockquote", "quoted"),
        ("[role=heading]", "Title"),
        ("li a", "two"),
    ]:
        await expect(card.locator(tag).filter(has_text=text)).to_have_count(1)
    await expect(card).to_contain_text("plain *stars*")
    await expect(card.get_by_role("img", name="A map of Ramona")).to_be_visible()
    assert await card.locator("img").count() == 0
    assert problems(maya_sees.page) == []


async def test_a_card_that_changes_keeps_what_was_typed_into_it(
    web: AsyncWebClient, pod: str, maya_sees: Window
) -> None:
    element = {"type": "plain_text_input", "action_id": "say"}
    field = {"type": "input", "block_id": "b", "label": words("Say now"), "element": element}
    text = {"type": "section", "text": words("open")}
    sent = await web.chat_postMessage(channel=pod, text="A card", blocks=[text, field])
    typed = maya_sees.pane.get_by_role("textbox", name="Say now")
    await typed.fill("half a wo")
    changed = {"type": "section", "text": words("Dan is on it")}
    await web.chat_update(channel=pod, ts=sent["ts"], text="A card", blocks=[changed, field])
    await expect(maya_sees.messages.last).to_contain_text("Dan is on it")
    await expect(typed).to_have_value("half a wo")
    await expect(typed).to_be_focused()
