"""An agenda is made a day before its huddle, and made anew when it is announced.

What members added stays, and what coaches arranged stays where they put it, for as long as they
gave it; what they took off does not come back. The rest is as the week has it now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.agenda.choosing import choose
from bot.huddles.agenda.concerns import watch_concerns
from bot.huddles.agenda.facts import ARRANGED, MOST_LINES, Candidate
from bot.huddles.agenda.gathering import gather_week, once, own_of
from bot.huddles.agenda.lines import folded
from bot.huddles.agenda.past import candidate_of
from bot.huddles.tools import Tools
from storage.huddles import Agenda, AgendaItem, Huddle, HuddleState, ItemSource, ItemState
from storage.huddles_agenda import Did, find_agenda, list_all_items
from storage.huddles_carrying import list_arranged
from storage.pods import PodInMarket

_BEGUN: Final = (HuddleState.OPEN, HuddleState.OVER)


class Drawn(NamedTuple):
    """What is talked about, in its order, and what waits."""

    on: Sequence[Candidate]
    waiting: Sequence[Candidate]


async def draft(
    session: AsyncSession,
    tools: Tools,
    pod: PodInMarket,
    agenda: Agenda,
    huddles: Sequence[Huddle],
    now: datetime,
    week: Sequence[Candidate] | None = None,
) -> None:
    """Once for all of its waves, under its lock: two that draft it make one. Once a wave has begun
    the agenda is the pod's, and nothing changes. `week` is what `gather_week` found a moment ago;
    without it, it is looked for now.
    """
    if not huddles or any(each.state in _BEGUN for each in huddles):
        return
    held = await find_agenda(session, agenda.id)
    if held is None:
        return
    if week is None:
        week = await gather_week(session, tools, pod, held, starts_at(huddles), now)
    items = await list_all_items(session, held.id)
    candidates = once([*own_of(items), *_not_said_again(items, week)])
    arranged = await list_arranged(session, held.id, ARRANGED)
    drawn = draw(items, arranged, candidates, _seconds(huddles))
    touched = await list_arranged(session, held.id, tuple(Did))
    gone = _gone(items, drawn, touched)
    changed = await _write(session, held, items, drawn, arranged, now) or bool(gone)
    for item in gone:
        await session.delete(item)
    if changed or held.drafted_at is None:
        held.version += 1
    held.drafted_at = now
    await session.flush()
    await watch_concerns(session, [held.pod_id], now)


def _not_said_again(items: Sequence[AgendaItem], week: Sequence[Candidate]) -> list[Candidate]:
    """The week, without what a member put there once more in the same words meanwhile."""
    said = {folded(each.text): each.key for each in items if each.source is ItemSource.MEMBER}
    return [
        each
        for each in week
        if each.source is not ItemSource.MEMBER or said.get(folded(each.text), each.key) == each.key
    ]


def draw(
    items: Sequence[AgendaItem],
    arranged: frozenset[UUID],
    candidates: Iterable[Candidate],
    seconds: int,
) -> Drawn:
    """The agenda anew: what was arranged keeps its place, and the rest shares the time that is
    left. What was taken off is neither.
    """
    kept = {each.key: each for each in items if each.id in arranged and _is_on(each)}
    gone = {each.key for each in items if each.state is ItemState.DROPPED}
    known = {each.key: each for each in candidates if each.key not in gone}
    stays = [_as_arranged(each, known.pop(each.key, None)) for each in kept.values()]
    left = seconds - sum(each.seconds for each in stays)
    timed = {each.key: each.seconds for each in items if each.id in arranged}
    free = [_timed(each, timed) for each in known.values()]
    on, waiting = choose(free, left, MOST_LINES - len(stays))
    return Drawn(_in_place(items, stays, on), waiting)


def _is_on(item: AgendaItem) -> bool:
    return item.state is ItemState.ON


def _in_place(
    items: Sequence[AgendaItem], stays: Iterable[Candidate], on: Iterable[Candidate]
) -> list[Candidate]:
    """Those that stay stand where they stood, and the others around them."""
    order = [each.key for each in items if _is_on(each)]
    drawn = list(on)
    for each in stays:
        drawn.insert(min(order.index(each.key), len(drawn)), each)
    return drawn


def _as_arranged(item: AgendaItem, fresh: Candidate | None) -> Candidate:
    """In the words of now, where there are any."""
    if fresh is None:
        return candidate_of(item)
    said = replace(fresh, hand_to=item.hand_to, hand_to_name=item.hand_to_name)
    return replace(said, seconds=item.seconds)


def _timed(candidate: Candidate, timed: Mapping[str, int]) -> Candidate:
    return replace(candidate, seconds=timed.get(candidate.key, candidate.seconds))


def starts_at(huddles: Sequence[Huddle]) -> datetime:
    """When the first wave begins."""
    return min(each.starts_at for each in huddles)


def _seconds(huddles: Sequence[Huddle]) -> int:
    """The shortest wave decides: all of them have the same agenda."""
    return 60 * min(each.minutes for each in huddles)


async def _write(
    session: AsyncSession,
    agenda: Agenda,
    items: Sequence[AgendaItem],
    drawn: Drawn,
    arranged: frozenset[UUID],
    now: datetime,
) -> bool:
    """Whether anything is another one than before."""
    known = {each.key: each for each in items}
    changed = False
    states = [(each, ItemState.ON) for each in drawn.on]
    states += [(each, ItemState.WAITING) for each in drawn.waiting]
    for place, (line, state) in enumerate(states, start=1):
        item = known.get(line.key)
        if item is None:
            session.add(_new_item(agenda, line, state, place, now))
            changed = True
        else:
            changed |= _bring_up_to_date(item, line, state, place, item.id in arranged)
    await session.flush()
    return changed


def _gone(items: Sequence[AgendaItem], drawn: Drawn, touched: frozenset[UUID]) -> list[AgendaItem]:
    """What the week has no more; but what anybody had in hand is kept, and what was taken off."""
    stays = {each.key for each in (*drawn.on, *drawn.waiting)}
    left = [each for each in items if each.key not in stays and each.id not in touched]
    return [each for each in left if each.state is not ItemState.DROPPED]


def _new_item(
    agenda: Agenda, line: Candidate, state: ItemState, place: int, now: datetime
) -> AgendaItem:
    is_members = line.source is ItemSource.MEMBER and line.at is not None
    return AgendaItem(
        agenda_id=agenda.id,
        pod_id=agenda.pod_id,
        key=line.key,
        source=line.source,
        state=state,
        position=place,
        text=line.text,
        detail=line.detail,
        again=line.again,
        refs=dict(line.refs),
        seconds=line.seconds,
        by=line.by,
        by_name=line.by_name,
        hand_to=line.hand_to,
        hand_to_name=line.hand_to_name,
        carried_from=line.carried_from,
        added_at=line.at if is_members and line.at else now,
    )


def _bring_up_to_date(
    item: AgendaItem, line: Candidate, state: ItemState, place: int, arranged: bool
) -> bool:
    """Its words, its place and its state; whom it was handed to is not touched."""
    new: dict[str, object] = {"state": state, "position": place}
    if item.source is not ItemSource.MEMBER:
        new |= {"text": line.text, "detail": line.detail, "refs": dict(line.refs)}
        new |= {"again": line.again, "carried_from": line.carried_from}
    if not arranged:
        new["seconds"] = line.seconds
    changes = {name: value for name, value in new.items() if getattr(item, name) != value}
    for name, value in changes.items():
        setattr(item, name, value)
    return bool(changes)
