"""Looking after practices: what waits for somebody's eye, and what may be brought back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox import Person
from bot.pods.facts import Home
from bot.pods.service import get_home
from bot.practices import speech
from bot.practices.changes import Tools
from bot.practices.facts import Tended, Waiting
from bot.practices.found import Results
from bot.practices.rules import COACHES, VERIFIERS, reach_of
from bot.practices.searching import says_something
from bot.practices.showing import show_all
from bot.text.terms import MOST_TERMS
from bot.text.terms import words as words_in
from storage.practices import OPEN_STATES, Narrow, Practice
from storage.practices_tending import list_against, list_archived, list_in_doubt

MOST_TENDED: Final = 100

_OPEN: Final = Narrow(states=OPEN_STATES)


async def to_look_at(tools: Tools, person: Person) -> list[Waiting]:
    """What is in doubt or old, and who said so, the longest first: the person's own, and their
    pod's for those who look after it.
    """
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        waits = await _list(session, home, Tended.IN_DOUBT, _OPEN, MOST_TENDED)
        shown = await show_all(session, waits, "en")
        against = await list_against(session, [each.id for each in waits])
    return [
        Waiting(each, tuple(said for said in against if said.practice_id == each.practice.id))
        for each in shown
    ]


async def tend(
    tools: Tools, person: Person, tended: Tended, narrow: Narrow, words: str, at_most: int
) -> Results:
    """What is in doubt or archived, as far as the person may act on it, with all the `words` in
    it, or what begins with them. Nothing that is looked for here is a gap.
    """
    masked = speech.typed(tools.masker, words)
    wanted = masked.text if says_something(masked.text) else ""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        listed = await _list(session, home, tended, narrow, at_most, _distinct(wanted))
        shown = await show_all(session, listed, "en")
    return Results(wanted, tuple(replace(each, fits=True) for each in shown), masked=masked.kinds)


def _distinct(typed: str) -> list[str]:
    return list(dict.fromkeys(words_in(typed)))[:MOST_TERMS]


async def _list(
    session: AsyncSession,
    home: Home,
    tended: Tended,
    narrow: Narrow,
    at_most: int,
    words: Sequence[str] = (),
) -> Sequence[Practice]:
    """Whoever verifies settles a doubt; bringing back is the owner's and the coaches'."""
    reach, role = reach_of(home), home.member.role
    archived = tended is Tended.ARCHIVED
    of_pod = role in (COACHES if archived else VERIFIERS)
    find = list_archived if archived else list_in_doubt
    return await find(session, reach, narrow, at_most, of_pod=of_pod, words=words)
