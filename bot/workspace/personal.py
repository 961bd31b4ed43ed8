"""Things as one person sees them on the page."""

from __future__ import annotations

from bot.workspace.channels import Channel
from bot.workspace.messages import Message
from bot.workspace.modals import View
from bot.workspace.shapes import Json
from bot.workspace.state import State

NOT_FOR_PEOPLE = ("client_msg_id",)


def own_message(state: State, user: str, channel: Channel, message: Message) -> Json:
    return decorated(state, user, channel.id, channel.log.slack(message))


def decorated(state: State, user: str, channel: str, body: Json, ephemeral: bool = False) -> Json:
    """A message body with what only this person knows of it."""
    shown = {key: value for key, value in body.items() if key not in NOT_FOR_PEOPLE}
    root = body.get("thread_ts") or body["ts"]
    following = state.notices.follows(user, channel, root)
    return shown | {"ephemeral": ephemeral, "following": following}


def own_channel(state: State, user: str, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_private": channel.kind == "private",
        "is_im": channel.is_im,
        "is_archived": channel.is_archived,
        "peer": channel.peer(user),
        "topic": channel.topic["value"],
        "purpose": channel.purpose["value"],
        "members": list(channel.members),
        "joined": user in channel.members,
        **reading(channel, user),
    }


def reading(channel: Channel, user: str) -> Json:
    """How far this person has read."""
    last = channel.last_read.get(user, "")
    joined = user in channel.members
    return {
        "unread": channel.log.unread(last) if joined else 0,
        "mentions": sum(ts > last for ts in channel.mentions.get(user, ())),
        "last_read": last,
    }


def slack_view(state: State, view: View) -> Json:
    """Slack's view object, as the app gets it."""
    body: Json = {
        "id": view.id,
        "team_id": state.team_id,
        "type": view.body["type"],
        "blocks": view.body["blocks"],
        "private_metadata": view.body.get("private_metadata", ""),
        "callback_id": view.body.get("callback_id", ""),
        "external_id": view.body.get("external_id", ""),
        "state": {"values": view.values},
        "hash": view.hash,
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "app_id": state.app.app_id,
        "app_installed_team_id": state.team_id,
        "bot_id": state.app.bot_id,
    }
    for name, empty in (("title", None), ("close", None), ("submit", None)):
        body[name] = view.body.get(name, empty)
    for name in ("clear_on_close", "notify_on_close"):
        body[name] = view.body.get(name, False)
    return body


def page_view(state: State, view: View | None) -> Json | None:
    """The view as the page gets it: without the app's private note."""
    if view is None:
        return None
    return {k: v for k, v in slack_view(state, view).items() if k != "private_metadata"}


def personal_frame(state: State, user: str, frame: Json) -> Json:
    """Fill a stream frame in for one person."""
    channel = state.channels.find(str(frame.get("channel")))
    kind = frame["type"]
    if kind == "channel" and channel:
        return {"type": kind, "channel": own_channel(state, user, channel)}
    if kind == "read" and channel:
        return frame | reading(channel, user)
    if "message" in frame:
        ephemeral = kind.startswith("ephemeral")
        shown = decorated(state, user, frame["channel"], frame["message"], ephemeral)
        return frame | {"message": shown}
    return frame
