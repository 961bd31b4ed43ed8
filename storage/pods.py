"""Markets, pods and their members: the roster."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Json, choice
from storage.ids import new_id


class Role(StrEnum):
    REP = "rep"
    SENIOR_REP = "senior_rep"
    COACH = "coach"
    TECH_SPECIALIST = "tech_specialist"
    RESOLUTION_EXPERT = "resolution_expert"
    RESOURCE_MANAGER = "resource_manager"
    TEAM_LEADER = "team_leader"


class Organisation(StrEnum):
    OWN = "own"
    PARTNER = "partner"


class Market(SQLModel, table=True):
    """A served community. `hours`: {"mon": [["07:00", "22:00"]], …} in `timezone` (IANA).

    `areas`: {"counties": ["CAC073"], "zones": […], "fire_zones": […], "fips": […]}.
    """

    __tablename__ = "market"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True, max_length=60)
    name: str = Field(max_length=120)
    timezone: str = Field(max_length=60)
    hours: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    areas: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    languages: list[str] = Field(default_factory=list, sa_type=Json)


class Pod(SQLModel, table=True):
    """A team bound to one market and one Slack channel.

    `hours` overrides the market's where it is not empty; `settings` holds what the roster file
    says otherwise than the defaults (ladder, enough_present), as plain data.
    """

    __tablename__ = "pod"
    __table_args__ = (UniqueConstraint("team_id", "key"), UniqueConstraint("team_id", "channel"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    key: str = Field(max_length=60)
    name: str = Field(max_length=120)
    site: str = Field(default="", max_length=120)
    market_id: UUID = Field(foreign_key="market.id")
    channel: str | None = Field(default=None, max_length=40)
    overflow_pod_id: UUID | None = Field(default=None, foreign_key="pod.id")
    organisation: Organisation = Field(default=Organisation.OWN, sa_type=choice(Organisation))
    hours: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class Member(SQLModel, table=True):
    """A Slack user in a pod. `hours` as the market's, in the market's time zone.

    `seen_at` is when Podline last saw this person act (to the minute); `away_until` and
    `busy_until` are theirs to set. A member who left keeps the row, with `left_at`.
    """

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("team_id", "user"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    user: str = Field(max_length=40)
    pod_id: UUID = Field(foreign_key="pod.id", index=True)
    name: str = Field(max_length=120)
    email: str = Field(default="", max_length=254)
    role: Role = Field(sa_type=choice(Role))
    skills: list[str] = Field(default_factory=list, sa_type=Json)
    hours: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    away_until: datetime | None = None
    busy_until: datetime | None = None
    seen_at: datetime | None = None
    left_at: datetime | None = None
