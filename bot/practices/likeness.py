"""What a new practice is like: made of the same message, nearly the same in what it says, or what
a search for its situation surely finds.
"""

from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox import Person
from bot.pods.facts import Home
from bot.pods.service import get_home
from bot.practices.changes import Tools
from bot.practices.drafts import Draft
from bot.practices.errors import SearchBroken
from bot.practices.facts import Shown
from bot.practices.found import Found
from bot.practices.rules import reach_of
from bot.practices.showing import show_all, show_found, shown_instead
from storage.practices import PracticeState, Reach
from storage.practices_reading import list_of_source

MOST_ALIKE = 3


async def made_of(session: AsyncSession, home: Home, draft: Draft) -> list[Shown]:
    """What somebody made of the same message already, of what the person may see."""
    if draft.source is None:
        return []
    reach = reach_of(home)
    ids = await list_of_source(session, reach.team, *draft.source)
    made = await shown_instead(session, ids, reach)
    live = [each for each in made if each.state is not PracticeState.ARCHIVED]
    return await show_all(session, live[:MOST_ALIKE], draft.language or "en")


async def find_alike(tools: Tools, person: Person, draft: Draft) -> list[Shown]:
    """What stands beside a draft before a second one is made: first what was made of the same
    message, then what says nearly the same, then what surely answers its situation.
    """
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        made = await made_of(session, home, draft)
    words = "\n".join((draft.title, draft.situation, draft.what_worked, draft.say_it))
    found = await tools.finder.alike(words, reach_of(home))
    found += await _answering(tools, draft.situation, reach_of(home))
    async with tools.transactions.look() as session:
        near = await show_found(session, found, reach_of(home), draft.language or "en")
    alike = {each.practice.id: each for each in (*made, *near)}.values()
    live = [each for each in alike if each.practice.state is not PracticeState.ARCHIVED]
    return live[:MOST_ALIKE]


async def _answering(tools: Tools, situation: str, reach: Reach) -> list[Found]:
    """Another's words for the same case share too few with it to be nearly the same. Words alone
    do not tell: two notes of one subject share half of them.
    """
    with suppress(SearchBroken):
        found = await tools.finder.find(situation, reach, at_most=MOST_ALIKE)
        return [each for each in found if each.by_meaning and tools.finder.fits(each)]
    return []
