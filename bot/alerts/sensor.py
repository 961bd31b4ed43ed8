"""What advice is handed of alerts: asks are sensed for what several ask at once, and for what an
alert tells already. `bot.advice.sensing` says when each is called.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from logging import getLogger
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.ask_timers import compare_anew
from bot.alerts.asks import linking
from bot.alerts.asks.linking import Match
from bot.alerts.asks.telling_due import ASKED_WITHIN
from bot.alerts.matters.facts import MatterDue, Senses
from bot.alerts.matters.joining import find_joinable
from bot.alerts.matters.judging import usual_in
from bot.alerts.matters.market import Asking, nothing_asked, read_market
from bot.alerts.matters.sensing import QUIET_FOR, WINDOW
from bot.alerts.seeing import list_covered_now
from bot.alerts.subjects import market_subject
from bot.delivery.transaction import due_at_once
from bot.inbox import Person
from bot.patience import find_in_time
from bot.pods.facts import Home, PodInMarket
from bot.pods.service import get_home
from bot.text.kit import Card
from storage.advice import LIVE, Ask
from storage.alerts_matters import join_thread, part_ask
from storage.alerts_matters_reading import (
    find_market_of_pod,
    find_matter_of_ask,
    list_parted,
)
from storage.alerts_matters_waiting import find_going_on, find_thread_of, has_company
from storage.ids import new_id
from storage.timers import set_timer
from storage.topics import Topic

log = getLogger(__name__)
PATIENCE_SECONDS: Final = 0.9
"""For so long a question waits for what goes on; a customer waits for the question."""

MAY_STILL_COUNT: Final = QUIET_FOR + timedelta(hours=1)
"""What becomes of an ask that is older changes no matter."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was found out about a question before it was made: the matter whose thread it joins,
    and the alert that it is about. `late`: that took too long, so nothing of it is known.
    """

    matter: UUID | None = None
    alert: Match | None = None
    late: bool = False


NOTHING: Final = Known()
TOO_LATE: Final = Known(late=True)


class Sensor:
    """Nobody waits for a judgement: a timer is set with the ask, and is due at once."""

    def __init__(self, senses: Senses) -> None:
        self._senses, self._tools = senses, senses.tools

    async def look(
        self, person: Person, channel: str | None, question: str, topic: Topic, now: datetime
    ) -> Known:
        """Before the question is made. One statement where nothing goes on. Never raises."""
        looking = self._look(person, channel, question, topic, now)
        return await find_in_time(looking, TOO_LATE, PATIENCE_SECONDS, log)

    async def find_first(
        self, session: AsyncSession, home: Home, ask: Ask, known: Known, now: datetime
    ) -> UUID | None:
        """The ask of the same pod whose thread this new one joins: the oldest of its matter that
        has a card and waits. Asks nothing of the database where no matter was found.
        """
        if known.matter is None:
            return None
        return await find_thread_of(session, known.matter, home.pod.id)

    async def keep(
        self, session: AsyncSession, home: Home, ask: Ask, known: Known, now: datetime
    ) -> Card | None:
        """The question was made; what its asker reads at once. Who waited long enough without
        knowing whether it is about an alert, reads it in the thread.
        """
        if known.late:
            await compare_anew(session, ask.id, now)
            due_at_once(session)
        since = ask.asked_at - WINDOW
        if await has_company(session, ask, home.market.id, since, now - QUIET_FOR):
            await self._judge_soon(session, home.market.id, now)
        if ask.joined_to is not None:
            matter = known.matter or await find_matter_of_ask(session, ask.joined_to)
            if matter is not None:
                await join_thread(session, matter, [ask.joined_to, ask.id])
        return await linking.keep(self._tools, session, home, ask, known.alert, now)

    async def changed(self, session: AsyncSession, ask: Ask, now: datetime) -> None:
        """Its words, its topic or its state are others, or it is no longer a question."""
        if now - ask.asked_at < MAY_STILL_COUNT:
            market = await find_market_of_pod(session, ask.pod_id)
            if market is not None:
                await self._judge_soon(session, market, now)
        if ask.state in LIVE and now - ask.asked_at < ASKED_WITHIN:
            going = await find_going_on(session, ask.team_id, ask.asker, now)
            if going.alerts or going.elsewhere:
                await compare_anew(session, ask.id, now)
                due_at_once(session)

    async def parted(self, session: AsyncSession, ask: Ask, now: datetime) -> None:
        """Its asker says that theirs is different: it is never put to that matter again."""
        await self.changed(session, ask, now)
        if matter := await find_matter_of_ask(session, ask.id):
            await part_ask(session, matter, ask.id, now)

    async def _judge_soon(self, session: AsyncSession, market_id: UUID, now: datetime) -> None:
        """One timer a market: many asks are judged together. Its row is taken before those of
        matters, as the judge does, so that neither waits for the other.
        """
        due = self._senses.memory.next_turn(market_id, now)
        await set_timer(session, MatterDue.JUDGE, market_subject(market_id), due)
        due_at_once(session)

    async def _look(
        self, person: Person, channel: str | None, question: str, topic: Topic, now: datetime
    ) -> Known:
        async with self._tools.transactions.look() as session:
            going = await find_going_on(session, person.team, person.user, now - WINDOW)
            if not any(going):
                return NOTHING
            home = await get_home(session, person, channel)
            if channel is not None and channel != home.pod.channel:
                return NOTHING  # nothing is asked from there
            asking, parted = nothing_asked(home.market.id), set[UUID]()
            if going.matters:
                asking = await read_market(session, person.team, home.market.id, now)
                parted = await list_parted(session, person.team, person.user, now - QUIET_FOR)
            covered = await list_covered_now(session, home, now) if going.elsewhere else ()
        return await self._compare(home, covered, asking, parted, question, topic, now)

    async def _compare(
        self,
        home: Home,
        covered: Sequence[PodInMarket],
        asking: Asking,
        parted: set[UUID],
        question: str,
        topic: Topic,
        now: datetime,
    ) -> Known:
        usual = await usual_in(self._senses, asking.market_id, now)
        memory, asker = self._senses.memory, home.member.user
        new = await memory.read_new(usual, new_id(), asker, question, topic, now)
        matter = None
        if asking.matters:
            asked = await memory.read(usual, asking.asks)
            matter = await find_joinable(new, asked, asking.matters, parted, usual.like)
        async with self._tools.transactions.look() as session:
            alert = await linking.look(self._tools, session, home, new.gist, new.vector, covered)
        return Known(matter, alert)
