"""What a service says: things to send, as data. They become rows in the caller's transaction."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Priority(IntEnum):
    """Between subjects, the lower goes first.

    `URGENT` is what a customer waits for: the card that asks, and the answer. Alerts go by their
    severity; `ALERT` is also what is said of one to single people. `HUDDLE` is what every pod is to
    have in the minute in which it begins: it shares the pace of the least of alerts.
    """

    URGENT = 0
    ADVICE = 1
    ALERT = 2
    SEVERE_ALERT = 3
    MODERATE_ALERT = 4
    MINOR_ALERT = 5
    HUDDLE = 5
    REST = 6

    @property
    def is_alert(self) -> bool:
        return Priority.ADVICE < self < Priority.REST


@dataclass(frozen=True, slots=True)
class PartOf:
    """Where another part of the same subject stands, known only once that part was sent."""

    part: str


@dataclass(frozen=True, slots=True)
class Post:
    """A new message. `thread` is a ts, or the part to reply to; `broadcast` also shows the
    reply in the channel. A `channel` that is a user id reaches that person's DM."""

    subject: str
    channel: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    part: str = ""
    thread: str | PartOf | None = None
    broadcast: bool = False
    priority: Priority = Priority.REST


@dataclass(frozen=True, slots=True)
class Repaint:
    """A new look for a part that stands; a later one replaces an earlier one still waiting.

    `response_url` is the press's own, where someone pressed; edits are scarce otherwise
    (chat.update: 50 a minute for everybody).
    """

    subject: str
    part: str
    channel: str
    text: str
    blocks: list[dict[str, Any]]
    response_url: str | None = None
    priority: Priority = Priority.REST


@dataclass(frozen=True, slots=True)
class Whisper:
    """A private message to `user`; best effort at Slack's end, so never the only record."""

    subject: str
    channel: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    response_url: str | None = None
    thread: str | PartOf | None = None
    priority: Priority = Priority.REST


Outgoing = Post | Repaint | Whisper
