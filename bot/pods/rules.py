"""Who is there: open hours and presence at a moment, in the market's wall-clock time."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.pods.facts import LadderSettings, MarketFacts, MemberFacts, PodFacts, Presence
from bot.pods.opening import find_next, holds, minute_of_week
from storage.hours import Hours

SEEN_LATELY = timedelta(minutes=15)


def local_time(market: MarketFacts, now: datetime) -> datetime:
    """`now` on the clocks of the market."""
    return now.astimezone(ZoneInfo(market.timezone))


def minute_now(market: MarketFacts, now: datetime) -> int:
    """The minute of the market's week by which hours are judged at `now`."""
    return minute_of_week(local_time(market, now))


def pod_hours(pod: PodFacts, market: MarketFacts) -> Hours:
    """The pod's own hours, or its market's; empty where nobody said any: always open."""
    return pod.hours or market.hours


def is_open(pod: PodFacts, market: MarketFacts, now: datetime) -> bool:
    """Whether the pod takes its market's calls by the clock."""
    return holds(pod_hours(pod, market), minute_now(market, now))


def open_until(pod: PodFacts, market: MarketFacts, now: datetime) -> datetime | None:
    """When an open pod closes, in the market's zone; None when closed or never closing."""
    return find_next(pod_hours(pod, market), local_time(market, now), opening=False)


def opens_at(pod: PodFacts, market: MarketFacts, now: datetime) -> datetime | None:
    """When a closed pod opens, in the market's zone; None when it is open."""
    return find_next(pod_hours(pod, market), local_time(market, now), opening=True)


def presence(member: MemberFacts, pod: PodFacts, market: MarketFacts, now: datetime) -> Presence:
    """Whether the member is present and, if not, why; what they said themselves comes first."""
    if is_ahead(member.away_until, now):
        return Presence.AWAY
    if is_ahead(member.busy_until, now):
        return Presence.BUSY
    if holds(member.hours or pod_hours(pod, market), minute_now(market, now)):
        return Presence.PRESENT
    return Presence.OUTSIDE_HOURS


def present(member: MemberFacts, pod: PodFacts, market: MarketFacts, now: datetime) -> bool:
    """Inside their hours (the pod's where none are known), neither away nor busy."""
    return presence(member, pod, market, now) is Presence.PRESENT


def present_members(
    members: Iterable[MemberFacts], pod: PodFacts, market: MarketFacts, now: datetime
) -> list[MemberFacts]:
    """Those who are present; whom Podline saw act in the last 15 minutes first."""
    here = _present(members, pod_hours(pod, market), minute_now(market, now), now)
    return sorted(here, key=lambda member: not seen_lately(member, now))


def taking_calls(
    pod: PodFacts, market: MarketFacts, members: Iterable[MemberFacts], now: datetime
) -> bool:
    """Whether the pod can help now: open, and enough of its members present.

    Otherwise its asks go to the overflow pod at once.
    """
    hours, minute = pod_hours(pod, market), minute_now(market, now)
    if not holds(hours, minute):
        return False
    enough = LadderSettings.of(pod.settings).enough_present
    return sum(1 for _ in _present(members, hours, minute, now)) >= enough


def seen_lately(member: MemberFacts, now: datetime) -> bool:
    return member.seen_at is not None and now - member.seen_at <= SEEN_LATELY


def is_ahead(moment: datetime | None, now: datetime) -> bool:
    """Whether what was said until then still holds."""
    return moment is not None and moment > now


def _present(
    members: Iterable[MemberFacts], hours: Hours, minute: int, now: datetime
) -> Iterator[MemberFacts]:
    for member in members:
        if is_ahead(member.away_until, now) or is_ahead(member.busy_until, now):
            continue
        if holds(member.hours or hours, minute):
            yield member
