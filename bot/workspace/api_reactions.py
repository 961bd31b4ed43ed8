"""reactions.add and reactions.remove."""

from __future__ import annotations

import re

from bot.workspace import posting
from bot.workspace.arguments import Arguments
from bot.workspace.channels import Channel
from bot.workspace.find import channel_of, message_of
from bot.workspace.messages import Message
from bot.workspace.method import Method, arguments
from bot.workspace.shapes import Json, Refusal
from bot.workspace.state import State

MOST_EMOJI = 23
EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?")


def add(state: State, args: Arguments) -> Json:
    """reactions.add."""
    channel, message = _target(state, args)
    if channel.is_archived:
        raise Refusal("is_archived")
    name = emoji_of(args.text("name"))
    if name not in message.reactions and len(message.reactions) >= MOST_EMOJI:
        raise Refusal("too_many_emoji")
    if not posting.react(state, channel, message, state.app.user, name):
        raise Refusal("already_reacted")
    return {}


def remove(state: State, args: Arguments) -> Json:
    """reactions.remove, of the app's own."""
    if not args.has("channel") or not args.has("timestamp"):
        raise Refusal("no_item_specified")
    channel, message = _target(state, args)
    name = emoji_of(args.text("name"))
    if not posting.unreact(state, channel, message, state.app.user, name):
        raise Refusal("no_reaction")
    return {}


def emoji_of(name: str) -> str:
    """An emoji's name without colons.

    Raises:
        Refusal: `invalid_name`.
    """
    bare = name.strip(":")
    if not EMOJI.fullmatch(bare):
        raise Refusal("invalid_name")
    return bare


def _target(state: State, args: Arguments) -> tuple[Channel, Message]:
    channel = channel_of(state, args)
    if state.app.user not in channel.members:
        raise Refusal("no_access")
    args.stamp("timestamp", "bad_timestamp")
    return channel, message_of(channel, args, "timestamp")


_SCOPES = ("reactions:write",)
METHODS = (
    Method(
        "reactions.add",
        "Tier3",
        add,
        arguments("channel name timestamp"),
        ("channel", "name", "timestamp"),
        _SCOPES,
    ),
    Method(
        "reactions.remove",
        "Tier2",
        remove,
        arguments("channel name timestamp"),
        ("name",),
        _SCOPES,
    ),
)
