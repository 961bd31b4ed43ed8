"""The first who ask the same have a card each, as nobody knows yet that it is one matter. Once it
is known, their ladders share the people whom they call, and what is answered at one card is told
at the others.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import joined_card
from bot.advice.changes import Change, Tools
from bot.advice.facts import What
from bot.advice.joined import best_answer
from bot.advice.links import link
from bot.advice.telling_askers import tell_askers
from storage.advice import LIVE, Ask, AskState, Moment, Reply
from storage.advice_joined import look_at_asks
from storage.advice_threads import list_replies
from storage.alerts_matters_alike import (
    list_called_alike,
    list_unanswered_alike,
    take_turns_calling,
)
from storage.alerts_matters_reading import find_matter_of_ask
from storage.alerts_matters_waiting import find_thread_of

SHARED_FOR: Final = timedelta(minutes=10)
"""So long nobody is called a second time for the same matter."""


async def list_called_there(change: Change) -> set[str]:
    """Who was called lately for the same at another card, and is left in peace here.

    Nobody at the card that waits longest, and where "Still need help" was pressed: there whoever
    can help is called, as ever, so that the matter never waits for one who is called for it alone.
    """
    session, ask = change.session, change.ask
    matter = await find_matter_of_ask(session, ask.id)
    if matter is None:
        return set()
    await take_turns_calling(session, matter)
    waits_longest = await find_thread_of(session, matter, ask.pod_id) == ask.id
    if waits_longest or ask.resumed_at is not None:
        return set()
    return await list_called_alike(session, matter, ask.id, change.now - SHARED_FOR)


async def tell_there(tools: Tools, change: Change) -> None:
    """The first answer of this one reaches whoever waits for the same at another card."""
    answer = best_answer(change.ask, change.replies)
    if answer is not None:
        await _tell(tools, change.session, change.ask, answer, change.now)


async def tell_known(
    tools: Tools, session: AsyncSession, ask_ids: Collection[UUID], now: datetime
) -> None:
    """These asks turn out to be one matter: what was answered at one of them before, the first of
    these answers, reaches those who wait. Joins the open transaction, and only reads the asks.
    """
    asks = await look_at_asks(session, ask_ids)
    told = [each for each in asks.values() if each.told_at is not None and each.joined_to is None]
    for first in sorted(told, key=lambda each: each.told_at or now):
        answer = best_answer(first, await list_replies(session, first.id))
        if answer is not None and first.state in LIVE | {AskState.ACCEPTED}:
            await _tell(tools, session, first, answer, now)
            return


async def _tell(
    tools: Tools, session: AsyncSession, first: Ask, answer: Reply, now: datetime
) -> None:
    """Once for each who waits, in one message in their thread, which mentions them."""
    matter = await find_matter_of_ask(session, first.id)
    if matter is None:
        return
    cards = {}
    for each in await list_unanswered_alike(session, matter, first, What.ANSWERED_THERE):
        if each.asker != answer.author:
            cards[each.id] = joined_card.answered_there(each, first, answer, link(tools, first))
            said: dict[str, Any] = {"who": answer.author, "detail": str(first.id)}
            session.add(Moment(ask_id=each.id, at=now, what=What.ANSWERED_THERE, **said))
    if cards:
        await tell_askers(session, cards, now, quietly=False)
