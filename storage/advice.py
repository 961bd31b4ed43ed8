"""Asks, their replies, whom the ladder mentioned, and the timeline of each ask."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import choice
from storage.ids import new_id
from storage.topics import Topic


class Contact(StrEnum):
    PHONE = "phone"
    CHAT = "chat"


class CallState(StrEnum):
    TALKING = "talking"
    ON_HOLD = "on_hold"
    CALL_BACK = "call_back"
    ENDED = "ended"  # "Call ended", nothing owed or call-back still to be said


class AskState(StrEnum):
    """`open` and `claimed` are live; every other state is settled."""

    OPEN = "open"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    NOTHING_OWED = "nothing_owed"
    WITHDRAWN = "withdrawn"
    NOT_A_QUESTION = "not_a_question"
    LAPSED = "lapsed"


class Source(StrEnum):
    COMMAND = "command"
    MODAL = "modal"
    MENTION = "mention"
    SHORTCUT = "shortcut"


class Ask(SQLModel, table=True):
    """A rep's question during a contact. Its words are masked before they come here.

    `channel` is the home pod's; `thread_ts` is the root of the ask's thread: the card's ts,
    or the ts of the message that mentioned the bot. `source_*` is the message it came from.
    `response_url` reaches the asker privately until `response_url_until` (30 minutes).
    """

    __tablename__ = "ask"
    __table_args__ = (
        UniqueConstraint("source_channel", "source_ts"),
        Index("ix_ask_asker_asked_at", "team_id", "asker", "asked_at"),
        Index("ix_ask_pod_id_state", "pod_id", "state"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    pod_id: UUID = Field(foreign_key="pod.id")
    asker: str = Field(max_length=40)
    asker_name: str = Field(max_length=120)
    question: str
    contact: Contact = Field(default=Contact.PHONE, sa_type=choice(Contact))
    call_state: CallState = Field(default=CallState.TALKING, sa_type=choice(CallState))
    topic: Topic = Field(default=Topic.OTHER, sa_type=choice(Topic))
    state: AskState = Field(default=AskState.OPEN, sa_type=choice(AskState))
    source: Source = Field(sa_type=choice(Source))
    source_channel: str | None = Field(default=None, max_length=40)
    source_ts: str | None = Field(default=None, max_length=40)
    source_edited: str | None = Field(default=None, max_length=40)
    channel: str = Field(max_length=40)
    thread_ts: str | None = Field(default=None, max_length=40, index=True)
    response_url: str | None = Field(default=None, max_length=500)
    response_url_until: datetime | None = None
    mentions_allowed: bool = True
    asked_at: datetime
    call_state_at: datetime
    last_activity_at: datetime
    next_rung: int = 0
    paused_until: datetime | None = None
    claimed_by: str | None = Field(default=None, max_length=40)
    claimed_by_name: str | None = Field(default=None, max_length=120)
    claimed_at: datetime | None = None
    first_reply_at: datetime | None = None
    overflow_pod_id: UUID | None = Field(default=None, foreign_key="pod.id")
    overflow_channel: str | None = Field(default=None, max_length=40)
    call_back_at: datetime | None = None
    accepted_reply_id: UUID | None = None
    helper: str | None = Field(default=None, max_length=40)
    settled_at: datetime | None = None


class Reply(SQLModel, table=True):
    """A message in an ask's thread; by anyone but the asker it is an answer.

    It may outrun the ask it belongs to: then `ask_id` is still None. A deletion may outrun its
    message: then the text is empty and `deleted_at` stands. `edited` is Slack's edited ts, so
    that an older edit never wins.
    """

    __tablename__ = "reply"
    __table_args__ = (
        UniqueConstraint("channel", "ts"),
        Index("ix_reply_channel_thread_ts", "channel", "thread_ts"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ask_id: UUID | None = Field(default=None, foreign_key="ask.id", index=True)
    channel: str = Field(max_length=40)
    thread_ts: str | None = Field(default=None, max_length=40)
    ts: str = Field(max_length=40)
    edited: str | None = Field(default=None, max_length=40)
    author: str = Field(default="", max_length=40)
    author_name: str = Field(default="", max_length=120)
    say_now: str | None = Field(default=None, max_length=140)
    text: str = ""
    at: datetime
    deleted_at: datetime | None = None


class Mention(SQLModel, table=True):
    """Somebody whom the ladder mentioned: once for an ask, six times an hour at most."""

    __tablename__ = "mention"
    __table_args__ = (
        UniqueConstraint("ask_id", "user"),
        Index("ix_mention_user_at", "user", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ask_id: UUID = Field(foreign_key="ask.id")
    user: str = Field(max_length=40)
    at: datetime
    declined_at: datetime | None = None


class Moment(SQLModel, table=True):
    """One entry of an ask's timeline: what happened, when, and by whom; never its words."""

    __tablename__ = "moment"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ask_id: UUID = Field(foreign_key="ask.id", index=True)
    at: datetime
    what: str = Field(max_length=40)
    who: str | None = Field(default=None, max_length=40)
    detail: str | None = Field(default=None, max_length=200)
