"""What was suggested for an ask: looked at again by its pods, and refused, one by one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_home
from bot.practices.changes import Tools, acting
from bot.practices.errors import AskGone
from bot.practices.found import Suggested
from bot.practices.rules import reach_of
from bot.practices.showing import show_all, shown_instead
from bot.practices.suggesting import with_words
from bot.text.languages import language
from storage.advice import LIVE, Ask
from storage.advice_reading import look_at_ask
from storage.practices import OPEN_STATES, PracticeVerdict, Word
from storage.practices_suggested import list_refused_in, list_suggested


async def show_suggested(tools: Tools, person: Person, ask_id: UUID) -> Suggested:
    """What was suggested for an ask, to its asker and anybody of its pods. Raises `AskGone`."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        return await _suggested(tools, session, home, await _get_ask(session, home, ask_id))


async def not_this(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, ask_id: UUID
) -> Suggested:
    """A suggestion was refused: the ones that are left."""
    async with acting(tools, delivery, person, practice_id) as (change, home):
        session, practice = change.session, change.practice
        ask = await _get_ask(session, home, ask_id)
        if practice.id not in await list_refused_in(session, ask_id, person.user):
            session.add(_not_this(practice.id, ask_id, person.user, delivery.now))
            await session.flush()
            metrics.suggestions.labels("refused").inc()
        return await _suggested(tools, session, home, ask)


async def _get_ask(session: AsyncSession, home: Home, ask_id: UUID) -> Ask:
    """Whoever asked may have moved to another pod since. Raises `AskGone`."""
    ask, member = await look_at_ask(session, ask_id), home.member
    if ask is None or ask.team_id != member.team_id:
        raise AskGone
    if ask.asker != member.user and home.pod.id not in (ask.pod_id, ask.overflow_pod_id):
        raise AskGone
    return ask


async def _suggested(tools: Tools, session: AsyncSession, home: Home, ask: Ask) -> Suggested:
    """What was merged since is there as what it was merged into; what waits for somebody's eye
    is not.
    """
    user = home.member.user
    gone = frozenset(await list_refused_in(session, ask.id, user))
    ids = [each for each in await list_suggested(session, ask.id) if each not in gone]
    open_ones = [
        each
        for each in await shown_instead(session, ids, reach_of(home))
        if each.state in OPEN_STATES and each.suspended_at is None and each.id not in gone
    ]
    shown = await show_all(session, open_ones, language(ask.question))
    return Suggested(
        ask.id,
        tuple(with_words(tools, ask.question, each) for each in shown),
        is_mine=ask.asker == user,
        is_live=ask.state in LIVE,
    )


def _not_this(practice_id: UUID, ask_id: UUID, user: str, now: datetime) -> PracticeVerdict:
    return PracticeVerdict(
        practice_id=practice_id, user=user, ask_id=ask_id, word=Word.NOT_THIS, at=now
    )
