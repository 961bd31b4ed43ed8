"""Lists: what helped most, what one's own notes did for colleagues, what is missing."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.inbox import Person
from bot.pods.service import get_home
from bot.practices.changes import Tools
from bot.practices.errors import OnlyForCoaches
from bot.practices.facts import Author, Missing, Reuse, Shown
from bot.practices.rules import COACHES, VERIFIERS, reach_of
from bot.practices.showing import show_all
from bot.text.terms import words
from storage.practices import Gap
from storage.practices_gaps import list_gaps
from storage.practices_reading import list_by_author, list_to_look_at
from storage.practices_uses import list_most_helpful

LATELY = timedelta(days=90)
MOST_GAPS = 20


async def gaps(tools: Tools, person: Person, now: datetime) -> list[Missing]:
    """What the person's pod searched in vain lately, the most often first. For those who look
    after the notes: raises `OnlyForCoaches`.
    """
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        if home.member.role not in VERIFIERS:
            raise OnlyForCoaches
        found = await list_gaps(session, home.pod.id, now - LATELY)
    groups: dict[str, list[Gap]] = {}
    for gap in found:
        groups.setdefault(" ".join(words(gap.words)), []).append(gap)
    missing = [_missing(group) for group in groups.values()]
    missing.sort(key=lambda each: (each.people, each.times, each.last_at), reverse=True)
    return missing[:MOST_GAPS]


async def top(tools: Tools, person: Person, now: datetime) -> list[Shown]:
    """What helped others most lately, of what the person may see."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        ranked = await list_most_helpful(session, reach_of(home), now - LATELY)
        shown = await show_all(session, [practice for practice, *_ in ranked], "en")
    return [
        Shown(each.practice, each.saying, Reuse(used, helped))
        for each, (_, used, helped) in zip(shown, ranked, strict=True)
    ]


async def own(tools: Tools, person: Person) -> Author:
    """What the person's notes did for colleagues, the most helpful first."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        written = await list_by_author(session, home.member.team_id, person.user)
        shown = await show_all(session, [each for each in written if not each.merged_into], "en")
    ranked = sorted(shown, key=lambda each: (each.reuse.helped, each.reuse.used), reverse=True)
    used = sum(each.reuse.used for each in shown)
    helped = sum(each.reuse.helped for each in shown)
    states = Counter(each.practice.state for each in shown)
    return Author(tuple(ranked), Reuse(used, helped), dict(states))


async def to_look_at(tools: Tools, person: Person) -> list[Shown]:
    """What is stale or suspended and waits for the person's eye: theirs, a coach's pod's too."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        pod_id = home.pod.id if home.member.role in COACHES else None
        waits = await list_to_look_at(session, home.member.team_id, person.user, pod_id)
        return await show_all(session, waits, "en")


def _missing(group: Sequence[Gap]) -> Missing:
    """Of the same search by several: the newest stands for all."""
    newest, people = group[0], {gap.user for gap in group}
    return Missing(newest.id, newest.words, len(group), len(people), newest.at)
