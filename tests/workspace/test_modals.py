"""Modals: triggers, the stack, submissions and what may be answered to them."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.waiting import until
from tests.workspace.conftest import MAYA, Clock, Json, Listener, Visitor, impatient, refusal
from tests.workspace.test_presses import plain


def modal(title: str = "Ask the pod", **more: Any) -> Json:
    question = {"type": "plain_text_input", "action_id": "text", "max_length": 20}
    block = {"type": "input", "block_id": "q", "label": plain("Question"), "element": question}
    return {
        "type": "modal",
        "title": plain(title),
        "submit": plain("Ask"),
        "blocks": [block],
        "private_metadata": "secret note",
    } | more


def filled(text: str | None) -> Json:
    return {"q": {"text": {"type": "plain_text_input", "value": text}}}


async def trigger(app: Listener, maya: Visitor) -> str:
    """Of the next shortcut, which may reach a slow app after its person was answered."""
    before = len(app.got)
    await maya.do("shortcut", callback_id="ask_global")
    await until(lambda: len(app.got) > before)
    return str(app.got[-1].payload["trigger_id"])


async def opened(app: Listener, web: AsyncWebClient, maya: Visitor, **more: Any) -> str:
    made = await web.views_open(trigger_id=await trigger(app, maya), view=modal(**more))
    return str(made["view"]["id"])


async def on_top(maya: Visitor) -> Json | None:
    view: Json | None = (await maya.look("boot"))["view"]
    return view


async def test_an_opened_modal_is_what_the_person_sees(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    view_id = await opened(app, web, maya)
    seen = await on_top(maya)
    assert seen
    assert (seen["id"], seen["title"]["text"]) == (view_id, "Ask the pod")
    assert "private_metadata" not in seen


async def test_a_trigger_works_once(app: Listener, web: AsyncWebClient, maya: Visitor) -> None:
    key = await trigger(app, maya)
    await web.views_open(trigger_id=key, view=modal())
    again = web.views_open(trigger_id=key, view=modal())
    assert await refusal(again) == "exchanged_trigger_id"


async def test_a_trigger_lives_3_seconds(
    app: Listener, web: AsyncWebClient, maya: Visitor, clock: Clock
) -> None:
    early, late = await trigger(app, maya), await trigger(app, maya)
    clock.step(3)
    await web.views_open(trigger_id=early, view=modal())
    clock.step(0.1)
    call = web.views_open(trigger_id=late, view=modal())
    assert await refusal(call) == "expired_trigger_id"


async def test_a_made_up_trigger_is_refused(web: AsyncWebClient) -> None:
    call = web.views_open(trigger_id="1.2.3", view=modal())
    assert await refusal(call) == "invalid_trigger_id"


BAD_VIEWS = [
    ({"type": "modal", "blocks": []}, "invalid_arguments"),
    ({"type": "home", "blocks": []}, "invalid_arguments"),
    (modal(title="x" * 25), "invalid_arguments"),
    (modal(private_metadata="x" * 3001), "invalid_arguments"),
    (modal(no_such_key=1), "invalid_arguments"),
]


@pytest.mark.parametrize(("view", "code"), BAD_VIEWS)
async def test_a_view_that_breaks_a_rule_is_refused_and_uses_no_trigger(
    app: Listener, web: AsyncWebClient, maya: Visitor, view: Json, code: str
) -> None:
    key = await trigger(app, maya)
    assert await refusal(web.views_open(trigger_id=key, view=view)) == code
    assert (await web.views_open(trigger_id=key, view=modal()))["ok"]


async def test_three_modals_stack_and_a_fourth_is_refused(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    first = await opened(app, web, maya, title="First")
    for title in ("Second", "Third"):
        pushed = await web.views_push(trigger_id=await trigger(app, maya), view=modal(title))
    assert pushed["view"]["root_view_id"] == first
    assert pushed["view"]["previous_view_id"] != first
    call = web.views_push(trigger_id=await trigger(app, maya), view=modal("Fourth"))
    assert await refusal(call) == "push_limit_reached"


async def test_pushing_onto_nothing_is_refused(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    call = web.views_push(trigger_id=await trigger(app, maya), view=modal())
    assert await refusal(call) == "not_found"


async def test_an_update_is_seen_and_changes_the_hash(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    made = await web.views_open(trigger_id=await trigger(app, maya), view=modal())
    view_id, stamp = made["view"]["id"], made["view"]["hash"]
    await web.views_update(view_id=view_id, hash=stamp, view=modal("Changed"))
    seen = await on_top(maya)
    assert seen
    assert seen["title"]["text"] == "Changed"
    stale = web.views_update(view_id=view_id, hash=stamp, view=modal("Again"))
    assert await refusal(stale) == "hash_conflict"


async def test_an_update_keeps_what_was_filled_in_where_the_ids_stay_and_brings_a_new_note(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    asking = modal()["blocks"][0] | {"dispatch_action": True}
    view_id = await opened(app, web, maya, blocks=[asking])
    container = {"type": "view", "view_id": view_id}
    place = {"container": container, "block_id": "q", "action_id": "text"}
    await maya.do("press", **place, action={"value": "no bars"})
    view = app.got[-1].payload["view"]
    line = {"type": "section", "text": plain("2 notes may fit")}
    painted = modal(blocks=[line, asking], private_metadata="page 2")
    made = await web.views_update(view_id=view_id, hash=view["hash"], view=painted)
    assert made["view"]["private_metadata"] == "page 2"
    assert made["view"]["state"]["values"]["q"]["text"]["value"] == "no bars"
    renamed = modal(blocks=[asking | {"block_id": "q2"}])
    made = await web.views_update(view_id=view_id, view=renamed)
    values = made["view"]["state"]["values"]
    assert values == {"q2": {"text": {"type": "plain_text_input", "value": None}}}


async def test_a_view_may_be_named_by_an_external_id_used_once(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    await opened(app, web, maya, external_id="ask-7")
    await web.views_update(external_id="ask-7", view=modal("Found", external_id="ask-7"))
    key = await trigger(app, maya)
    call = web.views_push(trigger_id=key, view=modal(external_id="ask-7"))
    assert await refusal(call) == "duplicate_external_id"


async def test_a_closed_view_cannot_be_updated(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    view_id = await opened(app, web, maya)
    await maya.do("close", view_id=view_id)
    assert await refusal(web.views_update(view_id=view_id, view=modal())) == "not_found"


async def test_a_submission_carries_values_and_the_private_note(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    view_id = await opened(app, web, maya, callback_id="ask")
    done = await maya.do("submit", view_id=view_id, values=filled("An outage?"))
    payload = app.got[-1].payload
    view = payload["view"]
    assert done["ok"]
    assert payload["type"] == "view_submission"
    assert view["state"]["values"]["q"]["text"]["value"] == "An outage?"
    assert (view["callback_id"], view["private_metadata"]) == ("ask", "secret note")
    assert await on_top(maya) is None


@pytest.mark.parametrize("text", [None, "", "x" * 21])
async def test_the_client_refuses_bad_input_before_the_app_hears_of_it(
    app: Listener, web: AsyncWebClient, maya: Visitor, text: str | None
) -> None:
    view_id = await opened(app, web, maya)
    heard = len(app.got)
    done = await maya.do("submit", view_id=view_id, values=filled(text))
    assert list(done["errors"]) == ["q"]
    assert len(app.got) == heard


async def test_errors_keep_the_modal_open(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    view_id = await opened(app, web, maya)
    app.reply = lambda request: {"response_action": "errors", "errors": {"q": "Say more"}}
    done = await maya.do("submit", view_id=view_id, values=filled("Eh"))
    assert done["errors"] == {"q": "Say more"}
    seen = await on_top(maya)
    assert seen
    assert seen["id"] == view_id


async def test_errors_on_fields_that_are_not_there_are_trouble(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    view_id = await opened(app, web, maya)
    app.reply = lambda request: {"response_action": "errors", "errors": {"nope": "x"}}
    done = await maya.do("submit", view_id=view_id, values=filled("Eh"))
    assert done["error"] == "invalid_response_action"


async def test_an_answer_may_change_push_or_clear_the_modals(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    view_id = await opened(app, web, maya)
    titles = []
    for action, view in (("update", modal("Changed")), ("push", modal("On top")), ("clear", None)):
        answer = {"response_action": action} | ({"view": view} if view else {})
        app.reply = lambda request, answer=answer: answer  # type: ignore[misc]
        top = await on_top(maya)
        await maya.do("submit", view_id=top["id"] if top else view_id, values=filled("x"))
        seen = await on_top(maya)
        titles.append(seen["title"]["text"] if seen else None)
    assert titles == ["Changed", "On top", None]


async def test_an_empty_answer_closes_only_the_view_that_was_submitted(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    first = await opened(app, web, maya, title="First")
    pushed = await web.views_push(trigger_id=await trigger(app, maya), view=modal("Second"))
    await maya.do("submit", view_id=pushed["view"]["id"], values=filled("x"))
    seen = await on_top(maya)
    assert seen
    assert seen["id"] == first


@impatient
async def test_a_submission_that_nobody_answers_stays_open(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    view_id = await opened(app, web, maya)
    app.silent = True
    done = await maya.do("submit", view_id=view_id, values=filled("x"))
    assert done["error"] == "operation_timeout"
    assert await on_top(maya)


async def test_closing_is_told_only_to_those_who_asked(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    silent = await opened(app, web, maya)
    await maya.do("close", view_id=silent)
    telling = await opened(app, web, maya, notify_on_close=True)
    await maya.do("close", view_id=telling)
    closed = [one.payload for one in app.got if one.payload.get("type") == "view_closed"]
    assert [(one["view"]["id"], one["is_cleared"]) for one in closed] == [(telling, False)]


async def test_a_press_in_a_modal_carries_what_was_filled_in(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Go")}
    blocks = [*modal()["blocks"], {"type": "actions", "block_id": "row", "elements": [button]}]
    view_id = await opened(app, web, maya, blocks=blocks)
    container = {"type": "view", "view_id": view_id}
    await maya.do(
        "press",
        container=container,
        block_id="row",
        action_id="go",
        action={},
        values=filled("half a"),
    )
    payload = app.got[-1].payload
    assert payload["view"]["state"]["values"]["q"]["text"]["value"] == "half a"
    pushed = await web.views_push(trigger_id=payload["trigger_id"], view=modal("Next"))
    assert pushed["view"]["previous_view_id"] == view_id


async def test_a_picked_conversation_brings_its_response_url(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    menu = {
        "type": "conversations_select",
        "action_id": "to",
        "response_url_enabled": True,
        "placeholder": plain("Where"),
    }
    block = {"type": "input", "block_id": "where", "label": plain("Where"), "element": menu}
    view_id = await opened(app, web, maya, blocks=[block])
    picked = {"type": "conversations_select", "selected_conversation": pod}
    await maya.do("submit", view_id=view_id, values={"where": {"to": picked}})
    url = app.got[-1].payload["response_urls"][0]
    assert (url["channel_id"], url["block_id"], url["action_id"]) == (pod, "where", "to")
    assert url["response_url"].startswith("http")


async def test_home_needs_somebody_who_exists_and_keeps_its_id(web: AsyncWebClient) -> None:
    home = {"type": "home", "blocks": []}
    first = await web.views_publish(user_id=MAYA.uid, view=home)
    second = await web.views_publish(user_id=MAYA.uid, view=home)
    assert first["view"]["id"] == second["view"]["id"]
    stale = web.views_publish(user_id=MAYA.uid, view=home, hash=first["view"]["hash"])
    assert await refusal(stale) == "hash_conflict"
    nobody = web.views_publish(user_id="U0NOBODY", view=home)
    assert await refusal(nobody) == "invalid_arguments"
