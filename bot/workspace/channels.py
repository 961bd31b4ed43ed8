"""Channels and direct messages in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from bot.workspace.messages import MessageLog
from bot.workspace.shapes import Json, fresh_id, stable_id

Kind = Literal["public", "private", "im"]
CHANNEL_TYPE: dict[Kind, str] = {"public": "channel", "private": "group", "im": "im"}


@dataclass(slots=True)
class Channel:
    """A channel or a direct message; `members` keeps the order in which people came."""

    id: str
    name: str
    kind: Kind
    creator: str
    created: int
    members: dict[str, str] = field(default_factory=dict)
    topic: Json = field(default_factory=lambda: _note("", "", 0))
    purpose: Json = field(default_factory=lambda: _note("", "", 0))
    is_archived: bool = False
    is_general: bool = False
    log: MessageLog = field(default_factory=MessageLog)
    last_read: dict[str, str] = field(default_factory=dict)
    mentions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_im(self) -> bool:
        return self.kind == "im"

    @property
    def channel_type(self) -> str:
        """How events name the kind: channel, group or im."""
        return CHANNEL_TYPE[self.kind]

    def visible_to(self, user: str) -> bool:
        return self.kind == "public" or user in self.members

    def peer(self, user: str) -> str | None:
        """The other side of a direct message."""
        if not self.is_im:
            return None
        return next((member for member in self.members if member != user), user)

    def note(self, which: Literal["topic", "purpose"], value: str, by: str, at: int) -> None:
        setattr(self, which, _note(value, by, at))

    def slack(self, viewer: str) -> Json:
        """Slack's conversation object as `viewer` sees it."""
        shared = {"id": self.id, "created": self.created, "is_archived": self.is_archived}
        if self.is_im:
            return shared | {"is_im": True, "user": self.peer(viewer), "is_open": True}
        private = self.kind == "private"
        return shared | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not private,
            "is_group": private,
            "is_im": False,
            "is_mpim": False,
            "is_private": private,
            "is_general": self.is_general,
            "is_member": viewer in self.members,
            "is_shared": False,
            "is_ext_shared": False,
            "creator": self.creator,
            "topic": self.topic,
            "purpose": self.purpose,
        }


class ChannelBook:
    """All channels by id and name; direct messages by their two people."""

    def __init__(self) -> None:
        self._by_id: dict[str, Channel] = {}
        self._by_name: dict[str, str] = {}
        self._of: dict[str, dict[str, None]] = {}
        self._ims: dict[frozenset[str], str] = {}

    def find(self, channel: str) -> Channel | None:
        return self._by_id.get(channel)

    def find_by_name(self, name: str) -> Channel | None:
        return self._by_id.get(self._by_name.get(name, ""))

    def __iter__(self) -> Iterator[Channel]:
        return iter(self._by_id.values())

    def of(self, user: str) -> list[Channel]:
        """The channels that `user` is in, oldest membership first."""
        return [self._by_id[channel] for channel in self._of.get(user, {})]

    def create(self, name: str, private: bool, creator: str, at: float) -> Channel:
        kind: Kind = "private" if private else "public"
        channel = Channel(fresh_id("C"), name, kind, creator, int(at))
        self._by_id[channel.id] = channel
        self._by_name[name] = channel.id
        return channel

    def direct(self, one: str, other: str, at: float) -> Channel:
        """The direct message of two people, opened if they have none."""
        pair = frozenset((one, other))
        known = self._by_id.get(self._ims.get(pair, ""))
        if known:
            return known
        made = Channel(stable_id("D", "|".join(sorted(pair))), "", "im", one, int(at))
        self._by_id[made.id] = made
        self._ims[pair] = made.id
        for user in (one, other):
            self.admit(made, user, "0000000000.000000")
        return made

    def find_direct(self, one: str, other: str) -> Channel | None:
        return self._by_id.get(self._ims.get(frozenset((one, other)), ""))

    def admit(self, channel: Channel, user: str, since: str) -> None:
        channel.members[user] = since
        channel.last_read.setdefault(user, since)
        self._of.setdefault(user, {})[channel.id] = None

    def release(self, channel: Channel, user: str) -> None:
        channel.members.pop(user, None)
        self._of.get(user, {}).pop(channel.id, None)


def _note(value: str, creator: str, last_set: int) -> Json:
    return {"value": value, "creator": creator, "last_set": last_set}
