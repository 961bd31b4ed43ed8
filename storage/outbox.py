"""The outbox: what is committed to be said, in order per subject, and what stands in Slack."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel, text

from storage.columns import Json, Sequence, choice
from storage.ids import new_id


class Act(StrEnum):
    """What a row does in Slack."""

    POST = "post"  # chat.postMessage
    REPAINT = "repaint"  # response_url where one is alive, else chat.update
    WHISPER = "whisper"  # response_url where one is alive, else chat.postEphemeral
    REACT = "react"  # reactions.add


class RowState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


class OutboxRow(SQLModel, table=True):
    """One thing to say. `seq` orders rows of a subject; `id` travels in the message metadata.

    `priority`: 0 advice, 1 alerts, 2 the rest; between subjects the lower goes first.
    `part` names what is posted, so that edits and replies find it ("card", "claim").
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_open",
            "subject",
            "seq",
            sqlite_where=text("state IN ('waiting', 'sending')"),
            postgresql_where=text("state IN ('waiting', 'sending')"),
        ),
    )

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    id: UUID = Field(default_factory=new_id, unique=True)
    subject: str = Field(max_length=120)
    part: str = Field(default="", max_length=120)
    channel: str = Field(max_length=40)
    act: Act = Field(sa_type=choice(Act))
    priority: int = 2
    body: dict[str, Any] = Field(sa_type=Json)
    state: RowState = Field(default=RowState.WAITING, sa_type=choice(RowState))
    attempts: int = 0
    not_before: datetime
    written_at: datetime
    sent_at: datetime | None = None
    error: str | None = None


class Lane(SQLModel, table=True):
    """A channel's turn: one sender at a time, paced as Slack asks."""

    __tablename__ = "lane"

    channel: str = Field(primary_key=True, max_length=40)
    not_before: datetime
    leased_by: UUID | None = None
    leased_until: datetime | None = None


class Pace(SQLModel, table=True):
    """The budget of a Web API method, shared by every replica: a bucket that refills."""

    __tablename__ = "pace"

    method: str = Field(primary_key=True, max_length=60)
    tokens: float
    refilled_at: datetime
    not_before: datetime | None = None


class Posted(SQLModel, table=True):
    """What stands in Slack: where a part of a subject was posted."""

    __tablename__ = "posted"
    __table_args__ = (UniqueConstraint("channel", "ts"),)

    subject: str = Field(primary_key=True, max_length=120)
    part: str = Field(primary_key=True, max_length=120)
    channel: str = Field(max_length=40)
    ts: str = Field(max_length=40)
    row_id: UUID
