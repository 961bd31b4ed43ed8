"""Asks, their replies, whom the ladder mentioned, and the timeline of each ask."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    Index,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import manager_of_class
from sqlmodel import Field, SQLModel, col

from storage.columns import KEYED, LOCKED, choice, index_given
from storage.ids import new_id
from storage.statements import Prepared
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
    were put before its asker when they asked.
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
    __table_args__ = KEYED

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ask_id: UUID = Field(foreign_key="ask.id", index=True)
    at: datetime
    what: str = Field(max_length=40)
    who: str | None = Field(default=None, max_length=40)
    detail: str | None = Field(default=None, max_length=200)


LIVE = (AskState.OPEN, AskState.CLAIMED)
_PLAIN = {"synchronize_session": False}
_ASKS = cast(Table, Ask.__table__)  # type: ignore[attr-defined]
_ASK_COLUMNS = tuple(column.name for column in _ASKS.columns)
_DEFAULTS = {
    name: field.default for name, field in Ask.model_fields.items() if not field.is_required()
}
_ADD_ASK = Prepared(insert(_ASKS))
_ADD_MOMENT = Prepared(insert(cast(Table, Moment.__table__)))  # type: ignore[attr-defined]
_COUNT_TALKING = Prepared(
    select(func.count().label("asks"))
    .select_from(_ASKS)
    .where(
        _ASKS.c.team_id == bindparam("team"),
        _ASKS.c.asker == bindparam("asker"),
        _ASKS.c.asked_at > bindparam("since"),
        _ASKS.c.began_talking,
    )
)
_THE_TS = bindparam("the_ts", type_=_ASKS.c.card_ts.type)
_PLACE_CARD = Prepared(
    update(_ASKS)
    .where(_ASKS.c.id == bindparam("the_ask"))
    .values(card_ts=_THE_TS, thread_ts=func.coalesce(_ASKS.c.thread_ts, _THE_TS))
    .returning(_ASKS.c.thread_ts, _ASKS.c.source_ts)
)


def new_ask(**values: Any) -> Ask:
    """An ask as its constructor makes it, for the path on which a customer waits: an eighth of
    the time. It belongs to no session.
    """
    ask = manager_of_class(Ask).new_instance()
    ask.__dict__.update(_DEFAULTS | {"id": new_id()} | values)
    return ask


async def add_ask(session: AsyncSession, ask: Ask, moment: str) -> None:
    """Insert with the first entry of its timeline, without the unit of work: this is the path on
    which a customer waits.
    """
    known = {name: getattr(ask, name) for name in _ASK_COLUMNS}
    # A column that is not named costs nothing, and is NULL.
    await _ADD_ASK.run(
        session, **{name: value for name, value in known.items() if value is not None}
    )
    first = {"id": new_id(), "ask_id": ask.id, "at": ask.asked_at, "what": moment}
    await _ADD_MOMENT.run(session, **first, who=ask.asker)


async def find_ask(session: AsyncSession, ask_id: UUID, wait: bool = True) -> Ask | None:
    """The ask, locked until the transaction ends, as it stands now.

    Without `wait`, None where somebody else holds it.
    """
    mine = select(Ask).where(col(Ask.id) == ask_id).with_for_update(skip_locked=not wait, **LOCKED)
    return (await session.scalars(mine, execution_options={"populate_existing": True})).first()


async def look_at_ask(session: AsyncSession, ask_id: UUID) -> Ask | None:
    """The ask as it stands, without its lock: for what is only shown."""
    return (await session.scalars(select(Ask).where(col(Ask.id) == ask_id))).first()


async def place_card(session: AsyncSession, ask_id: UUID, ts: str) -> tuple[str, str | None]:
    """The card stands at `ts`: the root of the ask's thread, and the message that asked."""
    (placed,) = (await _PLACE_CARD.run(session, the_ask=ask_id, the_ts=ts)).rows
    return str(placed.thread_ts), placed.source_ts


async def place_overflow_card(session: AsyncSession, ask_id: UUID, ts: str) -> None:
    """The linked card stands at `ts` in the overflow pod's channel."""
    placed = update(Ask).where(col(Ask.id) == ask_id).values(overflow_thread_ts=ts)
    await session.execute(placed, execution_options=_PLAIN)


async def find_ask_by_thread(session: AsyncSession, channel: str, thread_ts: str) -> Ask | None:
    """The ask whose thread this is, at home or in the overflow pod; the first one, locked."""
    home = and_(col(Ask.thread_ts) == thread_ts, col(Ask.channel) == channel)
    overflow = and_(col(Ask.overflow_thread_ts) == thread_ts, col(Ask.overflow_channel) == channel)
    there = select(Ask).where(or_(home, overflow)).order_by(col(Ask.id)).with_for_update(**LOCKED)
    return (await session.scalars(there)).first()


async def find_ask_by_source(session: AsyncSession, channel: str, ts: str) -> Ask | None:
    """The ask that this message made, locked."""
    made = select(Ask).where(col(Ask.source_channel) == channel, col(Ask.source_ts) == ts)
    return (await session.scalars(made.with_for_update(**LOCKED))).first()


async def count_talking_asks(session: AsyncSession, team: str, asker: str, since: datetime) -> int:
    """How many asks somebody made while talking with a customer, since then."""
    found = await _COUNT_TALKING.run(session, team=team, asker=asker, since=since)
    return int(found.rows[0].asks)


async def list_own_asks(session: AsyncSession, team: str, asker: str) -> Sequence[Ask]:
    """Somebody's open asks and call-backs, the oldest first."""
    mine = select(Ask).where(
        col(Ask.team_id) == team, col(Ask.asker) == asker, col(Ask.state).in_(LIVE)
    )
    return (await session.scalars(mine.order_by(col(Ask.asked_at)).limit(20))).all()


async def list_claimed_by(session: AsyncSession, team: str, user: str) -> Sequence[Ask]:
    """What somebody is on now, the oldest first."""
    theirs = select(Ask).where(
        col(Ask.claimed_by) == user, col(Ask.team_id) == team, col(Ask.state) == AskState.CLAIMED
    )
    return (await session.scalars(theirs.order_by(col(Ask.claimed_at)).limit(20))).all()


async def list_open_asks(session: AsyncSession, pod_id: UUID, but: str) -> Sequence[Ask]:
    """Asks that wait for somebody: a pod's own and those sent to it, not by `but`; neither
    claimed nor answered, or answered by what did not help.
    """
    here = or_(col(Ask.pod_id) == pod_id, col(Ask.overflow_pod_id) == pod_id)
    waits = or_(col(Ask.first_reply_at).is_(None), col(Ask.resumed_at) > col(Ask.first_reply_at))
    others = select(Ask).where(here, waits, col(Ask.state) == AskState.OPEN, col(Ask.asker) != but)
    return (await session.scalars(others.order_by(col(Ask.asked_at)).limit(20))).all()


async def list_left_open(session: AsyncSession, team: str, asker: str) -> Sequence[Ask]:
    """What somebody asked, was never settled by a person, and was not yet brought up again."""
    left = select(Ask).where(
        col(Ask.team_id) == team,
        col(Ask.asker) == asker,
        col(Ask.state).in_((*LIVE, AskState.LAPSED)),
        col(Ask.left_open_told_at).is_(None),
    )
    return (await session.scalars(left.order_by(col(Ask.asked_at)).limit(20))).all()


async def list_moments(
    session: AsyncSession, ask_id: UUID, what: str | None = None
) -> Sequence[Moment]:
    """The ask's timeline, or its entries of one kind, in the order of time."""
    mine = select(Moment).where(col(Moment.ask_id) == ask_id)
    if what is not None:
        mine = mine.where(col(Moment.what) == what)
    return (await session.scalars(mine.order_by(col(Moment.at), col(Moment.id)))).all()


def insert_or_ignore(session: AsyncSession, table: type[SQLModel]) -> Any:
    """An INSERT that changes nothing where the row is there already."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(table).on_conflict_do_nothing()
