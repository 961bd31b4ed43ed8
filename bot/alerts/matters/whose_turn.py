"""Who is told of a matter for which there is no alert: one at a time, the next if nobody acts."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from bot.alerts.rules import SUGGESTED_TO, Members
from bot.pods.facts import MemberFacts, PodInMarket
from bot.pods.rules import present_members
from storage.pods import Role

NEXT_AFTER: Final = timedelta(minutes=3)
TOLD: Final = (*SUGGESTED_TO, Role.COACH)
"""In this order; after them the same in the pods that cover the market's."""


def next_to_tell(
    own: Collection[PodInMarket],
    covering: Collection[PodInMarket],
    members: Members,
    but: Collection[str],
    now: datetime,
) -> MemberFacts | None:
    """The first who is present, of the market's pods, then of those that cover them now; of equals
    who was seen lately. `but` are those who were told of it already, and those on a call.
    """
    for places in (own, covering):
        here = [each for each in _present(places, members, now) if each.user not in but]
        for role in TOLD:
            found = next((each for each in here if each.role is role), None)
            if found is not None:
                return found
    return None


def count_present(places: Iterable[PodInMarket], members: Members, now: datetime) -> int:
    """How many people could ask: those present in the market's pods."""
    return sum(1 for _ in _present(places, members, now))


def _present(
    places: Iterable[PodInMarket], members: Members, now: datetime
) -> Iterator[MemberFacts]:
    for place in places:
        yield from present_members(members.get(place.pod.id, ()), *place, now)
