"""The audit: what an operator did about people's data. Entries are added, and never changed but
for the name of whoever is forgotten.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from storage.columns import Json
from storage.ids import new_id


class AuditEntry(SQLModel, table=True):
    """`who` did `what` to whom or what `about` names; `detail` counts, and never repeats words.

    Whoever was forgotten is named by the alias that stands for them since.
    """

    __tablename__ = "audit"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime
    who: str = Field(max_length=120)
    what: str = Field(max_length=40)
    about: str = Field(max_length=120)
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
