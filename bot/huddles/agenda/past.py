"""What earlier huddles of a pod say about its next agenda: what was talked about already, what did
not fit, and what is to come back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.agenda import lines
from bot.huddles.agenda.facts import Candidate
from storage.huddles import AgendaItem, ItemSource, ItemState, Outcome
from storage.huddles_carrying import (
    Met,
    list_items,
    list_keys,
    list_met,
    list_settled,
    map_outcomes,
)
from storage.pods import PodInMarket

REMEMBERED: Final = timedelta(days=28)
"""What was talked about longer ago may be talked about again."""

A_WEEK: Final = timedelta(days=7)

_DEALT_WITH: Final = (ItemState.ON, ItemState.DROPPED)


@dataclass(frozen=True, slots=True)
class Past:
    """`since` is when the last huddle began; a week ago, where there was none. `shown` says of
    every key when a huddle last talked about it, or would not; `waiting` which did not fit the
    last time. `back` are lines that come again as they are, `elsewhere` what stands on the agenda
    of a huddle before this one. `settled`: a huddle noted what came of it. `turns` says of every
    source when a huddle last had a line of it.
    """

    since: datetime
    shown: Mapping[str, datetime] = field(default_factory=dict)
    waiting: Mapping[str, Candidate] = field(default_factory=dict)
    back: Sequence[Candidate] = ()
    elsewhere: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()
    turns: Mapping[str, datetime] = field(default_factory=dict)

    def waits_since(self, key: str, at: datetime) -> bool:
        """Whether it is of the time since the last huddle, or did not fit then."""
        return at > self.since or key in self.waiting


async def look_back(
    session: AsyncSession,
    pod: PodInMarket,
    agenda_id: UUID,
    starts_at: datetime,
    now: datetime,
) -> Past:
    """What was before the huddles of an agenda."""
    today = now.astimezone(ZoneInfo(pod.market.timezone)).date()
    met = await list_met(session, pod.pod.id, now - REMEMBERED, starts_at, but=agenda_id)
    held = [each for each in met if each.was_held]
    fresh = _since_last_held(met)
    at = {each.agenda_id: each for each in met}
    items = await list_items(session, [each.agenda_id for each in fresh])
    outcomes = await map_outcomes(session, [each.agenda_id for each in fresh])
    back, waiting = _left_over(fresh, items, outcomes, today)
    shown: dict[str, datetime] = {}
    were_there = await list_keys(session, [each.agenda_id for each in held], *_DEALT_WITH)
    for each, key in were_there:
        shown[key] = max(at[each].at, shown.get(key, at[each].at))
    for key in {*back, *_not_reached(fresh, items, waiting)}:
        shown.pop(key, None)
    turns = _turns(shown)
    to_come = [each.agenda_id for each in met if each.is_to_come]
    elsewhere = frozenset(key for _, key in await list_keys(session, to_come, ItemState.ON))
    since = max(held[0].at if held else now - A_WEEK, now - 2 * A_WEEK)
    settled = await list_settled(session, [each.agenda_id for each in held])
    return Past(since, shown, waiting, list(back.values()), elsewhere, settled, turns)


def _since_last_held(met: Sequence[Met]) -> list[Met]:
    """The last one that was held, and what was to be after it and is over; the last one first."""
    found: list[Met] = []
    for each in met:
        if not each.is_to_come:
            found.append(each)
        if each.was_held and not each.is_to_come:
            break
    return found


def _not_reached(
    met: Sequence[Met], items: Iterable[AgendaItem], waiting: Mapping[str, Candidate]
) -> set[str]:
    """What stood on an agenda that was held, and waits all the same: nobody talked about it."""
    held = {each.agenda_id for each in met if each.was_held}
    on = [each for each in items if each.state is ItemState.ON and each.agenda_id in held]
    return {each.key for each in on if each.key in waiting}


def _turns(shown: Mapping[str, datetime]) -> dict[str, datetime]:
    """By source: that is what a key begins with."""
    found: dict[str, datetime] = {}
    for key, at in shown.items():
        source = key.partition(":")[0]
        found[source] = max(at, found.get(source, at))
    return found


def _left_over(
    met: Sequence[Met],
    items: Iterable[AgendaItem],
    outcomes: Mapping[UUID, Outcome],
    today: date,
) -> tuple[dict[str, Candidate], dict[str, Candidate]]:
    """What comes back, and what did not fit, by key: of the newest agenda that had each."""
    of: dict[UUID, list[AgendaItem]] = {}
    for item in items:
        of.setdefault(item.agenda_id, []).append(item)
    back: dict[str, Candidate] = {}
    waiting: dict[str, Candidate] = {}
    known: set[str] = set()
    for each in met:
        mine = of.get(each.agenda_id, [])
        walked = any(item.id in outcomes for item in mine)
        day = lines.day(each.local_date, today)
        for item in mine:
            if item.key in known or not item.text:
                continue
            known.add(item.key)
            left = _left(each, day, item, outcomes.get(item.id), walked)
            if left is not None:
                (back if left.wanted else waiting)[item.key] = left
    return back, waiting


def _left(
    met: Met, day: str, item: AgendaItem, outcome: Outcome | None, walked: bool
) -> Candidate | None:
    """None where nothing is left of it. `walked`: something came of some item there, so that it is
    known which ones the huddle got to; where nobody pressed, all but a member's first time count as
    talked about.
    """
    if item.state is ItemState.DROPPED or outcome is Outcome.DONE:
        return None
    if outcome is Outcome.PARKED:
        return _again(met, item, lines.parked(day), parked=True)
    is_members = item.source is ItemSource.MEMBER
    if item.state is ItemState.WAITING:
        # What the week brought was not there before: that it is new says enough.
        return _again(met, item, lines.did_not_fit(day) if is_members else "")
    if not met.was_held:
        return _again(met, item, lines.no_huddle(day))
    if walked:
        return _again(met, item, lines.not_reached(day), parked=is_members)
    if is_members and item.carried_from is None:
        return _again(met, item, lines.not_reached(day))
    return None


def _again(met: Met, item: AgendaItem, again: str, parked: bool = False) -> Candidate:
    return replace(candidate_of(item), again=again, carried_from=met.agenda_id, parked=parked)


def candidate_of(item: AgendaItem) -> Candidate:
    """A line as it stands."""
    return Candidate(
        source=item.source,
        key=item.key,
        text=item.text,
        detail=item.detail,
        refs=item.refs,
        seconds=item.seconds,
        again=item.again,
        by=item.by,
        by_name=item.by_name,
        carried_from=item.carried_from,
        hand_to=item.hand_to,
        hand_to_name=item.hand_to_name,
        at=item.added_at,
    )
