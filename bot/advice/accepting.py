"""Accepting: an answer worked, said by a button, a ✅ or thanks; and taking it back in time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.advice import whispers
from bot.advice.acting import acting, changing, due, within
from bot.advice.changes import Change, Tools
from bot.advice.correcting import note_corrected
from bot.advice.errors import Stale, TooLateToUndo
from bot.advice.facts import Due, Pressed, What, Worked
from bot.advice.private_copies import copy_pressed, kept_when_settled
from bot.advice.rules import (
    CALLED_OFF,
    UNDO,
    answers_of,
    check_live,
    check_may_settle,
    is_by_practice_alone,
    is_over,
    markable,
    may_settle,
    worked,
)
from bot.advice.telling_asker import tell_first
from bot.inbox import Delivery, Person
from bot.text.kit import Card
from bot.text.thanks import is_thanks
from storage.advice import LIVE, AcceptedVia, AskState, Reply
from storage.advice_joined import list_markers, list_with_words
from storage.advice_reading import find_ask, look_at_ask
from storage.advice_threads import find_reply_by_id, list_marks

_ACCEPTABLE = LIVE | {AskState.LAPSED, AskState.NOTHING_OWED}


async def accept(
    tools: Tools, delivery: Delivery, person: Person, ask_id: UUID, reply_id: UUID, pressed: Pressed
) -> Card | None:
    """ "This worked": settles the ask and says who helped. Asks nothing more of the rep."""
    async with acting(tools, delivery, person, ask_id, pressed, own=True) as (change, home):
        ask = change.ask
        if not may_settle(ask, home.member):
            check_live(ask)
        check_may_settle(ask, home.member)
        reply = await _find_answer(change, reply_id)
        if ask.state is AskState.ACCEPTED and ask.accepted_reply_id == reply_id:
            over = _pressed_again(change)
            return copy_pressed(tools, change, over or whispers.it_worked()) or over
        if reply.deleted_at is not None:
            raise Stale
        if not may_still_accept(change):
            return kept_when_settled(tools, change)
        said = Worked(reply.id, reply.author, AcceptedVia.PRESS, delivery.now)
        settle(change, said, person.user)
        if change.leading is None:  # its card has the way back
            return copy_pressed(tools, change, whispers.it_worked())
        told = whispers.it_worked(ask, reply)
        return copy_pressed(tools, change, told) or told


async def _find_answer(change: Change, reply_id: UUID) -> Reply:
    """In its thread, or in the one that it stood in before. Raises `Stale`."""
    for reply in change.replies:
        if reply.id == reply_id:
            return reply
    earlier = await find_reply_by_id(change.session, reply_id)
    of = await look_at_ask(change.session, earlier.ask_id) if earlier and earlier.ask_id else None
    if earlier is None or of is None or of.pod_id != change.ask.pod_id:
        raise Stale
    change.replies.append(earlier)
    return earlier


async def unaccept(
    tools: Tools, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
) -> Card | None:
    """ "Undo", for a few seconds after an ask was settled: it is open again, and what colleagues
    answered meanwhile is told. Of one that joined, where it was pressed.
    """
    async with acting(tools, delivery, person, ask_id, pressed) as (change, home):
        ask = change.ask
        check_may_settle(ask, home.member)
        if ask.state in LIVE:
            return None
        if ask.undo_until is None or is_over(ask.undo_until, delivery.now):
            raise TooLateToUndo
        ask.unaccepted_at, taken = delivery.now, ask.accepted_reply_id
        if ask.state is AskState.ACCEPTED:
            await note_corrected(tools, change)
            await _forget_solution(tools, change)
        reopen(change, person.user)
        if change.ask.told_at is None:
            tell_first(tools, change)
        if change.leading is None:
            return None
        reply = next((each for each in change.replies if each.id == taken), None)
        told = whispers.open_again(ask, reply)
        return copy_pressed(tools, change, told) or told


async def _forget_solution(tools: Tools, change: Change) -> None:
    """A practice that did not solve it after all is nobody's answer: who found it wrote none."""
    ask = change.ask
    taken = next((each for each in change.replies if each.id == ask.accepted_reply_id), None)
    if taken is None or taken.practice_id is None:
        return
    await tools.suggesting.unsolve(change.session, ask, taken.practice_id, taken.at)
    for each in change.joined:
        if each.told_at == taken.at:  # of nothing else
            each.told_at = None
    change.replies.remove(taken)
    await change.session.delete(taken)
    answers = answers_of(ask, change.replies)
    ask.first_reply_at = answers[0].at if answers else None


async def end_undo_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """The few seconds are over: the card loses its Undo."""
    async with due(tools, timer_id, now, Due.UNDO_END) as change:
        if change is not None:
            change.ask.undo_until = None


async def judge(tools: Tools, change: Change) -> None:
    """Accept, or no longer accept, as the thread tells; what a person pressed stands."""
    ask = change.ask
    tentative = _is_tentative(change)
    if ask.state not in LIVE | {AskState.LAPSED} and not tentative:
        return
    messages = markable(ask, change.replies)
    marks = await list_marks(change.session, ask.asker, ask.channel, messages)
    said = worked(ask, change.replies, marks, is_thanks)
    if said is not None:
        settle(change, said, ask.asker)
    elif tentative:
        await note_corrected(tools, change)
        reopen(change, ask.asker)


async def judge_joined(tools: Tools, change: Change) -> None:
    """The same for those that joined, whose askers wrote or marked something in the thread."""
    judged = {each.id: each for each in change.joined if each.state not in CALLED_OFF}
    if not judged:
        return
    session, channel = change.session, change.ask.channel
    people = [each.asker for each in judged.values()]
    said = await list_with_words(session, judged)
    marked = await list_markers(session, people, channel, markable(change.ask, change.replies))
    for ask in judged.values():
        if ask.id in said or ask.asker in marked:
            async with within(tools, session, ask, change.now, leading=change) as inner:
                await judge(tools, inner)


def _pressed_again(change: Change) -> Card | None:
    """Nothing changes; said only where it is no second press of the same moment."""
    over = change.ask.accepted_via is AcceptedVia.PRESS and change.ask.undo_until is None
    change.ask.accepted_via = AcceptedVia.PRESS
    return whispers.settled_already() if over else None


def reopen(change: Change, who: str) -> None:
    """Live again, and with whoever had claimed it, while that claim would still hold."""
    ask = change.ask
    held = bool(ask.claimed_by) and (ask.claimed_until is None or ask.claimed_until > change.now)
    ask.state = AskState.CLAIMED if held else AskState.OPEN
    if not held:
        ask.claimed_by = ask.claimed_by_name = ask.claimed_at = ask.claimed_until = None
    ask.settled_at = ask.undo_until = ask.accepted_reply_id = None
    ask.accepted_via = ask.helper = None
    change.note(What.REOPENED, who)


def may_still_accept(change: Change) -> bool:
    """Whether it is not settled yet, or not for good."""
    return change.ask.state in _ACCEPTABLE or _is_tentative(change)


def settle(change: Change, said: Worked, who: str) -> None:
    """An answer worked; `who` said so."""
    ask = change.ask
    if (ask.accepted_reply_id, ask.accepted_via) == (said.reply_id, said.via):
        ask.settled_at = said.at
        return
    if ask.accepted_reply_id != said.reply_id:
        change.note(What.ACCEPTED, who, detail=said.helper)
        metrics.accepted.observe((said.at - ask.asked_at).total_seconds())
        metrics.asks_answered_by_practice.inc(is_by_practice_alone(ask, change.replies, said))
    ask.state = AskState.ACCEPTED
    ask.accepted_reply_id, ask.accepted_via = said.reply_id, said.via
    ask.helper, ask.settled_at = said.helper, said.at
    ask.undo_until = change.now + UNDO


def _is_tentative(change: Change) -> bool:
    """Accepted by a mark or thanks, which the thread may still take back."""
    ask = change.ask
    return ask.state is AskState.ACCEPTED and ask.accepted_via is not AcceptedVia.PRESS


async def show_saved(
    tools: Tools, session: AsyncSession, ask_id: UUID, pressed: Pressed, now: datetime
) -> None:
    """The pressed card as it looks now; joins the open transaction."""
    ask = await find_ask(session, ask_id)
    if ask is not None:
        async with changing(tools, session, ask, now, pressed):
            pass
