"""Who is in the workspace of a replay: everybody of the roster, and the two whom the page shows."""

from collections.abc import Sequence
from typing import Final

from bot.pods.roster import Roster, RosterMember, RosterPod
from bot.workspace.people import Person
from storage.pods import Role

# Of whose windows the page opens the first.
_ORDER: Final = (
    *(Role.RESOLUTION_EXPERT, Role.TEAM_LEADER, Role.RESOURCE_MANAGER),
    *(Role.COACH, Role.TECH_SPECIALIST, Role.SENIOR_REP),
)


def people_of(roster: Roster) -> list[Person]:
    """Those who stand in two pods once."""
    people = {
        member.who: _person(member, pod, roster)
        for pod in roster.pods.values()
        for member in pod.members
    }
    return list(people.values())


def pair_of(roster: Roster, markets: Sequence[str]) -> tuple[Person, Person]:
    """One who leads in each of the first two of these markets that have a pod; else two of one
    pod, a rep beside whoever leads."""
    pods = sorted(roster.pods.values(), key=lambda pod: _place(pod.market, markets))
    manned = [pod for pod in pods if pod.members]
    first = manned[0]
    others = [pod for pod in manned if pod.market != first.market and pod.market in markets]
    leads = min(first.members, key=_rank)
    if others:
        other, where = min(others[0].members, key=_rank), others[0]
    else:
        other, where = max(first.members, key=_rank), first
    return _person(leads, first, roster), _person(other, where, roster)


def _place(market: str, markets: Sequence[str]) -> int:
    return markets.index(market) if market in markets else len(markets)


def _rank(member: RosterMember) -> int:
    return _ORDER.index(member.role) if member.role in _ORDER else len(_ORDER)


def _person(member: RosterMember, pod: RosterPod, roster: Roster) -> Person:
    market = roster.markets[pod.market]
    name = member.name or member.who.partition("@")[0]
    return Person(
        id=member.user or None,
        name=member.who.partition("@")[0],
        real_name=name,
        email=member.email,
        title=f"{member.role.value.replace('_', ' ').capitalize()}, {pod.name}",
        tz=market.timezone,
        is_sample=True,
    )
