"""Gaps close by themselves: what was searched in vain and is found by now was answered.

Looked at a little after a practice was saved, when its meaning is known, and by a timer: nobody
who saves one waits for it, and no restart forgets it.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from bot.pods.facts import PodInMarket
from bot.practices.changes import Tools, practice_of
from bot.practices.fitting import fits_search
from bot.practices.rules import LATELY, is_partner
from storage.pods import get_pod
from storage.practices import OPEN_STATES, Narrow, Practice, Reach
from storage.practices_gaps import close_gaps, list_gaps
from storage.practices_reading import list_practices, look_at_practice
from storage.timers import look_at_timer

MOST_CLOSED = 20
"""Different searches that one practice is compared with, the newest ones."""

_OPEN = Narrow(states=OPEN_STATES)
_FEW = 3


async def find_answer(tools: Tools, words: str, reach: Reach) -> UUID | None:
    """The practice that answers a search by now: whoever searches again is told that it fits."""
    found = await tools.finder.find(words, reach, _OPEN, _FEW)
    async with tools.transactions.look() as session:
        known = await list_practices(session, [each.practice_id for each in found], reach)
    for each in found:
        practice = known.get(each.practice_id)
        if practice and fits_search(tools.finder, each, practice.title, words):
            return practice.id
    return None


async def close_gaps_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """A practice was saved, shared or changed: what its pod searched in vain and it answers."""
    answered: list[str] = []
    practice, place, searched = await _look(tools, timer_id, now)
    if practice is not None and place is not None:
        reach = _reach_of(place)
        for words in searched:
            if await find_answer(tools, words, reach) == practice.id:
                answered.append(words)
    async with tools.transactions.due(timer_id, now) as (session, _):
        if practice is not None:
            await close_gaps(session, practice.pod_id, answered, practice.id)


async def _look(
    tools: Tools, timer_id: UUID, now: datetime
) -> tuple[Practice | None, PodInMarket | None, Iterable[str]]:
    async with tools.transactions.look() as session:
        timer = await look_at_timer(session, timer_id)
        practice_id = practice_of(timer.subject) if timer else None
        practice = await look_at_practice(session, practice_id) if practice_id else None
        if practice is None or practice.state not in OPEN_STATES:
            return None, None, ()
        place = await get_pod(session, practice.pod_id)
        gaps = await list_gaps(session, practice.pod_id, now - LATELY)
        searched = dict.fromkeys(gap.words for gap in gaps)
        return practice, place, list(searched)[:MOST_CLOSED]


def _reach_of(place: PodInMarket) -> Reach:
    """Of anybody in the pod: no drafts."""
    return Reach(place.pod.team_id, "", place.pod.id, place.market.id, is_partner(place))
