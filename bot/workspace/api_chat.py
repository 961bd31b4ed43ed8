"""chat.*: the app writes, edits, deletes."""

from __future__ import annotations

from bot.workspace import content, membership, posting
from bot.workspace.arguments import Arguments
from bot.workspace.channels import Channel
from bot.workspace.find import channel_of, joined_channel_of, message_of
from bot.workspace.messages import Message
from bot.workspace.method import Method, arguments
from bot.workspace.shapes import Json, Refusal
from bot.workspace.state import State
from bot.workspace.wording import from_app


def post_message(state: State, args: Arguments) -> Json:
    """chat.postMessage. A user's id as channel opens the direct message with them."""
    channel = _destination(state, args)
    message = _written(state, channel, args, "msg_blocks_too_long")
    message.metadata = content.metadata_of(args)
    message.thread_ts = _thread(channel, args)
    message.broadcast = bool(message.thread_ts) and args.flag("reply_broadcast")
    _customise(state, message, args)
    posting.post(state, channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": channel.log.slack(message)}


def _destination(state: State, args: Arguments) -> Channel:
    person = state.people.find(args.text("channel"))
    if person and not person.is_bot and not person.deleted:
        return membership.direct(state, state.app.user, person.uid)
    return joined_channel_of(state, args)


def _written(state: State, channel: Channel, args: Arguments, too_long: str) -> Message:
    text, blocks = content.text_of(args), content.blocks_of(args, too_long)
    attachments = content.attachments_of(args)
    markdown = args.text("markdown_text")
    if markdown and (text or blocks):
        raise Refusal("markdown_text_conflict")
    if markdown:
        text = from_app(markdown)
    content.require_words(text, blocks, attachments)
    message = posting.by_app(state, channel.id, text)
    message.blocks, message.attachments = blocks or None, attachments
    return message


def _thread(channel: Channel, args: Arguments) -> str | None:
    """The root of the thread. Slack advises against a reply's ts; here it is refused."""
    ts = args.stamp("thread_ts", "cannot_reply_to_message")
    if not ts:
        return None
    root = channel.log.find(ts)
    if root is None or root.is_reply:
        raise Refusal("cannot_reply_to_message")
    return ts


def _customise(state: State, message: Message, args: Arguments) -> None:
    if args.text("username") or args.text("icon_emoji") or args.text("icon_url"):
        state.manifest.require("chat:write.customize")
        message.username = args.text("username") or state.app.name
        message.subtype = "bot_message"


def update(state: State, args: Arguments) -> Json:
    """chat.update. What is not given stays: blocks, attachments, metadata."""
    channel = channel_of(state, args)
    message = message_of(channel, args, "ts")
    if message.user != state.app.user or message.subtype == "tombstone":
        raise Refusal("cant_update_message")
    changes = _changes(message, args)
    shown = changes.get("blocks", message.blocks)
    attached = changes.get("attachments", message.attachments)
    content.require_words(changes.get("text", message.text), shown, attached)
    posting.revise(state, channel, message, state.app.user, **changes)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": channel.log.slack(message),
    }


def _changes(message: Message, args: Arguments) -> Json:
    given = [name for name in ("text", "blocks", "attachments", "metadata") if args.has(name)]
    if not set(given) & {"text", "blocks", "attachments"}:
        raise Refusal("no_text")
    changes: Json = {}
    if "text" in given:
        changes["text"] = content.text_of(args)
        if len(changes["text"]) > content.TEXT_OF_UPDATE:
            raise Refusal("msg_too_long")
    if "blocks" in given:
        changes["blocks"] = content.blocks_of(args, "msg_too_long") or None
    if "attachments" in given:
        changes["attachments"] = content.attachments_of(args)
    if "metadata" in given:
        changes["metadata"] = content.metadata_of(args) or None
    return changes


def delete(state: State, args: Arguments) -> Json:
    """chat.delete, of the app's own messages alone."""
    channel = channel_of(state, args)
    message = message_of(channel, args, "ts")
    if message.user != state.app.user or message.subtype == "tombstone":
        raise Refusal("cant_delete_message")
    posting.remove(state, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(state: State, args: Arguments) -> Json:
    """chat.postEphemeral, to somebody who is in the channel."""
    channel = joined_channel_of(state, args)
    user = args.text("user")
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    message = _written(state, channel, args, "msg_too_long")
    message.thread_ts = _thread(channel, args)
    posting.whisper(state, channel, user, message)
    return {"message_ts": message.ts}


def get_permalink(state: State, args: Arguments) -> Json:
    """chat.getPermalink; the link opens the workspace's own page."""
    channel = channel_of(state, args)
    message = message_of(channel, args, "message_ts")
    link = f"{state.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


_WRITING = """as_user attachments blocks channel icon_emoji icon_url link_names markdown_text
metadata parse text thread_ts username"""
WRITE = ("chat:write",)

METHODS = (
    Method(
        "chat.postMessage",
        "SpecialTier_chat_postMessage",
        post_message,
        arguments(f"{_WRITING} mrkdwn reply_broadcast unfurl_links unfurl_media"),
        ("channel",),
        WRITE,
    ),
    Method(
        "chat.update",
        "Tier3",
        update,
        arguments("as_user attachments blocks channel link_names metadata parse text ts"),
        ("channel", "ts"),
        WRITE,
    ),
    Method(
        "chat.delete", "Tier3", delete, arguments("as_user channel ts"), ("channel", "ts"), WRITE
    ),
    Method(
        "chat.postEphemeral",
        "Tier4",
        post_ephemeral,
        arguments(f"{_WRITING} user"),
        ("channel", "user"),
        WRITE,
    ),
    Method(
        "chat.getPermalink",
        "SpecialTier_chat_getPermalink",
        get_permalink,
        arguments("channel message_ts"),
        ("channel", "message_ts"),
    ),
)
