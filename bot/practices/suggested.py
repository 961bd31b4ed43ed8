"""What was suggested for an ask: looked at again by its pods, and refused, one by one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_home
from bot.practices.changes import Tools, acting
from bot.practices.errors import Gone
from bot.practices.facts import Suggested
from bot.practices.rules import reach_of
from bot.practices.showing import show_all
from bot.practices.suggesting import with_words
from bot.text.languages import language
from storage.advice import LIVE, look_at_ask
from storage.practices import OPEN_STATES, PracticeVerdict, Word
from storage.practices_reading import list_practices
from storage.practices_suggested import list_suggested
from storage.practices_uses import list_refused_by


async def show_suggested(tools: Tools, person: Person, ask_id: UUID) -> Suggested:
    """What was suggested for an ask, to anybody of its pods. Raises `Gone`."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        return await _suggested(tools, session, home, ask_id)


async def not_this(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, ask_id: UUID
) -> Suggested:
    """A suggestion was refused: the ones that are left."""
    async with acting(tools, delivery, person, practice_id) as (change, home):
        session, practice = change.session, change.practice
        verdicts = await list_refused_by(session, person.user, [practice.id])
        if not any(each.ask_id == ask_id for each in verdicts):
            session.add(_not_this(practice.id, ask_id, person.user, delivery.now))
            await session.flush()
            metrics.suggestions.labels("refused").inc()
        return await _suggested(tools, session, home, ask_id)


async def _suggested(tools: Tools, session: AsyncSession, home: Home, ask_id: UUID) -> Suggested:
    ask = await look_at_ask(session, ask_id)
    if ask is None or home.pod.id not in (ask.pod_id, ask.overflow_pod_id):
        raise Gone
    ids = await list_suggested(session, ask_id)
    refused = await list_refused_by(session, home.member.user, ids)
    gone = {each.practice_id for each in refused if each.ask_id == ask_id}
    visible = await list_practices(session, ids, reach_of(home))
    open_ones = [
        visible[each]
        for each in ids
        if each in visible and each not in gone and visible[each].state in OPEN_STATES
    ]
    shown = await show_all(session, open_ones, language(ask.question))
    return Suggested(
        ask_id,
        tuple(with_words(tools, ask.question, each) for each in shown),
        is_mine=ask.asker == home.member.user,
        is_live=ask.state in LIVE,
    )


def _not_this(practice_id: UUID, ask_id: UUID, user: str, now: datetime) -> PracticeVerdict:
    return PracticeVerdict(
        practice_id=practice_id, user=user, ask_id=ask_id, word=Word.NOT_THIS, at=now
    )
