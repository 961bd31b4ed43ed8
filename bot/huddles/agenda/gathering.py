"""All that a huddle may talk about: what members added, what earlier huddles left over, and what
the week of the pod brought.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.agenda.facts import Candidate
from bot.huddles.agenda.gathering_alerts import alerts
from bot.huddles.agenda.gathering_asks import corrected_answers, hard_asks
from bot.huddles.agenda.gathering_concerns import concerns, gaps
from bot.huddles.agenda.gathering_people import action_items, thanks
from bot.huddles.agenda.gathering_practices import helpful_practices, new_practices
from bot.huddles.agenda.past import Past, candidate_of, look_back
from bot.huddles.agenda.week import Week
from bot.huddles.tools import Tools
from storage.huddles import Agenda, AgendaItem, ItemSource, ItemState
from storage.huddles_agenda import list_all_items
from storage.pods import PodInMarket

_SOURCES: Final[tuple[Callable[[Week], Awaitable[list[Candidate]]], ...]] = (
    action_items,
    alerts,
    concerns,
    new_practices,
    corrected_answers,
    hard_asks,
    gaps,
    helpful_practices,
    thanks,
)


async def gather(
    session: AsyncSession,
    tools: Tools,
    pod: PodInMarket,
    agenda: Agenda,
    starts_at: datetime,
    now: datetime,
) -> list[Candidate]:
    """Each key once: as a member put it on this agenda, as an earlier huddle left it, or as the
    week has it now. What was talked about already comes again with a reason alone.
    """
    own = own_of(await list_all_items(session, agenda.id))
    return once([*own, *await gather_week(session, tools, pod, agenda, starts_at, now)])


async def gather_week(
    session: AsyncSession,
    tools: Tools,
    pod: PodInMarket,
    agenda: Agenda,
    starts_at: datetime,
    now: datetime,
) -> list[Candidate]:
    """As `gather`, without what members put on this agenda: only read, and all that takes time."""
    past = await look_back(session, pod, agenda.id, starts_at, now)
    week = Week(session, tools, pod, past, agenda.local_date, now)
    fresh: list[Candidate] = []
    for source in _SOURCES:
        fresh += await source(week)
        # On SQLite statements run on the loop: others get between.
        await asyncio.sleep(0)
    found = [*_come_back(past, fresh), *_new(past, fresh)]
    return [replace(each, last_turn=past.turns.get(each.source)) for each in once(found)]


def own_of(items: Iterable[AgendaItem]) -> list[Candidate]:
    """What members put on an agenda, of all of its items."""
    return [
        candidate_of(item)
        for item in items
        if item.source is ItemSource.MEMBER and item.state is not ItemState.DROPPED
    ]


def once(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The first of each key, and of what several sources know of one matter."""
    found: dict[str, Candidate] = {}
    told: set[tuple[str, str]] = set()
    for each in candidates:
        about = _about(each)
        if each.key not in found and told.isdisjoint(about):
            found[each.key] = each
            told |= about
    return list(found.values())


def _about(each: Candidate) -> set[tuple[str, str]]:
    """A practice that is new and helped most, an ask that was corrected and took long, or is one
    of those that are asked often.
    """
    of = ("practice", "ask", "concern") if each.source is not ItemSource.MEMBER else ()
    return {(kind, str(each.refs[kind])) for kind in of if each.refs.get(kind)}


def _come_back(past: Past, fresh: Iterable[Candidate]) -> list[Candidate]:
    """What was left over, in the words of now where there are any. An action item that was done
    since does not come back.
    """
    now_said = {each.key: each for each in fresh}
    found = []
    for left in past.back:
        said = now_said.get(left.key)
        if said is not None:
            back = replace(said, again=left.again, carried_from=left.carried_from)
            found.append(replace(back, seconds=left.seconds, parked=left.parked))
        elif left.source is not ItemSource.ACTION_ITEM:
            found.append(left)
    return found


def _new(past: Past, fresh: Iterable[Candidate]) -> list[Candidate]:
    found = []
    for each in fresh:
        # "Open since Monday" is reason enough.
        says_why = each.again or each.source is ItemSource.ACTION_ITEM
        if each.key in past.elsewhere or (each.key in past.shown and not says_why):
            continue
        left = past.waiting.get(each.key)
        if left is not None:
            again = each.again or left.again
            each = replace(each, again=again, carried_from=left.carried_from)
        found.append(each)
    return found
