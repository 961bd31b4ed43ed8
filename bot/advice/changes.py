"""One change of one ask: decided under its lock, then its timers are moved, its cards repainted."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import views
from bot.advice.errors import Stale
from bot.advice.facts import Around, Due, Pressed, What
from bot.advice.ladder import due_times
from bot.advice.readiness import Readiness
from bot.advice.rules import LIVE
from bot.advice.suggesting import NothingSuggested, Suggesting
from bot.advice.wornout import part_at, worn_out
from bot.delivery.message import Outgoing, PartOf, Post, Priority, Repaint, Whisper
from bot.delivery.outbox import say
from bot.delivery.transaction import Transactions
from bot.errors import AlreadyHandled
from bot.pods.facts import LadderSettings, PodInMarket
from bot.pods.rules import opens_at
from bot.text.kit import Card
from bot.text.masking import Masker
from storage.advice import Ask, AskState, Moment, OverflowReason, Reply
from storage.advice_reading import find_ask, look_at_ask
from storage.advice_threads import list_replies
from storage.pods import Organisation, find_member, get_pod
from storage.practices import Reach
from storage.practices_reading import find_practice_of_ask
from storage.timers import cancel_timers, set_timer

CARD, OVERFLOW, _COPY = "card", "overflow", "copy:"


Corrected = Callable[[AsyncSession, UUID, datetime], Awaitable[None]]
"""Joins the open transaction: what worked for this ask was corrected."""


async def nobody_relies_on_it(session: AsyncSession, ask_id: UUID, now: datetime) -> None:
    """Without practices nothing is made of answers."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the deeds of advice were handed: `permalink` of a message, from channel and ts."""

    transactions: Transactions
    masker: Masker
    permalink: Callable[[str, str], str | None]
    bot_user: str = ""
    readiness: Readiness = field(default_factory=Readiness)
    corrected: Corrected = nobody_relies_on_it
    suggesting: Suggesting = field(default_factory=NothingSuggested)


@dataclass(slots=True)
class Change:
    """An ask under its lock, with what is needed to decide. `fired`: the timer that acts;
    `claimed_there`: whoever has the ask is of the overflow pod. `saved_as` is the practice that
    was made of what worked, if its pod finds it.
    """

    session: AsyncSession
    ask: Ask
    home: PodInMarket
    overflow: PodInMarket | None
    settings: LadderSettings
    replies: list[Reply]
    now: datetime
    pressed: Pressed | None = None
    fired: Due | None = None
    claimed_there: bool = False
    saved_as: UUID | None = None
    said: list[Outgoing] = field(default_factory=list)

    @property
    def zone(self) -> str:
        return self.home.market.timezone

    def note(self, what: What, who: str | None = None, detail: str | None = None) -> None:
        """An entry of the timeline."""
        moment = Moment(ask_id=self.ask.id, at=self.now, what=what, who=who, detail=detail)
        self.session.add(moment)

    def reply(self, said: Card, part: str = "") -> None:
        """Say something in the home thread."""
        self.said.append(in_thread(self.ask, said, part))

    def copy(self, reply: Reply, said: Card) -> None:
        """Repeat a reply in the home thread."""
        reply.copied_at = self.now
        self.said.append(in_thread(self.ask, said, copy_part(reply.id), Priority.URGENT))

    def repaint_copy(self, reply: Reply, said: Card) -> None:
        """The reply was edited or deleted: so is what repeats it."""
        part = copy_part(reply.id)
        self.said.append(repaint(self.ask, part, self.ask.channel, said))

    def part_of_now(self, kind: str) -> str:
        """A name for what is said now, by which it is found when its buttons are pressed."""
        return part_at(kind, self.now)

    def reply_in_overflow(self, said: Card, part: str = "") -> None:
        """Say something in the overflow pod's thread, if there is one."""
        if self.ask.overflow_channel:
            thread = self.ask.overflow_thread_ts or PartOf(OVERFLOW)
            self.said.append(
                Post(
                    subject=subject(self.ask.id),
                    channel=self.ask.overflow_channel,
                    text=said.text,
                    blocks=said.blocks,
                    part=part,
                    thread=thread,
                    priority=Priority.ADVICE,
                )
            )

    def whisper(self, user: str, said: Card, response_url: str | None = None) -> None:
        """Say something privately, in the home thread or where `response_url` reaches."""
        self.said.append(
            Whisper(
                subject=subject(self.ask.id),
                channel=self.ask.channel,
                user=user,
                text=said.text,
                blocks=said.blocks,
                response_url=response_url,
                thread=self.ask.thread_ts or PartOf(CARD),
                priority=Priority.ADVICE,
            )
        )


def subject(ask_id: UUID) -> str:
    """What the timers and the messages of an ask are about."""
    return f"ask:{ask_id}"


def ask_of(subject: str) -> UUID | None:
    """The ask that a subject speaks of; None for another feature's."""
    kind, _, ask_id = subject.partition(":")
    return UUID(ask_id) if kind == "ask" else None


def copy_part(reply_id: UUID) -> str:
    """The part under which Podline repeats a reply in the home thread."""
    return f"{_COPY}{reply_id}"


def reply_of(part: str) -> UUID | None:
    """The reply of which a part is a copy."""
    return UUID(part.removeprefix(_COPY)) if part.startswith(_COPY) else None


def in_thread(ask: Ask, said: Card, part: str = "", priority: Priority = Priority.ADVICE) -> Post:
    return Post(
        subject=subject(ask.id),
        channel=ask.channel,
        text=said.text,
        blocks=said.blocks,
        part=part,
        thread=ask.thread_ts or PartOf(CARD),
        priority=priority,
    )


def repaint(
    ask: Ask, part: str, channel: str, said: Card, response_url: str | None = None
) -> Repaint:
    return Repaint(
        subject=subject(ask.id),
        part=part,
        channel=channel,
        text=said.text,
        blocks=said.blocks,
        response_url=response_url,
        priority=Priority.ADVICE,
    )


async def get_ask(session: AsyncSession, ask_id: UUID, team: str) -> Ask:
    """The ask, locked. Raises `Stale` where there is none (any more)."""
    ask = await find_ask(session, ask_id)
    if ask is None or ask.team_id != team:
        raise Stale
    return ask


async def show_ask(session: AsyncSession, ask_id: UUID, team: str) -> Ask:
    """The ask, to be looked at only. Raises `Stale` where there is none (any more)."""
    ask = await look_at_ask(session, ask_id)
    if ask is None or ask.team_id != team:
        raise Stale
    return ask


@asynccontextmanager
async def changing(
    session: AsyncSession,
    ask: Ask,
    now: datetime,
    pressed: Pressed | None = None,
    fired: Due | None = None,
) -> AsyncIterator[Change]:
    """What is decided inside is followed by what follows from it: timers, cards, messages."""
    home = await get_pod(session, ask.pod_id)
    overflow = await get_pod(session, ask.overflow_pod_id) if ask.overflow_pod_id else None
    settings = LadderSettings.of(home.pod.settings)
    replies = list(await list_replies(session, ask.id))
    change = Change(session, ask, home, overflow, settings, replies, now, pressed, fired)
    change.claimed_there = await _is_claimed_there(session, ask)
    change.saved_as = await _find_saved(session, ask, home)
    waited, looked = due_times(ask, settings), _looks(change)
    yield change
    _forget_private_way(change)
    await set_timers(change, waited)
    if pressed is not None:
        there = overflow.pod.name if overflow else None
        about = subject(ask.id)
        change.said += await worn_out(session, about, ask, replies, home[1], there, pressed)
    await say(session, now, *_repaints(change, looked), *change.said)


async def _is_claimed_there(session: AsyncSession, ask: Ask) -> bool:
    if ask.overflow_pod_id is None or ask.claimed_by is None:
        return False
    home = await find_member(session, ask.team_id, ask.claimed_by)
    return home is not None and home.pod.id == ask.overflow_pod_id


async def _find_saved(session: AsyncSession, ask: Ask, home: PodInMarket) -> UUID | None:
    """Only a settled card has room for it."""
    if ask.state is not AskState.ACCEPTED:
        return None
    partner = home.pod.organisation is Organisation.PARTNER
    reach = Reach(ask.team_id, "", ask.pod_id, home.market.id, partner)
    return await find_practice_of_ask(session, ask.id, reach)


def _forget_private_way(change: Change) -> None:
    """A response_url is kept while it can reach the asker: until the ask is settled for good,
    30 minutes at most.
    """
    ask, until = change.ask, change.ask.response_url_until
    settled = ask.state not in LIVE and ask.undo_until is None
    if ask.response_url and (settled or until is None or until <= change.now):
        ask.response_url = ask.response_url_until = None


async def set_timers(change: Change, waited: dict[Due, datetime]) -> None:
    """Let the ask wait for what it says now, where it `waited` for something else."""
    awaited, about = due_times(change.ask, change.settings), subject(change.ask.id)
    for kind, due in awaited.items():
        # A rung that was climbed is awaited anew, even where the next one is due at that moment.
        if waited.get(kind) != due or kind is change.fired is Due.RUNG:
            await set_timer(change.session, kind, about, due)
    over = waited.keys() - awaited.keys() - {change.fired}
    if over:
        await cancel_timers(change.session, about, *sorted(over))


def _repaints(change: Change, looked: dict[str, Card]) -> list[Outgoing]:
    """The cards that look different now; the one that was pressed in any case."""
    return [
        _repaint(change, part, card)
        for part, card in _looks(change).items()
        if part in looked and (card != looked[part] or _was_pressed(change, part))
    ]


def _repaint(change: Change, part: str, card: Card) -> Repaint:
    ask, pressed = change.ask, change.pressed
    channel = ask.channel if part == CARD else ask.overflow_channel or ""
    url = pressed.response_url if pressed and _was_pressed(change, part) else None
    return repaint(ask, part, channel, card, url)


def _was_pressed(change: Change, part: str) -> bool:
    """Whether the press was made on this card: a response_url repaints only its own message."""
    ask, pressed = change.ask, change.pressed
    stands = (ask.channel, ask.card_ts)
    if part == OVERFLOW:
        stands = (ask.overflow_channel or "", ask.overflow_thread_ts)
    return pressed is not None and (pressed.channel, pressed.ts) == stands


def _looks(change: Change) -> dict[str, Card]:
    ask = change.ask
    undo = ask.undo_until is not None
    looks = {CARD: views.card(ask, change.replies, change.zone, around(change), undo=undo)}
    if change.overflow and ask.overflow_channel:
        looks[OVERFLOW] = overflow_card(change)
    return looks


def around(change: Change) -> Around:
    """What the cards show that does not stand in the ask."""
    there = change.overflow.pod.name if change.overflow and change.ask.overflow_channel else None
    return Around(there, change.claimed_there, _held_until(change), change.saved_as)


def _held_until(change: Change) -> datetime | None:
    """Until when the claimer has it, where they took more time than a claim has."""
    ask, usual = change.ask, timedelta(seconds=change.settings.claim_falls_back_after)
    if ask.claimed_until is None or ask.claimed_at is None:
        return None
    return ask.claimed_until if ask.claimed_until > ask.claimed_at + usual else None


def overflow_card(change: Change) -> Card:
    """The linked card as it looks now; a partner organisation sees the masked question only."""
    ask, home = change.ask, change.home
    partner = change.overflow is None or (change.overflow.pod.organisation is Organisation.PARTNER)
    return views.overflow_card(
        ask,
        change.replies,
        home.market.name,
        ask.overflow_reason or OverflowReason.UNANSWERED,
        change.zone,
        partner=partner,
        opens_at=opens_at(home.pod, home.market, ask.asked_at),
        held_until=_held_until(change),
    )


@asynccontextmanager
async def due(
    tools: Tools, timer_id: UUID, now: datetime, kind: Due
) -> AsyncIterator[Change | None]:
    """The change that a due timer makes; None where its ask is gone: then it is done.

    Raises `AlreadyHandled` where somebody just changes the ask: then the timer is still due, or
    was moved. A press never waits for a timer.
    """
    async with tools.transactions.due(timer_id, now) as (session, timer):
        ask_id = ask_of(timer.subject)
        ask = await find_ask(session, ask_id, wait=False) if ask_id else None
        if ask is not None:
            async with changing(session, ask, now, fired=kind) as change:
                yield change
        elif ask_id and await look_at_ask(session, ask_id):
            raise AlreadyHandled
        else:
            yield None
