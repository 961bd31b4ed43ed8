"""Refusals: one word, which tells the owner; two people's take a practice out of suggestions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox import Delivery, Person
from bot.practices import notices, speech
from bot.practices.changes import Change, Tools, acting, changing
from bot.practices.facts import Refused, What
from bot.practices.owners import find_owner
from bot.practices.rules import ENOUGH_AGAINST, check_live, judged_since
from storage.practices import PracticeState, PracticeVerdict, Word
from storage.practices_reading import list_of_ask
from storage.practices_uses import count_against, find_verdict


async def refuse(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    practice_id: UUID,
    word: Word,
    why: str,
    ask_id: UUID | None,
) -> Refused:
    """ "Wrong" and "old" are told to the owner; "not this" says something of this ask alone.
    Said again by the same person, it changes nothing until somebody has looked.
    """
    reason = speech.field(tools.masker, "why", why).text
    async with acting(tools, delivery, person, practice_id) as (change, _):
        practice, session = change.practice, change.session
        check_live(practice)
        since = judged_since(practice)
        known = await find_verdict(session, practice.id, person.user, word, since)
        if known is not None and (word is not Word.NOT_THIS or known.ask_id == ask_id):
            return Refused(practice, suspended=practice.suspended_at is not None)
        verdict = PracticeVerdict(
            practice_id=practice.id,
            user=person.user,
            ask_id=ask_id,
            word=word,
            why=reason or None,
            at=delivery.now,
        )
        session.add(verdict)
        await session.flush()
        if word is Word.NOT_THIS:
            return Refused(practice)
        await _suspend_where_enough(change, since, reason)
        told = await _tell_owner(change, person.user, word, reason)
        return Refused(practice, told, practice.suspended_at is not None)


async def suspend_of_ask(session: AsyncSession, ask_id: UUID, now: datetime) -> None:
    """The answer to an ask was corrected: what was made of it is not suggested until somebody
    looks at it. What is archived is suggested to nobody anyway.
    """
    for practice in await list_of_ask(session, ask_id):
        if practice.suspended_at is not None or practice.state is PracticeState.ARCHIVED:
            continue
        async with changing(session, practice, now) as change:
            practice.suspended_at = now
            change.note(What.SUSPENDED)
            owner = await find_owner(change)
            if owner is not None:
                change.tell(owner, notices.answer_corrected(practice))


async def _suspend_where_enough(change: Change, since: datetime, why: str) -> None:
    practice = change.practice
    against = await count_against(change.session, practice.id, since)
    if against >= ENOUGH_AGAINST and practice.suspended_at is None:
        practice.suspended_at = change.now
        change.note(What.SUSPENDED, why)


async def _tell_owner(change: Change, who: str, word: Word, why: str) -> bool:
    owner = await find_owner(change)
    if owner is None or owner == who:
        return False
    member = change.home.member if change.home else None
    name = member.name if member else ""
    change.tell(owner, notices.refused(change.practice, name, word, why))
    return True
