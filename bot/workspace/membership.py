"""Deeds on channels: create, join, leave, describe, archive."""

from __future__ import annotations

from typing import Literal

from bot.workspace import events
from bot.workspace.channels import Channel
from bot.workspace.messages import Message
from bot.workspace.posting import audience, post
from bot.workspace.state import State


def create(state: State, name: str, private: bool, creator: str) -> Channel:
    """Make a channel with its creator in it."""
    channel = state.channels.create(name, private, creator, state.now())
    join(state, channel, creator)
    return channel


def join(state: State, channel: Channel, user: str, inviter: str | None = None) -> None:
    """Let somebody in, and say so in the channel."""
    state.channels.admit(channel, user, state.next_ts())
    words = f"<@{user}> has joined the channel"
    note = Message(channel.id, user, words, subtype="channel_join")
    if inviter and inviter != user:
        note.extra = {"inviter": inviter}
    post(state, channel, note)
    events.membership(state, channel, "member_joined_channel", user, inviter)
    show(state, channel)


def leave(state: State, channel: Channel, user: str) -> None:
    """Let somebody out; they see nothing more of a private channel."""
    state.channels.release(channel, user)
    words = f"<@{user}> has left the channel"
    post(state, channel, Message(channel.id, user, words, subtype="channel_leave"))
    events.membership(state, channel, "member_left_channel", user, None)
    state.stream.publish({"type": "channel_left", "id": channel.id}, {user})
    show(state, channel)


def describe(
    state: State, channel: Channel, which: Literal["topic", "purpose"], value: str, by: str
) -> None:
    """Set the topic or the purpose."""
    channel.note(which, value, by, int(state.now()))
    words = f"<@{by}> set the channel {which}: {value}"
    note = Message(channel.id, by, words, subtype=f"channel_{which}", extra={which: value})
    post(state, channel, note)
    show(state, channel)


def archive(state: State, channel: Channel, by: str) -> None:
    """Close a channel for good posts."""
    words = f"<@{by}> archived the channel"
    post(state, channel, Message(channel.id, by, words, subtype="channel_archive"))
    channel.is_archived = True
    events.channel_archived(state, channel, by)
    show(state, channel)


def show(state: State, channel: Channel) -> None:
    """Tell the pages how a channel stands now."""
    state.stream.publish({"type": "channel", "channel": channel.id}, audience(channel))
