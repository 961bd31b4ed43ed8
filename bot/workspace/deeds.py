"""What people do themselves: write, edit, delete, react, read, come and go."""

from __future__ import annotations

from bot.workspace import events, membership, posting, uninvited
from bot.workspace.api_channels import checked_name
from bot.workspace.api_reactions import emoji_of
from bot.workspace.channels import Channel
from bot.workspace.interactions import seen_channel
from bot.workspace.messages import Message
from bot.workspace.people import Person
from bot.workspace.personal import page_view, slack_view
from bot.workspace.shapes import Json, Refusal, Unkind, stable_id
from bot.workspace.state import State
from bot.workspace.wording import from_person

LONGEST = 40_000


def post(state: State, person: Person, body: Json) -> Json:
    """Write a message, or a reply with `thread_ts`; `broadcast` also shows it in the channel."""
    channel = _open_channel(state, person, body)
    note = state.manifest.read_only_note
    if note and channel.is_im and state.app.user in channel.members:
        raise Unkind("restricted_action", note, 403)
    message = posting.by_person(person.uid, channel, _text(state, body))
    message.thread_ts = _root(channel, body)
    message.broadcast = bool(message.thread_ts and body.get("broadcast"))
    posting.post(state, channel, message)
    uninvited.offer_invitation(state, channel, message)
    return {"ts": message.ts}


def edit(state: State, person: Person, body: Json) -> Json:
    """Edit one's own message."""
    channel, message = _message(state, person, body)
    if message.user != person.uid or message.subtype not in (None, "thread_broadcast"):
        raise Unkind("cant_update_message", "You can only edit your own messages.", 403)
    text = _text(state, body)
    if text != message.text:
        posting.revise(state, channel, message, person.uid, text=text)
    return {"ts": message.ts}


def delete(state: State, person: Person, body: Json) -> Json:
    """Delete one's own message, any as an admin; a private one is only dismissed."""
    channel = seen_channel(state, person.uid, str(body.get("channel")))
    ts = str(body.get("ts"))
    if state.ephemerals.find(person.uid, channel.id, ts):
        posting.unwhisper(state, channel, person.uid, ts)
        return {}
    channel, message = _message(state, person, body)
    if message.user != person.uid and not person.is_admin:
        raise Unkind("cant_delete_message", "You can only delete your own messages.", 403)
    if message.subtype == "tombstone":
        raise Unkind("message_not_found", "That message is gone.", 404)
    posting.remove(state, channel, message)
    return {}


def react(state: State, person: Person, body: Json) -> Json:
    """Add a reaction."""
    channel, message = _message(state, person, body)
    posting.react(state, channel, message, person.uid, _emoji(body))
    return {}


def unreact(state: State, person: Person, body: Json) -> Json:
    """Take one's own reaction back."""
    channel, message = _message(state, person, body)
    posting.unreact(state, channel, message, person.uid, _emoji(body))
    return {}


def read(state: State, person: Person, body: Json) -> Json:
    """Mark a channel as read up to `ts`."""
    channel = seen_channel(state, person.uid, str(body.get("channel")))
    ts = str(body.get("ts", ""))
    if person.uid in channel.members and ts > channel.last_read.get(person.uid, ""):
        channel.last_read[person.uid] = ts
        unread = [one for one in channel.mentions.get(person.uid, ()) if one > ts]
        channel.mentions[person.uid] = unread
        state.stream.publish({"type": "read", "channel": channel.id}, {person.uid})
    return {}


def join(state: State, person: Person, body: Json) -> Json:
    """Join a public channel."""
    channel = seen_channel(state, person.uid, str(body.get("channel")))
    if channel.is_archived:
        raise Unkind("is_archived", "That channel is archived.")
    if person.uid not in channel.members:
        membership.join(state, channel, person.uid)
    return {}


def create(state: State, person: Person, body: Json) -> Json:
    """Make a channel of one's own."""
    try:
        name = checked_name(str(body.get("name", "")))
    except Refusal as refusal:
        raise Unkind(refusal.code, "Use lower-case letters, digits and hyphens.") from None
    if state.channels.find_by_name(name):
        raise Unkind("name_taken", "There is a channel of that name.")
    made = membership.create(state, name, bool(body.get("is_private")), person.uid)
    return {"channel": made.id}


def invite(state: State, person: Person, body: Json) -> Json:
    """Bring others into a channel that one is in; the app too."""
    channel = _open_channel(state, person, body)
    users = [str(user) for user in body.get("users") or ()]
    for user in users:
        one = state.people.find(user)
        if one is None or one.deleted:
            raise Unkind("user_not_found", "There is nobody by that name.", 404)
    for user in users:
        if user not in channel.members:
            membership.join(state, channel, user, inviter=person.uid)
    return {}


def leave(state: State, person: Person, body: Json) -> Json:
    """Leave a channel."""
    channel = seen_channel(state, person.uid, str(body.get("channel")))
    if channel.is_im or channel.is_general:
        raise Unkind("cant_leave", "You cannot leave this one.")
    if person.uid in channel.members:
        membership.leave(state, channel, person.uid)
    return {}


def follow(state: State, person: Person, body: Json) -> Json:
    """Follow a thread on purpose."""
    channel = seen_channel(state, person.uid, str(body.get("channel")))
    state.notices.follow(person.uid, channel.id, str(body.get("thread_ts")), on_purpose=True)
    return {}


def unfollow(state: State, person: Person, body: Json) -> Json:
    """Follow a thread no more."""
    channel = seen_channel(state, person.uid, str(body.get("channel")))
    state.notices.unfollow(person.uid, channel.id, str(body.get("thread_ts")))
    return {}


def direct(state: State, person: Person, body: Json) -> Json:
    """Open the direct message with somebody."""
    other = state.people.find(str(body.get("user")))
    if other is None or other.deleted:
        raise Unkind("user_not_found", "There is nobody by that name.", 404)
    return {"channel": membership.direct(state, person.uid, other.uid).id}


def join_huddle(state: State, person: Person, body: Json) -> Json:
    """Join the huddle of a channel that one is in: the app alone hears of it."""
    channel = _open_channel(state, person, body)
    events.huddle_changed(state, person, stable_id("R", channel.id))
    return {}


def leave_huddle(state: State, person: Person, body: Json) -> Json:
    """Leave whatever huddle one is in."""
    events.huddle_changed(state, person, None)
    return {}


def home(state: State, person: Person, body: Json) -> Json:
    """Open the app's Home tab."""
    channel = membership.direct(state, state.app.user, person.uid)
    view = state.modals.home(person.uid)
    events.home_opened(state, person.uid, channel, slack_view(state, view) if view else None)
    return {"view": page_view(state, view), "channel": channel.id}


def _open_channel(state: State, person: Person, body: Json) -> Channel:
    channel = seen_channel(state, person.uid, str(body.get("channel")))
    if person.uid not in channel.members:
        raise Unkind("not_in_channel", "Join the channel first.", 403)
    if channel.is_archived:
        raise Unkind("is_archived", "That channel is archived.")
    return channel


def _message(state: State, person: Person, body: Json) -> tuple[Channel, Message]:
    channel = _open_channel(state, person, body)
    message = channel.log.find(str(body.get("ts")))
    if message is None:
        raise Unkind("message_not_found", "That message is gone.", 404)
    return channel, message


def _root(channel: Channel, body: Json) -> str | None:
    if not body.get("thread_ts"):
        return None
    root = channel.log.find(str(body["thread_ts"]))
    if root is None:
        raise Unkind("message_not_found", "That thread is gone.", 404)
    return root.thread_ts if root.is_reply else root.ts


def _text(state: State, body: Json) -> str:
    def handle(name: str) -> str | None:
        person = state.people.find_by_name(name)
        return person.uid if person else None

    given = str(body.get("text") or "")
    if not given.strip():
        raise Unkind("no_text", "Write something first.")
    if len(given) > LONGEST:
        raise Unkind("msg_too_long", "That is too long for one message.")
    return from_person(given, handle)


def _emoji(body: Json) -> str:
    try:
        return emoji_of(str(body.get("name", "")))
    except Refusal:
        raise Unkind("invalid_name", "There is no such emoji.") from None
