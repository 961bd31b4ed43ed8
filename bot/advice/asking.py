"""Asking: from whatever way a question came to the card in the pod's channel."""

from asyncio import gather
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.advice import modals, whispers
from bot.advice.card_posts import card_posts
from bot.advice.changes import Change, Tools
from bot.advice.errors import EmptyQuestion, PodHasNoChannel, TooLongToLookOver
from bot.advice.facts import Asking, Note, What
from bot.advice.joining import find_first, join
from bot.advice.overflowing import announce, assign_overflow, find_overflow_at_once
from bot.advice.rules import moment_of, newer
from bot.advice.sensing import Known
from bot.advice.speech import from_slack, masked_before, typed
from bot.advice.suggesting import Seen
from bot.advice.waiting import set_timers
from bot.delivery.outbox import say
from bot.inbox import Delivery, Person
from bot.pods.facts import Home, LadderSettings, PodInMarket
from bot.pods.service import get_actor, get_home
from bot.text.kit import Block, Card
from bot.text.masking import Masked
from bot.text.topics import guess
from storage.advice import LIVE, Ask, AskState, CallState, Contact, Source
from storage.advice_asking import add_ask, count_talking_asks, new_ask
from storage.advice_threads import take_stray
from storage.topics import Topic


class Found(NamedTuple):
    """What was found before the question was made: practices that may fit, and what it may be
    about.
    """

    seen: Seen = ()
    known: Known = None


class Asked(NamedTuple):
    """The question that was made. `told`: where it stands, if it joined another one."""

    ask: Ask
    found: Found = Found()
    told: Card | None = None


NOTHING = Found()
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
    found = await look(tools, delivery, person, asking, masked)
    try:
        async with counting(tools, delivery) as session:
            home = await get_actor(session, person, delivery.now, asking.channel)
            if not masked.text or asking.channel != home.pod.channel:
                raise _ToBeLookedOver(home)
            made = await publish(tools, session, home, asking, masked, delivery.now, found=found)
            return await told(tools, session, home, made, masked, delivery.now, still_shown=False)
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
    found = await look(tools, delivery, person, asking, masked)
    now = delivery.now
    async with counting(tools, delivery) as session:
        home = await get_actor(session, person, now)
        made = await publish(tools, session, home, asking, masked, now, found=found)
        said = await told(tools, session, home, made, masked, now, still_shown=False)
        return Note(said, made.ask.channel) if said else None


async def look(
    tools: Tools, delivery: Delivery, person: Person, asking: Asking, masked: Masked
) -> Found:
    """The practices that may fit, and what goes on that it may be about, before the question is
    made: nobody else waits for that.
    """
    if not masked.text:
        return NOTHING
    topic = asking.topic or Topic(guess(masked.text))
    about = (person, asking.channel, masked.text, topic, delivery.now)
    return Found(*await gather(tools.suggesting.look(*about), tools.sensing.look(*about)))


async def told(
    tools: Tools,
    session: AsyncSession,
    home: Home,
    made: Asked,
    masked: Masked,
    now: datetime,
    *,
    still_shown: bool,
) -> Card | None:
    """What the asker reads at once, once the question stands: what it may be about, whose thread
    it joined, what was masked, that nobody is called, and what may fit.
    """
    ask, found = made.ask, made.found
    if ask.state not in LIVE:
        return None
    settings = LadderSettings.of(home.pod.settings)
    called = ask.mentions_allowed or ask.joined_to is not None
    quiet = None if called else settings.talking_asks_an_hour
    known = whispers.after_asking(masked.kinds, quiet, still_shown=still_shown)
    fitting = await tools.suggesting.keep(session, ask, found.seen, now) if ask.suggested else None
    sensed = await tools.sensing.keep(session, home, ask, found.known, now)
    return whispers.together(sensed, made.told, known, fitting)


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
    found: Found = NOTHING,
) -> Asked:
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
        return await publish(tools, session, home, asking, masked, now, found=found)
    if masked.kinds:
        found = Found((), found.known)
        return await publish(tools, session, home, asking, masked, now, stray.deleted_at, found)
    ask = _new_ask(home, home.pod.channel or "", asking, "", now)
    ask.state, ask.settled_at = AskState.WITHDRAWN, stray.deleted_at
    ask.question_deleted_at = stray.deleted_at
    await add_ask(session, ask, What.ASKED)
    return Asked(ask)


async def publish(
    tools: Tools,
    session: AsyncSession,
    home: Home,
    asking: Asking,
    masked: Masked,
    now: datetime,
    deleted_at: datetime | None = None,
    found: Found = NOTHING,
) -> Asked:
    """The card, the ladder's first rung and the timeline, in the open transaction; or, where so
    many ask the same, a place in the first one's thread. `found` is what its asker is told of.

    The path on which a customer waits: every statement counts.
    """
    if not masked.text:
        raise EmptyQuestion(field="question")
    if home.pod.channel is None:
        raise PodHasNoChannel
    settings = LadderSettings.of(home.pod.settings)
    ask = _new_ask(home, home.pod.channel, asking, masked.text, now)
    ask.question_masked, ask.question_deleted_at = bool(masked.kinds), deleted_at
    ask.suggested = len(found.seen) or None
    ask.mentions_allowed = await _may_mention(session, ask, settings)
    session.info[_ASKED] = True
    # What is asked in a thread stays there.
    if asking.thread_ts is None:
        first = await find_first(tools, session, home, ask, found.known, now)
        if first is not None:
            return Asked(ask, found, await join(tools, session, ask, first, now))
    overflow = await find_overflow_at_once(tools, session, home, now)
    linked = overflow is not None and assign_overflow(ask, *overflow)
    await add_ask(session, ask, What.ASKED)
    place = PodInMarket(home.pod, home.market)
    change = Change(session, ask, place, overflow[0] if overflow else None, settings, [], now)
    change.said += card_posts(change)
    if linked:
        announce(change)
    await say(session, now, *change.said)
    await set_timers(change, {})
    return Asked(ask, found)


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
