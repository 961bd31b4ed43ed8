"""Claims: "I've got this", "2 more minutes", "Back to the pod", and what time makes of them."""

from datetime import datetime, timedelta
from uuid import UUID

from bot.advice import thread, whispers
from bot.advice.acting import acting, due
from bot.advice.changes import Change, Tools
from bot.advice.facts import Due, Pressed, What
from bot.advice.links import link
from bot.advice.messages import check_part
from bot.advice.rules import (
    check_live,
    check_may_claim,
    check_may_move_claim,
    later,
    sees_names,
)
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.text.kit import Card
from storage.advice import Ask, AskState


async def claim(
    tools: Tools, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
) -> Card | None:
    """ "I've got this": stops the ladder. Of two at once, one wins; the other is told who.
    Pressed again by the same person, nothing changes.
    """
    async with acting(tools, delivery, person, ask_id, pressed) as (change, home):
        ask, where = change.ask, link(tools, change.ask, home)
        check_may_claim(ask, home, delivery.now, where)
        if ask.claimed_by == person.user:
            return None
        _take(change, home)
        asked_in = change.home.market.name if change.claimed_there else None
        return whispers.claimed(ask, where, asked_in, named=sees_names(ask, home))


async def release(
    tools: Tools, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
) -> Card | None:
    """ "Back to the pod": the ladder goes on."""
    async with acting(tools, delivery, person, ask_id, pressed) as (change, home):
        check_live(change.ask)
        if change.ask.state is AskState.CLAIMED:
            check_may_move_claim(change.ask, home)
            let_go(change, person.user)
    return None


async def more_time(
    tools: Tools, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
) -> Card | None:
    """ "2 more minutes", from now."""
    async with acting(tools, delivery, person, ask_id, pressed) as (change, home):
        ask = change.ask
        check_live(ask)
        if ask.state is not AskState.CLAIMED:
            # The claim fell back before the press came: taking more time takes it again.
            check_may_claim(ask, home, delivery.now)
            _take(change, home)
        check_may_move_claim(ask, home)
        if ask.claimed_until is not None:
            hold(change, delivery.now)
        change.note(What.EXTENDED, person.user)
    return None


async def check_claim_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """A minute after the claim: still on it? Said where the claimer has a claim's thread, with a
    mention: a private note in a thread that nobody follows would be noticed by nobody.
    """
    async with due(tools, timer_id, now, Due.CLAIM_CHECK) as change:
        if change is None or not _waits_for_claimer(change.ask):
            return
        ask, said = change.ask, thread.claim_check(change.ask)
        if change.claimed_there:
            change.reply_in_overflow(said, check_part(change.now))
        else:
            change.reply(said, check_part(change.now))
        change.note(What.REMINDED, ask.claimed_by)


async def release_claim_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Two minutes after the claim, or after more time was taken: it falls back to the pod.
    The card says so; the claimer was asked before.
    """
    async with due(tools, timer_id, now, Due.CLAIM_RELEASE) as change:
        if change is None or not _waits_for_claimer(change.ask):
            return
        let_go(change, None)


def hold(change: Change, since: datetime) -> None:
    """The claim holds for two minutes from `since`, if it does not already hold longer."""
    until = since + timedelta(seconds=change.settings.claim_falls_back_after)
    change.ask.claimed_until = later(change.ask.claimed_until, until)


def answered(ask: Ask) -> None:
    """The claimer answered: the claim holds until somebody lets it go, or the ask lapses."""
    ask.claimed_until = None


def let_go(change: Change, who: str | None) -> None:
    """The ask is the pod's again; its next rung is due no earlier than now."""
    ask = change.ask
    change.note(What.RELEASED, who or ask.claimed_by)
    ask.state = AskState.OPEN
    ask.claimed_by = ask.claimed_by_name = ask.claimed_at = ask.claimed_until = None
    ask.paused_until = later(ask.paused_until, change.now)
    ask.last_activity_at = later(ask.last_activity_at, change.now)


def _take(change: Change, home: Home) -> None:
    ask, now = change.ask, change.now
    ask.state = AskState.CLAIMED
    ask.claimed_by, ask.claimed_by_name = home.member.user, home.member.name
    ask.claimed_at, ask.claimed_until = now, None
    ask.last_activity_at = later(ask.last_activity_at, now)
    hold(change, now)
    change.note(What.CLAIMED, home.member.user)
    change.claimed_there = home.pod.id != ask.pod_id


def _waits_for_claimer(ask: Ask) -> bool:
    """Whether somebody has it who wrote no answer yet."""
    return ask.state is AskState.CLAIMED and ask.claimed_until is not None
