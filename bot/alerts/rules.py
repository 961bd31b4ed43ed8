"""What alerts decide: who may post, who gets one and when, and what people are told of."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, NamedTuple
from uuid import UUID

from bot.alerts.draft import Draft
from bot.pods.facts import Home, LadderSettings, MemberFacts, PodInMarket
from bot.pods.opening import holds
from bot.pods.rules import (
    is_open,
    minute_now,
    open_until,
    opens_at,
    pod_hours,
    present_members,
)
from storage.alerts import Alert, AlertState, Severity
from storage.alerts_reach import Shift
from storage.pods import Role

POSTERS: Final = frozenset({Role.RESOLUTION_EXPERT, Role.TEAM_LEADER, Role.RESOURCE_MANAGER})
# To whom others suggest an alert: the first of these who is present.
SUGGESTED_TO: Final = (Role.RESOLUTION_EXPERT, Role.TEAM_LEADER, Role.RESOURCE_MANAGER)

UNCONFIRMED_FOR: Final = timedelta(minutes=60)
UNANSWERED_FOR: Final = timedelta(minutes=30)
COUNTED_EVERY: Final = timedelta(minutes=5)
STARTS_AT_MOST_IN: Final = timedelta(days=7)

# What customers are told with; an end or areas that move are seen on the card alone.
_FOR_CUSTOMERS: Final = ("kind", "headline", "what", "where", "cause")

Members = Mapping[UUID, Sequence[MemberFacts]]


class May(Enum):
    """What somebody may do about alerts of a market."""

    POST = "post"
    POST_UNCONFIRMED = "post_unconfirmed"
    SUGGEST = "suggest"


class Recipients(NamedTuple):
    """The pods that get an alert now, and when others are looked at again."""

    now: tuple[PodInMarket, ...]
    later: Mapping[UUID, datetime]


def may(home: Home, market_id: UUID, covers_now: bool) -> May:
    """By the role on the roster, in a pod of the market or in one that covers it now; admins of the
    workspace in every market.
    """
    if home.is_admin:
        return May.POST
    if home.market.id != market_id and not covers_now:
        return May.SUGGEST
    if home.member.role in POSTERS:
        return May.POST
    return May.POST_UNCONFIRMED if home.member.role is Role.SENIOR_REP else May.SUGGEST


def may_change(alert: Alert, home: Home, covers_now: bool) -> bool:
    """Whoever may post there, and a senior rep what they posted themselves."""
    allowed = may(home, alert.market_id, covers_now)
    own = alert.posted_by == home.member.user and alert.state is AlertState.UNCONFIRMED
    return allowed is May.POST or (own and allowed is May.POST_UNCONFIRMED)


def is_for(only_pods: Collection[str], pods: Collection[UUID]) -> bool:
    """Whether an alert for these pods of its market (none: for all) is for one of `pods`."""
    return not only_pods or any(str(each) in only_pods for each in pods)


def is_covered(place: PodInMarket, shifts: Sequence[Shift], now: datetime) -> bool:
    """Whether another pod takes this one's calls now: it is closed, or too few are there."""
    if place.pod.overflow_pod_id is None:
        return False
    if not is_open(*place, now):
        return True
    hours, minute = pod_hours(*place), minute_now(place.market, now)
    here = sum(shift.people for shift in shifts if holds(shift.hours or hours, minute))
    return here < LadderSettings.of(place.pod.settings).enough_present


def recipients(
    own: Iterable[PodInMarket],
    covering: Mapping[UUID, PodInMarket],
    shifts: Mapping[UUID, Sequence[Shift]],
    severity: Severity,
    now: datetime,
) -> Recipients:
    """Of the market's `own` pods and those `covering` them by id: outside its hours a pod gets
    only what is severe, and the rest when it opens; a pod that covers another one later is
    looked at then.
    """
    there: dict[UUID, PodInMarket] = {}
    later: dict[UUID, datetime] = {}
    for place in own:
        cover = covering.get(place.pod.overflow_pod_id) if place.pod.overflow_pod_id else None
        there.setdefault(place.pod.id, place)
        if cover is None or cover.pod.id == place.pod.id:
            continue
        if is_covered(place, shifts.get(place.pod.id, ()), now):
            there.setdefault(cover.pod.id, cover)
        elif closes := open_until(*place, now):
            _at(later, cover.pod.id, closes)
    reached = {each.pod.id: each for each in there.values() if speaks(each, severity, now)}
    for place in there.values():
        if place.pod.id not in reached and (opens := opens_at(*place, now)):
            _at(later, place.pod.id, opens)
    return Recipients(
        tuple(each for each in reached.values() if each.pod.channel),
        {pod: at for pod, at in later.items() if pod not in reached},
    )


def speaks(place: PodInMarket, severity: Severity, now: datetime) -> bool:
    """Outside the hours of whoever takes the calls only what is severe speaks."""
    return severity.rank >= Severity.SEVERE.rank or is_open(*place, now)


def tells(before: Draft, after: Draft) -> bool:
    """Whether people are told of a change: its severity rises, or customers hear other facts."""
    if after.severity.rank > before.severity.rank:
        return True
    return any(getattr(before, name) != getattr(after, name) for name in _FOR_CUSTOMERS)


def rises(before: Draft, after: Draft) -> bool:
    return after.severity.rank > before.severity.rank


def first_present(
    places: Iterable[PodInMarket], members: Members, now: datetime, but: Collection[str] = ()
) -> MemberFacts | None:
    """The first present of expert, leader and resource manager; who was seen lately first."""
    here = [
        member
        for place in places
        for member in present_members(members.get(place.pod.id, ()), *place, now)
        if member.user not in but
    ]
    ranked = [each for role in SUGGESTED_TO for each in here if each.role is role]
    return ranked[0] if ranked else None


def next_count(now: datetime) -> datetime:
    """When a count that changes now is shown: at the end of its five minutes."""
    every = int(COUNTED_EVERY.total_seconds())
    ahead = every - int(now.timestamp()) % every
    return now.replace(microsecond=0) + timedelta(seconds=ahead)


def _at(later: dict[UUID, datetime], pod: UUID, moment: datetime) -> None:
    later[pod] = min(moment, later.get(pod, moment))
