"""One change of one practice: decided under its lock, then noted, indexed, and its timers moved."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Outgoing, Post
from bot.delivery.outbox import say
from bot.delivery.transaction import Transactions
from bot.inbox import Delivery, Person
from bot.pods.facts import Home, PodInMarket
from bot.pods.service import get_actor
from bot.practices.content import take_down
from bot.practices.errors import Gone, PartOfAnother
from bot.practices.facts import Due, What
from bot.practices.found import Finding
from bot.practices.indexing import index_practice
from bot.practices.rules import (
    ANSWERS_AFTER,
    ask_owner_at,
    check_sees,
    looked_at,
    stale_from,
)
from bot.text.kit import Card
from bot.text.masking import Masker
from storage.ids import new_id
from storage.pods import MemberFacts, get_pod
from storage.practices import OPEN_STATES, Practice, PracticeChange, PracticeState, Saying
from storage.practices_gaps import has_gaps
from storage.practices_history import was_open
from storage.practices_reading import (
    find_practice,
    list_family,
    list_merged,
    list_sayings,
    look_at_practice,
)
from storage.timers import move_timers, set_timer

_MOST_MERGES = 50


ShowSaved = Callable[
    [AsyncSession, UUID, str | None, str | None, str, datetime], Coroutine[Any, Any, None]
]
"""Joins the open transaction: a practice was made of this ask, from the form that was opened on a
card, whose channel and ts follow, and the response_url of that press."""


async def nobody_shows_it(
    session: AsyncSession,
    ask_id: UUID,
    channel: str | None,
    ts: str | None,
    response_url: str,
    now: datetime,
) -> None:
    """Without advice there are no cards."""


NoteSaved = Callable[[AsyncSession, UUID, UUID, UUID, Person, datetime], Coroutine[Any, Any, None]]
"""Joins the open transaction: of this huddle and this item of its agenda a practice was made, whose
id follows, by that person."""


async def nobody_notes(
    session: AsyncSession,
    huddle_id: UUID,
    item_id: UUID,
    practice_id: UUID,
    person: Person,
    now: datetime,
) -> None:
    """Without huddles nothing is talked about."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the deeds of practices were handed: `permalink` of a message, from channel and ts."""

    transactions: Transactions
    masker: Masker
    finder: Finding
    permalink: Callable[[str, str], str | None] = lambda channel, ts: None
    show_saved: ShowSaved = nobody_shows_it
    note_saved: NoteSaved = nobody_notes


@dataclass(slots=True)
class Change:
    """A practice under its lock, with its own ways to say it; `home` is None for a timer."""

    session: AsyncSession
    practice: Practice
    sayings: list[Saying]
    place: PodInMarket
    now: datetime
    home: Home | None = None
    noted: bool = False
    said: list[Outgoing] = field(default_factory=list)
    taken: dict[str, Any] = field(default_factory=dict)

    def note(self, what: What, why: str | None = None, to: MemberFacts | None = None) -> None:
        """An entry of the history: all that changed since the last one. It names whoever acts, or
        `to` whom it is handed.
        """
        practice, member = self.practice, to or (self.home.member if self.home else None)
        looked_at(practice, what, self.now)
        practice.version += 1
        practice.updated_at = self.now
        entry = PracticeChange(
            practice_id=practice.id,
            version=practice.version,
            at=self.now,
            who=member.user if member else None,
            who_name=member.name if member else None,
            what=what,
            why=why or None,
            before=self.taken,
        )
        self.session.add(entry)
        self.taken = take_down(practice, self.sayings)
        self.noted = True

    def tell(self, user: str, card: Card) -> None:
        """Say something to one person, in their direct messages; it can be repainted later."""
        about, part = subject(self.practice.id), f"told:{new_id()}"
        post = Post(subject=about, channel=user, text=card.text, blocks=card.blocks, part=part)
        self.said.append(post)


def subject(practice_id: UUID) -> str:
    """What the timers and the messages of a practice are about."""
    return f"practice:{practice_id}"


def practice_of(subject: str) -> UUID | None:
    """The practice that a subject speaks of; None for another feature's."""
    kind, _, practice_id = subject.partition(":")
    return UUID(practice_id) if kind == "practice" else None


async def show_practice(session: AsyncSession, practice_id: UUID, home: Home) -> Practice:
    """The practice, or the one that it was merged into, to be looked at only. Raises `Gone`."""
    practice = await look_at_practice(session, practice_id)
    for _ in range(_MOST_MERGES):
        if practice is None or practice.merged_into is None:
            break
        practice = await look_at_practice(session, practice.merged_into)
    if practice is None:
        raise Gone
    await check_shown(session, practice, home)
    return practice


async def check_shown(session: AsyncSession, practice: Practice, home: Home) -> None:
    """Raises `Gone` where somebody may not see it."""
    kept = practice.state is not PracticeState.ARCHIVED
    opened = kept or await was_open(session, practice.id)
    check_sees(practice, await get_pod(session, practice.pod_id), home, opened=opened)


async def get_practice(session: AsyncSession, practice_id: UUID, home: Home) -> Practice:
    """As `show_practice`, locked, and as it stands once it is: whoever held it may have merged
    it, or made a draft of it again. Raises `Gone`.
    """
    seen = await show_practice(session, practice_id, home)
    practice = await find_practice(session, seen.id)
    if practice is None:
        raise Gone
    if practice.merged_into is not None:
        return await get_practice(session, practice.merged_into, home)
    await check_shown(session, practice, home)
    return practice


@asynccontextmanager
async def changing(
    session: AsyncSession, practice: Practice, now: datetime, home: Home | None = None
) -> AsyncIterator[Change]:
    """What is decided inside is followed by what follows from it: index, timers, messages."""
    place = await get_pod(session, practice.pod_id)
    sayings = list(await list_sayings(session, [practice.id]))
    change = Change(session, practice, sayings, place, now, home)
    change.taken = take_down(practice, sayings)
    waited = due_times(practice)
    yield change
    await session.flush()
    if change.noted:
        await index(session, practice)
    await set_timers(session, practice, waited)
    await say(session, now, *change.said)


@asynccontextmanager
async def acting(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    practice_id: UUID,
    *,
    itself: bool = False,
) -> AsyncIterator[tuple[Change, Home]]:
    """The change that a press or a form makes in the one transaction, and where its person
    belongs. Whatever is refused inside changes nothing.

    `itself`: only this one is meant. Raises `PartOfAnother` where it was merged.
    """
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        practice = await get_practice(session, practice_id, home)
        if itself and practice.id != practice_id:
            raise PartOfAnother(practice)
        async with changing(session, practice, delivery.now, home) as change:
            yield change, home
    if change.noted:
        tools.finder.wake()


def due_times(practice: Practice) -> dict[Due, datetime]:
    """What a practice waits for."""
    live = practice.state is not PracticeState.ARCHIVED
    times = {
        Due.UNUSED: ask_owner_at(practice),
        Due.STALE: stale_from(practice),
        Due.END: practice.ends_at if live else None,
    }
    return {kind: due for kind, due in times.items() if due is not None}


async def index(session: AsyncSession, practice: Practice) -> None:
    """Let the practice be found as it stands now, by every way to say it and the words of what
    was merged into it; and a little later, when its meaning is known, let it answer what its pod
    searched in vain.
    """
    family = await list_family(session, [practice.id])
    merged = await list_merged(session, family.keys() - {practice.id})
    await index_practice(session, practice, await list_sayings(session, family), merged)
    if practice.state in OPEN_STATES and await has_gaps(session, practice.pod_id):
        later = practice.updated_at + ANSWERS_AFTER
        await set_timer(session, Due.ANSWERS, subject(practice.id), later)


async def set_timers(
    session: AsyncSession, practice: Practice, waited: dict[Due, datetime]
) -> None:
    """Let the practice wait for what it says now, where it `waited` for something else."""
    await move_timers(session, subject(practice.id), waited, due_times(practice))
