"""Settling without an answer: call ended, withdrawn, not a question, lapsed. Pings nobody."""

from datetime import datetime
from uuid import UUID

from bot.advice import joined_card, modals
from bot.advice.acting import acting, due, show_own_ask
from bot.advice.changes import Change, Tools
from bot.advice.errors import (
    AlreadySettled,
    CallBackInThePast,
    CallBackWithoutATime,
    CaseIsPrivate,
)
from bot.advice.facts import Due, Pressed, What
from bot.advice.lapsing import is_quiet, lapse
from bot.advice.private_copies import private_way
from bot.advice.rules import UNDO, check_live, check_may_settle, later
from bot.advice.shifts import bring_up_at_end_of_shift
from bot.advice.speech import typed
from bot.advice.words import CALL_BACK_AT, CASE
from bot.inbox import Delivery, Person
from bot.pods.service import get_home
from bot.text.kit import Block, Card
from storage.advice import LIVE, AskState, CallState
from storage.pods import get_pod

_LEFT_OPEN = LIVE | {AskState.LAPSED}


async def promise_call_back(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    ask_id: UUID,
    at: datetime | None,
    case: str = "",
) -> None:
    """The call is over, and the customer expects a call by `at`. The card says so; `case` is the
    company's number of it.
    """
    if at is None:
        raise CallBackWithoutATime(field=CALL_BACK_AT)
    if at <= delivery.now:
        raise CallBackInThePast(field=CALL_BACK_AT)
    number = read_case(tools, case)
    async with acting(tools, delivery, person, ask_id) as (change, home):
        ask = change.ask
        check_may_settle(ask, home.member)
        if ask.state not in _LEFT_OPEN:
            raise AlreadySettled
        if ask.state is AskState.LAPSED:
            ask.state, ask.settled_at = AskState.OPEN, None
        ask.call_back_at, ask.case = at, number
        if ask.call_state is not CallState.CALL_BACK:
            _note_privately(change, person)
        move_call_state(change, CallState.CALL_BACK, person.user)
        await bring_up_at_end_of_shift(change.session, ask, delivery.now)


def read_case(tools: Tools, typed_case: str) -> str | None:
    """One line, as it may be kept. Raises `CaseIsPrivate`."""
    masked = typed(tools, " ".join(typed_case.split()))
    if masked.kinds:
        raise CaseIsPrivate(field=CASE)
    return masked.text[: modals.CASE_LONGEST].strip() or None


async def change_call_state(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    ask_id: UUID,
    call_state: CallState,
    pressed: Pressed,
) -> Card | None:
    """The customer was put on hold, or is back: the remaining rungs move."""
    async with acting(tools, delivery, person, ask_id, pressed, own=True) as (change, home):
        check_may_settle(change.ask, home.member)
        check_live(change.ask)
        move_call_state(change, call_state, person.user)
    return None


async def lapse_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Silent for twenty minutes: closed quietly, and brought up once at the end of the shift."""
    async with due(tools, timer_id, now, Due.LAPSE) as change:
        if change is None or change.ask.state not in LIVE:
            return
        if is_quiet(change):
            await lapse(change)


async def call_ended_form(tools: Tools, person: Person, ask_id: UUID, now: datetime) -> Block:
    """For the asker or a coach, of a live ask, or one that was left open."""
    async with tools.transactions.look() as session:
        ask = await show_own_ask(session, ask_id, person)
        check_may_settle(ask, (await get_home(session, person)).member)
        if ask.state not in _LEFT_OPEN:
            raise AlreadySettled
        market = (await get_pod(session, ask.pod_id)).market
        return modals.call_ended_modal(ask, now, market.timezone, market.name)


def move_call_state(change: Change, call_state: CallState, who: str) -> None:
    ask = change.ask
    if ask.call_state is not call_state:
        change.note(What.CALL_STATE, who, call_state)
        if ask.call_state is CallState.CALL_BACK:
            ask.ladder_from, ask.next_rung = change.now, 0  # a new wait on the line begins
        elif call_state is CallState.CALL_BACK and _nobody_else_waits(change):
            ask.next_rung = 0  # its own rungs are still to come, however far the call's were
    elif call_state is not CallState.CALL_BACK:
        return
    ask.call_state, ask.call_state_at = call_state, change.now
    ask.last_activity_at = later(ask.last_activity_at, change.now)


def _note_privately(change: Change, person: Person, pressed: Pressed | None = None) -> None:
    """Of an ask that shares a thread no card shows what became of it."""
    ask = change.ask
    if ask.joined_to is None:
        return
    own = private_way(ask, change.now) if person.user == ask.asker else None
    url = (pressed and pressed.response_url) or own
    said = joined_card.noted(ask, change.zone, change.home.market.name)
    change.whisper(person.user, said, url)


def _nobody_else_waits(change: Change) -> bool:
    """Of those who share its thread with a customer on the line."""
    return all(
        each.state not in LIVE or each.call_state is CallState.CALL_BACK for each in change.joined
    )


async def settle(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    ask_id: UUID,
    pressed: Pressed,
    state: AskState,
) -> None:
    """Nothing owed, withdrawn, or not a question: by the asker or a coach. Pressed again,
    nothing changes.
    """
    async with acting(tools, delivery, person, ask_id, pressed, own=True) as (change, home):
        ask = change.ask
        check_may_settle(ask, home.member)
        if ask.state is state:
            return
        if ask.state not in _LEFT_OPEN:
            raise AlreadySettled
        ask.state, ask.settled_at = state, delivery.now
        ask.undo_until = delivery.now + UNDO
        change.note(What.SETTLED, person.user, state)
        if state is AskState.NOTHING_OWED:
            _note_privately(change, person, pressed)
