"""Finds what a call names, and refuses as Slack does what the app may not see."""

from __future__ import annotations

from bot.workspace.arguments import Arguments
from bot.workspace.channels import Channel
from bot.workspace.messages import Message
from bot.workspace.people import Person
from bot.workspace.shapes import Refusal
from bot.workspace.state import State


def channel_of(state: State, args: Arguments, name: str = "channel") -> Channel:
    """The channel, if the app may know of it.

    Raises:
        Refusal: `channel_not_found`.
    """
    channel = state.channels.find(args.text(name))
    if channel is None or not channel.visible_to(state.app.user):
        raise Refusal("channel_not_found")
    return channel


def joined_channel_of(state: State, args: Arguments) -> Channel:
    """The channel, if the app is in it and it is open.

    Raises:
        Refusal: `channel_not_found`, `not_in_channel` or `is_archived`.
    """
    channel = channel_of(state, args)
    if state.app.user not in channel.members:
        raise Refusal("not_in_channel")
    if channel.is_archived:
        raise Refusal("is_archived")
    return channel


def message_of(
    channel: Channel, args: Arguments, name: str, refusal: str = "message_not_found"
) -> Message:
    """The message with the ts given as `name`.

    Raises:
        Refusal: `refusal`.
    """
    message = channel.log.find(args.stamp(name, refusal))
    if message is None:
        raise Refusal(refusal)
    return message


def person_of(state: State, user: str, refusal: str = "user_not_found") -> Person:
    """The person.

    Raises:
        Refusal: `refusal`.
    """
    person = state.people.find(user)
    if person is None:
        raise Refusal(refusal)
    return person
