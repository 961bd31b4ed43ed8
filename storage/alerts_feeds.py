"""Feeds as they are followed: how each was read last, what it said of which event, and what pods
were told of it. By these rows a restart, or another replica, goes on where the last one stopped."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.columns import KEYED, Json, where


class Feed(SQLModel, table=True):
    """A source of alerts, by its name ("nws", "statuspage:cloud").

    `version` counts what was heard of it, also that nothing is new. `read_at` is when it was last
    read and could be; `since`, from when on it is followed without a gap. `etags` are by address.
    `failures` are those in a row, `error` the last of them in a sentence. `told_at` is when
    `told_pods` (ids) were told that it is stale. `problems` are parts of the last document that
    could not be read, as "where: why". While `leased_until`, `leased_by` alone reads it.
    """

    __tablename__ = "feed"
    __table_args__ = KEYED

    name: str = Field(primary_key=True, max_length=40)
    version: int = 0
    read_at: datetime | None = None
    since: datetime | None = None
    etags: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    failures: int = 0
    failing_since: datetime | None = None
    error: str | None = Field(default=None, max_length=300)
    told_at: datetime | None = None
    told_pods: list[str] = Field(default_factory=list, sa_type=Json)
    problems: list[str] = Field(default_factory=list, sa_type=Json)
    leased_by: UUID | None = None
    leased_until: datetime | None = None


class FeedEvent(SQLModel, table=True):
    """What a source said of an event, area by area; `bot.alerts.following.remembering` writes it.

    `heard_at` is when it was first heard of, `over_at` since when it goes on nowhere.
    """

    __tablename__ = "feed_event"
    __table_args__ = (Index("ix_feed_event_over_at", "over_at", **where("over_at IS NOT NULL")),)

    feed: str = Field(primary_key=True, max_length=40)
    key: str = Field(primary_key=True, max_length=200)
    parts: dict[str, Any] = Field(sa_type=Json)
    heard_at: datetime
    over_at: datetime | None = None


class FeedKey(SQLModel, table=True):
    """A message that was taken from a sender, by the key under which it may be sent again."""

    __tablename__ = "feed_key"
    __table_args__ = KEYED

    key: str = Field(primary_key=True, max_length=200)
    body_hash: str = Field(max_length=64)
    at: datetime = Field(index=True)


class FeedTold(SQLModel, table=True):
    """What the pods of a market were last told of an event, and by which alert; `is_over`: that it
    has ended."""

    __tablename__ = "feed_told"
    __table_args__ = (Index("ix_feed_told_open", "market_id", **where("NOT is_over")),)

    market_id: UUID = Field(primary_key=True, foreign_key="market.id")
    feed: str = Field(primary_key=True, max_length=40)
    event_key: str = Field(primary_key=True, max_length=200)
    alert_id: UUID = Field(foreign_key="alert.id", index=True)
    said: dict[str, Any] = Field(sa_type=Json)
    is_over: bool = False


class FeedPace(SQLModel, table=True):
    """How many messages by feeds a pod got in the minute that began at `minute`."""

    __tablename__ = "feed_pace"
    __table_args__ = KEYED

    pod_id: UUID = Field(primary_key=True, foreign_key="pod.id")
    minute: datetime
    posts: int
