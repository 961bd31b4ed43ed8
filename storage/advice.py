"""The tables of advice: asks, their replies and marks, whom the ladder mentioned, and the timeline
of each ask.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import KEYED, choice, index_given, where
from storage.ids import new_id
from storage.topics import Topic


class Contact(StrEnum):
    PHONE = "phone"
    CHAT = "chat"


class CallState(StrEnum):
    TALKING = "talking"
    ON_HOLD = "on_hold"
    CALL_BACK = "call_back"


class AskState(StrEnum):
    """`open` and `claimed` are live; every other state is settled."""

    OPEN = "open"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    NOTHING_OWED = "nothing_owed"
    WITHDRAWN = "withdrawn"
    NOT_A_QUESTION = "not_a_question"
    LAPSED = "lapsed"


LIVE = frozenset({AskState.OPEN, AskState.CLAIMED})


class AcceptedVia(StrEnum):
    """How we know that an answer worked; all but a press follow from what stands in the thread."""

    PRESS = "press"
    MARK = "mark"  # a ✅ by the asker on the answer
    THANKS = "thanks"


class OverflowReason(StrEnum):
    """Why the overflow pod was asked."""

    CLOSED = "closed"
    FEW_PRESENT = "few_present"
    UNANSWERED = "unanswered"


class Source(StrEnum):
    COMMAND = "command"
    MODAL = "modal"
    MENTION = "mention"
    SHORTCUT = "shortcut"


class Ask(SQLModel, table=True):
    """A rep's question during a contact. Its words are masked before they come here.

    `channel` is the home pod's; `thread_ts` is the root of the ask's thread: the card's ts,
    or the ts of the message that mentioned the bot; `card_ts` is where the card itself stands.
    `source_*` is the message it came from, edits of which change the question.
    `response_url` reaches the asker privately until `response_url_until` (30 minutes).

    `ladder_from` is when the ladder's clock started, moved on by what paused it; `next_rung`
    counts the rungs climbed. Replies until `resumed_at` pause it no longer. `told_at` is when the
    first answer mentioned the asker. What was taken back until `unaccepted_at` is not accepted
    again. `question_deleted_at`: the message that asked is gone, and the ask withdrawn with it,
    unless `question_masked`: then its writer was told to delete it. `began_talking`: it
    was asked during a phone call, with the customer on the line. `suggested`: so many practices
    were put before its asker when they asked. `joined_to`: it shares the thread of that ask, and
    has neither a card nor a ladder of its own. `alert_id`: its asker said that this alert is what
    it is about; nobody is called. `case`: the company's number of what was promised.
    """

    __tablename__ = "ask"
    __table_args__ = (
        Index("ix_ask_asker_asked_at", "team_id", "asker", "asked_at"),
        Index("ix_ask_pod_id_state", "pod_id", "state"),
        Index("ix_ask_pod_id_asked_at", "pod_id", "asked_at"),
        # Of what is empty when a question is asked: a customer waits on that path.
        index_given("source_channel", "source_ts", given="source_ts", unique=True),
        index_given("thread_ts"),
        index_given("overflow_thread_ts"),
        index_given("overflow_pod_id", "state"),
        index_given("claimed_by", "claimed_at"),
        index_given("joined_to"),
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
    question_masked: bool = False
    channel: str = Field(max_length=40)
    thread_ts: str | None = Field(default=None, max_length=40)
    card_ts: str | None = Field(default=None, max_length=40)
    response_url: str | None = Field(default=None, max_length=500)
    response_url_until: datetime | None = None
    mentions_allowed: bool = True
    began_talking: bool = True
    asked_at: datetime
    call_state_at: datetime
    last_activity_at: datetime
    ladder_from: datetime
    next_rung: int = 0
    paused_until: datetime | None = None
    resumed_at: datetime | None = None
    claimed_by: str | None = Field(default=None, max_length=40)
    claimed_by_name: str | None = Field(default=None, max_length=120)
    claimed_at: datetime | None = None
    claimed_until: datetime | None = None
    first_reply_at: datetime | None = None
    told_at: datetime | None = None
    overflow_pod_id: UUID | None = Field(default=None, foreign_key="pod.id")
    overflow_channel: str | None = Field(default=None, max_length=40)
    overflow_reason: OverflowReason | None = Field(
        default=None, sa_type=choice(OverflowReason), nullable=True
    )
    overflow_thread_ts: str | None = Field(default=None, max_length=40)
    call_back_at: datetime | None = None
    accepted_reply_id: UUID | None = None
    accepted_via: AcceptedVia | None = Field(
        default=None, sa_type=choice(AcceptedVia), nullable=True
    )
    helper: str | None = Field(default=None, max_length=40)
    unaccepted_at: datetime | None = None
    undo_until: datetime | None = None
    question_deleted_at: datetime | None = None
    left_open_told_at: datetime | None = None
    settled_at: datetime | None = None
    suggested: int | None = None
    alert_id: UUID | None = None
    joined_to: UUID | None = None
    case: str | None = Field(default=None, max_length=40)


class Reply(SQLModel, table=True):
    """A message in an ask's thread; by anyone but the asker it is an answer.

    Podline repeats some in the home thread (written in a modal or in the overflow pod's thread,
    or the first answer): `copied_at` says since when, `copy_ts` where. A reply may outrun the ask
    it belongs to: then `ask_id` is still None. A deletion may outrun its message: then the text
    is empty and `deleted_at` stands. `edited` is Slack's edited ts: an older edit never wins.
    `practice_id`: no human's, but that practice's, which solved the ask.
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
    copied_at: datetime | None = None
    copy_ts: str | None = Field(default=None, max_length=40, index=True)
    at: datetime
    deleted_at: datetime | None = None
    practice_id: UUID | None = None


class Mark(SQLModel, table=True):
    """A ✅ that somebody put on a message near an ask; it may outrun the message."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("channel", "ts", "user"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    channel: str = Field(max_length=40)
    ts: str = Field(max_length=40)
    user: str = Field(max_length=40)
    at: datetime


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
    __table_args__ = (
        Index("ix_moment_corrected", "at", **where("what = 'corrected'")),
        KEYED,
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ask_id: UUID = Field(foreign_key="ask.id", index=True)
    at: datetime
    what: str = Field(max_length=40)
    who: str | None = Field(default=None, max_length=40)
    detail: str | None = Field(default=None, max_length=200)
