"""Brings the stored rows in line with the roster, and says what changes.

The plan and the deed run the same code, so that the plan never says anything else.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlmodel import SQLModel

from bot.pods.changes import Change, Kind
from bot.pods.people import People
from bot.pods.roster import Roster, RosterMarket, RosterMember, RosterPod
from storage.pods import Market, Member, Pod, Role
from storage.pods_roster import StoredRoster, leave


def merge(
    stored: StoredRoster, roster: Roster, people: People, team: str, now: datetime
) -> Iterator[Change]:
    """What changes. New rows are put into `stored`; overflow pods are linked by `link`."""
    for market in roster.markets.values():
        yield from _merge_market(stored, market)
    for pod in roster.pods.values():
        yield from _merge_pod(stored, pod, team)
    for pod in roster.pods.values():
        for member in pod.members:
            if user := people.users.get(member.who):
                yield from _merge_member(stored, pod, member, team, user)
    yield from _leavers(stored, roster, people, now)


def link(stored: StoredRoster, roster: Roster) -> Iterator[Change]:
    """Overflow pods, once all pods are there."""
    for pod in roster.pods.values():
        overflow = stored.pods[pod.overflow].id if pod.overflow else None
        if _set(stored.pods[pod.key], overflow_pod_id=overflow):
            whither = f"overflows to {pod.overflow}" if overflow else "has no overflow pod any more"
            yield Change(Kind.POD, pod.key, whither)


def _merge_market(stored: StoredRoster, market: RosterMarket) -> Iterator[Change]:
    row = stored.markets.get(market.key)
    new = row is None
    if row is None:
        row = Market(key=market.key, name=market.name, timezone=market.timezone)
        stored.markets[market.key] = row
    changed = _set(
        row,
        name=market.name,
        timezone=market.timezone,
        hours=market.hours,
        areas=market.areas,
        languages=market.languages,
    )
    if new or changed:
        yield Change(Kind.MARKET, market.key, "new" if new else _changes(changed))


def _merge_pod(stored: StoredRoster, pod: RosterPod, team: str) -> Iterator[Change]:
    row = stored.pods.get(pod.key)
    market_id = stored.markets[pod.market].id
    new = row is None
    if row is None:
        row = Pod(team_id=team, key=pod.key, name=pod.name, market_id=market_id)
        stored.pods[pod.key] = row
    changed = _set(
        row,
        name=pod.name,
        site=pod.site,
        market_id=market_id,
        organisation=pod.organisation,
        hours=pod.hours,
        settings=pod.settings,
    )
    if new or changed:
        yield Change(Kind.POD, pod.key, "new" if new else _changes(changed))


def _merge_member(
    stored: StoredRoster, pod: RosterPod, member: RosterMember, team: str, user: str
) -> Iterator[Change]:
    row = stored.members.get(user)
    pod_id = stored.pods[pod.key].id
    new = row is None or row.left_at is not None
    if row is None:
        row = Member(
            team_id=team, user=user, pod_id=pod_id, name=member.name, role=Role(member.role)
        )
        stored.members[user] = row
    changed = _set(
        row,
        pod_id=pod_id,
        name=member.name,
        email=member.email,
        role=member.role,
        skills=member.skills,
        hours=member.hours,
        left_at=None,
    )
    if new:
        yield Change(Kind.JOINS, pod.key, f"{member.name} joins {pod.key}")
    elif "pod_id" in changed:
        whither = f"{pod.key} as {member.role}" if "role" in changed else pod.key
        yield Change(Kind.MOVES, pod.key, f"{member.name} moves to {whither}")
    elif "role" in changed:
        yield Change(Kind.ROLE, pod.key, f"{member.name} becomes {member.role}")
    elif changed:
        yield Change(Kind.DETAILS, pod.key, f"{member.name}: {_changes(changed)}")


def _leavers(
    stored: StoredRoster, roster: Roster, people: People, now: datetime
) -> Iterator[Change]:
    """Of the pods in these files only: another pod's people are not these files' business.

    Who still stands there, but whom Slack does not know, is kept: an address may be misspelt.
    Whose account was deactivated is gone, whatever the files say.
    """
    kept = set(people.users.values()) | people.missing
    keys = {stored.pods[key].id: key for key in roster.pods}
    for member in stored.members.values():
        if member.left_at is not None or member.pod_id not in keys:
            continue
        is_kept = member.user in kept or member.email in kept
        if member.user in people.gone or not is_kept:
            leave(member, now)
            pod = keys[member.pod_id]
            yield Change(Kind.LEAVES, pod, f"{member.name} leaves {pod}")


def _set(row: SQLModel, **values: Any) -> list[str]:
    """Assign what differs; its names."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _changes(names: list[str]) -> str:
    return f"{', '.join(name.removesuffix('_id') for name in names)} changed"
