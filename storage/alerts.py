"""Alerts of a market, where they stand as cards, who has them, and how they changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Json, choice, index_given, where
from storage.ids import new_id
from storage.languages import ONE_OF_THEM, Language


class AlertKind(StrEnum):
    NETWORK_OUTAGE = "network_outage"
    POWER_OUTAGE = "power_outage"
    WEATHER = "weather"
    WILDFIRE = "wildfire"
    STORE = "store"
    BILLING = "billing"
    POLICY = "policy"
    FRAUD = "fraud"
    OTHER = "other"


class Severity(StrEnum):
    """In ascending order, which `rank` tells: the words themselves sort otherwise."""

    MINOR = "minor"
    MODERATE = "moderate"
    SEVERE = "severe"
    EXTREME = "extreme"

    @property
    def rank(self) -> int:
        """From 0 for minor to 3 for extreme."""
        return list(Severity).index(self)


class Basis(StrEnum):
    """Who says until when: the source itself, somebody's estimate, or nobody."""

    STATED = "stated"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


class AlertState(StrEnum):
    """`unconfirmed` ends by itself unless somebody who may confirms it."""

    UNCONFIRMED = "unconfirmed"
    LIVE = "live"
    ENDED = "ended"


class Alert(SQLModel, table=True):
    """Something in one market that customers will call about. Its words are masked, and plain.

    `what`, `where`, `cause`, `who` and `source` are its facts; empty where nobody knows. `areas`
    are codes of the market's areas; none means all of it. `areas_words` says the same to people.
    `expected_end` is None with basis `unknown`. `feed` and `event_key` name what a feed calls it,
    `revision` the latest that was read. `version` counts its changes, from 1: whoever edits says
    which one they saw. `asked_end_at`: the poster was asked whether it is over;
    `end_unconfirmed_at`: nobody answered. `only_pods` are the ids of those pods of the market that
    it is for; none means all. `end_words` were said when it ended; `lapsed`: it ended because
    nobody confirmed it. `muted_at`: since then something stronger of a feed stands in all of its
    areas. Without a headline its words were kept long enough.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index("ix_alert_market_id_state", "market_id", "state"),
        Index("ix_alert_ended_at", "ended_at", **where("headline <> ''")),
        index_given("team_id", "market_id", "feed", "event_key", given="event_key", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    market_id: UUID = Field(foreign_key="market.id")
    kind: AlertKind = Field(sa_type=choice(AlertKind))
    severity: Severity = Field(sa_type=choice(Severity))
    state: AlertState = Field(default=AlertState.LIVE, sa_type=choice(AlertState))
    headline: str = Field(max_length=150)
    what: str = ""
    where: str = ""
    cause: str = ""
    who: str = ""
    source: str = ""
    areas: list[str] = Field(default_factory=list, sa_type=Json)
    areas_words: str = ""
    starts_at: datetime
    expected_end: datetime | None = None
    basis: Basis = Field(default=Basis.UNKNOWN, sa_type=choice(Basis))
    link: str | None = Field(default=None, max_length=500)
    feed: str | None = Field(default=None, max_length=40)
    event_key: str | None = Field(default=None, max_length=200)
    revision: str | None = Field(default=None, max_length=200)
    posted_by: str | None = Field(default=None, max_length=40)
    posted_by_name: str = Field(default="", max_length=120)
    posted_at: datetime
    confirmed_by: str | None = Field(default=None, max_length=40)
    asked_end_at: datetime | None = None
    end_unconfirmed_at: datetime | None = None
    ended_at: datetime | None = None
    end_words: str = ""
    lapsed: bool = False
    muted_at: datetime | None = None
    only_pods: list[str] = Field(default_factory=list, sa_type=Json)
    version: int = 1


class AlertSaying(SQLModel, table=True):
    """One way to say it: an alert may have several, by different people."""

    __tablename__ = "alert_saying"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    alert_id: UUID = Field(foreign_key="alert.id", index=True)
    language: Language = Field(default="en", sa_type=ONE_OF_THEM)
    text: str
    author: str | None = Field(default=None, max_length=40)
    author_name: str = Field(default="", max_length=120)
    at: datetime


class AlertCard(SQLModel, table=True):
    """Where an alert stands in a pod's channel: at most one card a pod.

    `ts` is None until Slack has posted it. `version` is the alert's that the card shows, `counted`
    how many had it then. `digest` is set where it stands in a message together with others: all
    that have the same one stand in that message. `refusal_told_at`: somebody was told then that
    Slack refuses it.
    """

    __tablename__ = "alert_card"
    __table_args__ = (UniqueConstraint("alert_id", "pod_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    alert_id: UUID = Field(foreign_key="alert.id")
    pod_id: UUID = Field(foreign_key="pod.id", index=True)
    channel: str = Field(max_length=40)
    ts: str | None = Field(default=None, max_length=40)
    version: int = 1
    counted: int = 0
    digest: UUID | None = Field(default=None, index=True)
    refusal_told_at: datetime | None = None


class AlertReceipt(SQLModel, table=True):
    """Somebody pressed "Got it"."""

    __tablename__ = "alert_receipt"
    __table_args__ = (
        UniqueConstraint("alert_id", "user"),
        Index("ix_alert_receipt_alert_id_pod_id", "alert_id", "pod_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    alert_id: UUID = Field(foreign_key="alert.id")
    pod_id: UUID = Field(foreign_key="pod.id")
    user: str = Field(max_length=40)
    at: datetime


class AlertChange(SQLModel, table=True):
    """One entry of an alert's history: who did what and why. Only ever added to.

    `before` is what the alert said until then; None for the first entry.
    """

    __tablename__ = "alert_change"
    __table_args__ = (UniqueConstraint("alert_id", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    alert_id: UUID = Field(foreign_key="alert.id")
    version: int
    at: datetime
    who: str | None = Field(default=None, max_length=40)
    who_name: str | None = Field(default=None, max_length=120)
    what: str = Field(max_length=40)
    why: str | None = Field(default=None, max_length=500)
    before: dict[str, Any] | None = Field(default=None, sa_type=Json, nullable=True)


class AlertAsk(SQLModel, table=True):
    """An ask that is about an alert. `told_at` is when its asker got the alert's facts; `said_at`
    when somebody said that it is about it, and not only its words; `refused_at` when its asker
    said that it is not, which is kept.
    """

    __tablename__ = "alert_ask"
    __table_args__ = (UniqueConstraint("alert_id", "ask_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    alert_id: UUID = Field(foreign_key="alert.id")
    ask_id: UUID = Field(foreign_key="ask.id", index=True)
    at: datetime
    told_at: datetime | None = None
    said_at: datetime | None = None
    refused_at: datetime | None = None


class AlertDraft(SQLModel, table=True):
    """An alert that somebody suggests to whoever may post it. `fields` are masked words; `used_at`
    is when an alert was made of it.
    """

    __tablename__ = "alert_draft"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    market_id: UUID = Field(foreign_key="market.id")
    fields: dict[str, Any] = Field(sa_type=Json)
    by: str = Field(max_length=40)
    by_name: str = Field(default="", max_length=120)
    to: str = Field(max_length=40)
    at: datetime
    used_at: datetime | None = None
