"""Deeds on channels: create, join, leave, describe, archive."""

from __future__ import annotations

from typing import Literal

from bot.workspace import events
from bot.workspace.channels import Channel
from bot.workspace.messages import Message
from bot.workspace.people import SLACKBOT, Person
from bot.workspace.posting import audience, post
from bot.workspace.state import State


def create(state: State, name: str, private: bool, creator: str) -> Channel:
    """Make a channel with its creator in it."""
    channel = state.channels.create(name, private, creator, state.now())
    join(state, channel, creator)
    return channel


def make_general(state: State) -> Channel:
    """The channel that everybody is in from the beginning; the app is not."""
    channel = state.channels.create("general", False, SLACKBOT, state.now())
    channel.is_general = True
    for person in state.people:
        if not person.is_bot and not person.deleted and person.uid != SLACKBOT:
            state.channels.admit(channel, person.uid, state.next_ts())
    return channel


def direct(state: State, one: str, other: str) -> Channel:
    """The direct message of two people, opened if they have none."""
    known = state.channels.find_direct(one, other)
    if known:
        return known
    channel = state.channels.direct(one, other, state.now())
    show(state, channel)
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


def put_person(state: State, person: Person) -> Person:
    """Add an account or change one; who is deactivated is in no channel any more."""
    known = state.people.find(person.uid)
    put = state.people.put(person)
    if put.deleted:
        for channel in state.channels.of(put.uid):
            state.channels.release(channel, put.uid)
            show(state, channel)
    events.person_changed(state, "user_change" if known else "team_join", put)
    people = [state.people.card(one) for one in state.people]
    state.stream.publish({"type": "people", "people": people}, None)
    return put


def show(state: State, channel: Channel) -> None:
    """Tell the pages how a channel stands now."""
    state.stream.publish({"type": "channel", "channel": channel.id}, audience(channel))
