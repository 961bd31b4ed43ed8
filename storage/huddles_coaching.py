"""A coach and a rep talk: private agendas for two."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.columns import where
from storage.ids import new_id


class Coaching(SQLModel, table=True):
    """A private agenda of a coach and a rep, for those two alone. One that is open each."""

    __tablename__ = "coaching"
    __table_args__ = (
        Index("ix_coaching_open", "coach", "rep", unique=True, **where("ended_at IS NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    pod_id: UUID = Field(foreign_key="pod.id")
    coach: str = Field(max_length=40)
    coach_name: str = Field(default="", max_length=120)
    rep: str = Field(max_length=40, index=True)
    rep_name: str = Field(default="", max_length=120)
    made_at: datetime
    shared_at: datetime | None = None
    ended_at: datetime | None = None


class CoachingItem(SQLModel, table=True):
    """A line of it: a prepared question or a note, masked."""

    __tablename__ = "coaching_item"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    coaching_id: UUID = Field(foreign_key="coaching.id", index=True)
    text: str
    by: str = Field(max_length=40)
    by_name: str = Field(default="", max_length=120)
    at: datetime
    done_at: datetime | None = None
