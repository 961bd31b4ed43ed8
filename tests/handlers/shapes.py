"""Payloads as Slack sends them, with what a test is about changed by name."""

from itertools import count
from typing import Any

TEAM, BOT, MAYA, DAN = "T0PODLINE", "U0BOT", "U0MAYA", "U0DAN"
CHANNEL, TS = "C0SANDIEGO", "1795000000.000100"
_numbers = count(1)


def fresh(prefix: str) -> str:
    return f"{prefix}{next(_numbers):06d}"


def command(text: str = "", command: str = "/advise", **more: Any) -> dict[str, Any]:
    return {
        "token": "local",
        "team_id": TEAM,
        "team_domain": "podline",
        "channel_id": CHANNEL,
        "channel_name": "privategroup",
        "user_id": MAYA,
        "user_name": "maya",
        "command": command,
        "text": text,
        "api_app_id": "A0PODLINE",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:1/respond",
        "trigger_id": fresh("133."),
    } | more


def _head(kind: str) -> dict[str, Any]:
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "podline"},
        "user": {"id": MAYA, "username": "maya", "name": "maya", "team_id": TEAM},
        "api_app_id": "A0PODLINE",
        "token": "local",
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": fresh("133."),
    }


def container(**more: Any) -> dict[str, Any]:
    """Where a pressed message stands."""
    plain = {"type": "message", "message_ts": TS, "channel_id": CHANNEL, "is_ephemeral": False}
    return plain | more


PRIVATE = container(is_ephemeral=True)


def press(action_id: str = "go", value: str = "1", **more: Any) -> dict[str, Any]:
    """A button of a message in a channel."""
    action = {
        "action_id": action_id,
        "block_id": "b1",
        "type": "button",
        "text": {"type": "plain_text", "text": "Go", "emoji": True},
        "value": value,
        "action_ts": "1795000001.000100",
    }
    return (
        _head("block_actions")
        | {
            "container": container(),
            "channel": {"id": CHANNEL, "name": "privategroup"},
            "message": {"type": "message", "user": BOT, "ts": TS, "text": "card", "team": TEAM},
            "state": {"values": {}},
            "response_url": "http://127.0.0.1:1/respond",
            "actions": [action],
        }
        | more
    )


def press_in_view(kind: str, action_id: str = "go") -> dict[str, Any]:
    """A button of Home (`home`) or of a modal (`modal`): no channel, no response_url."""
    body = press(action_id)
    for key in ("channel", "message", "response_url"):
        del body[key]
    return body | {
        "container": {"type": "view", "view_id": "V1"},
        "view": {
            "id": "V1",
            "type": kind,
            "callback_id": "",
            "private_metadata": "meta",
            "blocks": [],
            "state": {"values": {}},
        },
    }


def suggestion(action_id: str = "find", typed: str = "ram", **more: Any) -> dict[str, Any]:
    """A menu of a modal asks for its options."""
    body = press_in_view("modal") | {
        "type": "block_suggestion",
        "action_id": action_id,
        "block_id": "b1",
        "value": typed,
    }
    for key in ("actions", "state", "trigger_id"):
        del body[key]
    return body | more


def field(block_id: str) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": block_id}
    label = {"type": "plain_text", "text": block_id}
    return {"type": "input", "block_id": block_id, "label": label, "element": element}


def submission(
    values: dict[str, dict[str, Any]] | None = None,
    callback_id: str = "form",
    blocks: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """A modal sent; `values` gives each block's element as Slack's state has it."""
    inputs = values or {}
    view = {
        "id": "V1",
        "team_id": TEAM,
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": "meta",
        "state": {"values": {block: {block: element} for block, element in inputs.items()}},
        "blocks": [field(block) for block in inputs] if blocks is None else blocks,
        "hash": "1.abc",
        "root_view_id": "V1",
        "app_installed_team_id": TEAM,
    }
    return _head("view_submission") | {"view": view, "response_urls": []}


def typed(text: str | None) -> dict[str, Any]:
    return {"type": "plain_text_input", "value": text}


def global_shortcut(callback_id: str = "anywhere") -> dict[str, Any]:
    return _head("shortcut") | {"callback_id": callback_id, "action_ts": "1795000001.1"}


def message_shortcut(callback_id: str = "on_message", **message: Any) -> dict[str, Any]:
    written = {"type": "message", "user": DAN, "ts": TS, "text": "no service", "team": TEAM}
    return _head("message_action") | {
        "callback_id": callback_id,
        "message_ts": TS,
        "message": written | message,
        "channel": {"id": CHANNEL, "name": "privategroup"},
        "response_url": "http://127.0.0.1:1/respond",
    }


def event(inner: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "token": "local",
        "team_id": TEAM,
        "api_app_id": "A0PODLINE",
        "event": inner,
        "type": "event_callback",
        "event_id": fresh("Ev"),
        "event_time": 1795000000,
        "authorizations": [
            {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True}
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-abc",
    } | more


def written(text: str = "hello", ts: str = TS, **more: Any) -> dict[str, Any]:
    """The message itself, as it stands in an event or inside a change."""
    return {
        "type": "message",
        "user": MAYA,
        "ts": ts,
        "client_msg_id": "0f0f",
        "text": text,
        "team": TEAM,
        "blocks": [],
    } | more


def message(text: str = "hello", ts: str = TS, **more: Any) -> dict[str, Any]:
    place = {"channel": CHANNEL, "channel_type": "group", "event_ts": ts}
    return event(written(text, ts) | place | more)


def mention(text: str = f"<@{BOT}> help", ts: str = TS) -> dict[str, Any]:
    return event(written(text, ts) | {"type": "app_mention", "channel": CHANNEL, "event_ts": ts})


def changed(
    after: dict[str, Any], before: dict[str, Any] | None, subtype: str = "message_changed"
) -> dict[str, Any]:
    inner = {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": CHANNEL,
        "channel_type": "group",
        "ts": "1795000009.000100",
        "event_ts": "1795000009.000100",
        "message": after,
    }
    return event(inner | ({"previous_message": before} if before else {}))


def deleted(before: dict[str, Any] | None, ts: str = TS) -> dict[str, Any]:
    body = changed({}, before, "message_deleted")
    del body["event"]["message"]
    body["event"]["deleted_ts"] = ts
    return body


def reaction(name: str = "eyes", added: bool = True, **item: Any) -> dict[str, Any]:
    kind = "reaction_added" if added else "reaction_removed"
    on = {"type": "message", "channel": CHANNEL, "ts": TS} | item
    inner = {"type": kind, "user": MAYA, "reaction": name, "item": on, "event_ts": "1795000002.1"}
    return event(inner)


def home_opened(tab: str = "home") -> dict[str, Any]:
    inner = {"type": "app_home_opened", "user": MAYA, "channel": "D1", "tab": tab}
    return event(inner | {"event_ts": "1795000003.1"})


def joined(user: str = MAYA, state: str = "in_a_huddle", **more: Any) -> dict[str, Any]:
    """Somebody joined a huddle of Slack's, or left one; `more` is what else is said of them."""
    profile = {"real_name": "Maya Reyes", "huddle_state": state, "huddle_state_call_id": "R0CALL"}
    told = {"id": user, "team_id": TEAM, "is_bot": False, "profile": profile} | more
    inner = {"type": "user_huddle_changed", "user": told, "cache_ts": 1795000004}
    return event(inner | {"event_ts": "1795000004.000100"})
