"""San Diego's two pods, in which reps ask; the sensor, and what becomes of what it sees."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.changes import Tools
from bot.alerts.draft import Draft
from bot.alerts.matters.facts import MatterDue, Senses
from bot.alerts.matters.memory import Memory
from bot.alerts.matters.service import MattersService
from bot.alerts.sensor import Known, Sensor
from bot.alerts.service import AlertsService
from bot.alerts.shown import Posted
from bot.delivery.transaction import Transactions
from bot.inbox import Person
from bot.meaning.embedder import Embedder
from bot.pods.facts import Home
from bot.text.kit import Card
from bot.text.masking import Masker
from bot.text.topics import guess
from storage.advice import Ask, AskState, Source
from storage.alerts import Alert, AlertAsk
from storage.alerts_matters import AlertMatter, AlertMatterAsk, AlertMatterTold
from storage.outbox import OutboxRow
from storage.pods import Member, Role, find_member
from storage.timers import Timer
from storage.topics import Topic
from tests.bot.advice.scene import HOME, TEAM, who
from tests.bot.alerts.by_hand.scene import Room

REPS = tuple(f"UREP{number}" for number in range(60))


class Crowd(Room):
    """`told` is what advice was handed for the threads of asks: who, and the words."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.told: list[tuple[UUID, str]] = []
        self.transactions = Transactions(self.database, self._wake)
        self.replica()

    def replica(self, embedder: Embedder | None = None) -> None:
        """A process that remembers nothing."""
        tools = Tools(self.transactions, Masker(), tell_askers=self._tell_askers)
        senses = Senses(tools, TEAM, Memory(embedder))
        self.sensor, self.matters = Sensor(senses), MattersService(senses)
        self.alerts = AlertsService(
            self.transactions, Masker(), self._ends_with, tell_askers=self._tell_askers
        )

    async def reps(self, count: int, first: int = 0, channel: str = HOME) -> None:
        """As far as that many may ask in a pod, beside those who are there."""
        async with self.database.write() as session:
            for user in REPS[first:count]:
                session.add(
                    Member(
                        team_id=TEAM,
                        user=user,
                        pod_id=self.pods[channel],
                        name=f"Rep {user[4:]}",
                        role=Role.REP,
                    )
                )

    def acts(self) -> dict[str, Any]:
        return {**self.alerts.acts(), **self.matters.acts()}

    async def ask(self, user: str, text: str, **more: Any) -> Ask:  # type: ignore[override]
        """As advice does: looked at, put into a thread or not, kept in the ask's own commit."""
        topic = Topic(guess(text))
        known = await self.sensor.look(who(user), None, text, topic, self.now)
        return await self.make(user, text, known, **more)

    async def make(self, user: str, text: str, known: Known, **more: Any) -> Ask:
        async with self.transactions.of(self.delivery()) as session:
            home = await _home(session, who(user))
            ask = self._new_ask(home, text, **more)
            ask.joined_to = await self.sensor.find_first(session, home, ask, known, self.now)
            session.add(ask)
            await session.flush()
            await self.sensor.keep(session, home, ask, known, self.now)
        return ask

    async def call_off(self, ask: Ask, state: AskState = AskState.WITHDRAWN) -> None:
        """Its asker takes it back, or brings it back."""
        async with self.transactions.of(self.delivery()) as session:
            mine = await session.get(Ask, ask.id)
            assert mine is not None
            mine.state = state
            await session.flush()
            await self.sensor.changed(session, mine, self.now)

    async def reword(self, ask: Ask, text: str) -> None:
        """Its asker says it in other words."""
        async with self.transactions.of(self.delivery()) as session:
            mine = await session.get(Ask, ask.id)
            assert mine is not None
            mine.question, mine.topic = text, Topic(guess(text))
            await session.flush()
            await self.sensor.changed(session, mine, self.now)

    async def part(self, ask: Ask) -> None:
        """Its asker says that theirs is different: it has a card of its own."""
        async with self.transactions.of(self.delivery()) as session:
            mine = await session.get(Ask, ask.id)
            assert mine is not None
            mine.joined_to = None
            await session.flush()
            await self.sensor.parted(session, mine, self.now)

    async def alert_for(self, user: str, matter: AlertMatter, **changes: Any) -> Posted:
        """They look the form over, and post it."""
        draft = await self.form(user, matter)
        made = await self.alerts.post(
            self.delivery(), who(user), self.market, draft, None, matter.id
        )
        assert isinstance(made, Posted)
        return made

    async def form(self, user: str, matter: AlertMatter) -> Draft:
        return (await self.matters.open_form(who(user), matter.id, self.now)).draft

    async def matter(self) -> AlertMatter:
        """The only one."""
        (matter,) = await self.all(AlertMatter)
        assert isinstance(matter, AlertMatter)
        return matter

    async def asks_of(self, matter: AlertMatter) -> set[UUID]:
        rows = await self.all(AlertMatterAsk)
        mine = [each for each in rows if each.matter_id == matter.id and not each.parted_at]
        return {each.ask_id for each in mine if not each.has_left}

    async def told_of(self, matter: AlertMatter) -> list[tuple[str, int]]:
        rows = [each for each in await self.all(AlertMatterTold) if each.matter_id == matter.id]
        return [(each.user, each.count) for each in sorted(rows, key=lambda each: each.at)]

    async def linked(self, alert: Alert) -> set[UUID]:
        return {each.ask_id for each in await self.all(AlertAsk) if each.alert_id == alert.id}

    async def cards_to(self, user: str) -> list[OutboxRow]:
        """What was said to somebody directly, and how it was repainted."""
        return [each for each in await self.all_rows() if each.channel == user]

    async def judgements_due(self) -> int:
        timers = [each for each in await self.all(Timer) if each.done_at is None]
        return sum(each.kind == MatterDue.JUDGE for each in timers)

    async def _tell_askers(
        self,
        session: AsyncSession,
        told: Mapping[UUID, Card],
        now: datetime,
        *,
        quietly: bool = False,
    ) -> None:
        self.told += [(ask, card.text) for ask, card in told.items()]

    def _new_ask(self, home: Home, text: str, **more: Any) -> Ask:
        values = {
            "team_id": TEAM,
            "pod_id": home.pod.id,
            "asker": home.member.user,
            "asker_name": home.member.name,
            "question": text,
            "topic": Topic(guess(text)),
            "source": Source.COMMAND,
            "channel": home.pod.channel or "",
            "asked_at": self.now,
            "call_state_at": self.now,
            "last_activity_at": self.now,
            "ladder_from": self.now,
        }
        return Ask(**{**values, **more})


async def _home(session: AsyncSession, person: Person) -> Home:
    home = await find_member(session, person.team, person.user)
    assert home is not None
    return home
