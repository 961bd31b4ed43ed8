"""Which events go out to the app: those it subscribed to, may see, and happened where it is.

Source: docs.slack.dev/reference/events. A thread reply sends no `message_changed` for its root;
a deleted root that has replies becomes a tombstone, which is a `message_changed`.
"""

from __future__ import annotations

import uuid

from bot.workspace.channels import Channel
from bot.workspace.mentions import mentioned
from bot.workspace.messages import Message
from bot.workspace.people import Person
from bot.workspace.shapes import Json, fresh_id
from bot.workspace.state import State

MESSAGE_EVENT = {"public": "message.channels", "private": "message.groups", "im": "message.im"}
HISTORY_SCOPE = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
READ_SCOPE = {"public": "channels:read", "private": "groups:read", "im": "im:read"}


def message_posted(state: State, channel: Channel, message: Message, body: Json) -> None:
    """A new message, and its `app_mention` where the app is called by name."""
    event = _placed(channel, body, message.ts)
    if message.broadcast and message.thread_ts:
        root = channel.log.find(message.thread_ts)
        event["root"] = channel.log.slack(root) if root else None
    _message_event(state, channel, event)
    if message.user != state.app.user:
        _app_mention(state, channel, message, event)


def message_changed(
    state: State, channel: Channel, before: Json, after: Json, mention: Message | None
) -> None:
    """An edit; `mention` is the message if the edit newly mentions the app."""
    ts = state.next_ts()
    change = {
        "type": "message",
        "subtype": "message_changed",
        "message": after,
        "previous_message": before,
        "hidden": True,
        "ts": ts,
    }
    _message_event(state, channel, _placed(channel, change, ts))
    if mention and mention.user != state.app.user:
        _app_mention(state, channel, mention, _placed(channel, after, ts))


def message_deleted(state: State, channel: Channel, before: Json) -> None:
    ts = state.next_ts()
    change = {
        "type": "message",
        "subtype": "message_deleted",
        "deleted_ts": before["ts"],
        "previous_message": before,
        "hidden": True,
        "ts": ts,
    }
    _message_event(state, channel, _placed(channel, change, ts))


def reaction(state: State, channel: Channel, message: Message, how: Json) -> None:
    """`how` is the type (`reaction_added`, `reaction_removed`), the user and the reaction."""
    item = {"type": "message", "channel": channel.id, "ts": message.ts}
    event = how | {"item": item, "item_user": message.user, "event_ts": state.next_ts()}
    if _sees(state, channel) and "reactions:read" in state.manifest.scopes:
        _emit(state, event)


def membership(state: State, channel: Channel, kind: str, user: str, inviter: str | None) -> None:
    """`kind` is `member_joined_channel` or `member_left_channel`."""
    event: Json = {
        "type": kind,
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.kind == "private" else "C",
        "team": state.team_id,
        "event_ts": state.next_ts(),
    }
    if inviter:
        event["inviter"] = inviter
    seen = _sees(state, channel) or user == state.app.user
    if seen and READ_SCOPE[channel.kind] in state.manifest.scopes:
        _emit(state, event)


def home_opened(state: State, user: str, channel: Channel, view: Json | None) -> None:
    event: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": channel.id,
        "tab": "home",
        "event_ts": state.next_ts(),
    }
    if view:
        event["view"] = view
    _emit(state, event)


def person_changed(state: State, kind: str, person: Person) -> None:
    """`kind` is `team_join` for a new account, else `user_change`."""
    user = state.people.user(person, "users:read.email" in state.manifest.scopes)
    if "users:read" in state.manifest.scopes:
        _emit(state, {"type": kind, "user": user, "event_ts": state.next_ts()})


def huddle_changed(state: State, person: Person, call: str | None) -> None:
    """The person is in the huddle of that call, or (None) in none any more. As in Slack it does
    not say where that huddle is.
    """
    user = state.people.user(person, "users:read.email" in state.manifest.scopes)
    user["profile"]["huddle_state"] = "in_a_huddle" if call else "default_unset"
    if call:
        user["profile"]["huddle_state_call_id"] = call
    if "users:read" in state.manifest.scopes:
        event = {"type": "user_huddle_changed", "user": user, "cache_ts": int(state.now())}
        _emit(state, event | {"event_ts": state.next_ts()})


def channel_archived(state: State, channel: Channel, user: str) -> None:
    kind = "group_archive" if channel.kind == "private" else "channel_archive"
    event = {"type": kind, "channel": channel.id, "user": user, "event_ts": state.next_ts()}
    if _sees(state, channel):
        _emit(state, event)


def _placed(channel: Channel, body: Json, ts: str) -> Json:
    return body | {"channel": channel.id, "channel_type": channel.channel_type, "event_ts": ts}


def _sees(state: State, channel: Channel) -> bool:
    return state.app.user in channel.members


def _message_event(state: State, channel: Channel, event: Json) -> None:
    if _sees(state, channel) and HISTORY_SCOPE[channel.kind] in state.manifest.scopes:
        _emit(state, event, MESSAGE_EVENT[channel.kind])


def _app_mention(state: State, channel: Channel, message: Message, event: Json) -> None:
    if channel.is_im or not _sees(state, channel):
        return
    if state.app.user not in mentioned(message).users:
        return
    if "app_mentions:read" in state.manifest.scopes:
        dropped = ("subtype", "channel_type", "root", "hidden")
        _emit(
            state,
            {key: value for key, value in event.items() if key not in dropped}
            | {"type": "app_mention"},
        )


def _emit(state: State, event: Json, name: str | None = None) -> None:
    if (name or event["type"]) not in state.manifest.events:
        return
    state.outlet(
        {
            "token": "local",
            "team_id": state.team_id,
            "api_app_id": state.app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": fresh_id("Ev"),
            "event_time": int(state.now()),
            "authorizations": [_authorization(state)],
            "is_ext_shared_channel": False,
            "event_context": f"4-{uuid.uuid4().hex}",
        }
    )


def _authorization(state: State) -> Json:
    return {
        "enterprise_id": None,
        "team_id": state.team_id,
        "user_id": state.app.user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
