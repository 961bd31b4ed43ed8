"""What only shows when all roster files are seen together."""

from bot.pods.problems import Place, Problems, did_you_mean
from bot.pods.roster import Roster, RosterMarket, RosterMember, RosterPod
from bot.pods.roster_huddles import closed_at
from storage.hours import to_hours
from storage.pods import Role


def check_roster(roster: Roster, problems: Problems, is_whole: bool = True) -> None:
    """References that lead nowhere, people in two pods, channels of two pods; and what is
    missing, such as a leader.

    A reference may lead into a file that could not be read (not `is_whole`), and what is missing
    may be what stands there misspelt: neither is told on top of the error behind it.
    """
    channels: dict[str, RosterPod] = {}
    people: dict[str, RosterMember] = {}
    for pod in roster.pods.values():
        if is_whole:
            _check_references(pod, roster, problems)
        _check_channel(pod, channels, problems)
        _check_people(pod, people, problems)
    if is_whole and not problems.found:
        _check_missing(roster, problems)


def _check_missing(roster: Roster, problems: Problems) -> None:
    for pod in roster.pods.values():
        if not pod.members:
            problems.warning(pod.place, f"pod '{pod.key}' has no members yet")
        elif all(member.role is not Role.TEAM_LEADER for member in pod.members):
            problems.warning(pod.place, f"pod '{pod.key}' has no team_leader")
        _check_huddles(pod, roster.markets[pod.market], problems)
    for market in roster.markets.values():
        if all(pod.market != market.key for pod in roster.pods.values()):
            problems.warning(market.place, f"market '{market.key}' has no pod")


def _check_huddles(pod: RosterPod, market: RosterMarket, problems: Problems) -> None:
    said = pod.settings.get("huddles")
    if said and (closed := closed_at(said, to_hours(pod.hours or market.hours))):
        times = ", ".join(closed)
        problems.warning(pod.places["huddles"], f"huddles while pod '{pod.key}' is closed: {times}")


def _check_references(pod: RosterPod, roster: Roster, problems: Problems) -> None:
    if pod.market and pod.market not in roster.markets:
        hint = did_you_mean(pod.market, roster.markets)
        problems.error(pod.places["market"], f"unknown market '{pod.market}': {hint}")
    if pod.overflow == pod.key:
        problems.error(pod.places["overflow"], f"pod '{pod.key}' cannot be its own overflow pod")
    elif pod.overflow and pod.overflow not in roster.pods:
        hint = did_you_mean(pod.overflow, roster.pods)
        problems.error(pod.places["overflow"], f"unknown overflow pod '{pod.overflow}': {hint}")


def _check_channel(pod: RosterPod, seen: dict[str, RosterPod], problems: Problems) -> None:
    first = seen.setdefault(pod.channel, pod) if pod.channel else pod
    if first is not pod:
        where = f"#{pod.channel} is the channel of pod '{first.key}' ({first.place}) too"
        problems.error(pod.places["channel"], f"{where}: each pod needs its own")


def _check_people(pod: RosterPod, seen: dict[str, RosterMember], problems: Problems) -> None:
    for member in pod.members:
        for name in filter(None, (member.email, member.user)):
            first = seen.setdefault(name, member)
            if first is not member:
                problems.error(member.place, _twice(name, first.place))


def _twice(name: str, first: Place) -> str:
    return f"{name} stands in {first} too: a person belongs to one pod, once"
