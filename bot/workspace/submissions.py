"""view_submission and view_closed, and what the app answers to a submission."""

from __future__ import annotations

from typing import Any

from bot.workspace.block_tree import elements
from bot.workspace.blocks import check_values
from bot.workspace.bodies import part
from bot.workspace.interactions import ask, head, response_url
from bot.workspace.modals import View
from bot.workspace.people import Person
from bot.workspace.shapes import Json, Refusal, Unkind
from bot.workspace.state import State
from bot.workspace.suggestions import check_submitted
from bot.workspace.surfaces import change, checked_view, show_top, with_values


async def submit(state: State, person: Person, body: Json) -> Json:
    """Press a modal's "submit"; `{errors}` when it stays open because of them.

    Raises:
        Unkind: `view_not_found`, `bad_choice`, or the app did not answer well.
    """
    view = _own_view(state, person, body)
    values = part(body, "values")
    check_submitted(state, person, view, values)
    shown = with_values(state, view, values)
    errors = check_values(view.body["blocks"], view.values)
    if errors:
        return {"ok": False, "errors": errors}
    payload = head(state, "view_submission", person) | {
        "trigger_id": state.triggers.issue(person.uid, view.id),
        "view": shown,
        "response_urls": _response_urls(state, person, view),
    }
    answer = await ask(state, "interactive", payload)
    if answer.error:
        raise Unkind(answer.error, "We had some trouble connecting. Try again?", 504)
    return _obey(state, view, answer.body)


def _response_urls(state: State, person: Person, view: View) -> list[Json]:
    """Addresses for the conversations that were picked in menus which ask for them."""
    urls = []
    for block in view.body["blocks"]:
        for _, element in elements(block):
            if not element.get("response_url_enabled"):
                continue
            value = view.values[block["block_id"]][element["action_id"]]
            channel = value.get("selected_conversation") or value.get("selected_channel")
            if channel:
                where = {"block_id": block["block_id"], "action_id": element["action_id"]}
                url = response_url(state, person.uid, channel)
                urls.append(where | {"channel_id": channel, "response_url": url})
    return urls


def _own_view(state: State, person: Person, body: Json) -> View:
    view = state.modals.find(str(body.get("view_id")))
    if view is None or view.user != person.uid or view.body["type"] != "modal":
        raise Unkind("view_not_found", "That window is closed.", 404)
    return view


def _obey(state: State, view: View, body: Json) -> Json:
    """Do what the acknowledgement says with the view."""
    action = body.get("response_action")
    if action == "errors":
        return {"ok": False, "errors": _known_errors(view, body.get("errors"))}
    try:
        _act(state, view, action, body.get("view"))
    except Refusal as refusal:
        said = "; ".join(refusal.details.get("response_metadata", {}).get("messages", ()))
        raise Unkind(refusal.code, f"We had some trouble connecting. Try again? {said}") from None
    show_top(state, view.user)
    return {}


def _known_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {one["block_id"] for one in view.body["blocks"] if one["type"] == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - inputs:
        text = "The app complained about a field that is not there."
        raise Unkind("invalid_response_action", text, 502)
    return {str(key): str(value) for key, value in errors.items()}


def _act(state: State, view: View, action: Any, new: Any) -> None:
    if action is None:
        if state.modals.find(view.id):
            state.modals.close(view)
    elif action == "clear":
        state.modals.close_all(view.user)
    elif action == "update":
        change(state, view, checked_view(new, "modal"))
    elif action == "push":
        state.modals.push(view.user, checked_view(new, "modal"))
    else:
        raise Refusal("invalid_response_action")


async def close(state: State, person: Person, body: Json) -> Json:
    """Dismiss a modal; with `clear_on_close` all of them go.

    Raises:
        Unkind: `view_not_found`.
    """
    view = _own_view(state, person, body)
    cleared = bool(view.body.get("clear_on_close"))
    gone = [view]
    if cleared:
        gone = state.modals.close_all(view.user)
    else:
        state.modals.close(view)
    show_top(state, view.user)
    for one in gone:
        if one.body.get("notify_on_close"):
            await _tell_closed(state, person, one, cleared)
    return {}


async def _tell_closed(state: State, person: Person, view: View, cleared: bool) -> None:
    shown = with_values(state, view)
    payload = head(state, "view_closed", person) | {"view": shown, "is_cleared": cleared}
    await ask(state, "interactive", payload)
