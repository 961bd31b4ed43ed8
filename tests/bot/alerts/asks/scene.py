"""Alerts among people who ask: advice is only as much of it as alerts see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.alike.signs import AlertSigns
from bot.alerts.asks import linking
from bot.alerts.changes import Tools
from bot.alerts.seeing import list_covered_now
from bot.alerts.service import AlertsService
from bot.alike.gist import read
from bot.delivery.transaction import Transactions
from bot.inbox import Person
from bot.pods.service import get_home
from bot.text.kit import Card
from bot.text.masking import Masker
from bot.text.topics import guess
from storage.advice import Ask, CallState, Contact, Source
from storage.alerts import Alert, AlertAsk
from storage.topics import Topic
from tests.bot.advice.scene import HOME, TEAM
from tests.bot.alerts.by_hand.scene import Room

RAMONA = "Customer in Ramona has no service since this morning, outage?"
BILL = "Customer was charged twice for October"


def address(channel: str, ts: str) -> str:
    return f"https://slack.test/{channel}/{ts}"


@dataclass
class Meeting(Room):
    """`told` is what askers were told: of which ask, what, and whether quietly; `batches` how many
    at once; `rested` and `went_on` are the asks for which nobody is called, and those for which
    somebody is again.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self.told: list[tuple[UUID, Card, bool]] = []
        self.batches: list[int] = []
        self.rested: list[tuple[UUID, UUID, str]] = []
        self.went_on: list[tuple[UUID, UUID]] = []
        transactions = Transactions(self.database, self._wake)
        more: dict[str, Any] = {"tell_askers": self._tell, "permalink": address}
        more |= {"signs": AlertSigns(), "rest": self._rest, "go_on": self._go_on}
        self.tools = Tools(transactions, Masker(), self._ends_with, **more)
        self.alerts = AlertsService(transactions, Masker(), self._ends_with, **more)

    async def _tell(
        self,
        session: AsyncSession,
        told: Mapping[UUID, Card],
        now: datetime,
        *,
        quietly: bool = False,
    ) -> None:
        self.batches.append(len(told))
        self.told += [(ask_id, card, quietly) for ask_id, card in told.items()]

    async def _rest(
        self, session: AsyncSession, ask_id: UUID, alert_id: UUID, headline: str, now: datetime
    ) -> None:
        self.rested.append((ask_id, alert_id, headline))

    async def _go_on(
        self, session: AsyncSession, ask_id: UUID, alert_id: UUID, now: datetime
    ) -> None:
        self.went_on.append((ask_id, alert_id))

    async def asked(
        self,
        question: str = RAMONA,
        user: str = "UMAYA",
        there: str = HOME,
        ago: float = 0,
        **more: Any,
    ) -> Ask:
        """Somebody asked so many minutes ago."""
        ask = _ask(question, user, there, self.pods[there], self.now - timedelta(minutes=ago))
        for name, value in more.items():
            setattr(ask, name, value)
        async with self.database.write() as session:
            session.add(ask)
        return await self.get(ask)

    async def asks(
        self, question: str = RAMONA, user: str = "UMAYA", there: str = HOME, **more: Any
    ) -> tuple[Ask, Card | None]:
        """Somebody asks now, as advice lets them; and the card that they read."""
        person = Person(TEAM, user)
        async with self.database.read() as session:
            home = await get_home(session, person)
            gist = read(question, Topic(guess(question)))
            covered = await list_covered_now(session, home, self.now)
            seen = await linking.look(self.tools, session, home, gist, None, covered)
        ask = await self.asked(question, user, there, **more)
        async with self.database.write() as session:
            card = await linking.keep(self.tools, session, home, ask, seen, self.now)
        return ask, card

    async def owes(self, user: str = "UMAYA", there: str = HOME, **more: Any) -> Ask:
        """Somebody asked about Ramona, and promised a call in two hours."""
        at = self.now + timedelta(hours=2)
        promised: dict[str, Any] = {"call_state": CallState.CALL_BACK, "call_back_at": at}
        return await self.asked(user=user, there=there, **(promised | more))

    async def refuses(self, ask: Ask, alert: Alert) -> None:
        """Its asker says that it is something else."""
        who_asked = Person(TEAM, ask.asker)
        await self.alerts.not_this(self.delivery(), who_asked, alert.id, ask.id)

    async def links(self) -> dict[UUID, AlertAsk]:
        """By their asks."""
        return {each.ask_id: each for each in await self.all(AlertAsk)}

    def heard(self, ask: Ask) -> list[str]:
        """What was said in an ask's thread."""
        return [card.text for ask_id, card, _ in self.told if ask_id == ask.id]


def _ask(question: str, user: str, there: str, pod: UUID, at: datetime) -> Ask:
    return Ask(
        team_id=TEAM,
        pod_id=pod,
        asker=user,
        asker_name=user.removeprefix("U").title(),
        question=question,
        contact=Contact.PHONE,
        topic=Topic(guess(question)),
        source=Source.COMMAND,
        channel=there,
        thread_ts="7.7",
        asked_at=at,
        call_state_at=at,
        last_activity_at=at,
        ladder_from=at,
    )
