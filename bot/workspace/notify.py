"""Who follows a thread and who is notified of a message, and why.

Source: Slack's help pages on notifications and threads, default settings. People follow threads
that they start, reply to or are mentioned in; a thread on an app's message is followed by nobody
until then. Edits notify nobody, nobody is notified of their own message, and <!channel> reaches
nobody from inside a thread.
"""

from __future__ import annotations

from bot.workspace.channels import Channel
from bot.workspace.mentions import Mentioned, mentioned
from bot.workspace.messages import SILENT, Message
from bot.workspace.notices import Notice, Why
from bot.workspace.shapes import fresh_id
from bot.workspace.state import State
from bot.workspace.wording import readable


def notify(state: State, channel: Channel, message: Message) -> None:
    """Give a message that was just posted its followers and notifications."""
    if message.subtype in SILENT:
        return
    called = mentioned(message)
    reasons = _reasons(state, channel, message, called)
    _follow(state, channel, message, called)
    reasons.pop(message.user, None)
    for user, why in reasons.items():
        _tell(state, channel, message, user, why)


def _reasons(state: State, channel: Channel, message: Message, called: Mentioned) -> dict[str, Why]:
    """Why each person is told; what is set later is the stronger reason."""
    reasons: dict[str, Why] = {}
    if message.in_timeline and (called.channel or called.here):
        everyone = channel.members if called.channel else _active(state, channel)
        reasons |= dict.fromkeys(everyone, "channel_mention")
    if message.is_reply and message.thread_ts:
        why: Why = "broadcast" if message.broadcast else "thread"
        reasons |= dict.fromkeys(state.notices.followers(channel.id, message.thread_ts), why)
    if channel.is_im:
        reasons |= dict.fromkeys(channel.members, "dm")
    else:
        reasons |= dict.fromkeys(called.users, "mention")
    return {user: why for user, why in reasons.items() if _reachable(state, channel, user)}


def _active(state: State, channel: Channel) -> list[str]:
    return [user for user in channel.members if state.is_active(user)]


def _reachable(state: State, channel: Channel, user: str) -> bool:
    person = state.people.find(user)
    return bool(person and not person.is_bot and not person.deleted and user in channel.members)


def _follow(state: State, channel: Channel, message: Message, called: Mentioned) -> None:
    root = message.thread_ts or message.ts
    if _reachable(state, channel, message.user):
        state.notices.follow(message.user, channel.id, root, on_purpose=True)
    for user in called.users:
        if _reachable(state, channel, user):
            state.notices.follow(user, channel.id, root)


def _tell(state: State, channel: Channel, message: Message, user: str, why: Why) -> None:
    author = state.people.find(message.user)
    name = message.username or (author.real_name if author else "Somebody")
    notice = Notice(
        id=fresh_id("N"),
        at=message.ts,
        channel=channel.id,
        ts=message.ts,
        thread_ts=message.thread_ts,
        why=why,
        title=name if channel.is_im else f"{name} in #{channel.name}",
        text=readable(message.text, lambda one: _name(state, one))[:300],
    )
    state.notices.add(user, notice)
    channel.mentions.setdefault(user, []).append(message.ts)
    state.stream.publish({"type": "notification", "notification": notice.body()}, {user})


def _name(state: State, target: str) -> str | None:
    person = state.people.find(target)
    channel = state.channels.find(target)
    return person.real_name if person else channel.name if channel else None
