"""A coach and a rep: a private agenda for two.

Every verb takes the delivery that caused it and opens the one transaction. Errors are those of
`errors.py`; a talk is read for the two it is about, and for nobody else.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Post
from bot.delivery.outbox import say
from bot.huddles.coaching import acting, whom
from bot.huddles.coaching.errors import NotForYou, NotToBeReopened, TooManyLines
from bot.huddles.coaching.facts import MOST_LINES, Acting, Choice, Talk
from bot.huddles.coaching.reading import get_coaching, read_talk
from bot.huddles.coaching.rules import may_reopen
from bot.huddles.coaching.typed import line, read_meant
from bot.huddles.coaching.views import shared_card
from bot.huddles.coaching.words import LINE
from bot.huddles.subjects import coaching_subject
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.service import get_actor, get_home
from storage.huddles_coaching import (
    Coaching,
    CoachingItem,
    find_line,
    find_open,
    has_later,
    list_lines,
)
from storage.pods import MemberFacts


class CoachingService:
    """Every verb that changes something opens the one transaction."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def open_typed(self, delivery: Delivery, person: Person, typed: str) -> Talk | Choice:
        """The talk with whom somebody named; without a name theirs, or a choice."""
        async with self._tools.transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            found = await whom.find(session, home, read_meant(typed), delivery.now)
            if isinstance(found, Choice):
                return found
            return await read_talk(session, found, home, delivery.now)

    async def open_with(self, delivery: Delivery, person: Person, user: str) -> Talk:
        """The talk with somebody who was chosen."""
        async with self._tools.transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            found = await whom.find_with(session, home, user, delivery.now)
            return await read_talk(session, found, home, delivery.now)

    async def open(self, delivery: Delivery, person: Person, coaching_id: UUID) -> Talk:
        """As it stands now."""
        async with self._tools.transactions.look() as session:
            home = await get_home(session, person)
            coaching = await get_coaching(session, home, coaching_id)
            return await read_talk(session, coaching, home, delivery.now)

    async def add(self, delivery: Delivery, person: Person, coaching_id: UUID, text: str) -> Talk:
        """A question or a note. Where they talked meanwhile, it is for their next talk."""
        words, now = line(self._tools.masker, text, LINE), delivery.now
        async with self._tools.transactions.of(delivery) as session:
            home = await get_actor(session, person, now)
            coaching = await get_coaching(session, home, coaching_id, lock=True)
            into = await _that_takes_lines(session, coaching)
            await _add(session, into, words.text, home.member, now)
            return await read_talk(session, coaching, home, now, masked=bool(words.kinds))

    async def tick(
        self, delivery: Delivery, person: Person, coaching_id: UUID, line_id: UUID, *, done: bool
    ) -> Talk:
        """They talked about it, or did not; said twice, the first time stands."""
        async with self._tools.transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            coaching = await get_coaching(session, home, coaching_id, lock=True)
            found = await find_line(session, coaching, line_id)
            if found is None:
                raise NotForYou
            found.done_at = (found.done_at or delivery.now) if done else None
            await session.flush()
            return await read_talk(session, coaching, home, delivery.now)

    async def share(self, delivery: Delivery, person: Person, coaching_id: UUID) -> Talk:
        """From now on the rep sees it, too, and is told once."""
        async with self._tools.transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            coaching = await get_coaching(session, home, coaching_id, lock=True)
            if coaching.shared_at is None and coaching.ended_at is None:
                coaching.shared_at = delivery.now
                await session.flush()
                await _tell(session, coaching, delivery.now)
            return await read_talk(session, coaching, home, delivery.now)

    async def end(self, delivery: Delivery, person: Person, coaching_id: UUID) -> Talk:
        """They talked; by whoever of the two says so first."""
        async with self._tools.transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            coaching = await get_coaching(session, home, coaching_id, lock=True)
            coaching.ended_at = coaching.ended_at or delivery.now
            await session.flush()
            return await read_talk(session, coaching, home, delivery.now)

    async def reopen(self, delivery: Delivery, person: Person, coaching_id: UUID) -> Talk:
        """They have not talked yet. Raises `NotToBeReopened` once there is a next one, and for the
        rep when it is longer ago than a slip: else they would learn of what is prepared.
        """
        async with self._tools.transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            coaching = await get_coaching(session, home, coaching_id, lock=True)
            if coaching.ended_at is not None:
                if not may_reopen(coaching, home.member.user, delivery.now):
                    raise NotToBeReopened
                if await has_later(session, coaching):
                    raise NotToBeReopened
                coaching.ended_at = None
                await session.flush()
            return await read_talk(session, coaching, home, delivery.now)

    async def next(self, delivery: Delivery, person: Person, coaching_id: UUID) -> Talk:
        """The one after a talk: its coach begins it, its rep sees it once it is shared."""
        async with self._tools.transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            before = await get_coaching(session, home, coaching_id)
            if before.coach == home.member.user:
                found = await whom.find_with(session, home, before.rep, delivery.now)
            else:
                found = await _shared_next(session, before)
            return await read_talk(session, found, home, delivery.now)

    async def open_action(self, person: Person, coaching_id: UUID, now: datetime) -> Acting:
        """What the form of an action item is made of."""
        return await acting.open_action(self._tools, person, coaching_id, now)

    async def add_action(
        self,
        delivery: Delivery,
        person: Person,
        coaching_id: UUID,
        text: str,
        owner: str,
        due_on: date | None,
    ) -> Talk:
        """What one of the two is to do until a day; nobody else sees it."""
        about = (coaching_id, text, owner, due_on)
        return await acting.add_action(self._tools, delivery, person, *about)

    async def close_action(
        self, delivery: Delivery, person: Person, coaching_id: UUID, action_id: UUID
    ) -> Talk:
        """What they gave each other to do is done."""
        return await acting.close_action(self._tools, delivery, person, coaching_id, action_id)


async def _that_takes_lines(session: AsyncSession, coaching: Coaching) -> Coaching:
    """The talk itself; after it the next one, where there is one by now."""
    if coaching.ended_at is None:
        return coaching
    return await find_open(session, coaching.coach, coaching.rep) or coaching


async def _add(
    session: AsyncSession, into: Coaching, text: str, me: MemberFacts, now: datetime
) -> None:
    """The same words from the same person stand there once: the form was sent again, as its answer
    got lost.
    """
    lines = [each for each in await list_lines(session, [into.id]) if each.done_at is None]
    if any((each.by, each.text) == (me.user, text) for each in lines):
        return
    if len(lines) >= MOST_LINES:
        raise TooManyLines
    session.add(CoachingItem(coaching_id=into.id, text=text, by=me.user, by_name=me.name, at=now))
    await session.flush()


async def _shared_next(session: AsyncSession, before: Coaching) -> Coaching:
    found = await find_open(session, before.coach, before.rep)
    if found is None or found.shared_at is None:
        raise NotForYou
    return found


async def _tell(session: AsyncSession, coaching: Coaching, now: datetime) -> None:
    """In the rep's direct messages."""
    card = shared_card(coaching)
    about = coaching_subject(coaching.id)
    await say(session, now, Post(about, coaching.rep, card.text, card.blocks))
