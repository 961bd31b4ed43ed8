"""Answers: written in a modal or in the thread; the first one mentions the asker, once."""

from uuid import UUID

from bot import metrics
from bot.advice import elsewhere, modals, thread, whispers, words
from bot.advice.accepting import judge, judge_joined
from bot.advice.acting import acting, show_ask
from bot.advice.changes import Change, Tools
from bot.advice.claiming import answered
from bot.advice.company import note_first_replies
from bot.advice.errors import AlreadySettled, EmptyAnswer, OwnAsk, SayNowTooLong
from bot.advice.facts import Note, What
from bot.advice.joined import MOST_MENTIONED, askers_of, told_with, untold
from bot.advice.ladder import pause_until
from bot.advice.overflowing import author_pod, is_partner, mirror
from bot.advice.private_copies import tell_a_later_line, tell_of_change
from bot.advice.rules import (
    CALLED_OFF,
    UNWANTED,
    answers_of,
    check_in_pod,
    first_to_tell,
    later,
    sees_names,
    thread_of,
)
from bot.advice.speech import typed
from bot.advice.telling_asker import tell_first, tell_where_they_are
from bot.inbox import Delivery, Person
from bot.pods.service import get_home
from bot.text.kit import Block
from storage.advice import Ask, AskState, Reply
from storage.ids import new_id
from storage.pods import MemberFacts


async def answer_form(tools: Tools, person: Person, ask_id: UUID) -> Block:
    """What "Answer" opens."""
    async with tools.transactions.look() as session:
        ask = await show_ask(session, ask_id, person.team)
        home = await get_home(session, person)
        _check_may_answer(ask, home.member)
        return modals.answer_modal(ask, named=sees_names(ask, home))


async def answer(
    tools: Tools, delivery: Delivery, person: Person, ask_id: UUID, say_now: str, detail: str
) -> Note | None:
    """A say-now line, detail, or both: posted in the thread with its author's name."""
    line, rest = typed(tools, say_now), typed(tools, detail)
    if len(line.text) > modals.SAY_NOW_LONGEST:
        raise SayNowTooLong(len(line.text), words.SAY_NOW)
    if not line.text and not rest.text:
        raise EmptyAnswer(field=words.SAY_NOW)
    async with acting(tools, delivery, person, ask_id) as (change, home):
        ask, member = change.ask, home.member
        _check_may_answer(ask, member)
        reply = _written(change, member, line.text or None, rest.text)
        pod = author_pod(change, reply)
        asks = untold((ask, *change.joined))
        first = bool(asks) and first_to_tell(ask, [*change.replies, reply]) is reply
        to = askers_of(asks)[:MOST_MENTIONED] if first else ()
        change.copy(reply, thread.answer(ask, reply, pod, to))
        if member.pod_id == ask.overflow_pod_id or not is_partner(change.overflow):
            here = None if pod else change.home.pod.name
            change.reply_in_overflow(thread.answer(ask, reply, here))
        if first:
            tell_where_they_are(tools, change, reply, asks)
        elif line.text:
            tell_a_later_line(tools, change, reply)
        await consider(tools, change, reply)
        masked = list(dict.fromkeys((*line.kinds, *rest.kinds)))
        told = whispers.masked_notice(masked, still_shown=False)
        return Note(told, home.pod.channel or ask.channel) if masked else None


async def consider(tools: Tools, change: Change, *heard: Reply, again: bool = False) -> None:
    """What follows from the replies as they stand now, in whatever order they came.

    `heard` are those that came, `again` where they were known before.
    """
    ask = change.ask
    change.replies += [reply for reply in heard if reply not in change.replies]
    answers = answers_of(ask, change.replies)
    for reply in change.replies:
        if reply.author and reply.ask_id == ask.id:
            ask.last_activity_at = later(ask.last_activity_at, reply.at)
    if answers and change.leading is None:
        _pause(change, answers)
    asks = untold((ask, *change.joined)) if change.leading is None else []
    first = first_to_tell(ask, change.replies) if asks else None
    for reply in heard:
        if reply is not first and not again:
            mirror(change, reply)
    tell_first(tools, change)
    note_first_replies(change)
    await judge(tools, change)
    await judge_joined(tools, change)


def changed(change: Change, reply: Reply) -> None:
    """Words that Podline repeated were edited or deleted: what repeats them follows."""
    ask, overflow = change.ask, change.overflow
    if reply.copied_at is None:
        return
    if reply.copied_at == ask.told_at and ask.state not in UNWANTED:
        tell_of_change(change, reply)
    if reply.deleted_at is not None:
        change.repaint_copy(reply, elsewhere.taken_back(reply))
    elif overflow is not None and reply.channel == ask.overflow_channel:
        change.repaint_copy(reply, thread.mirrored(reply, overflow.pod.name))
        for rest in thread.tail(reply):
            change.reply(rest)
    else:
        to = told_with(reply, (ask, *change.joined))
        change.repaint_copy(reply, thread.first_answer(ask, reply, to=to))


def _pause(change: Change, answers: list[Reply]) -> None:
    """Somebody replied: the ladder waits half a minute, and a claimer's own claim holds."""
    ask = change.ask
    if ask.first_reply_at is None:
        change.note(What.REPLIED, answers[0].author)
        metrics.first_reply.observe((answers[0].at - ask.asked_at).total_seconds())
    ask.first_reply_at = max(answers[0].at, ask.asked_at)
    until = pause_until(ask, (answer.at for answer in answers), change.settings)
    ask.paused_until = later(ask.paused_until, until)
    if ask.state is AskState.CLAIMED and ask.claimed_at:
        for answer in answers:
            if answer.author == ask.claimed_by and answer.at >= ask.claimed_at:
                answered(ask)


def _written(change: Change, author: MemberFacts, say_now: str | None, text: str) -> Reply:
    reply_id, (channel, thread_ts) = new_id(), thread_of(change.ask, author.pod_id)
    reply = Reply(
        id=reply_id,
        ask_id=change.ask.id,
        channel=channel,
        thread_ts=thread_ts,
        ts=str(reply_id),
        author=author.user,
        author_name=author.name,
        say_now=say_now,
        text=text,
        at=change.now,
    )
    change.session.add(reply)
    return reply


def _check_may_answer(ask: Ask, member: MemberFacts) -> None:
    check_in_pod(ask, member)
    if ask.asker == member.user:
        raise OwnAsk
    if ask.state in CALLED_OFF:
        raise AlreadySettled
