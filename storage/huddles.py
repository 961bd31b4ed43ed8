"""The tables of huddles: what was set of a pod's schedule, its huddles with their agendas, and what
came of them.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import KEYED, Json, choice, where
from storage.ids import new_id


class HuddleState(StrEnum):
    """`missed`: Podline was down for longer than it would have taken. All but the first two are
    for good.
    """

    PLANNED = "planned"
    OPEN = "open"
    OVER = "over"
    SKIPPED = "skipped"
    MISSED = "missed"


class ItemSource(StrEnum):
    """Where an agenda item comes from."""

    MEMBER = "member"
    ACTION_ITEM = "action_item"
    ALERT = "alert"
    CONCERN = "concern"
    ASK = "ask"
    CORRECTED = "corrected"
    GAP = "gap"
    PRACTICE = "practice"
    HELPFUL = "helpful"
    THANKS = "thanks"


class ItemState(StrEnum):
    """`waiting` did not fit, and is carried over; `dropped` was taken off by a coach."""

    ON = "on"
    WAITING = "waiting"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What came of an item in one huddle."""

    DONE = "done"
    PARKED = "parked"


class HuddleSchedule(SQLModel, table=True):
    """What was set of a pod's schedule in Slack, under the names of `bot.huddles.facts.Schedule`;
    what the roster file says comes before it.
    """

    __tablename__ = "huddle_schedule"
    __table_args__ = KEYED

    pod_id: UUID = Field(primary_key=True, foreign_key="pod.id")
    fields: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    version: int = 1
    changed_by: str = Field(max_length=40)
    changed_by_name: str = Field(default="", max_length=120)
    changed_at: datetime


class Agenda(SQLModel, table=True):
    """What one meeting of a pod talks about: all of its waves share it. `slot` is the day of the
    week by which the schedule planned it ("mon"), or "once-1000" of one that somebody called for;
    `local_date` the day for which it was planned, wherever it was moved.

    `card_ts` is where it was announced. `drafted_at` and `announced_at` are when that was done.
    `forgotten_at`: its words were kept long enough.
    """

    __tablename__ = "agenda"
    __table_args__ = (
        UniqueConstraint("pod_id", "slot", "local_date"),
        Index("ix_agenda_kept", "local_date", **where("forgotten_at IS NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    pod_id: UUID = Field(foreign_key="pod.id")
    slot: str = Field(max_length=20)
    local_date: date
    channel: str | None = Field(default=None, max_length=40)
    card_ts: str | None = Field(default=None, max_length=40)
    drafted_at: datetime | None = None
    announced_at: datetime | None = None
    forgotten_at: datetime | None = None
    version: int = 1


class Huddle(SQLModel, table=True):
    """One huddle of one wave (from 1). Its key is pod, wave, slot and local date.

    `starts_at` is when it is now to begin, `planned_at` when it was by the schedule; `why` says
    why it was skipped or moved, masked. `runs_it` is a Slack id; `people` are those of its wave.
    `card_ts` is where the card stands that walks through the agenda, `item_id` the item that is
    talked about, `version` counts the steps. `offered_later_at`: its coach was offered a later
    time. `opened_by` and `ended_by` did so by hand. `lines` are those of its recap, once it is
    over: {"kind": …, "text": …}.
    """

    __tablename__ = "huddle"
    __table_args__ = (
        UniqueConstraint("pod_id", "wave", "slot", "local_date"),
        Index("ix_huddle_pod_id_starts_at", "pod_id", "starts_at"),
        Index("ix_huddle_state", "state", **where("state IN ('planned', 'open')")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    pod_id: UUID = Field(foreign_key="pod.id")
    agenda_id: UUID = Field(foreign_key="agenda.id", index=True)
    wave: int
    slot: str = Field(max_length=20)
    local_date: date
    starts_at: datetime
    planned_at: datetime
    minutes: int
    state: HuddleState = Field(default=HuddleState.PLANNED, sa_type=choice(HuddleState))
    why: str = Field(default="", max_length=500)
    changed_by: str | None = Field(default=None, max_length=40)
    changed_by_name: str = Field(default="", max_length=120)
    runs_it: str | None = Field(default=None, max_length=40)
    runs_it_name: str = Field(default="", max_length=120)
    people: list[str] = Field(default_factory=list, sa_type=Json)
    channel: str | None = Field(default=None, max_length=40)
    card_ts: str | None = Field(default=None, max_length=40)
    item_id: UUID | None = None
    opened_at: datetime | None = None
    opened_by: str | None = Field(default=None, max_length=40)
    ended_at: datetime | None = None
    ended_by: str | None = Field(default=None, max_length=40)
    offered_later_at: datetime | None = None
    lines: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    version: int = 1


class AgendaItem(SQLModel, table=True):
    """One line of an agenda. Its words are masked, and plain.

    `key` names what it is about ("practice:<id>"): the same never stands twice in one agenda, and
    in another one only with the reason in `again`. `detail` is its source in words ("6 asks", "from
    Nick"). `refs` are ids and addresses of what it is about. `seconds` is its timebox. `by` put it
    there, where that was a person; `hand_to` is who speaks about it. `carried_from` is the agenda
    in which it did not fit, or was parked.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("agenda_id", "key"),
        Index("ix_agenda_item_pod_id_key", "pod_id", "key"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agenda_id: UUID = Field(foreign_key="agenda.id")
    pod_id: UUID = Field(foreign_key="pod.id")
    key: str = Field(max_length=200)
    source: ItemSource = Field(sa_type=choice(ItemSource))
    state: ItemState = Field(default=ItemState.ON, sa_type=choice(ItemState))
    position: int
    text: str
    detail: str = ""
    again: str = ""
    refs: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    seconds: int = 120
    by: str | None = Field(default=None, max_length=40)
    by_name: str = Field(default="", max_length=120)
    hand_to: str | None = Field(default=None, max_length=40)
    hand_to_name: str = Field(default="", max_length=120)
    carried_from: UUID | None = None
    added_at: datetime


class HuddleStep(SQLModel, table=True):
    """What came of an item in one huddle. `note` is masked: a decision, or what was said."""

    __tablename__ = "huddle_step"
    __table_args__ = (UniqueConstraint("huddle_id", "item_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    huddle_id: UUID = Field(foreign_key="huddle.id")
    item_id: UUID = Field(foreign_key="agenda_item.id")
    outcome: Outcome = Field(sa_type=choice(Outcome))
    note: str = ""
    practice_id: UUID | None = None
    by: str = Field(max_length=40)
    by_name: str = Field(default="", max_length=120)
    at: datetime


async def place_agenda(session: AsyncSession, agenda_id: UUID, ts: str) -> None:
    """Its card stands there."""
    await session.execute(
        update(Agenda).where(col(Agenda.id) == agenda_id).values(card_ts=ts),
        execution_options={"synchronize_session": False},
    )


async def place_huddle(session: AsyncSession, huddle_id: UUID, ts: str) -> None:
    """The card that walks through its agenda stands there."""
    await session.execute(
        update(Huddle).where(col(Huddle.id) == huddle_id).values(card_ts=ts),
        execution_options={"synchronize_session": False},
    )
