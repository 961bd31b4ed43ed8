"""The ladder at work: each rung in its time, "Not me" and "Still need help"."""

from datetime import datetime
from uuid import UUID

from bot.advice import joined_card, thread, whispers
from bot.advice.acting import acting, due
from bot.advice.changes import Change, Tools
from bot.advice.claiming import let_go
from bot.advice.errors import AlreadyDeclined
from bot.advice.facts import Due, Next, Pressed, Rung, What
from bot.advice.ladder import choose, climbed, rung_due, rung_of, rungs_left
from bot.advice.messages import call_part
from bot.advice.other_cards import list_called_there
from bot.advice.overflowing import can_overflow, send_to_overflow
from bot.advice.private_copies import copy_pressed, kept_when_settled
from bot.advice.rules import check_live, check_may_settle, later
from bot.inbox import Delivery, Person
from bot.pods.facts import MemberFacts
from bot.pods.rules import present_members
from bot.text.kit import Card
from storage.advice import LIVE, AskState, OverflowReason
from storage.advice_ladder import add_mentions, count_mentions, list_mentions, list_on_a_call
from storage.advice_reading import list_moments
from storage.pods import get_pod, list_members


async def escalate_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """The next rung, if nobody took the ask and nothing moved it meanwhile."""
    async with due(tools, timer_id, now, Due.RUNG) as change:
        if change is None or change.ask.state is not AskState.OPEN or change.rests:
            return
        ask, paced = change.ask, change.paced
        planned = rung_due(paced, change.settings)
        if planned is None or planned > now:
            return
        rung = Rung(ask.next_rung)
        ask.ladder_from = climbed(paced, change.settings)
        ask.next_rung += 1
        if rung is Rung.OVERFLOW:
            await send_to_overflow(change, OverflowReason.UNANSWERED)
        else:
            await _call(change, rung)


async def not_me(
    tools: Tools, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
) -> Card | None:
    """Somebody who was mentioned cannot help: the next one of the same rung is mentioned. Pressed
    again, nothing changes.
    """
    async with acting(tools, delivery, person, ask_id, pressed) as (change, home):
        check_live(change.ask)
        mentions = await list_mentions(change.session, ask_id)
        mine = next((each for each in mentions if each.user == person.user), None)
        if mine is None:
            raise AlreadyDeclined
        if mine.declined_at is None:
            mine.declined_at = delivery.now
            change.note(What.DECLINED, person.user)
            rung = rung_of(home.member.role)
            called = False
            if rung is not None and change.ask.state is AskState.OPEN and not change.rests:
                called = await _call(change, rung, at_most=1)
            who = Next.PEOPLE if called else await _who_is_next(change)
            return whispers.declined(who, change.ask, await _overflow_name(change, who))
    return None


async def still_need_help(
    tools: Tools, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
) -> Card | None:
    """A reply did not help: the ladder goes on at once."""
    async with acting(tools, delivery, person, ask_id, pressed, own=True) as (change, home):
        ask, leading = change.ask, change.leading
        check_may_settle(ask, home.member)
        if ask.state not in LIVE:
            return kept_when_settled(tools, change)
        _resume(change)
        ask.alert_id = None
        change.note(What.RESUMED, person.user)
        if leading is not None and leading.ask.state not in LIVE:
            told = joined_card.own_card()
        else:
            asked = leading or change
            if leading is not None:
                _resume(leading)
            who = await _who_is_next(asked)
            told = whispers.resumed(who, asked.ask, await _overflow_name(asked, who))
        return copy_pressed(tools, change, told) or told


def _resume(change: Change) -> None:
    ask, now = change.ask, change.now
    if ask.state is AskState.CLAIMED and ask.claimed_until is None:
        let_go(change, None)  # whoever had it has answered, and that did not help
    ask.resumed_at = ask.paused_until = now
    ask.last_activity_at = later(ask.last_activity_at, now)


async def _call(change: Change, rung: Rung, at_most: int | None = None) -> bool:
    """Mention whom the rung calls for: present, free, able, not asked before or too often. False
    where there is nobody.
    """
    ask, now = change.ask, change.now
    if not ask.mentions_allowed:
        return False
    here = await _free(change)
    asked = await count_mentions(change.session, [member.user for member in here], now)
    chosen = choose(rung, change.paced, here, asked, change.settings, now)[:at_most]
    if not chosen:
        return False
    users = [member.user for member in chosen]
    await add_mentions(change.session, ask.id, users, now)
    for user in users:
        change.note(What.MENTIONED, user, rung.name.lower())
    change.reply(thread.call_for_help(change.paced, users, change.zone), call_part(users))
    return True


async def _who_is_next(change: Change) -> Next:
    """As things stand: whoever has it, or the first rung to come that finds somebody."""
    ask, now = change.ask, change.now
    if ask.state is AskState.CLAIMED:
        return Next.CLAIMER
    if change.rests:
        return Next.NOBODY
    here = await _free(change) if ask.mentions_allowed else []
    asked = await count_mentions(change.session, [member.user for member in here], now)
    for rung in rungs_left(change.paced):
        if rung is Rung.OVERFLOW and await can_overflow(change):
            return Next.OVERFLOW
        if choose(rung, change.paced, here, asked, change.settings, now):
            return Next.PEOPLE
    return Next.NOBODY


async def _overflow_name(change: Change, who: Next) -> str:
    """Where the overflow pod is next; else nothing is asked."""
    pod_id = change.home.pod.overflow_pod_id
    if who is not Next.OVERFLOW or pod_id is None:
        return ""
    return (await get_pod(change.session, pod_id)).pod.name


async def _free(change: Change) -> list[MemberFacts]:
    """Present members of the home pod who are on no call, were neither mentioned for this ask nor
    had it already, and were not just called for the same at another card.
    """
    ask, now, (pod, market) = change.ask, change.now, change.home
    members = await list_members(change.session, pod.id)
    here = present_members(members, pod, market, now)
    busy = await list_on_a_call(change.session, [member.user for member in here], now)
    busy |= {mention.user for mention in await list_mentions(change.session, ask.id)}
    busy |= await list_called_there(change)
    busy |= {each.asker for each in change.joined if each.state in LIVE}
    busy |= {ask.asker, *(reply.author for reply in change.replies)}
    busy |= {each.who or "" for each in await list_moments(change.session, ask.id, What.CLAIMED)}
    return [member for member in here if member.user not in busy]
