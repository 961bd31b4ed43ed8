"""Forty reps, one question: a new ask joins the thread of the first one, and may part from it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import joined_card
from bot.advice.accepting import judge_joined
from bot.advice.acting import acting, changing, due
from bot.advice.changes import Change, Tools
from bot.advice.company import (
    call_later,
    count_later,
    follow,
    hand_over,
    note_first_replies,
    promote,
)
from bot.advice.facts import Due, Pressed, What
from bot.advice.joined import (
    SOONEST,
    askers_of,
    batches,
    best_answer,
    may_be_joined,
    rests,
)
from bot.advice.ladder import due_times
from bot.advice.links import link
from bot.advice.messages import subject
from bot.advice.resting import wake
from bot.advice.rules import check_live, check_may_settle, later
from bot.advice.sensing import Known
from bot.advice.waiting import awaited_by
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.text.kit import Card
from storage.advice import LIVE, Ask, AskState, CallState
from storage.advice_asking import add_ask
from storage.advice_joined import list_without
from storage.advice_reading import find_ask, list_moments
from storage.advice_threads import list_replies
from storage.timers import move_timers


async def find_first(
    tools: Tools, session: AsyncSession, home: Home, ask: Ask, known: Known, now: datetime
) -> Ask | None:
    """The ask whose thread a new one joins, locked; None: it gets a card of its own."""
    first_id = await tools.sensing.find_first(session, home, ask, known, now)
    first = await find_ask(session, first_id) if first_id is not None else None
    if first is None:
        return None
    replies = () if first.state in LIVE else await list_replies(session, first.id)
    return first if may_be_joined(first, replies, ask) else None


async def join(tools: Tools, session: AsyncSession, ask: Ask, first: Ask, now: datetime) -> Card:
    """No card and no ladder: its asker reads at once where they stand, and the answer, if there
    is one. The others in the thread are told later, of several at once.
    """
    ask.joined_to, ask.thread_ts = first.id, first.thread_ts
    await add_ask(session, ask, What.ASKED)
    async with changing(tools, session, first, now) as change:
        (mine,) = (each for each in change.joined if each.id == ask.id)
        _bring_up_to_date(change, mine)
        change.note_of(mine, What.JOINED, mine.asker, str(first.id))
        change.opened.append(mine)
        await call_later(change)
        await count_later(change)
        reply = best_answer(first, change.replies)
        if reply is not None:
            mine.told_at = now
        if rests(first, [each for each in change.joined if each is not mine]):
            await _wake(change)
        note_first_replies(change)
        await judge_joined(tools, change)
        return joined_card.joined(mine, first, change.callers_now, reply, link(tools, first))


async def different(
    tools: Tools, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
) -> Card | None:
    """ "Mine is different": of one that joined, a card and a ladder of its own; of the first one,
    the others go on without it. Pressed again, nothing changes.
    """
    async with acting(tools, delivery, person, ask_id, pressed, own=True) as (change, home):
        ask = change.ask
        check_may_settle(ask, home.member)
        if await _said_before(change):
            return joined_card.own_card()
        check_live(ask)
        told = joined_card.not_counted()
        if change.leading is not None:
            promote(change, change.leading)
            told = joined_card.own_card()
        elif any(each.state in LIVE for each in change.joined):
            await hand_over(change)
            told = joined_card.own_thread()
        if ask.alert_id is not None:
            wake(change)
        change.note(What.PARTED, ask.asker)
        await tools.sensing.parted(change.session, ask, delivery.now)
        return told


async def _said_before(change: Change) -> bool:
    """Not where it joined another one since, or others joined it."""
    if change.leading is not None or change.joined:
        return False
    return bool(await list_moments(change.session, change.ask.id, What.PARTED))


async def follow_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Those who joined lately are mentioned in the thread, in as few messages as hold them."""
    async with due(tools, timer_id, now, Due.FOLLOW) as change:
        if change is None or change.ask.state not in LIVE | {AskState.ACCEPTED}:
            return
        asks = list(await list_without(change.session, change.ask.id, What.FOLLOWS))
        for people in batches(askers_of(asks)):
            change.reply(joined_card.follows(people, change.callers_now))
        follow(change, asks)


async def callers_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """The card shows how many they are by now; where an answer from another card settled it, what
    that one says.
    """
    async with due(tools, timer_id, now, Due.CALLERS) as change:
        if change is not None:
            change.recount = change.ask.state in LIVE or _is_settled_from_elsewhere(change)


def _is_settled_from_elsewhere(change: Change) -> bool:
    ask = change.ask
    return any(
        each.id == ask.accepted_reply_id and each.ask_id != ask.id for each in change.replies
    )


async def _wake(change: Change) -> None:
    """The first one's ladder rested, and somebody is there now who waits."""
    first = change.ask
    first.paused_until = later(first.paused_until, change.now)
    if first.state is AskState.OPEN:
        rested = due_times(first, change.settings, change.paced, rests=True)
        await move_timers(change.session, subject(first.id), rested, awaited_by(change))


def _bring_up_to_date(change: Change, ask: Ask) -> None:
    """Somebody new in the thread keeps it alive; with a customer on the line, the ladder of one
    whose own call has ended starts anew.
    """
    first, others = change.ask, [each for each in change.joined if each is not ask]
    heard = max(ask.asked_at, first.asked_at + SOONEST)
    first.last_activity_at = later(first.last_activity_at, heard)
    for reply in change.replies:
        if reply.author == ask.asker and reply.at > ask.asked_at:
            reply.ask_id = ask.id
    change.replies[:] = [each for each in change.replies if each.ask_id == first.id]
    back = CallState.CALL_BACK
    calm = all(each.call_state is back or each.state not in LIVE for each in others)
    if first.call_state is back and calm and ask.call_state is not back and first.state in LIVE:
        first.ladder_from, first.next_rung = change.now, 0
