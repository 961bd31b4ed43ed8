"""Legal hold of a person or a pod: set, reworded, ended, listed; each is noted in the audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.errors import NoSuchPod, NotOnHold, PersonOrPod, WhyTooLong
from storage.audit import AuditEntry
from storage.database import Database
from storage.holds import WHY_LONGEST, Hold, end_hold, find_hold, list_holds
from storage.pods_roster import find_pod_of_key, list_pod_keys, names_of


@dataclass(frozen=True, slots=True)
class Held:
    """Who (also by their name, where it is known) or which pod (by its key), since when and why."""

    name: str
    since: datetime
    why: str


class Setting(StrEnum):
    """What came of it: a hold that was not there, another reason of one that was, or nothing."""

    NEW = "held"
    REWORDED = "reworded a hold"
    SAME = "same"


async def hold(
    database: Database,
    user: str | None,
    pod: str | None,
    why: str,
    now: datetime,
    operator: str,
) -> Setting:
    """Nothing of them is forgotten from now on. Where that was so before, a `why` takes the place
    of the one that was given then. Raises `WhyTooLong`, `PersonOrPod`, `NoSuchPod`.
    """
    why = " ".join(why.split())
    if len(why) > WHY_LONGEST:
        raise WhyTooLong
    async with database.write() as session:
        made = await _meant(session, user, pod, now)
        found = await find_hold(session, made.user, made.pod_id)
        if found is not None and why in ("", found.why):
            return Setting.SAME
        setting = Setting.NEW if found is None else Setting.REWORDED
        kept = found or made
        kept.why = why
        session.add(kept)
        session.add(_entry(setting, user, pod, now, operator))
    return setting


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
        keys, found = await list_pod_keys(session), await list_holds(session)
        names = await names_of(session, [each.user for each in found if each.user])
        return [Held(_name(each, keys, names), each.since, each.why) for each in found]


def _name(hold: Hold, keys: Mapping[UUID, str], names: Mapping[str, str]) -> str:
    if hold.pod_id is not None:
        return f"pod {keys.get(hold.pod_id, hold.pod_id)}"
    user = hold.user or ""
    return f"{user} ({names[user]})" if user in names else user


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
