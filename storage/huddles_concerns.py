"""What pods are asked again and again: recurring concerns."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.columns import KEYED
from storage.ids import new_id


class Concern(SQLModel, table=True):
    """What a pod is asked again and again: asks that mean the same. `question` is that of the ask
    that began it, masked; empty once its words were kept long enough.
    """

    __tablename__ = "concern"
    __table_args__ = (Index("ix_concern_pod_id_last_at", "pod_id", "last_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    pod_id: UUID = Field(foreign_key="pod.id")
    question: str
    topic: str = Field(max_length=40)
    last_at: datetime
    embedder: str = Field(default="", max_length=60)
    vector: bytes = b""


class ConcernAsk(SQLModel, table=True):
    """An ask of a concern: each ask belongs to one at most."""

    __tablename__ = "concern_ask"
    __table_args__ = (Index("ix_concern_ask_concern_id_asked_at", "concern_id", "asked_at"), KEYED)

    ask_id: UUID = Field(primary_key=True, foreign_key="ask.id")
    concern_id: UUID = Field(foreign_key="concern.id")
    asked_at: datetime
