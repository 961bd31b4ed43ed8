"""What the pod is asked again and again, and what it searches in vain."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Final
from uuid import UUID

from bot.alike.gist import same_word
from bot.huddles.agenda import lines
from bot.huddles.agenda.facts import USUAL_SECONDS, Candidate
from bot.huddles.agenda.past import A_WEEK
from bot.huddles.agenda.unnamed import unnamed
from bot.huddles.agenda.week import MOST_OF_EACH, Week
from bot.text.terms import words
from storage.huddles import ItemSource
from storage.huddles_concerns import AskOf, Recurring, list_asks_of, list_recurring
from storage.practices import Gap
from storage.practices_gaps import list_gaps

RECURS_FROM: Final = 3
"""So many asks of a week are a concern."""

AGAIN_FROM: Final = 3
"""After so many more it is talked about again, and half of what a week had before."""

SEARCHED_FROM: Final = 2

Asks = Sequence[AskOf]
"""The latest first."""

Spellings = dict[str, list[Gap]]
"""One search, by how it was spelled; the latest spelling first."""

_LONGEST_KEY: Final = 190
_MOST_LOOKED_AT: Final = 30
_ASKS_NAMED: Final = 5


async def concerns(week: Week) -> list[Candidate]:
    """What more than one person asked most often this week, compared with the week before."""
    session, began = week.session, week.began
    found = await list_recurring(session, week.pod_id, began, RECURS_FROM, _MOST_LOOKED_AT)
    asks = await list_asks_of(session, [each.id for each in found], began - A_WEEK)
    told = [each for each in found if _recurs(week, asks[each.id]) and _is_news(week, each, asks)]
    told.sort(key=lambda each: (-_news(week, each, asks[each.id]), each.id))
    del told[MOST_OF_EACH:]
    return [_concern(week, each, asks[each.id]) for each in told]


async def gaps(week: Week) -> list[Candidate]:
    """What was searched in vain and nobody has written yet, in whatever spelling."""
    found = (
        _gap(week, spellings)
        for spellings in _spelled(
            await list_gaps(week.session, week.pod_id, min(week.began, week.floor))
        )
    )
    told = sorted(filter(None, found), key=lambda each: (-each.weight, each.key))
    return told[:MOST_OF_EACH]


def _spelled(gaps: Sequence[Gap]) -> list[Spellings]:
    """By what was searched: also with a slip of the finger in a word."""
    groups: dict[tuple[str, ...], list[Spellings]] = defaultdict(list)
    for gap in gaps:
        if not (said := words(gap.words)):
            continue
        # Words that differ by a slip begin alike.
        alike = groups[tuple(each[0] for each in said)]
        found = next((each for each in alike if _same(each, said)), None)
        if found is None:
            alike.append(found := {})
        found.setdefault(" ".join(said), []).append(gap)
    return [each for alike in groups.values() for each in alike]


def _same(spellings: Spellings, said: Sequence[str]) -> bool:
    first = next(iter(spellings)).split()
    return all(map(same_word, first, said))


def _recurs(week: Week, asks: Asks) -> bool:
    lately = [each for each in asks if each.asked_at > week.began]
    return len(lately) >= RECURS_FROM and len({each.asker for each in lately}) > 1


def _is_news(week: Week, concern: Recurring, asks: Mapping[UUID, Asks]) -> bool:
    """What comes as often as ever is talked about once a week; what comes more often, sooner."""
    shown, its = week.past.shown.get(_key(concern)), asks[concern.id]
    if shown is None:
        return True
    before = sum(shown - A_WEEK < each.asked_at <= shown for each in its)
    return _since(its, shown) >= max(AGAIN_FROM, before / 2)


def _news(week: Week, concern: Recurring, asks: Asks) -> int:
    """How many asks of it nobody has talked about yet."""
    shown = week.past.shown.get(_key(concern), week.began)
    return _since(asks, max(shown, week.began))


def _key(concern: Recurring) -> str:
    return f"concern:{concern.id}"


def _since(asks: Asks, since: datetime) -> int:
    return sum(each.asked_at > since for each in asks)


def _concern(week: Week, concern: Recurring, asks: Asks) -> Candidate:
    key, lately = _key(concern), _since(asks, week.began)
    question = concern.question
    for name in sorted({each.asker_name for each in asks}):
        question = unnamed(question, name)
    shown = week.past.shown.get(key)
    ids = [str(each.ask_id) for each in asks[:_ASKS_NAMED]]
    return Candidate(
        source=ItemSource.CONCERN,
        key=key,
        text=lines.concern(question),
        detail=lines.trend(lately, len(asks) - lately),
        refs={"concern": str(concern.id), "asks": ids},
        seconds=USUAL_SECONDS[ItemSource.CONCERN],
        weight=_news(week, concern, asks),
        again=lines.more_since(_since(asks, shown), week.day(shown)) if shown else "",
    )


def _gap(week: Week, spellings: Spellings) -> Candidate | None:
    """None where it was searched once, or not again since it was talked about."""
    keys = {f"gap:{each[:_LONGEST_KEY]}": each for each in reversed(spellings)}
    past = week.past
    known = (each for each in keys if each in past.shown or each in past.waiting)
    key = next(known, next(iter(keys)))
    group = sorted(chain(*spellings.values()), key=lambda each: each.at, reverse=True)
    shown = past.shown.get(key)
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
        refs={"gap": keys[key]},
        seconds=USUAL_SECONDS[ItemSource.GAP],
        weight=len({each.user for each in group}) + len(group) / 1000,
        again=lines.more_since(more, week.day(shown)) if shown else "",
    )
