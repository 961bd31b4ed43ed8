"""Deeds on messages, by people and by the app alike: post, revise, remove, whisper, react."""

from __future__ import annotations

import uuid
from collections.abc import Container
from typing import Any

from bot.workspace import events
from bot.workspace.channels import Channel
from bot.workspace.mentions import mentioned
from bot.workspace.messages import SILENT, Message
from bot.workspace.notify import notify
from bot.workspace.people import SLACKBOT
from bot.workspace.shapes import Json
from bot.workspace.state import State

TOMBSTONE = "This message was deleted."
STILL_SHOWN = 10.0


def audience(channel: Channel) -> Container[str] | None:
    """Who sees what happens in a channel."""
    return None if channel.kind == "public" else channel.members


def by_person(user: str, channel: Channel, text: str) -> Message:
    """A message that a person wrote."""
    return Message(channel.id, user, text, client_msg_id=str(uuid.uuid4()))


def by_app(state: State, channel: str, text: str) -> Message:
    """A message of the app."""
    app = state.app
    profile = {
        "id": app.bot_id,
        "app_id": app.app_id,
        "name": app.name,
        "deleted": False,
        "team_id": state.team_id,
    }
    extra = {"bot_profile": profile}
    return Message(channel, app.user, text, bot_id=app.bot_id, app_id=app.app_id, extra=extra)


def post(state: State, channel: Channel, message: Message) -> Message:
    """Put a message into its channel; everybody concerned learns of it."""
    message.ts, message.team = state.next_ts(), state.team_id
    _mark_stranger(state, message)
    if message.broadcast:
        message.subtype = "thread_broadcast"
    channel.log.add(message)
    if message.in_timeline and message.user in channel.members:
        channel.last_read[message.user] = message.ts
    body = channel.log.slack(message)
    notify(state, channel, message)
    _show(state, channel, "message", body)
    if message.is_reply:
        show_thread(state, channel, message.thread_ts or "")
    if message.subtype not in SILENT:
        state.stream.publish({"type": "read", "channel": channel.id}, channel.members)
    events.message_posted(state, channel, message, body)
    return message


def unfurl(state: State, channel: Channel, message: Message) -> None:
    """Add a preview of a link, as Slack does some time after a message with one.

    It is a change of the message without a change of its words, and shows as no edit.
    """
    preview: Json = {"id": 1, "from_url": "https://example.com", "title": "Example"}
    revise(state, channel, message, message.user, attachments=[preview])


def _mark_stranger(state: State, message: Message) -> None:
    """Messages of people from another workspace (Slack Connect) name theirs."""
    author = state.people.find(message.user)
    if author and author.team_id and author.team_id != state.team_id:
        team = author.team_id
        message.extra = message.extra | {"user_team": team, "source_team": team}


def revise(state: State, channel: Channel, message: Message, by: str, **changes: Any) -> None:
    """Change a message. Notifies nobody; a change of the words shows as edited."""
    before = channel.log.slack(message)
    called = state.app.user in mentioned(message).users
    _keep_former(state, message, changes)
    if changes.get("text", message.text) != message.text:
        message.edited = {"user": by, "ts": state.next_ts()}
    for name, value in changes.items():
        setattr(message, name, value)
    after = channel.log.slack(message)
    _show(state, channel, "message_changed", after)
    events.message_changed(state, channel, before, after, None if called else message)


def _keep_former(state: State, message: Message, changes: Json) -> None:
    """Remember blocks that are about to go: people's clients show them a moment longer."""
    message.former = former(state, message)
    if message.blocks and changes.get("blocks", message.blocks) != message.blocks:
        message.former.append((state.now(), message.blocks))


def former(state: State, message: Message) -> list[tuple[float, list[Json]]]:
    """The blocks that were replaced less than ten seconds ago, and when; the newest last."""
    return [one for one in message.former if state.now() - one[0] < STILL_SHOWN]


def remove(state: State, channel: Channel, message: Message) -> None:
    """Delete a message; a root that has replies stays as a tombstone."""
    before = channel.log.slack(message)
    if channel.log.replies(message.ts):
        _bury(state, channel, message, before)
        return
    channel.log.remove(message)
    state.stream.publish(
        {"type": "message_deleted", "channel": channel.id, "ts": message.ts}, audience(channel)
    )
    if message.is_reply:
        show_thread(state, channel, message.thread_ts or "")
    events.message_deleted(state, channel, before)


def _bury(state: State, channel: Channel, message: Message, before: Json) -> None:
    message.subtype, message.text, message.user = "tombstone", TOMBSTONE, SLACKBOT
    message.blocks = message.attachments = message.edited = message.metadata = None
    message.bot_id = message.app_id = message.client_msg_id = None
    message.reactions.clear()
    message.extra = {"hidden": True}
    after = channel.log.slack(message)
    _show(state, channel, "message_changed", after)
    events.message_changed(state, channel, before, after, None)


def whisper(state: State, channel: Channel, user: str, message: Message) -> Message:
    """Show a message to one person only."""
    message.ts, message.team = state.next_ts(), state.team_id
    state.ephemerals.add(user, message)
    _show_ephemeral(state, channel, user, "ephemeral", message)
    return message


def rewhisper(state: State, channel: Channel, user: str, message: Message, **changes: Any) -> None:
    """Change what only one person sees."""
    _keep_former(state, message, changes)
    for name, value in changes.items():
        setattr(message, name, value)
    _show_ephemeral(state, channel, user, "ephemeral_changed", message)


def unwhisper(state: State, channel: Channel, user: str, ts: str) -> bool:
    """Take a private message away; whether it was there."""
    gone = state.ephemerals.remove(user, channel.id, ts)
    state.stream.publish({"type": "ephemeral_deleted", "channel": channel.id, "ts": ts}, {user})
    return gone


def react(state: State, channel: Channel, message: Message, user: str, name: str) -> bool:
    """Add a reaction; False if this person has it there already."""
    users = message.reactions.setdefault(name, [])
    if user in users:
        return False
    users.append(user)
    _reacted(state, channel, message, {"type": "reaction_added", "user": user, "reaction": name})
    return True


def unreact(state: State, channel: Channel, message: Message, user: str, name: str) -> bool:
    """Take a reaction back; False if there was none."""
    users = message.reactions.get(name, [])
    if user not in users:
        return False
    users.remove(user)
    if not users:
        del message.reactions[name]
    _reacted(state, channel, message, {"type": "reaction_removed", "user": user, "reaction": name})
    return True


def _reacted(state: State, channel: Channel, message: Message, how: Json) -> None:
    shown = channel.log.slack(message).get("reactions", [])
    frame = {"type": "reactions", "channel": channel.id, "ts": message.ts, "reactions": shown}
    state.stream.publish(frame, audience(channel))
    events.reaction(state, channel, message, how)


def show_thread(state: State, channel: Channel, root: str) -> None:
    """Tell the pages how a thread stands now."""
    facts = {"reply_count": 0, "reply_users": [], "latest_reply": None}
    facts |= channel.log.thread_facts(root)
    frame = {"type": "thread", "channel": channel.id, "thread_ts": root} | facts
    state.stream.publish(frame, audience(channel))


def _show(state: State, channel: Channel, kind: str, body: Json) -> None:
    frame = {"type": kind, "channel": channel.id, "message": body}
    state.stream.publish(frame, audience(channel))


def _show_ephemeral(state: State, channel: Channel, user: str, kind: str, message: Message) -> None:
    body = channel.log.slack(message)
    state.stream.publish({"type": kind, "channel": channel.id, "message": body}, {user})
