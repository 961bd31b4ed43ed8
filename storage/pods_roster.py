"""The whole roster of a workspace at once: what applying and showing it read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.pods import Market, Member, Organisation, Pod, Role


@dataclass
class StoredRoster:
    """Rows by their names: markets and pods by key, members (also who left) by Slack id."""

    markets: dict[str, Market]
    pods: dict[str, Pod]
    members: dict[str, Member]


@dataclass(frozen=True, slots=True)
class PodCount:
    """A pod with how many members of each role it has."""

    team_id: str
    key: str
    name: str
    site: str
    market: str
    timezone: str
    channel: str | None
    organisation: Organisation
    overflow: str | None
    roles: dict[Role, int]

    @property
    def members(self) -> int:
        return sum(self.roles.values())


async def read_roster(session: AsyncSession, team: str) -> StoredRoster:
    """Every market, and the pods and members of the workspace."""
    markets = await session.scalars(select(Market))
    pods = await session.scalars(select(Pod).where(col(Pod.team_id) == team))
    members = await session.scalars(select(Member).where(col(Member.team_id) == team))
    return StoredRoster(
        {market.key: market for market in markets},
        {pod.key: pod for pod in pods},
        {member.user: member for member in members},
    )


async def set_channel(session: AsyncSession, team: str, pod_key: str, channel: str) -> None:
    """The pod's channel. Raises `IntegrityError` when another pod has it."""
    mine = select(Pod).where(col(Pod.team_id) == team, col(Pod.key) == pod_key)
    (await session.scalars(mine)).one().channel = channel
    await session.flush()


async def list_pod_counts(session: AsyncSession) -> list[PodCount]:
    """Every pod of every workspace, by key, with its market and its members counted."""
    counts = (
        select(col(Member.pod_id), col(Member.role), func.count())
        .where(col(Member.left_at).is_(None))
        .group_by(col(Member.pod_id), col(Member.role))
    )
    by_pod: dict[object, dict[Role, int]] = {}
    for pod_id, role, count in await session.execute(counts):
        by_pod.setdefault(pod_id, {})[Role(role)] = count
    rows = select(Pod, Market).join(Market, col(Market.id) == col(Pod.market_id))
    found = (await session.execute(rows.order_by(col(Pod.team_id), col(Pod.key)))).all()
    keys = {pod.id: pod.key for pod, _ in found}
    return [
        PodCount(
            team_id=pod.team_id,
            key=pod.key,
            name=pod.name,
            site=pod.site,
            market=market.name,
            timezone=market.timezone,
            channel=pod.channel,
            organisation=pod.organisation,
            overflow=keys.get(pod.overflow_pod_id) if pod.overflow_pod_id else None,
            roles=by_pod.get(pod.id, {}),
        )
        for pod, market in found
    ]


async def find_pod_of_key(session: AsyncSession, key: str) -> UUID | None:
    """The id of the pod with this key."""
    return (await session.scalars(select(col(Pod.id)).where(col(Pod.key) == key))).first()


async def list_pod_keys(session: AsyncSession) -> dict[UUID, str]:
    """The key of every pod, by its id."""
    keys = (await session.execute(select(col(Pod.id), col(Pod.key)))).all()
    return {pod: key for pod, key in keys}  # noqa: C416


async def names_of(
    session: AsyncSession, users: Collection[str], team: str | None = None
) -> dict[str, str]:
    """The names of those who are or were on the roster, by their Slack ids; with `team` those of
    that workspace alone.
    """
    wanted = select(col(Member.user), col(Member.name)).where(col(Member.user).in_(users))
    if team is not None:
        wanted = wanted.where(col(Member.team_id) == team)
    return {user: name for user, name in (await session.execute(wanted)).all()}  # noqa: C416


def leave(member: Member, now: datetime) -> None:
    """The row stays, so that what they asked and answered keeps its name."""
    member.left_at = now
