"""Reads Slack's payloads into the shapes of `payloads`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.inbox import Delivery, Person
from handlers.payloads import (
    Command,
    HomeOpened,
    Message,
    Payload,
    Press,
    Reaction,
    Shortcut,
    Submission,
)

# Subtypes under which a person's own words arrive; every other subtype is Slack's or a bot's.
_SPOKEN = frozenset({None, "thread_broadcast", "file_share", "me_message"})


def read_command(body: Payload, now: datetime) -> Command:
    return Command(
        delivery=Delivery(f"command:{body['trigger_id']}", now),
        person=Person(body["team_id"], body["user_id"]),
        command=body["command"],
        text=body.get("text") or "",
        channel=body["channel_id"],
        response_url=body["response_url"],
        trigger_id=body["trigger_id"],
    )


def read_press(body: Payload, now: datetime) -> Press:
    action, view = body["actions"][0], body.get("view") or {}
    container = body.get("container") or {}
    return Press(
        delivery=Delivery(f"press:{body['trigger_id']}", now),
        person=_who_pressed(body),
        action_id=action["action_id"],
        value=_chosen(action) or "",
        trigger_id=body["trigger_id"],
        channel=(body.get("channel") or {}).get("id") or container.get("channel_id"),
        message_ts=container.get("message_ts"),
        response_url=body.get("response_url") or None,
        view_id=view.get("id"),
        view_type=view.get("type"),
        metadata=view.get("private_metadata") or "",
    )


def read_submission(body: Payload, now: datetime) -> Submission:
    view = body["view"]
    values = {
        block_id: _chosen(next(iter(inputs.values()), {}))
        for block_id, inputs in view["state"]["values"].items()
    }
    return Submission(
        delivery=Delivery(f"view:{body['trigger_id']}", now),
        person=_who_pressed(body),
        callback_id=view["callback_id"],
        values=values,
        metadata=view.get("private_metadata") or "",
        view_id=view["id"],
    )


def read_shortcut(body: Payload, now: datetime) -> Shortcut:
    message = body.get("message") or {}
    return Shortcut(
        delivery=Delivery(f"shortcut:{body['trigger_id']}", now),
        person=_who_pressed(body),
        callback_id=body["callback_id"],
        trigger_id=body["trigger_id"],
        response_url=body.get("response_url") or None,
        channel=(body.get("channel") or {}).get("id"),
        message_ts=message.get("ts"),
        thread_ts=message.get("thread_ts"),
        message_text=message.get("text"),
        message_user=message.get("user"),
    )


def read_message(body: Payload, bot_user: str, now: datetime) -> Message | None:
    """A person's words, or None where the event carries none (joins, bots, unfurls)."""
    event = body["event"]
    subtype = event.get("subtype")
    if subtype == "message_changed":
        return _read_change(body["team_id"], event, bot_user, now)
    if subtype == "message_deleted":
        return _read_deletion(body["team_id"], event, event["deleted_ts"], now)
    if subtype not in _SPOKEN or "bot_id" in event or not event.get("user"):
        return None
    return _message(body["team_id"], event["channel"], event, bot_user, now)


def read_reaction(body: Payload, now: datetime) -> Reaction | None:
    """A reaction on a message, or None where it is on something else."""
    event = body["event"]
    item = event["item"]
    if item.get("type") != "message":
        return None
    return Reaction(
        delivery=Delivery(f"event:{body['event_id']}", now),
        person=Person(body["team_id"], event["user"]),
        name=event["reaction"].split("::")[0],
        channel=item["channel"],
        ts=item["ts"],
        added=event["type"] == "reaction_added",
    )


def read_home(body: Payload, now: datetime) -> HomeOpened | None:
    """The Home tab was opened, or None where it was the Messages tab."""
    event = body["event"]
    if event.get("tab") != "home":
        return None
    delivery = Delivery(f"event:{body['event_id']}", now)
    return HomeOpened(delivery, Person(body["team_id"], event["user"]))


def _read_change(team: str, event: Payload, bot_user: str, now: datetime) -> Message | None:
    message = event["message"]
    if message.get("subtype") == "tombstone":
        # How Slack deletes the root of a thread that has replies.
        return _read_deletion(team, event, message["ts"], now)
    if message.get("subtype") not in _SPOKEN or "bot_id" in message or "edited" not in message:
        return None
    return _message(team, event["channel"], message, bot_user, now)


def _read_deletion(team: str, event: Payload, ts: str, now: datetime) -> Message | None:
    before = event.get("previous_message") or {}
    if "bot_id" in before:
        return None
    return Message(
        delivery=Delivery(f"message:{team}:{event['channel']}:{ts}:deleted", now),
        person=Person(team, before.get("user") or ""),
        channel=event["channel"],
        ts=ts,
        thread_ts=_thread_of(before),
        text="",
        change="deleted",
    )


def _message(team: str, channel: str, message: Payload, bot_user: str, now: datetime) -> Message:
    edited = (message.get("edited") or {}).get("ts")
    text = message.get("text") or ""
    return Message(
        delivery=Delivery(f"message:{team}:{channel}:{message['ts']}:{edited or ''}", now),
        person=Person(team, message["user"]),
        channel=channel,
        ts=message["ts"],
        thread_ts=_thread_of(message),
        text=text,
        change="changed" if edited else "new",
        edited=edited,
        parent_user=message.get("parent_user_id"),
        mentions_bot=f"<@{bot_user}" in text,
    )


def _thread_of(message: Payload) -> str | None:
    """The root's ts for a reply; None for a root, also one that has replies."""
    thread = message.get("thread_ts")
    return None if thread == message.get("ts") else thread


def _who_pressed(body: Payload) -> Person:
    user = body["user"]
    team = user.get("team_id") or (body.get("team") or {}).get("id") or ""
    return Person(team, user["id"])


def _chosen(element: Mapping[str, Any]) -> str | None:
    """What was typed, chosen or picked, whatever the element."""
    if option := element.get("selected_option"):
        return str(option["value"])
    if options := element.get("selected_options"):
        return ",".join(option["value"] for option in options)
    for key in ("value", "selected_user", "selected_conversation", "selected_channel"):
        if element.get(key) is not None:
            return str(element[key])
    for key in ("selected_date", "selected_time", "selected_date_time"):
        if element.get(key) is not None:
            return str(element[key])
    return None
