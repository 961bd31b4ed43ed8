"""Where something was pressed, chosen or typed: the element, and the message or view around it."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from bot.workspace import posting
from bot.workspace.block_tree import elements
from bot.workspace.bodies import part
from bot.workspace.interactions import channel_part, seen_channel
from bot.workspace.messages import Message
from bot.workspace.modals import View
from bot.workspace.people import Person
from bot.workspace.shapes import Json, Unkind
from bot.workspace.state import State


class Placed(NamedTuple):
    """An element, its block, and what holds them."""

    block: Json
    element: Json
    holder: Message | View


def placed(state: State, person: Person, body: Json) -> Placed:
    """What `container`, `block_id` and `action_id` name, there now or until a moment ago.

    Raises:
        Unkind: the message, view or element is not there (any more).
    """
    container = part(body, "container")
    holder: Message | View
    if container.get("type") == "view":
        holder = _view(state, person, str(container.get("view_id")))
        blocks = holder.body["blocks"]
    else:
        holder = _message(state, person, container)
        former = [each for _, each in reversed(posting.former(state, holder))]
        blocks = [*(holder.blocks or []), *chain(*former)]
    for block in blocks:
        for _, element in elements(block):
            same = block["block_id"] == body.get("block_id")
            if same and element["action_id"] == body.get("action_id"):
                return Placed(block, element, holder)
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


def in_view(view: View) -> Json:
    """The `container` of a payload from a view."""
    return {"type": "view", "view_id": view.id}


def in_message(state: State, person: Person, message: Message) -> Json:
    """What a payload says of the message it comes from; a private one is not told itself."""
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
    told: Json = {"container": container, "channel": channel_part(channel)}
    return told if private else told | {"message": channel.log.slack(message)}
