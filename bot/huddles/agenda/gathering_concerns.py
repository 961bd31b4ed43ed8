"""What the pod is asked again and again, and what it searches in vain."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from bot.huddles.agenda import lines
from bot.huddles.agenda.facts import USUAL_SECONDS, Candidate
from bot.huddles.agenda.past import A_WEEK
from bot.huddles.agenda.unnamed import unnamed
from bot.huddles.agenda.week import MOST_OF_EACH, Week
from bot.text.terms import words
from storage.huddles import ItemSource
from storage.huddles_concerns import Counted, list_asks_of, list_recurring
from storage.huddles_gathering import Said, list_said
from storage.practices import Gap
from storage.practices_gaps import list_gaps

RECURS_FROM: Final = 3
"""So many asks of a week are a concern."""

AGAIN_FROM: Final = 3
"""After so many more it is talked about again."""

SEARCHED_FROM: Final = 2

Asks = Sequence[tuple[datetime, UUID]]
"""When each was asked, the latest first."""

_LONGEST_KEY: Final = 190
_MOST_NAMES: Final = 500
_ASKS_NAMED: Final = 5


async def concerns(week: Week) -> list[Candidate]:
    """What was asked most often this week, compared with the week before."""
    session, began = week.session, week.began
    found = await list_recurring(
        *(session, week.pod_id, began, began - A_WEEK, RECURS_FROM, 2 * MOST_OF_EACH)
    )
    asks = await list_asks_of(session, [each.id for each in found], began - A_WEEK)
    told = [each for each in found if _is_news(week, each, asks[each.id])][:MOST_OF_EACH]
    names = await _names(week, [ask for each in told for _, ask in asks[each.id]])
    return [_concern(week, each, asks[each.id], names) for each in told]


async def gaps(week: Week) -> list[Candidate]:
    """What was searched in vain and nobody has written yet, in whatever spelling."""
    groups: dict[str, list[Gap]] = defaultdict(list)
    for gap in await list_gaps(week.session, week.pod_id, min(week.began, week.floor)):
        groups[" ".join(words(gap.words))].append(gap)
    found = (_gap(week, folded, group) for folded, group in groups.items() if folded)
    told = sorted(filter(None, found), key=lambda each: (-each.weight, each.key))
    return told[:MOST_OF_EACH]


def _is_news(week: Week, concern: Counted, asks: Asks) -> bool:
    shown = week.past.shown.get(f"concern:{concern.id}")
    return shown is None or _more(asks, shown) >= AGAIN_FROM


def _more(asks: Asks, since: datetime) -> int:
    return sum(at > since for at, _ in asks)


async def _names(week: Week, ask_ids: Sequence[UUID]) -> dict[UUID, Said]:
    return await list_said(week.session, ask_ids[:_MOST_NAMES])


def _concern(week: Week, concern: Counted, asks: Asks, said: Mapping[UUID, Said]) -> Candidate:
    key = f"concern:{concern.id}"
    question = concern.question
    for _, ask in asks:
        question = unnamed(question, said[ask].asker_name) if ask in said else question
    shown = week.past.shown.get(key)
    newest = next((said[ask] for _, ask in asks if ask in said), None)
    return Candidate(
        source=ItemSource.CONCERN,
        key=key,
        text=lines.concern(question),
        detail=lines.trend(concern.lately, concern.before),
        refs={"concern": str(concern.id), "asks": [str(ask) for _, ask in asks[:_ASKS_NAMED]]}
        | (week.url(newest) if newest else {}),
        seconds=USUAL_SECONDS[ItemSource.CONCERN],
        weight=concern.lately,
        again=lines.more_since(_more(asks, shown), week.day(shown)) if shown else "",
    )


def _gap(week: Week, folded: str, group: Sequence[Gap]) -> Candidate | None:
    """None where it was searched once, or not again since it was talked about."""
    key = f"gap:{folded[:_LONGEST_KEY]}"
    shown = week.past.shown.get(key)
    more = sum(each.at > shown for each in group) if shown else 0
    newest = group[0]
    is_news = more > 0 if shown else week.past.waits_since(key, newest.at)
    if len(group) < SEARCHED_FROM or not is_news:
        return None
    return Candidate(
        source=ItemSource.GAP,
        key=key,
        text=lines.gap(newest.words),
        detail=lines.searched(len(group)),
        refs={"gap": folded},
        seconds=USUAL_SECONDS[ItemSource.GAP],
        weight=len({each.user for each in group}) + len(group) / 1000,
        again=lines.more_since(more, week.day(shown)) if shown else "",
    )
