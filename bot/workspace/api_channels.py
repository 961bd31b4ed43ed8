"""conversations.*: making, filling, describing and leaving channels."""

from __future__ import annotations

import re

from bot.workspace import membership
from bot.workspace.arguments import Arguments
from bot.workspace.channels import Channel
from bot.workspace.find import channel_of, person_of
from bot.workspace.method import Method, arguments
from bot.workspace.scopes import require_manage
from bot.workspace.shapes import Json, Refusal
from bot.workspace.state import State

LONGEST_NAME = 80
LONGEST_NOTE = 250
MOST_INVITED = 100
INVITES = ("channels:write.invites", "groups:write.invites")
TOPICS = ("channels:write.topic", "groups:write.topic", "im:write.topic")


def create(state: State, args: Arguments) -> Json:
    """conversations.create."""
    private = args.flag("is_private")
    require_manage(state, "private" if private else "public")
    name = checked_name(args.text("name"))
    if state.channels.find_by_name(name):
        raise Refusal("name_taken")
    channel = membership.create(state, name, private, state.app.user)
    return {"channel": channel.slack(state.app.user)}


def checked_name(name: str) -> str:
    """A channel name that Slack takes.

    Raises:
        Refusal: `invalid_name_required`, `_maxlength`, `_punctuation` or `_specials`.
    """
    if not name.strip():
        raise Refusal("invalid_name_required")
    if len(name) > LONGEST_NAME:
        raise Refusal("invalid_name_maxlength")
    if not re.search(r"\w", name.replace("_", "")):
        raise Refusal("invalid_name_punctuation")
    if name != name.lower() or not re.fullmatch(r"[\w-]+", name):
        raise Refusal("invalid_name_specials")
    return name


def join(state: State, args: Arguments) -> Json:
    """conversations.join, of public channels."""
    channel = channel_of(state, args)
    if channel.kind != "public":
        raise Refusal("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refusal("is_archived")
    app = state.app.user
    if app in channel.members:
        metadata = {"warnings": ["already_in_channel"]}
        shown = {"channel": channel.slack(app), "warning": "already_in_channel"}
        return shown | {"response_metadata": metadata}
    membership.join(state, channel, app)
    return {"channel": channel.slack(app)}


def invite(state: State, args: Arguments) -> Json:
    """conversations.invite: all or nobody, unless `force` lets the good ones in."""
    channel = _own_channel(state, args, *INVITES)
    if channel.is_im:
        raise Refusal("method_not_supported_for_channel_type")
    users = list(dict.fromkeys(args.names("users")))
    if len(users) > MOST_INVITED:
        raise Refusal("invalid_arguments")
    wrong = {user: code for user in users if (code := _unwelcome(state, channel, user))}
    good = [user for user in users if user not in wrong]
    errors = [{"user": user, "ok": False, "error": code} for user, code in wrong.items()]
    if wrong and not (good and args.flag("force")):
        raise Refusal(next(iter(wrong.values())), errors=errors)
    for user in good:
        membership.join(state, channel, user, inviter=state.app.user)
    answer = {"channel": channel.slack(state.app.user)}
    return answer | ({"errors": errors} if errors else {})


def _unwelcome(state: State, channel: Channel, user: str) -> str | None:
    """Why this user cannot be invited."""
    person = state.people.find(user)
    if user == state.app.user:
        return "cant_invite_self"
    if person is None:
        return "user_not_found"
    if user in channel.members:
        return "already_in_channel"
    return "cant_invite" if person.deleted else None


def kick(state: State, args: Arguments) -> Json:
    """conversations.kick."""
    channel = _own_channel(state, args, archived="restricted_action")
    user = person_of(state, args.text("user")).uid
    if user == state.app.user:
        raise Refusal("cant_kick_self")
    if channel.is_general:
        raise Refusal("cant_kick_from_general")
    if user not in channel.members:
        raise Refusal("not_in_channel")
    membership.leave(state, channel, user)
    return {"errors": {}}


def leave(state: State, args: Arguments) -> Json:
    """conversations.leave."""
    channel = channel_of(state, args)
    require_manage(state, channel.kind)
    if channel.is_im:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.is_general:
        raise Refusal("cant_leave_general")
    if state.app.user not in channel.members:
        return {"not_in_channel": True}
    if channel.kind == "private" and len(channel.members) == 1:
        raise Refusal("last_member")
    membership.leave(state, channel, state.app.user)
    return {}


def set_topic(state: State, args: Arguments) -> Json:
    """conversations.setTopic."""
    channel = _own_channel(state, args, *TOPICS)
    membership.describe(state, channel, "topic", _note(args, "topic"), state.app.user)
    return {"channel": channel.slack(state.app.user), "topic": channel.topic["value"]}


def set_purpose(state: State, args: Arguments) -> Json:
    """conversations.setPurpose."""
    channel = _own_channel(state, args, *TOPICS)
    membership.describe(state, channel, "purpose", _note(args, "purpose"), state.app.user)
    return {"channel": channel.slack(state.app.user), "purpose": channel.purpose["value"]}


def archive(state: State, args: Arguments) -> Json:
    """conversations.archive."""
    channel = channel_of(state, args)
    require_manage(state, channel.kind)
    if channel.is_im:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refusal("already_archived")
    if channel.is_general:
        raise Refusal("cant_archive_general")
    if state.app.user not in channel.members:
        raise Refusal("not_in_channel")
    membership.archive(state, channel, state.app.user)
    return {}


def open_direct(state: State, args: Arguments) -> Json:
    """conversations.open, of the direct message with one person."""
    require_manage(state, "im")
    users = args.names("users")
    if args.has("channel"):
        return {"channel": channel_of(state, args).slack(state.app.user)}
    if not users:
        raise Refusal("users_list_not_supplied")
    if len(users) > 1:
        # Group direct messages are none of this workspace's business.
        many = len(users) > 8
        raise Refusal("too_many_users" if many else "method_not_supported_for_channel_type")
    person = person_of(state, users[0])
    if person.deleted:
        raise Refusal("user_disabled")
    if person.uid == state.app.user:
        raise Refusal("invalid_user_combination")
    known = state.channels.find_direct(state.app.user, person.uid)
    channel = known or membership.direct(state, state.app.user, person.uid)
    shown = channel.slack(state.app.user) if args.flag("return_im") else {"id": channel.id}
    already = {"no_op": True, "already_open": True} if known else {}
    return {"channel": shown} | already


def _own_channel(
    state: State, args: Arguments, *narrower: str, archived: str = "is_archived"
) -> Channel:
    """A channel that the app is in and may change; `archived` refuses one that is closed."""
    channel = channel_of(state, args)
    require_manage(state, channel.kind, *narrower)
    if state.app.user not in channel.members:
        raise Refusal("not_in_channel")
    if channel.is_archived:
        raise Refusal(archived)
    return channel


def _note(args: Arguments, name: str) -> str:
    if len(args.text(name)) > LONGEST_NOTE:
        raise Refusal("too_long")
    return args.text(name)


METHODS = (
    Method("conversations.create", "Tier2", create, arguments("is_private name"), ("name",)),
    Method(
        "conversations.join",
        "Tier3",
        join,
        arguments("channel"),
        ("channel",),
        ("channels:join",),
    ),
    Method(
        "conversations.invite",
        "Tier3",
        invite,
        arguments("channel force users"),
        ("channel", "users"),
    ),
    Method("conversations.kick", "Tier3", kick, arguments("channel user"), ("channel", "user")),
    Method("conversations.leave", "Tier3", leave, arguments("channel"), ("channel",)),
    Method(
        "conversations.setTopic",
        "Tier2",
        set_topic,
        arguments("channel topic"),
        ("channel",),
    ),
    Method(
        "conversations.setPurpose",
        "Tier2",
        set_purpose,
        arguments("channel purpose"),
        ("channel",),
    ),
    Method("conversations.archive", "Tier2", archive, arguments("channel"), ("channel",)),
    Method(
        "conversations.open",
        "Tier3",
        open_direct,
        arguments("channel return_im users"),
    ),
)
