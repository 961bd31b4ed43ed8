"""Messages in memory: one log a channel, ordered by ts, threads beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field

from bot.workspace.shapes import Json

SILENT = frozenset(
    ("channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_archive")
)


@dataclass(slots=True)
class Message:
    """One message. `user` is the author's id; an app's message also has `bot_id`, `app_id`.

    `extra` holds what only some subtypes carry (inviter, topic, purpose), `former` the blocks that
    were replaced, with the moment when.
    """

    channel: str
    user: str
    text: str
    ts: str = ""
    team: str = ""
    subtype: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    username: str | None = None
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    edited: Json | None = None
    metadata: Json | None = None
    client_msg_id: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    extra: Json = field(default_factory=dict)
    former: list[tuple[float, list[Json]]] = field(default_factory=list)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def in_timeline(self) -> bool:
        return not self.is_reply or self.broadcast


class MessageLog:
    """The messages of one channel. Appending costs the same however many there are."""

    def __init__(self) -> None:
        self.by_ts: dict[str, Message] = {}
        self.timeline: list[str] = []
        self.threads: dict[str, list[str]] = {}
        self._countable: list[str] = []
        self._repliers: dict[str, dict[str, int]] = {}

    def find(self, ts: str) -> Message | None:
        return self.by_ts.get(ts)

    def add(self, message: Message) -> None:
        self.by_ts[message.ts] = message
        if message.in_timeline:
            insort(self.timeline, message.ts)
            if message.subtype not in SILENT:
                insort(self._countable, message.ts)
        if message.is_reply and message.thread_ts:
            insort(self.threads.setdefault(message.thread_ts, []), message.ts)
            repliers = self._repliers.setdefault(message.thread_ts, {})
            repliers[message.user] = repliers.get(message.user, 0) + 1

    def remove(self, message: Message) -> None:
        del self.by_ts[message.ts]
        _drop(self.timeline, message.ts)
        _drop(self._countable, message.ts)
        if not message.is_reply or message.thread_ts is None:
            return
        _drop(self.threads[message.thread_ts], message.ts)
        repliers = self._repliers[message.thread_ts]
        repliers[message.user] -= 1
        if not repliers[message.user]:
            del repliers[message.user]

    def replies(self, root: str) -> list[str]:
        return self.threads.get(root, [])

    def thread_facts(self, root: str) -> Json:
        """`reply_count` and company, or nothing when nobody has replied."""
        replies = self.replies(root)
        if not replies:
            return {}
        users = list(self._repliers[root])
        return {
            "reply_count": len(replies),
            "reply_users_count": len(users),
            "latest_reply": replies[-1],
            "reply_users": users[:5],
        }

    def between(
        self, stamps: list[str], oldest: str, latest: str, inclusive: bool
    ) -> tuple[int, int]:
        """The slice of sorted `stamps` within the bounds; an empty bound is open."""
        low_side = bisect_left if inclusive else bisect_right
        high_side = bisect_right if inclusive else bisect_left
        start = low_side(stamps, oldest) if oldest else 0
        end = high_side(stamps, latest) if latest else len(stamps)
        return start, max(start, end)

    def unread(self, last_read: str) -> int:
        """How many messages of the timeline came after `last_read`; comings and goings are none."""
        return len(self._countable) - bisect_right(self._countable, last_read)

    def slack(self, message: Message, with_metadata: bool = False) -> Json:
        """Slack's message object, with the thread's facts on its root."""
        body = _head(message) | message.extra
        for name in ("blocks", "attachments", "edited"):
            if getattr(message, name) is not None:
                body[name] = getattr(message, name)
        if message.reactions:
            body["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)}
                for name, users in message.reactions.items()
            ]
        if with_metadata and message.metadata:
            body["metadata"] = message.metadata
        return body | self._thread(message)

    def _thread(self, message: Message) -> Json:
        if message.is_reply:
            root = self.find(message.thread_ts or "")
            parent = {"parent_user_id": root.user} if root else {}
            return {"thread_ts": message.thread_ts} | parent
        facts = self.thread_facts(message.ts)
        return {"thread_ts": message.ts} | facts if facts else {}


def _head(message: Message) -> Json:
    body: Json = {"type": "message"}
    if message.subtype:
        body["subtype"] = message.subtype
    if message.subtype != "bot_message":
        body["user"] = message.user
    for name in ("bot_id", "app_id", "username", "client_msg_id", "team"):
        if getattr(message, name):
            body[name] = getattr(message, name)
    return body | {"text": message.text, "ts": message.ts}


def _drop(stamps: list[str], ts: str) -> None:
    place = bisect_left(stamps, ts)
    if place < len(stamps) and stamps[place] == ts:
        del stamps[place]
