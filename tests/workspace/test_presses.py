"""Presses and choices in messages, modals and Home, as the app gets them."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.waiting import until
from tests.workspace.conftest import DAN, MAYA, Clock, Json, Listener, Visitor, impatient


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value}


CLAIM = {"type": "button", "action_id": "claim", "text": plain("I've got this"), "value": "7"}
MENU = {"type": "overflow", "action_id": "more", "options": [option("end"), option("edit")]}
TOPIC = {
    "type": "static_select",
    "action_id": "topic",
    "placeholder": plain("Topic"),
    "options": [option("network"), option("billing")],
}
WHO = {"type": "users_select", "action_id": "who", "placeholder": plain("Who")}
CARD: list[Json] = [
    {"type": "section", "block_id": "head", "text": plain("No service"), "accessory": MENU},
    {"type": "actions", "block_id": "row", "elements": [CLAIM, TOPIC, WHO]},
]


async def card(web: AsyncWebClient, pod: str) -> str:
    posted = await web.chat_postMessage(channel=pod, text="No service", blocks=CARD)
    return str(posted["ts"])


async def press(
    who: Visitor, channel: str, ts: str, action_id: str, block_id: str = "row", **action: Any
) -> Json:
    container = {"type": "message", "channel": channel, "message_ts": ts}
    return await who.do(
        "press", container=container, block_id=block_id, action_id=action_id, action=action
    )


def pressed(app: Listener) -> Json:
    return [one.payload for one in app.got if one.type == "interactive"][-1]


async def test_a_press_says_who_pressed_what_on_which_message(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    ts = await card(web, pod)
    await press(maya, pod, ts, "claim", type="button")
    payload = pressed(app)
    action = payload["actions"][0]
    assert payload["type"] == "block_actions"
    assert payload["user"]["id"] == MAYA.uid
    assert payload["container"]["message_ts"] == ts
    assert payload["message"]["blocks"][1]["block_id"] == "row"
    assert (action["action_id"], action["block_id"], action["value"]) == ("claim", "row", "7")
    assert action["action_ts"]
    assert payload["response_url"]
    assert payload["trigger_id"]


async def test_a_choice_comes_with_its_whole_option_and_in_the_state(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    ts = await card(web, pod)
    await press(maya, pod, ts, "topic", selected_option={"value": "billing"})
    payload = pressed(app)
    assert payload["actions"][0]["selected_option"] == option("billing")
    assert payload["state"]["values"]["row"]["topic"]["selected_option"] == option("billing")


async def test_an_overflow_choice_has_no_state(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    ts = await card(web, pod)
    await press(maya, pod, ts, "more", "head", selected_option={"value": "edit"})
    payload = pressed(app)
    assert payload["actions"][0]["selected_option"]["value"] == "edit"
    assert "head" not in payload["state"]["values"]


async def test_only_what_is_offered_can_be_chosen(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    ts = await card(web, pod)
    wrong = await press(maya, pod, ts, "topic", selected_option={"value": "weather"})
    nobody = await press(maya, pod, ts, "who", selected_user="U0NOBODY")
    right = await press(maya, pod, ts, "who", selected_user=DAN.uid)
    assert (wrong["error"], nobody["error"]) == ("bad_choice", "bad_choice")
    assert right["acked"]


async def test_what_is_not_in_the_message_cannot_be_pressed(
    app: Listener, web: AsyncWebClient, maya: Visitor, ana: Visitor, pod: str
) -> None:
    ts = await card(web, pod)
    gone = await press(maya, pod, ts, "no_such_action")
    no_message = await press(maya, pod, "1700000000.000001", "claim")
    outside = await press(ana, pod, ts, "claim")
    codes = [one["error"] for one in (gone, no_message, outside)]
    assert codes == ["action_not_found", "message_not_found", "channel_not_found"]


async def test_a_press_on_a_private_message_carries_no_message(
    app: Listener, web: AsyncWebClient, maya: Visitor, dan: Visitor, pod: str
) -> None:
    sent = await web.chat_postEphemeral(channel=pod, user=MAYA.uid, text="x", blocks=CARD)
    await press(maya, pod, sent["message_ts"], "claim")
    payload = pressed(app)
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    other = await press(dan, pod, sent["message_ts"], "claim")
    assert other["error"] == "message_not_found"


async def test_a_press_in_a_thread_names_the_thread(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    root = await maya.post(pod, "Root")
    posted = await web.chat_postMessage(channel=pod, text="x", blocks=CARD, thread_ts=root)
    await press(maya, pod, posted["ts"], "claim")
    assert pressed(app)["container"]["thread_ts"] == root


@impatient
async def test_an_unanswered_press_is_told_and_never_sent_again(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    app.silent = True
    ts = await card(web, pod)
    done = await press(maya, pod, ts, "claim")
    assert (done["acked"], done["error"]) == (False, "operation_timeout")
    await until(lambda: bool(app.got))
    assert len([one for one in app.got if one.type == "interactive"]) == 1


async def test_a_press_in_home_carries_the_view_and_no_response_url(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    view = {"type": "home", "blocks": CARD, "private_metadata": "note"}
    made = await web.views_publish(user_id=MAYA.uid, view=view)
    container = {"type": "view", "view_id": made["view"]["id"]}
    await maya.do("press", container=container, block_id="row", action_id="claim", action={})
    payload = pressed(app)
    assert payload["view"]["type"] == "home"
    assert payload["view"]["private_metadata"] == "note"
    assert "response_url" not in payload
    assert "message" not in payload


async def test_nobody_presses_in_somebody_elses_view(
    app: Listener, web: AsyncWebClient, dan: Visitor
) -> None:
    made = await web.views_publish(user_id=MAYA.uid, view={"type": "home", "blocks": CARD})
    container = {"type": "view", "view_id": made["view"]["id"]}
    done = await dan.do("press", container=container, block_id="row", action_id="claim", action={})
    assert done["error"] == "view_not_found"


async def test_blocks_without_ids_get_them(web: AsyncWebClient, pod: str) -> None:
    bare = {"type": "button", "text": plain("Go")}
    posted = await web.chat_postMessage(
        channel=pod, text="x", blocks=[{"type": "actions", "elements": [bare]}]
    )
    block = posted["message"]["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


async def test_a_message_shortcut_carries_the_message(
    app: Listener, maya: Visitor, pod: str
) -> None:
    ts = await maya.post(pod, "Does anyone know?")
    await maya.do("shortcut", callback_id="ask_message", channel=pod, ts=ts)
    payload = pressed(app)
    assert (payload["type"], payload["callback_id"]) == ("message_action", "ask_message")
    assert payload["message"]["text"] == "Does anyone know?"
    assert payload["message_ts"] == ts
    assert payload["response_url"]


async def test_a_global_shortcut_has_no_channel(app: Listener, maya: Visitor) -> None:
    await maya.do("shortcut", callback_id="ask_global")
    payload = pressed(app)
    assert payload["type"] == "shortcut"
    assert "channel" not in payload
    assert payload["trigger_id"]


async def test_a_shortcut_of_the_other_kind_is_not_there(app: Listener, maya: Visitor) -> None:
    done = await maya.do("shortcut", callback_id="ask_message")
    assert done["error"] == "shortcut_not_found"


async def test_a_deactivated_person_can_do_nothing(
    workspace: Workspace, maya: Visitor, pod: str
) -> None:
    ghost = Visitor(maya._session, workspace.url, "U0GONE")
    done = await ghost.do("post", channel=pod, text="boo")
    assert done["error"] == "user_not_found"


async def test_a_press_on_a_card_that_was_just_replaced_still_reaches_the_app(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, clock: Clock
) -> None:
    ts = await card(web, pod)
    await web.chat_update(channel=pod, ts=ts, text="Dan is on it", blocks=CARD[:1])
    clock.step(2)
    await web.chat_update(channel=pod, ts=ts, text="Dan solved it", blocks=CARD[:1])
    clock.step(7.9)
    assert (await press(maya, pod, ts, "claim"))["acked"]
    assert pressed(app)["actions"][0]["value"] == "7"
    assert pressed(app)["message"]["text"] == "Dan solved it"
    clock.step(0.2)
    assert (await press(maya, pod, ts, "claim"))["error"] == "action_not_found"


async def test_a_press_on_a_private_message_that_was_just_replaced_reaches_the_app(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, session: ClientSession
) -> None:
    shown = await web.chat_postEphemeral(channel=pod, user=MAYA.uid, text="?", blocks=CARD)
    ts = str(shown["message_ts"])
    await press(maya, pod, ts, "claim")
    answer = {"replace_original": True, "text": "Done", "blocks": CARD[:1]}
    async with session.post(pressed(app)["response_url"], json=answer) as response:
        assert response.status == 200
    assert (await press(maya, pod, ts, "claim"))["acked"]
