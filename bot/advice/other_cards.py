"""The first who ask the same have a card each, as nobody knows yet that it is one matter. Once it
is known, their ladders share the people whom they call, and what is answered at one card is told
at the others.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import elsewhere, joined_card
from bot.advice.changes import Change, Tools
from bot.advice.facts import Due, What
from bot.advice.joined import best_answer
from bot.advice.links import link
from bot.advice.messages import subject, there_part, to_one
from bot.advice.private_copies import private_way
from bot.advice.rules import CALLED_OFF, UNWANTED
from bot.advice.telling_askers import tell_askers
from bot.delivery.message import Priority, Repaint
from bot.delivery.outbox import say
from bot.text.kit import Card
from bot.text.rewording import says_otherwise
from storage.advice import LIVE, Ask, AskState, Moment, Reply
from storage.advice_joined import look_at_asks
from storage.advice_threads import list_replies
from storage.alerts_matters_alike import (
    list_called_alike,
    list_told_alike,
    list_unanswered_alike,
    take_turns_calling,
)
from storage.alerts_matters_reading import find_matter_of_ask
from storage.alerts_matters_waiting import find_thread_of
from storage.outbox import list_parts
from storage.timers import set_timer

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


async def follow_there(tools: Tools, change: Change, reply: Reply, before: str) -> None:
    """A reply was edited or deleted; `before` is what it said. Where it was told at other cards,
    what tells it follows, and so does what it settled there.
    """
    session, first, now = change.session, change.ask, change.now
    for each in await list_told_alike(session, first.id, What.ANSWERED_THERE):
        if each.state in CALLED_OFF or not (places := await _places(session, each, reply)):
            continue
        part, card = there_part(reply.id, each.id), _told_now(tools, each, first, reply)
        look = (part, each.channel, card.text, card.blocks)
        await say(session, now, *(Repaint(at, *look, priority=Priority.ADVICE) for at in places))
        url = private_way(each, now) if each.state not in UNWANTED else None
        if url:
            gone = reply.deleted_at is not None
            told = elsewhere.taken_back(reply) if gone else elsewhere.reworded(each, reply)
            await say(session, now, to_one(each, each.asker, told, url))
        if each.accepted_reply_id == reply.id:
            await set_timer(session, Due.CALLERS, subject(each.id), now)
            if says_otherwise(before, reply.text):
                session.add(Moment(ask_id=each.id, at=now, what=What.CORRECTED))
                await tools.corrected(session, each.id, now)


def _told_now(tools: Tools, ask: Ask, first: Ask, reply: Reply) -> Card:
    """What stands in the thread of an ask of this answer."""
    if reply.deleted_at is not None:
        return elsewhere.taken_back(reply)
    told = joined_card.answered_there(ask, first, reply, link(tools, first))
    return joined_card.in_front([ask.asker], told)


async def _places(session: AsyncSession, ask: Ask, reply: Reply) -> list[str]:
    """Under which subjects an ask was told of this answer: its thread may be another's by now."""
    part = there_part(reply.id, ask.id)
    roots = {subject(each) for each in (ask.id, ask.joined_to) if each}
    return [each for each in sorted(roots) if await list_parts(session, each, part)]


async def _tell(
    tools: Tools, session: AsyncSession, first: Ask, answer: Reply, now: datetime
) -> None:
    """Once for each who waits, in one message in their thread, which mentions them."""
    matter = await find_matter_of_ask(session, first.id)
    if matter is None:
        return
    cards, parts = {}, {}
    for each in await list_unanswered_alike(session, matter, first, What.ANSWERED_THERE):
        if each.asker != answer.author:
            cards[each.id] = joined_card.answered_there(each, first, answer, link(tools, first))
            parts[each.id] = there_part(answer.id, each.id)
            said: dict[str, Any] = {"who": answer.author, "detail": str(first.id)}
            session.add(Moment(ask_id=each.id, at=now, what=What.ANSWERED_THERE, **said))
    if cards:
        await tell_askers(session, cards, now, quietly=False, parts=parts)
