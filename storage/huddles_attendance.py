"""Who was there, where a pod wants to know."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.ids import new_id


class HuddleAttendance(SQLModel, table=True):
    """Somebody pressed "Here", where the pod wants that."""

    __tablename__ = "huddle_attendance"
    __table_args__ = (UniqueConstraint("huddle_id", "user"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    huddle_id: UUID = Field(foreign_key="huddle.id")
    user: str = Field(max_length=40)
    at: datetime
