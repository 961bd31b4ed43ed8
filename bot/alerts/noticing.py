"""What of a change in an event people must notice, and what is only painted anew.

Edits notify nobody and are scarce; messages interrupt. So texts that are worded otherwise change
nothing, areas and times are painted, and only a rise, other facts or the end are told.
"""

from collections.abc import Sequence

from bot.alerts.events import EventKey
from bot.alerts.posting import MOST_AT_ONCE
from bot.alerts.standing import Standing, State


def key_of(each: Standing) -> EventKey:
    return each.source, each.key


def has_place(found: Sequence[Standing]) -> frozenset[EventKey]:
    """The events of a market that are not over and that its pods were, or would be, told of."""
    return frozenset(key_of(each) for each in found if each.state in (State.LIVE, State.MUTED))


def messages_for(news: int, *, is_start: bool = False) -> int:
    """How many messages so many new cards, or so many replies, are after one poll.

    At the start, and in a flood, all are in one: a poll never posts more than twice
    `MOST_AT_ONCE` to a pod.
    """
    return min(news, 1) if is_start or news > MOST_AT_ONCE else news


def as_posted(card: Standing, now: Standing) -> Standing:
    """`now` for pods that have a card: what was posted stays so, however mild, until it is over;
    and more of them may be told.
    """
    if now.state is not State.LIVE:
        is_mild = now.state is State.LISTED
        state = State.LIVE if is_mild else now.state
        return now._replace(state=state, only_pods=card.only_pods)
    both = card.only_pods | now.only_pods if card.only_pods and now.only_pods else frozenset()
    return now._replace(only_pods=both)


def is_wider(card: Standing, now: Standing) -> bool:
    """Whether more pods are to have it than were told."""
    return now.state is State.LIVE and card.only_pods != now.only_pods


def is_repainted(card: Standing, now: Standing) -> bool:
    return _shown(card) != _shown(now)


def is_told(card: Standing, now: Standing, others: frozenset[EventKey]) -> bool:
    """Whether a change that is repainted is told by a reply, too.

    `others` is what has its place in the market now: the end of what one of those replaces is no
    news, and "the watch is over" is wrong beside its warning. What is muted is told of in neither
    direction.
    """
    if State.MUTED in (card.state, now.state):
        return False
    if now.state is State.ENDED:
        return not (now.is_covered or now.replaced_by & others)
    is_back = card.state is State.ENDED
    return is_back or now.severity.rank > card.severity.rank or now.headline != card.headline


def _shown(each: Standing) -> tuple[object, ...]:
    if each.state is State.ENDED:
        return (each.state,)
    return each.state, each.severity, each.headline, each.areas, each.expected_end
