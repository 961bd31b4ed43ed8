"""Who runs a huddle: coaches in turn, without who is away."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from bot.pods import rules
from bot.pods.facts import MarketFacts, MemberFacts, PodFacts
from storage.pods import Role

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


def choose(
    members: Sequence[MemberFacts],
    last_ran: Mapping[str, datetime],
    pod: PodFacts,
    market: MarketFacts,
    at: datetime,
    named: Sequence[str] = (),
) -> MemberFacts | None:
    """Whoever of `named` (users) is there at `at` and ran one longest ago (`last_ran`, by user);
    where none of them is, a coach, then the leader. None where nobody of these is there.

    Who left is no member any more, and is passed over.
    """
    there = [each for each in members if rules.present(each, pod, market, at)]
    by_user = {each.user: each for each in there}
    in_turn = (
        [by_user[user] for user in named if user in by_user],
        [each for each in there if each.role is Role.COACH],
        [each for each in there if each.role is Role.TEAM_LEADER],
    )
    people: Sequence[MemberFacts] = next(filter(None, in_turn), ())
    # The first of those who never did, or did at the same time, in the order of the list.
    return min(people, key=lambda each: last_ran.get(each.user, _NEVER), default=None)
