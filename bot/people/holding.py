"""Legal hold of a person or a pod: set, ended, listed; each is noted in the audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.errors import NoSuchPod, NotOnHold, PersonOrPod
from storage.audit import AuditEntry
from storage.database import Database
from storage.holds import Hold, end_hold, find_hold, list_holds
from storage.pods_roster import find_pod_of_key, list_pod_keys


@dataclass(frozen=True, slots=True)
class Held:
    """Who or which pod (by its key), since when and why."""

    name: str
    since: datetime
    why: str


async def hold(
    database: Database,
    user: str | None,
    pod: str | None,
    why: str,
    now: datetime,
    operator: str,
) -> bool:
    """Nothing of them is forgotten from now on; False where that was so before."""
    async with database.write() as session:
        made = await _meant(session, user, pod, now)
        if await find_hold(session, made.user, made.pod_id) is not None:
            return False
        made.why = why
        session.add(made)
        session.add(_entry("held", user, pod, now, operator))
    return True


async def release(
    database: Database, user: str | None, pod: str | None, now: datetime, operator: str
) -> None:
    """The hold ends: what was kept long enough goes with the next purge. Raises `NotOnHold`."""
    async with database.write() as session:
        meant = await _meant(session, user, pod, now)
        found = await find_hold(session, meant.user, meant.pod_id)
        if found is None:
            raise NotOnHold
        await end_hold(session, found)
        session.add(_entry("released", user, pod, now, operator))


async def held(database: Database) -> list[Held]:
    """What is on hold, the longest first."""
    async with database.read() as session:
        keys = await list_pod_keys(session)
        return [Held(_name(each, keys), each.since, each.why) for each in await list_holds(session)]


def _name(hold: Hold, keys: Mapping[UUID, str]) -> str:
    if hold.pod_id is None:
        return hold.user or ""
    return f"pod {keys.get(hold.pod_id, hold.pod_id)}"


async def _meant(session: AsyncSession, user: str | None, pod: str | None, now: datetime) -> Hold:
    """Raises `PersonOrPod`, `NoSuchPod`."""
    if (user is None) == (pod is None):
        raise PersonOrPod
    if pod is None:
        return Hold(user=user, since=now)
    found = await find_pod_of_key(session, pod)
    if found is None:
        raise NoSuchPod
    return Hold(pod_id=found, since=now)


def _entry(
    what: str, user: str | None, pod: str | None, now: datetime, operator: str
) -> AuditEntry:
    return AuditEntry(at=now, who=operator, what=what, about=user or f"pod {pod}", detail={})
