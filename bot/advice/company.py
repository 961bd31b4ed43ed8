"""Asks in one thread: what becomes of those that joined when the first one is over, and whom a
message there mentions.

Nobody who joined is left alone: the oldest who waits gets a card and a ladder, the others join it.
All of it is a function of what is stored, at the end of every change of the first one.
"""

from bot.advice import joined_card
from bot.advice.card_posts import card_posts
from bot.advice.changes import Change
from bot.advice.facts import Due, What
from bot.advice.joined import (
    SOONEST,
    askers_of,
    batches,
    next_call,
    next_count,
    waits,
    was_told,
)
from bot.advice.lapsing import is_quiet, lapse
from bot.advice.messages import subject
from bot.advice.overflowing import announce
from bot.advice.private_copies import private_way
from bot.advice.rules import is_over, later
from bot.advice.waiting import awaited_by, set_timers
from storage.advice import LIVE, Ask, AskState, Source
from storage.timers import set_timer


async def keep_company(change: Change, before: AskState) -> None:
    """What follows for those that joined from how the first one stands now, and stood `before`."""
    ask = change.ask
    for each in change.opened:
        await set_timers(_change_of(change, each), {})
    if change.callers_now != change.callers and ask.state in LIVE:
        await count_later(change)
    if ask.state is AskState.ACCEPTED and before is not AskState.ACCEPTED:
        _tell_what_worked(change)
    if ask.state not in LIVE and change.joined:
        await hand_over(change)


async def hand_over(change: Change) -> None:
    """Those who have no answer from this thread go on at a card of their own."""
    first = change.ask
    if first.state is AskState.LAPSED:
        await _lapse_with_it(change)
    waiting = [j for j in change.joined if j.state in LIVE and waits(j, first, change.replies)]
    if not waiting:
        return
    ask, *others = waiting
    new = _change_of(change, ask)
    waited = awaited_by(new)
    take_over_claim(new, change)
    change.reply(joined_card.goes_on(first, ask))
    promote(new, change)
    for other in others:
        other.joined_to, other.thread_ts = ask.id, ask.thread_ts
        change.note_of(other, What.JOINED, other.asker, str(ask.id))
    new.with_it = others
    await set_timers(new, waited)
    if others:
        await call_later(new)
    change.said += new.said


def promote(new: Change, leading: Change) -> None:
    """From now on it has a card and a ladder of its own, and goes to the overflow pod, too, where
    its first one did.
    """
    ask, first, now = new.ask, leading.ask, new.now
    ask.joined_to = None
    ask.thread_ts = ask.source_ts if ask.source is Source.MENTION else None
    ask.ladder_from, ask.next_rung = now, 0
    ask.paused_until = ask.told_at = None
    ask.last_activity_at = later(ask.last_activity_at, max(now, ask.asked_at + SOONEST))
    new.replies[:] = [each for each in new.replies if each.ask_id == ask.id]
    if first.overflow_channel is not None:
        ask.overflow_pod_id, ask.overflow_reason = first.overflow_pod_id, first.overflow_reason
        ask.overflow_channel, new.overflow = first.overflow_channel, leading.overflow
    new.said += card_posts(new)
    if new.overflow is not None:
        announce(new)


def take_over_claim(new: Change, leading: Change) -> None:
    """Whoever has the first one still has what it was about, while their claim would hold."""
    ask, first = new.ask, leading.ask
    if not first.claimed_by or (first.claimed_until and is_over(first.claimed_until, new.now)):
        return
    ask.state = AskState.CLAIMED
    ask.claimed_by, ask.claimed_by_name = first.claimed_by, first.claimed_by_name
    ask.claimed_at, ask.claimed_until = first.claimed_at, first.claimed_until
    new.claimed_there = leading.claimed_there
    new.note(What.CLAIMED, ask.claimed_by)


async def call_later(change: Change) -> None:
    """Who joined is mentioned in the thread, once, in one message with those of the same minute."""
    await set_timer(change.session, Due.FOLLOW, subject(change.ask.id), next_call(change.now))


async def count_later(change: Change) -> None:
    """The card shows how many they are, every five minutes at most."""
    await set_timer(change.session, Due.CALLERS, subject(change.ask.id), next_count(change.now))


def note_first_replies(change: Change) -> None:
    """What somebody answers in a thread answers all who ask there, from when they asked."""
    first = change.ask.first_reply_at
    for each in change.joined:
        each.first_reply_at = max(first, each.asked_at) if first is not None else None


def follow(change: Change, asks: list[Ask]) -> None:
    """Their askers are mentioned in the thread now, which from then on they follow."""
    for each in asks:
        change.note_of(each, What.FOLLOWS, each.asker, str(change.ask.id))


def _tell_what_worked(change: Change) -> None:
    """Those who do not have the answer that worked are mentioned; the others are asked gently,
    where that rings for nobody.
    """
    first = change.ask
    reply = next((r for r in change.replies if r.id == first.accepted_reply_id), None)
    if reply is None:
        return
    live = [each for each in change.joined if each.state in LIVE]
    new = [each for each in live if not was_told(each, reply, change.replies)]
    for each in live:
        url = private_way(each, change.now)
        if each not in new and url:
            change.whisper(each.asker, joined_card.did_it_work(each, first, reply), url)
    for each in new:
        each.told_at = change.now
    for people in batches(askers_of(new)):
        change.reply(joined_card.it_worked_for(people, first, reply))
    follow(change, new)


async def _lapse_with_it(change: Change) -> None:
    for ask in change.joined:
        inner = _change_of(change, ask)
        waited = awaited_by(inner)
        if ask.state in LIVE and is_quiet(inner):
            await lapse(inner)
        await set_timers(inner, waited)


def _change_of(leading: Change, ask: Ask) -> Change:
    """Of one that joined, without what its askers wrote: nothing is decided by that here."""
    home, overflow, settings = leading.home, None, leading.settings
    return Change(leading.session, ask, home, overflow, settings, [], leading.now, leading=leading)
