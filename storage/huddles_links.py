"""Secret addresses by which calendars and screens read along."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.columns import choice, where
from storage.ids import new_id


class LinkKind(StrEnum):
    CALENDAR = "calendar"
    SCREEN = "screen"


class HuddleLink(SQLModel, table=True):
    """A secret address: a pod's calendar, or the screen of one huddle. Whoever renews it ends the
    one before. `until` is None where it has no end.
    """

    __tablename__ = "huddle_link"
    __table_args__ = (
        Index(
            "ix_huddle_link_calendar",
            "pod_id",
            unique=True,
            **where("kind = 'calendar' AND until IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    secret: str = Field(unique=True, max_length=64)
    kind: LinkKind = Field(sa_type=choice(LinkKind))
    pod_id: UUID = Field(foreign_key="pod.id", index=True)
    huddle_id: UUID | None = Field(default=None, foreign_key="huddle.id")
    made_by: str | None = Field(default=None, max_length=40)
    made_at: datetime
    until: datetime | None = None
