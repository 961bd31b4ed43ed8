"""Asking: from whatever way a question came to the card in the pod's channel."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.advice import modals, views, whispers
from bot.advice.acting import set_timers
from bot.advice.changes import Change, Tools
from bot.advice.errors import EmptyQuestion, PodHasNoChannel, TooLongToLookOver
from bot.advice.facts import Asking, Note, What
from bot.advice.messages import CARD, in_thread, subject
from bot.advice.overflowing import announce, assign_overflow, find_overflow_at_once
from bot.advice.repainting import around
from bot.advice.rules import moment_of, newer
from bot.advice.speech import from_slack, masked_before, typed
from bot.advice.suggesting import Seen
from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from bot.inbox import Delivery, Person
from bot.pods.facts import Home, LadderSettings, PodInMarket
from bot.pods.service import get_actor, get_home
from bot.text.kit import Block, Card
from bot.text.masking import Masked
from bot.text.topics import guess
from storage.advice import Ask, AskState, CallState, Contact, Source
from storage.advice_asking import add_ask, count_talking_asks, new_ask
from storage.advice_threads import take_stray
from storage.topics import Topic

RESPONSE_URL_LIVES = timedelta(minutes=30)
_ASKED = "asked"


@asynccontextmanager
async def counting(tools: Tools, delivery: Delivery) -> AsyncIterator[AsyncSession]:
    """A transaction in which somebody may ask: what was asked counts once it is committed."""
    async with tools.transactions.of(delivery) as session:
        yield session
    if _ASKED in session.info:
        metrics.asks.inc()


async def ask_by_command(
    tools: Tools, delivery: Delivery, person: Person, asking: Asking
) -> Card | Block | None:
    """`/advise question`: in the pod's channel it is asked; elsewhere it is shown first, which
    leaves nothing behind, so that the same delivery may still ask.
    """
    masked = from_slack(tools, asking.text)
    seen = await look(tools, delivery, person, asking, masked)
    try:
        async with counting(tools, delivery) as session:
            home = await get_actor(session, person, delivery.now, asking.channel)
            if not masked.text or asking.channel != home.pod.channel:
                raise _ToBeLookedOver(home)
            ask = await publish(tools, session, home, asking, masked, delivery.now, seen=seen)
            told = after_asking(home, ask, masked, still_shown=False)
            fitting = await tools.suggesting.keep(session, ask, seen, delivery.now)
            return whispers.together(told, fitting)
    except _ToBeLookedOver as shown:
        if len(masked.text) > modals.QUESTION_LONGEST:
            raise TooLongToLookOver from None
        return _form(shown.home, masked, Source.MODAL)


async def ask_by_form(
    tools: Tools, delivery: Delivery, person: Person, asking: Asking
) -> Note | None:
    """The modal was sent, from anywhere. It closes, as the card mentions its asker; only what
    they could not know is told.
    """
    masked = typed(tools, asking.text)
    seen = await look(tools, delivery, person, asking, masked)
    async with counting(tools, delivery) as session:
        home = await get_actor(session, person, delivery.now)
        ask = await publish(tools, session, home, asking, masked, delivery.now, seen=seen)
        fitting = await tools.suggesting.keep(session, ask, seen, delivery.now)
        told = whispers.together(after_asking(home, ask, masked, still_shown=False), fitting)
        return Note(told, ask.channel) if told else None


async def look(
    tools: Tools, delivery: Delivery, person: Person, asking: Asking, masked: Masked
) -> Seen:
    """The practices that may fit, before the question is made: nobody else waits for that."""
    if not masked.text:
        return ()
    topic = asking.topic or Topic(guess(masked.text))
    now, question = delivery.now, masked.text
    return await tools.suggesting.look(person, asking.channel, question, topic, now)


def after_asking(home: Home, ask: Ask, masked: Masked, *, still_shown: bool) -> Card | None:
    """What the asker could not know: what was masked, and that nobody is called."""
    settings = LadderSettings.of(home.pod.settings)
    quiet = None if ask.mentions_allowed else settings.talking_asks_an_hour
    return whispers.after_asking(masked.kinds, quiet, still_shown=still_shown)


async def preview(tools: Tools, person: Person, text: str, as_typed: bool, source: Source) -> Block:
    """The modal, prefilled with what will be published: masked already."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
    return _form(home, typed(tools, text) if as_typed else from_slack(tools, text), source)


async def ask_by_mention(
    tools: Tools,
    session: AsyncSession,
    home: Home,
    asking: Asking,
    now: datetime,
    seen: Seen = (),
) -> Ask:
    """`@Podline question` in the pod's channel, in the words of its newest edit. One that was
    deleted meanwhile is kept as withdrawn, without a word, unless it had to be masked.
    """
    masked = from_slack(tools, asking.text)
    if not masked.text:
        raise EmptyQuestion(field="question")
    stray = await take_stray(session, asking.channel or "", asking.ts or "")
    if stray is not None and newer(stray.edited, asking.edited):
        asking = replace(asking, edited=stray.edited)
        masked = masked_before(stray.text) if stray.text else masked
    if stray is None or stray.deleted_at is None:
        return await publish(tools, session, home, asking, masked, now, seen=seen)
    if masked.kinds:
        return await publish(tools, session, home, asking, masked, now, stray.deleted_at)
    ask = _new_ask(home, home.pod.channel or "", asking, "", now)
    ask.state, ask.settled_at = AskState.WITHDRAWN, stray.deleted_at
    ask.question_deleted_at = stray.deleted_at
    await add_ask(session, ask, What.ASKED)
    return ask


async def publish(
    tools: Tools,
    session: AsyncSession,
    home: Home,
    asking: Asking,
    masked: Masked,
    now: datetime,
    deleted_at: datetime | None = None,
    seen: Seen = (),
) -> Ask:
    """The card, the ladder's first rung and the timeline, in the open transaction. `seen` are the
    practices that its asker is told of.

    The path on which a customer waits: every statement counts.
    """
    if not masked.text:
        raise EmptyQuestion(field="question")
    if home.pod.channel is None:
        raise PodHasNoChannel
    settings = LadderSettings.of(home.pod.settings)
    ask = _new_ask(home, home.pod.channel, asking, masked.text, now)
    ask.question_masked, ask.question_deleted_at = bool(masked.kinds), deleted_at
    ask.suggested = len(seen) or None
    ask.mentions_allowed = await _may_mention(session, ask, settings)
    overflow = await find_overflow_at_once(tools, session, home, now)
    linked = overflow is not None and assign_overflow(ask, *overflow)
    await add_ask(session, ask, What.ASKED)
    place = PodInMarket(home.pod, home.market)
    change = Change(session, ask, place, overflow[0] if overflow else None, settings, [], now)
    change.said += _card(change)
    if linked:
        announce(change)
    await say(session, now, *change.said)
    await set_timers(change, {})
    session.info[_ASKED] = True
    return ask


class _ToBeLookedOver(Exception):
    """Nothing is asked yet: the transaction ends without a trace."""

    def __init__(self, home: Home) -> None:
        self.home = home
        super().__init__()


def _form(home: Home, masked: Masked, source: Source) -> Block:
    """Raises `PodHasNoChannel`, before anybody fills it in for nothing."""
    if home.pod.channel is None:
        raise PodHasNoChannel
    return modals.ask_modal(prefill=masked.text, channel=home.pod.channel, metadata=source)


def _new_ask(home: Home, channel: str, asking: Asking, question: str, now: datetime) -> Ask:
    # A message was written when Slack says so, however late its event came.
    asked_at = moment_of(asking.ts) if asking.ts else now
    return new_ask(
        team_id=home.member.team_id,
        pod_id=home.pod.id,
        asker=home.member.user,
        asker_name=home.member.name,
        question=question,
        contact=asking.contact,
        call_state=asking.call_state,
        topic=asking.topic or Topic(guess(question)),
        source=asking.source,
        source_channel=asking.channel if asking.ts else None,
        source_ts=asking.ts,
        source_edited=asking.edited,
        channel=channel,
        thread_ts=asking.thread_ts or asking.ts,
        response_url=asking.response_url,
        response_url_until=now + RESPONSE_URL_LIVES if asking.response_url else None,
        began_talking=asking.contact is Contact.PHONE and asking.call_state is CallState.TALKING,
        asked_at=asked_at,
        call_state_at=asked_at,
        last_activity_at=asked_at,
        ladder_from=now,  # nobody saw the card before
    )


async def _may_mention(session: AsyncSession, ask: Ask, settings: LadderSettings) -> bool:
    """After five asks during calls in an hour, the sixth calls nobody by name."""
    if not ask.began_talking:
        return True
    since = ask.asked_at - timedelta(hours=1)
    made = await count_talking_asks(session, ask.team_id, ask.asker, since)
    return made < settings.talking_asks_an_hour


def _card(change: Change) -> list[Post]:
    """The card; what it cannot show of the question follows in the thread."""
    ask = change.ask
    card = views.card(ask, (), change.zone, around(change))
    post = Post(
        subject=subject(ask.id),
        channel=ask.channel,
        text=card.text,
        blocks=card.blocks,
        part=CARD,
        thread=ask.thread_ts,
        priority=Priority.URGENT,
    )
    if ask.source is Source.MENTION or not views.question_is_cut(ask):
        return [post]
    return [post, *(in_thread(ask, piece) for piece in views.whole_question(ask))]
