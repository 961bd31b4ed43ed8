"""conversations.*: finding and reading channels."""

from __future__ import annotations

from typing import cast

from bot.workspace import pages
from bot.workspace.arguments import Arguments
from bot.workspace.channels import Channel, Kind
from bot.workspace.find import channel_of
from bot.workspace.messages import Message
from bot.workspace.method import Method, arguments
from bot.workspace.scopes import PREFIX, require_history, require_read
from bot.workspace.shapes import Json, Refusal
from bot.workspace.state import State

TYPES: dict[str, Kind] = {"public_channel": "public", "private_channel": "private", "im": "im"}
READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
MOST = 999


def kinds_of(state: State, args: Arguments) -> list[Kind]:
    """The kinds asked for, with the scope that each needs.

    Raises:
        Refusal: `invalid_types`, `missing_scope`.
    """
    asked = args.names("types") or ["public_channel"]
    if set(asked) - set(TYPES) - {"mpim"}:
        raise Refusal("invalid_types")
    kinds = [TYPES[one] for one in asked if one in TYPES]
    for kind in kinds:
        state.manifest.require(f"{PREFIX[kind]}:read")
    return kinds


def list_channels(state: State, args: Arguments) -> Json:
    """conversations.list: what the app may know of."""
    kinds, app = kinds_of(state, args), state.app.user
    known = [one for one in state.channels if one.kind in kinds and one.visible_to(app)]
    return listing(args, known, app)


def listing(args: Arguments, channels: list[Channel], viewer: str) -> Json:
    """One page of channels."""
    if args.flag("exclude_archived"):
        channels = [one for one in channels if not one.is_archived]
    rows, metadata = pages.page(args, "team", channels, 100, MOST)
    return {"channels": [one.slack(viewer) for one in rows], "response_metadata": metadata}


def info(state: State, args: Arguments) -> Json:
    """conversations.info."""
    channel = channel_of(state, args)
    require_read(state, channel)
    shown = channel.slack(state.app.user)
    if args.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def members(state: State, args: Arguments) -> Json:
    """conversations.members."""
    channel = channel_of(state, args)
    require_read(state, channel)
    rows, metadata = pages.page(args, "user", list(channel.members), 100, 1000)
    return {"members": rows, "response_metadata": metadata}


def history(state: State, args: Arguments) -> Json:
    """conversations.history: newest first, replies only where they also went to the channel."""
    channel = channel_of(state, args)
    if state.app.user not in channel.members:
        raise Refusal("not_in_channel")
    require_history(state, channel)
    limit = _limit(args, 100)
    log, cursor = channel.log, args.text("cursor")
    start, end = _bounds(channel, log.timeline, args)
    if cursor:
        end = min(end, log.between(log.timeline, "", _stamp(cursor), True)[1])
    stamps = log.timeline[max(start, end - limit) : end][::-1]
    more = end - limit > start
    following = pages.encode("next_ts", log.timeline[end - limit - 1]) if more else ""
    answer = _messages(channel, stamps, args)
    answer |= {"has_more": more, "pin_count": 0}
    return answer | ({"response_metadata": {"next_cursor": following}} if more else {})


def replies(state: State, args: Arguments) -> Json:
    """conversations.replies: the root first, then oldest to newest."""
    channel = channel_of(state, args)
    if state.app.user not in channel.members:
        raise Refusal("channel_not_found")
    require_history(state, channel)
    asked = _known(channel, args.stamp("ts", "thread_not_found"))
    if asked.is_reply and asked.thread_ts:
        return _messages(channel, [asked.ts], args) | {"has_more": False}
    return _thread(channel, asked, args)


def _thread(channel: Channel, root: Message, args: Arguments) -> Json:
    limit, stamps = _limit(args, 1000), channel.log.replies(root.ts)
    start, end = _bounds(channel, stamps, args)
    if cursor := args.text("cursor"):
        start = max(start, channel.log.between(stamps, _stamp(cursor), "", True)[0])
    shown = stamps[start : min(end, start + limit)]
    more = start + limit < end
    answer = _messages(channel, [root.ts, *shown], args) | {"has_more": more}
    if more:
        following = pages.encode("next_ts", stamps[start + limit])
        answer["response_metadata"] = {"next_cursor": following}
    return answer


def _known(channel: Channel, ts: str) -> Message:
    message = channel.log.find(ts)
    if message is None:
        raise Refusal("thread_not_found")
    return message


def _limit(args: Arguments, default: int) -> int:
    return max(1, min(args.number("limit", default), MOST))


def _stamp(cursor: str) -> str:
    return pages.decode(cursor, "next_ts")


def _bounds(channel: Channel, stamps: list[str], args: Arguments) -> tuple[int, int]:
    oldest = args.stamp("oldest", "invalid_ts_oldest")
    latest = args.stamp("latest", "invalid_ts_latest")
    return channel.log.between(stamps, oldest, latest, args.flag("inclusive"))


def _messages(channel: Channel, stamps: list[str], args: Arguments) -> Json:
    whole = args.flag("include_all_metadata")
    found = [cast(Message, channel.log.find(ts)) for ts in stamps]
    return {"messages": [channel.log.slack(message, whole) for message in found]}


_READING = "channel cursor include_all_metadata inclusive latest limit oldest"
METHODS = (
    Method(
        "conversations.list",
        "Tier2",
        list_channels,
        arguments("cursor exclude_archived limit types"),
        (),
        READ,
    ),
    Method(
        "conversations.info",
        "Tier3",
        info,
        arguments("channel include_locale include_num_members"),
        ("channel",),
        READ,
    ),
    Method(
        "conversations.members",
        "Tier4",
        members,
        arguments("channel cursor limit"),
        ("channel",),
        READ,
    ),
    Method("conversations.history", "Tier3", history, arguments(_READING), ("channel",), HISTORY),
    Method(
        "conversations.replies",
        "Tier3",
        replies,
        arguments(f"{_READING} ts"),
        ("channel", "ts"),
        HISTORY,
    ),
)
