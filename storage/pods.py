"""Markets, pods and their members: the roster.

The tables, and what is read of them: every ask reads the roster, so that the queries select
plain columns and answer with small immutable facts, which cost a tenth of mapped rows.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint, bindparam, cast, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import Json, choice
from storage.hours import Hours, read_hours
from storage.ids import new_id
from storage.statements import Prepared

SEEN_TO = timedelta(minutes=1)


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


class MemberFacts(NamedTuple):
    """A member who is on the roster, as read. `hours` are in the market's time zone."""

    id: UUID
    team_id: str
    user: str
    pod_id: UUID
    name: str
    role: Role
    skills: tuple[str, ...]
    hours: Hours
    away_until: datetime | None = None
    busy_until: datetime | None = None
    seen_at: datetime | None = None


class PodFacts(NamedTuple):
    """A pod as read; `settings` is shared between readers and must not be changed."""

    id: UUID
    team_id: str
    key: str
    name: str
    site: str
    channel: str | None
    overflow_pod_id: UUID | None
    organisation: Organisation
    hours: Hours
    settings: Mapping[str, Any]


class MarketFacts(NamedTuple):
    """A market as read, without its areas, which only alerts need."""

    id: UUID
    key: str
    name: str
    timezone: str
    hours: Hours


class PodInMarket(NamedTuple):
    pod: PodFacts
    market: MarketFacts


class Home(NamedTuple):
    """Where a member belongs. `is_admin`: of the workspace, which is not stored."""

    member: MemberFacts
    pod: PodFacts
    market: MarketFacts
    is_admin: bool = False


def _columns(table: type[SQLModel], *names: str) -> tuple[Any, ...]:
    """Labelled, because `hours` and others stand in each table. JSON comes as it is stored,
    so that it is decoded once for all rows that say the same."""
    columns = SQLModel.metadata.tables[str(table.__tablename__)].c
    plain = [cast(columns[each], Text) if each in _JSON else columns[each] for each in names]
    return tuple(
        each.label(f"{table.__tablename__}_{name}") for each, name in zip(plain, names, strict=True)
    )


_JSON = ("skills", "hours", "settings")
_MEMBER = _columns(Member, *MemberFacts._fields)
_POD = _columns(Pod, *PodFacts._fields)
_MARKET = _columns(Market, *MarketFacts._fields)
_members = SQLModel.metadata.tables["member"]
_ITS_USER = (
    _members.c.team_id == bindparam("the_team"),
    _members.c.user == bindparam("the_user"),
)
_PODS = select(*_POD, *_MARKET).join(Market, col(Market.id) == col(Pod.market_id))
_HOME = Prepared(
    select(*_MEMBER, *_POD, *_MARKET)
    .join(Pod, col(Pod.id) == col(Member.pod_id))
    .join(Market, col(Market.id) == col(Pod.market_id))
    .where(_members.c.left_at.is_(None))
    .where(*_ITS_USER)
)
_TOUCH_SEEN = Prepared(
    update(_members)
    .where(*_ITS_USER)
    .where(_members.c.seen_at.is_(None) | (_members.c.seen_at <= bindparam("stale_at")))
    .values(seen_at=bindparam("now"))
)


async def find_member(session: AsyncSession, team: str, user: str) -> Home | None:
    """The member with pod and market, or None for someone who is in no pod (any more)."""
    found = (await _HOME.run(session, the_team=team, the_user=user)).rows
    if not found:
        return None
    row = tuple(found[0])
    own, rest = len(_MEMBER), len(_MEMBER) + len(_POD)
    return Home(_member(row[:own]), _pod(row[own:rest]), _market(row[rest:]))


async def list_members(session: AsyncSession, pod_id: UUID) -> list[MemberFacts]:
    """Everybody on the pod's roster, in the order in which they joined it."""
    there = select(*_MEMBER).where(col(Member.pod_id) == pod_id, col(Member.left_at).is_(None))
    rows = await session.execute(there.order_by(col(Member.id)))
    return [_member(tuple(row)) for row in rows]


async def list_members_of(
    session: AsyncSession, pod_ids: Collection[UUID], roles: Collection[Role] = ()
) -> dict[UUID, list[MemberFacts]]:
    """Everybody on the rosters of these pods, by pod; with `roles`, those who have one of them."""
    there = select(*_MEMBER).where(col(Member.pod_id).in_(pod_ids), col(Member.left_at).is_(None))
    if roles:
        there = there.where(col(Member.role).in_(roles))
    found: dict[UUID, list[MemberFacts]] = {pod_id: [] for pod_id in pod_ids}
    for row in await session.execute(there.order_by(col(Member.id))):
        member = _member(tuple(row))
        found[member.pod_id].append(member)
    return found


async def get_pod(session: AsyncSession, pod_id: UUID) -> PodInMarket:
    """The pod with its market; raises `NoResultFound` where there is none."""
    return _placed(tuple((await session.execute(_PODS.where(col(Pod.id) == pod_id))).one()))


async def find_pod_by_channel(session: AsyncSession, team: str, channel: str) -> PodInMarket | None:
    """The pod whose channel this is, or None."""
    here = _PODS.where(col(Pod.team_id) == team, col(Pod.channel) == channel)
    row = (await session.execute(here)).first()
    return None if row is None else _placed(tuple(row))


async def list_pods_of_market(
    session: AsyncSession, team: str, market_id: UUID
) -> list[PodInMarket]:
    """The pods that serve a market, by key."""
    its = _PODS.where(col(Pod.team_id) == team, col(Pod.market_id) == market_id)
    rows = await session.execute(its.order_by(col(Pod.key)))
    return [_placed(tuple(row)) for row in rows]


async def list_pods(session: AsyncSession, pod_ids: Collection[UUID]) -> list[PodInMarket]:
    """These pods, by key."""
    rows = await session.execute(_PODS.where(col(Pod.id).in_(pod_ids)).order_by(col(Pod.key)))
    return [_placed(tuple(row)) for row in rows]


async def list_all_pods(session: AsyncSession) -> list[PodInMarket]:
    """Every pod, by key."""
    return [_placed(tuple(row)) for row in await session.execute(_PODS.order_by(col(Pod.key)))]


async def list_covered_pods(session: AsyncSession, pod_id: UUID) -> list[PodInMarket]:
    """The pods whose calls this one takes while they cannot, by key."""
    its = _PODS.where(col(Pod.overflow_pod_id) == pod_id).order_by(col(Pod.key))
    return [_placed(tuple(row)) for row in await session.execute(its)]


async def list_leaders(session: AsyncSession, team: str) -> list[tuple[str, str]]:
    """Name of each team leader, and of the market that the leader's pod serves."""
    leaders = (
        select(col(Member.name), col(Market.name))
        .join(Pod, col(Pod.id) == col(Member.pod_id))
        .join(Market, col(Market.id) == col(Pod.market_id))
        .where(
            col(Member.team_id) == team,
            col(Member.role) == Role.TEAM_LEADER,
            col(Member.left_at).is_(None),
        )
        .order_by(col(Market.name), col(Member.name))
    )
    return [(name, market) for name, market in await session.execute(leaders)]


async def touch_seen(session: AsyncSession, team: str, user: str, now: datetime) -> None:
    """Podline saw this person act; written at most once a minute."""
    stale_at = now - SEEN_TO
    await _TOUCH_SEEN.run(session, the_team=team, the_user=user, now=now, stale_at=stale_at)


async def set_presence(
    session: AsyncSession,
    member_id: UUID,
    away_until: datetime | None = None,
    busy_until: datetime | None = None,
) -> None:
    """Away or busy until then; neither means back."""
    mine = update(Member).where(col(Member.id) == member_id)
    await session.execute(
        mine.values(away_until=away_until, busy_until=busy_until),
        execution_options={"synchronize_session": False},
    )


@lru_cache(maxsize=1024)
def _plain(text: str) -> Any:
    return json.loads(text)


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _member(row: Sequence[Any]) -> MemberFacts:
    *before, skills, hours, away, busy, seen = row
    return MemberFacts._make((*before, _words(skills), read_hours(hours), away, busy, seen))


def _pod(row: Sequence[Any]) -> PodFacts:
    *before, hours, settings = row
    return PodFacts._make((*before, read_hours(hours), _plain(settings)))


def _market(row: Sequence[Any]) -> MarketFacts:
    *before, hours = row
    return MarketFacts._make((*before, read_hours(hours)))


def _placed(row: Sequence[Any]) -> PodInMarket:
    return PodInMarket(_pod(row[: len(_POD)]), _market(row[len(_POD) :]))
