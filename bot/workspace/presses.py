"""block_actions: presses and choices in messages, modals and the Home tab."""

from __future__ import annotations

from typing import Any

from bot.workspace.actions import completed
from bot.workspace.blocks import initial_values
from bot.workspace.bodies import part
from bot.workspace.interactions import ask, head, response_url, tell
from bot.workspace.messages import Message
from bot.workspace.modals import View
from bot.workspace.people import Person
from bot.workspace.placing import Placed, in_message, in_view, placed
from bot.workspace.shapes import Json, Unkind
from bot.workspace.state import State
from bot.workspace.suggestions import EXTERNAL, check_chosen
from bot.workspace.surfaces import with_values


async def press(state: State, person: Person, body: Json) -> Json:
    """Press or choose something that is there, or was until a moment ago.

    Slack hands over a press on a card that another person's press has just replaced.

    Raises:
        Unkind: the message, view, block or choice is not there (any more), or is an input that
            only goes with its form (`not_dispatched`).
    """
    there = placed(state, person, body)
    action = _action(state, person, there, part(body, "action")) | {
        "block_id": body["block_id"],
        "action_ts": state.next_ts(),
    }
    if isinstance(there.holder, View):
        values = _with_choice(body, action)
        payload = _in_view(state, person, there.holder, values)
    else:
        payload = _in_message(state, person, there.holder, body, action)
    answer = await ask(state, "interactive", payload | {"actions": [action]})
    if answer.error:
        tell(state, person.uid, f"{state.app.name} did not answer in time. Try again.")
    return {"acked": answer.error is None, "error": answer.error}


def _action(state: State, person: Person, there: Placed, given: Json) -> Json:
    block, element, _ = there
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise Unkind("not_dispatched", "That goes to the app with its form.")
    if element["type"] in EXTERNAL:
        check_chosen(state, person, there, given)
    return completed(state, element, given)


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
        "container": in_view(view),
        "trigger_id": state.triggers.issue(person.uid, view.id),
        "view": with_values(state, view, values),
    }


def _in_message(state: State, person: Person, message: Message, body: Json, action: Json) -> Json:
    values = initial_values(message.blocks or [])
    for block_id, given in _with_choice(body, action).items():
        known = values.get(block_id, {})
        known.update({key: value for key, value in given.items() if key in known})
    private = state.ephemerals.find(person.uid, message.channel, message.ts) is not None
    return (
        head(state, "block_actions", person)
        | in_message(state, person, message)
        | {
            "trigger_id": state.triggers.issue(person.uid),
            "state": {"values": values},
            "response_url": response_url(state, person.uid, message.channel, message.ts, private),
        }
    )
