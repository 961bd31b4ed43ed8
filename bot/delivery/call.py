"""One row of the outbox as a call to Slack: where it goes, and by which method."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.outbox import Act, OutboxRow, Posted

RESPONSE_URL = "response_url"
_METHODS = {
    Act.POST: "chat.postMessage",
    Act.REPAINT: "chat.update",
    Act.WHISPER: "chat.postEphemeral",
}


@dataclass(frozen=True, slots=True)
class Call:
    """What is sent. `ts` is the message that is edited; `since` is when the row
    was written, hence the earliest moment at which it can stand in Slack."""

    row: UUID
    act: Act
    channel: str
    body: dict[str, Any]
    since: datetime
    thread_ts: str | None = None
    ts: str | None = None
    look_first: bool = False

    @property
    def method(self) -> str:
        return RESPONSE_URL if self.body.get("response_url") else _METHODS[self.act]


def part_needed(row: OutboxRow) -> tuple[str, str] | None:
    """The (subject, part) whose place in Slack this row must know, if any: a response_url
    leads to the message by itself."""
    if row.act is Act.REPAINT and row.body.get("response_url"):
        return None
    part = row.part if row.act is Act.REPAINT else row.body.get("thread_of")
    return (row.subject, part) if part else None


def call_for(row: OutboxRow, place: Posted | None) -> Call:
    """The call of a row; `place` is where the part that it needs stands."""
    body = row.body
    thread = place.ts if place and row.act is not Act.REPAINT else body.get("thread_ts")
    edited = place.ts if place and row.act is Act.REPAINT else None
    channel = place.channel if place and row.act is Act.REPAINT else row.channel
    look_first = row.suspect and row.act is Act.POST
    return Call(row.id, row.act, channel, body, row.written_at, thread, edited, look_first)
