"""What somebody is to do until a day: action items."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.columns import index_given, where
from storage.ids import new_id


class ActionItem(SQLModel, table=True):
    """What somebody is to do until a day. `due_on` is a day in the market's zone. `seen_by`: of
    coaching, the two who see it; empty means the pod.
    """

    __tablename__ = "action_item"
    __table_args__ = (
        Index("ix_action_item_pod_id_open", "pod_id", **where("closed_at IS NULL")),
        Index("ix_action_item_owner_open", "owner", **where("closed_at IS NULL")),
        index_given("huddle_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    pod_id: UUID = Field(foreign_key="pod.id")
    huddle_id: UUID | None = Field(default=None, foreign_key="huddle.id")
    item_id: UUID | None = Field(default=None, foreign_key="agenda_item.id")
    coaching_id: UUID | None = Field(default=None, foreign_key="coaching.id")
    text: str
    owner: str = Field(max_length=40)
    owner_name: str = Field(default="", max_length=120)
    due_on: date
    made_by: str = Field(max_length=40)
    made_by_name: str = Field(default="", max_length=120)
    made_at: datetime
    reminded_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = Field(default=None, max_length=40)
