"""Practices that were shared since the last huddle, and those that helped most this week."""

from typing import Final

from bot.huddles.agenda import lines
from bot.huddles.agenda.facts import USUAL_SECONDS, Candidate
from bot.huddles.agenda.week import MOST_OF_EACH, Week
from storage.huddles import ItemSource
from storage.huddles_gathering import Helpful, Shared, list_most_helpful, list_new_practices

HELPED_FROM: Final = 2
"""Once may be chance."""

_MOST_READ: Final = 30


async def new_practices(week: Week) -> list[Candidate]:
    """Those that the pod can find and have not been talked about, its own first."""
    found = await list_new_practices(week.session, week.reach, week.floor, _MOST_READ)
    past = week.past
    new = [
        each
        for each in found
        if past.waits_since(_key(each), each.at) and _key(each) not in past.shown
    ]
    return [_line(week, each) for each in new[:MOST_OF_EACH]]


async def helpful_practices(week: Week) -> list[Candidate]:
    """What helped others on calls, the most often first."""
    least, most = HELPED_FROM, 2 * MOST_OF_EACH
    found = await list_most_helpful(week.session, week.reach, week.began, least, most)
    new = [each for each in found if f"helpful:{each.id}" not in week.past.shown]
    return [_helpful(each) for each in new[:MOST_OF_EACH]]


def _key(practice: Shared) -> str:
    return f"practice:{practice.id}"


def _line(week: Week, practice: Shared) -> Candidate:
    own = practice.pod_id == week.pod_id
    return Candidate(
        source=ItemSource.PRACTICE,
        key=_key(practice),
        text=lines.practice(practice.title),
        refs={"practice": str(practice.id)},
        seconds=USUAL_SECONDS[ItemSource.PRACTICE],
        weight=practice.at.timestamp() + (own * 1e10),
        by=practice.author,
        by_name=practice.author_name,
    )


def _helpful(practice: Helpful) -> Candidate:
    return Candidate(
        source=ItemSource.HELPFUL,
        key=f"helpful:{practice.id}",
        text=lines.helpful(practice.title),
        detail=lines.helped(practice.helped),
        refs={"practice": str(practice.id)},
        seconds=USUAL_SECONDS[ItemSource.HELPFUL],
        weight=practice.helped,
    )
