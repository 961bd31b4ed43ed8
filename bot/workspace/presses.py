"""block_actions: presses and choices in messages, modals and the Home tab."""

from __future__ import annotations

from itertools import chain
from typing import Any

from bot.workspace import posting
from bot.workspace.actions import completed
from bot.workspace.block_tree import elements
from bot.workspace.blocks import initial_values
from bot.workspace.bodies import part
from bot.workspace.interactions import ask, channel_part, head, response_url, seen_channel, tell
from bot.workspace.messages import Message
from bot.workspace.modals import View
from bot.workspace.people import Person
from bot.workspace.shapes import Json, Unkind
from bot.workspace.state import State
from bot.workspace.surfaces import with_values


async def press(state: State, person: Person, body: Json) -> Json:
    """Press or choose something that is there, or was until a moment ago.

    Slack hands over a press on a card that another person's press has just replaced.

    Raises:
        Unkind: the message, view, block or choice is not there (any more).
    """
    given = part(body, "action")
    element, place = _placed(state, person, body)
    action = completed(state, element, given) | {
        "block_id": body["block_id"],
        "action_ts": state.next_ts(),
    }
    if isinstance(place, View):
        values = _with_choice(body, action)
        payload = _in_view(state, person, place, values)
    else:
        payload = _in_message(state, person, place, body, action)
    answer = await ask(state, "interactive", payload | {"actions": [action]})
    if answer.error:
        tell(state, person.uid, f"{state.app.name} did not answer in time. Try again.")
    return {"acked": answer.error is None, "error": answer.error}


async def options(state: State, person: Person, body: Json) -> Json:
    """block_suggestion: what the app offers for what was typed into an external select.

    Raises:
        Unkind: as `press`, and `operation_timeout` when nothing came.
    """
    _, place = _placed(state, person, body)
    base = head(state, "block_suggestion", person)
    payload = base | {name: body.get(name, "") for name in ("action_id", "block_id", "value")}
    if isinstance(place, View):
        payload |= {"view": with_values(state, place), "container": _view_container(place)}
    else:
        payload |= _message_part(state, person, place, body)
    answer = await ask(state, "interactive", payload)
    if answer.error:
        raise Unkind(answer.error, f"{state.app.name} did not answer in time.", 504)
    names = ("options", "option_groups")
    return {name: answer.body[name] for name in names if name in answer.body}


def _placed(state: State, person: Person, body: Json) -> tuple[Json, Message | View]:
    """The element and the message or view that holds it."""
    container = part(body, "container")
    place: Message | View
    if container.get("type") == "view":
        place = _view(state, person, str(container.get("view_id")))
        blocks = place.body["blocks"]
    else:
        place = _message(state, person, container)
        former = [each for _, each in reversed(posting.former(state, place))]
        blocks = [*(place.blocks or []), *chain(*former)]
    for block in blocks:
        for _, element in elements(block):
            same = block["block_id"] == body.get("block_id")
            if same and element["action_id"] == body.get("action_id"):
                return element, place
    raise Unkind("action_not_found", "That is not there any more.", 404)


def _view(state: State, person: Person, view_id: str) -> View:
    view = state.modals.find(view_id)
    if view is None or view.user != person.uid:
        raise Unkind("view_not_found", "That window is closed.", 404)
    return view


def _message(state: State, person: Person, container: Json) -> Message:
    channel = seen_channel(state, person.uid, str(container.get("channel", "")))
    ts = str(container.get("message_ts"))
    private = state.ephemerals.find(person.uid, channel.id, ts)
    message = private or channel.log.find(ts)
    if message is None:
        raise Unkind("message_not_found", "That message is gone.", 404)
    return message


def _with_choice(body: Json, action: Json) -> Json:
    """The values that came along, with the choice just made among them."""
    values: dict[str, Any] = {
        key: dict(one) for key, one in part(body, "values").items() if isinstance(one, dict)
    }
    if action["type"] not in ("button", "overflow"):
        kept = ("type", "value", "files", "rich_text_value")
        chosen = {k: v for k, v in action.items() if k in kept or k.startswith("selected_")}
        values.setdefault(body["block_id"], {})[body["action_id"]] = chosen
    return values


def _in_view(state: State, person: Person, view: View, values: Json) -> Json:
    return head(state, "block_actions", person) | {
        "container": _view_container(view),
        "trigger_id": state.triggers.issue(person.uid, view.id),
        "view": with_values(state, view, values),
    }


def _view_container(view: View) -> Json:
    return {"type": "view", "view_id": view.id}


def _in_message(state: State, person: Person, message: Message, body: Json, action: Json) -> Json:
    values = initial_values(message.blocks or [])
    for block_id, given in _with_choice(body, action).items():
        known = values.get(block_id, {})
        known.update({key: value for key, value in given.items() if key in known})
    private = state.ephemerals.find(person.uid, message.channel, message.ts) is not None
    return (
        head(state, "block_actions", person)
        | _message_part(state, person, message, body)
        | {
            "trigger_id": state.triggers.issue(person.uid),
            "state": {"values": values},
            "response_url": response_url(state, person.uid, message.channel, message.ts, private),
        }
    )


def _message_part(state: State, person: Person, message: Message, body: Json) -> Json:
    channel = seen_channel(state, person.uid, message.channel)
    private = state.ephemerals.find(person.uid, channel.id, message.ts) is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": private,
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    placed: Json = {"container": container, "channel": channel_part(channel)}
    return placed if private else placed | {"message": channel.log.slack(message)}
