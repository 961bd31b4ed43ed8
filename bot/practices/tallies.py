"""Lists: what helped most, what one's own practices did for colleagues, what is missing."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.inbox import Person
from bot.pods.service import get_home
from bot.practices.changes import Tools
from bot.practices.errors import OnlyForCoaches
from bot.practices.facts import Author, Reuse, Shown
from bot.practices.filling import find_answer
from bot.practices.found import Missing
from bot.practices.rules import LATELY, VERIFIERS, reach_of
from bot.practices.showing import reuse_of, show_all, shown_instead
from bot.practices.worth_noting import worth_noting
from bot.text.terms import words
from storage.practices import OPEN_STATES, Gap, Reach
from storage.practices_gaps import list_gaps
from storage.practices_reading import (
    list_by_author,
    list_family,
    list_roots,
)
from storage.practices_uses import list_helpful

MOST_LOOKED_UP = 30
MOST_TOP = 10


async def gaps(tools: Tools, person: Person, now: datetime) -> list[Missing]:
    """What the person's pod searched in vain lately and is not found by now either, the most
    often first. For those who look after the practices: raises `OnlyForCoaches`.
    """
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        if home.member.role not in VERIFIERS:
            raise OnlyForCoaches
        found = await list_gaps(session, home.pod.id, now - LATELY)
    groups: dict[str, list[Gap]] = {}
    for gap in filter(lambda gap: worth_noting(gap.words), found):
        groups.setdefault(" ".join(words(gap.words)), []).append(gap)
    missing = [_missing(group) for group in groups.values()]
    missing.sort(key=lambda each: (each.people, each.times, each.last_at), reverse=True)
    return await _not_answered(tools, reach_of(home), missing[:MOST_LOOKED_UP])


async def _not_answered(tools: Tools, reach: Reach, missing: Sequence[Missing]) -> list[Missing]:
    """Each is looked up once more, while a coach waits."""
    return [each for each in missing if await find_answer(tools, each.words, reach) is None]


async def top(tools: Tools, person: Person, now: datetime) -> list[Shown]:
    """What helped others most lately, of what the person may see."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        reach, since = reach_of(home), now - LATELY
        seen = await shown_instead(session, await list_helpful(session, reach, since), reach)
        open_ones = [each for each in seen if each.state in OPEN_STATES]
        family = await list_family(session, [each.id for each in open_ones])
        lately = await reuse_of(session, family, since)
        helpful = [each for each in open_ones if lately.get(each.id, Reuse()).helped]
        helpful.sort(key=lambda each: (-lately[each.id].helped, -lately[each.id].used, each.id))
        shown = await show_all(session, helpful[:MOST_TOP], "en")
    return [Shown(each.practice, each.saying, lately[each.practice.id]) for each in shown]


async def own(tools: Tools, person: Person) -> Author:
    """What the person's practices did for colleagues, the most helpful first; also as part of
    another one. What cannot be opened from where they work now counts, and is not listed.
    """
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        written = await list_by_author(session, home.member.team_id, person.user)
        ids = [each.id for each in written]
        seen = await shown_instead(session, ids, reach_of(home))
        roots = set((await list_roots(session, ids)).values())
        reuse = (await reuse_of(session, await list_family(session, roots))).values()
        shown = await show_all(session, seen, "en")
    ranked = sorted(shown, key=lambda each: (each.reuse.helped, each.reuse.used), reverse=True)
    counted = Reuse(sum(each.used for each in reuse), sum(each.helped for each in reuse))
    return Author(tuple(ranked), counted, dict(Counter(each.practice.state for each in shown)))


def _missing(group: Sequence[Gap]) -> Missing:
    """Of the same search by several: the newest stands for all."""
    newest, people = group[0], {gap.user for gap in group}
    return Missing(newest.id, newest.words, len(group), len(people), newest.at)
