"""Reads message events, in all their subtypes, into `Message`."""

from datetime import datetime

from bot.errors import Unreadable
from bot.inbox import Delivery, Person
from handlers.fields import find, need, need_ts, part, raw
from handlers.message_words import words_of
from handlers.payloads import Message, Payload

# Subtypes under which a person's own words arrive; every other subtype is Slack's or a bot's.
_SPOKEN = frozenset({None, "thread_broadcast", "file_share", "me_message"})
_SLACKBOT = "USLACKBOT"


def read_message(body: Payload, team: str, bot_user: str, now: datetime) -> Message | None:
    """A person's words, or None where the event carries none (joins, bots, unfurls)."""
    event = part(body, "event")
    try:
        match event.get("subtype"):
            case "message_changed":
                return _read_change(event, team, bot_user, now)
            case "message_deleted":
                return _read_deletion(event, team, need_ts(event, "deleted_ts"), now)
            case _:
                return _read_spoken(event, event, team, bot_user, now)
    except Unreadable:
        return None


def is_by_a_bot(body: Payload) -> bool:
    """Whether this is a message that a bot wrote, most often our own: nobody answers those."""
    event = part(body, "event")
    if event.get("type") != "message":
        return False
    return "bot_id" in event or "bot_id" in part(event, "message")


def is_guest(message: Payload) -> bool:
    """Whether the writer's profile, where Slack gives it, is that of a guest."""
    profile = part(message, "user_profile")
    return bool(profile.get("is_restricted") or profile.get("is_ultra_restricted"))


def _read_change(event: Payload, team: str, bot_user: str, now: datetime) -> Message | None:
    message, before = part(event, "message"), part(event, "previous_message")
    if message.get("subtype") == "tombstone":
        # How Slack deletes the root of a thread that has replies.
        return _read_deletion(event, team, need_ts(message, "ts"), now)
    unchanged = bool(before) and raw(message, "text") == raw(before, "text")
    if unchanged or not part(message, "edited"):
        return None
    return _read_spoken(event, message, team, bot_user, now)


def _read_deletion(event: Payload, team: str, ts: str, now: datetime) -> Message | None:
    before = part(event, "previous_message")
    if "bot_id" in before:
        return None
    channel = need(event, "channel")
    return Message(
        delivery=Delivery(f"message:{team}:{channel}:{ts}:deleted", now),
        person=Person(team, find(before, "user") or ""),
        channel=channel,
        ts=ts,
        thread_ts=_thread_of(before, ts),
        text="",
        change="deleted",
    )


def _read_spoken(
    event: Payload, message: Payload, team: str, bot_user: str, now: datetime
) -> Message | None:
    user, spoken = find(message, "user"), message.get("subtype")
    if "bot_id" in message or user in (None, _SLACKBOT):
        return None
    if not (spoken is None or (isinstance(spoken, str) and spoken in _SPOKEN)):
        return None
    channel, ts = need(event, "channel"), need_ts(message, "ts")
    edited = need_ts(part(message, "edited"), "ts") if message.get("edited") else None
    text = words_of(message)
    return Message(
        delivery=Delivery(f"message:{team}:{channel}:{ts}:{edited or ''}", now),
        person=Person(team, user or ""),
        channel=channel,
        ts=ts,
        thread_ts=_thread_of(message, ts),
        text=text,
        change="changed" if edited else "new",
        edited=edited,
        mentions_bot=f"<@{bot_user}>" in text or f"<@{bot_user}|" in text,
        to_bot=_to_bot(text, bot_user),
    )


def _to_bot(text: str, bot_user: str) -> str:
    """What somebody says to us who calls us by name first."""
    name, end, rest = text.lstrip().partition(">")
    called = name.partition("|")[0] == f"<@{bot_user}"
    return rest.strip() if end and called else ""


def _thread_of(message: Payload, ts: str) -> str | None:
    """The root's ts for a reply; None for a root, also one that has replies."""
    thread = find(message, "thread_ts")
    return None if thread == ts else thread
