"""Practices, the ways to say them, their history, what they did on calls, and what is missing."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Json, choice, index_given
from storage.ids import new_id
from storage.languages import ONE_OF_THEM, Language


class Scope(StrEnum):
    """Who may find a practice: its pod, every pod of its market, our own pods, or everybody."""

    POD = "pod"
    MARKET = "market"
    COMPANY = "company"
    PARTNERS = "partners"


class PracticeState(StrEnum):
    """A draft is its author's alone; what is archived is kept, and no longer found."""

    DRAFT = "draft"
    SHARED = "shared"
    VERIFIED = "verified"
    ARCHIVED = "archived"


LIVE_STATES: Final = frozenset({PracticeState.DRAFT, PracticeState.SHARED, PracticeState.VERIFIED})
OPEN_STATES: Final = frozenset({PracticeState.SHARED, PracticeState.VERIFIED})


class Way(StrEnum):
    """How a practice came before somebody on a call; `linked`: it says what resolved an ask."""

    SEARCHED = "searched"
    SUGGESTED = "suggested"
    SHARED_IN_THREAD = "shared_in_thread"
    LINKED = "linked"


class Word(StrEnum):
    """Why a practice was refused; `not_this` says nothing against the practice itself."""

    WRONG = "wrong"
    OLD = "old"
    NOT_THIS = "not_this"


class Practice(SQLModel, table=True):
    """A best practice. Its words are masked before they come here.

    `author` wrote it and `helper` is credited for what it says; `owner` looks after it. `source_*`
    is the message that it was made from. `version` counts its changes, from 1. `merged_into`
    leads on to the practice that is shown instead.

    `used_at` is when it was last used by somebody else than its author, `confirmed_at` when
    somebody last said that it holds. `stale_at`: its owner was asked at `asked_owner_at` and did
    not answer. `suspended_at`: it is not suggested until somebody looks at it. At `ends_at` it is
    archived.
    """

    __tablename__ = "practice"
    __table_args__ = (
        Index("ix_practice_team_id_state", "team_id", "state"),
        Index("ix_practice_team_id_owner", "team_id", "owner"),
        Index("ix_practice_team_id_author", "team_id", "author"),
        index_given("ask_id"),
        index_given("source_channel", "source_ts", given="source_ts"),
        index_given("merged_into"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    pod_id: UUID = Field(foreign_key="pod.id", index=True)
    title: str = Field(max_length=120)
    situation: str
    what_worked: str
    topics: list[str] = Field(default_factory=list, sa_type=Json)
    scope: Scope = Field(default=Scope.MARKET, sa_type=choice(Scope))
    state: PracticeState = Field(default=PracticeState.SHARED, sa_type=choice(PracticeState))
    language: Language = Field(default="en", sa_type=ONE_OF_THEM)
    author: str = Field(max_length=40)
    author_name: str = Field(max_length=120)
    owner: str = Field(max_length=40)
    helper: str | None = Field(default=None, max_length=40)
    helper_name: str | None = Field(default=None, max_length=120)
    ask_id: UUID | None = Field(default=None, foreign_key="ask.id")
    source_channel: str | None = Field(default=None, max_length=40)
    source_ts: str | None = Field(default=None, max_length=40)
    link: str | None = Field(default=None, max_length=500)
    version: int = 1
    created_at: datetime
    updated_at: datetime
    verified_by: str | None = Field(default=None, max_length=40)
    verified_at: datetime | None = None
    used_at: datetime | None = None
    confirmed_at: datetime | None = None
    asked_owner_at: datetime | None = None
    stale_at: datetime | None = None
    suspended_at: datetime | None = None
    ends_at: datetime | None = None
    alert_id: UUID | None = None
    merged_into: UUID | None = Field(default=None, foreign_key="practice.id")


class Saying(SQLModel, table=True):
    """One way to say it: a practice may have several, by different people."""

    __tablename__ = "saying"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id", index=True)
    language: Language = Field(default="en", sa_type=ONE_OF_THEM)
    text: str
    author: str = Field(max_length=40)
    author_name: str = Field(max_length=120)
    at: datetime


class PracticeChange(SQLModel, table=True):
    """One entry of a practice's history: who did what and why. Only ever added to.

    `version` is the one that the change made, `before` what the practice said until then; None
    for the first entry, and where that is no longer kept.
    """

    __tablename__ = "practice_change"
    __table_args__ = (
        UniqueConstraint("practice_id", "version"),
        index_given("at", given="before"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    version: int
    at: datetime
    who: str | None = Field(default=None, max_length=40)
    who_name: str | None = Field(default=None, max_length=120)
    what: str = Field(max_length=40)
    why: str | None = Field(default=None, max_length=500)
    before: dict[str, Any] | None = Field(default=None, sa_type=Json, nullable=True)


class PracticeUse(SQLModel, table=True):
    """A practice was put before `user`, who is on a call, by `by`; `helped_at`: it worked.

    `suggested_as`: unasked, as the first, second or third when they asked; also where it was put
    into the thread since.
    """

    __tablename__ = "practice_use"
    __table_args__ = (
        Index("ix_practice_use_practice_id_user", "practice_id", "user"),
        index_given("ask_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    ask_id: UUID | None = Field(default=None, foreign_key="ask.id")
    user: str = Field(max_length=40)
    by: str = Field(max_length=40)
    way: Way = Field(sa_type=choice(Way))
    at: datetime
    helped_at: datetime | None = None
    suggested_as: int | None = None


class PracticeVerdict(SQLModel, table=True):
    """Somebody refused a practice, in one word, and perhaps said why (masked)."""

    __tablename__ = "practice_verdict"
    __table_args__ = (
        Index("ix_practice_verdict_practice_id_user", "practice_id", "user"),
        index_given("ask_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    user: str = Field(max_length=40)
    ask_id: UUID | None = Field(default=None, foreign_key="ask.id")
    word: Word = Field(sa_type=choice(Word))
    why: str | None = Field(default=None, max_length=500)
    at: datetime


class Gap(SQLModel, table=True):
    """What was searched without a result, masked; `closed_by` answers it."""

    __tablename__ = "gap"
    __table_args__ = (Index("ix_gap_pod_id_at", "pod_id", "at"), index_given("closed_by"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    pod_id: UUID = Field(foreign_key="pod.id")
    user: str = Field(max_length=40)
    words: str = Field(max_length=300)
    language: Language = Field(default="en", sa_type=ONE_OF_THEM)
    at: datetime
    closed_by: UUID | None = Field(default=None, foreign_key="practice.id")


class Reach(NamedTuple):
    """Who searches, and from where: what they may find follows from it."""

    team: str
    user: str
    pod_id: UUID
    market_id: UUID
    is_partner: bool


class Narrow(NamedTuple):
    """What a search is narrowed to; None and the default of `states` narrow nothing.

    `author` wrote it or is credited for what it says; `since`: changed no earlier.
    """

    topic: str | None = None
    scope: Scope | None = None
    states: frozenset[PracticeState] = LIVE_STATES
    pod_id: UUID | None = None
    author: str | None = None
    since: datetime | None = None


ALL: Final = Narrow()
