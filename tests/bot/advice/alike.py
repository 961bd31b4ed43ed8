"""A sensor for which every question is the same as the first one."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice.facts import Asking
from bot.advice.sensing import Known, Sensing
from bot.advice.service import AdviceService
from bot.advice.suggesting import Suggesting
from bot.delivery.transaction import Transactions
from bot.inbox import Person
from bot.pods.facts import Home
from bot.text.kit import Card
from bot.text.masking import Masker
from storage.advice import Ask, Source
from storage.database import Database
from storage.pods import Member, Pod, Role
from storage.topics import Topic
from tests.bot.advice.scene import BOT, HOME, QUESTION, TEAM, Scene
from tests.fakes import START

REPS = ("NICK", "ANN", "BEA", "CARL", "DORA")


@dataclass
class Alike(Sensing):
    """`first` is the ask whose thread new ones join; what it was told is kept."""

    first: UUID | None = None
    looked: list[str] = field(default_factory=list)
    kept: list[tuple[UUID, Known]] = field(default_factory=list)
    heard: list[UUID] = field(default_factory=list)
    apart: list[UUID] = field(default_factory=list)
    says: Card | None = None

    async def look(
        self, person: Person, channel: str | None, question: str, topic: Topic, now: datetime
    ) -> Known:
        self.looked.append(question)
        return f"known of {question}"

    async def find_first(
        self, session: AsyncSession, home: Home, ask: Ask, known: Known, now: datetime
    ) -> UUID | None:
        return self.first

    async def keep(
        self, session: AsyncSession, home: Home, ask: Ask, known: Known, now: datetime
    ) -> Card | None:
        self.kept.append((ask.id, known))
        return self.says

    async def changed(self, session: AsyncSession, ask: Ask, now: datetime) -> None:
        self.heard.append(ask.id)

    async def parted(self, session: AsyncSession, ask: Ask, now: datetime) -> None:
        self.apart.append(ask.id)


class Outage(Scene):
    """A scene in which reps ask the same."""

    sensor: Alike

    def __post_init__(self) -> None:
        self.sensor = Alike()
        self.answer_from(None)

    def answer_from(self, store: Suggesting | None) -> None:
        """From now on practices may settle asks."""
        self.service = AdviceService(
            Transactions(self.database, self._wake),
            Masker(),
            permalink=lambda channel, ts: f"https://slack.test/{channel}/{ts}",
            bot_user=BOT,
            suggesting=store,
            sensing=self.sensor,
        )

    async def first(self, **more: Any) -> Ask:
        """Maya asks; whoever asks after her asks the same."""
        ask = await self.ask(**more)
        self.sensor.first = ask.id
        self.step(1)
        return ask

    async def joins(
        self, user: str = "UNICK", sent: bool = True, **more: Any
    ) -> tuple[Ask, Card | None]:
        """Another rep asks; what they read at once."""
        more = {"channel": HOME, "response_url": f"https://hooks.test/{user}"} | more
        asking = Asking(more.pop("text", QUESTION), source=Source.COMMAND, **more)
        before = {ask.id for ask in await self.all(Ask)}
        told = await self.service.ask(self.delivery(), Person(TEAM, user), asking)
        if sent:
            await self.send()
        (made,) = (ask for ask in await self.all(Ask) if ask.id not in before)
        assert told is None or isinstance(told, Card)
        return made, told

    async def joins_alone(self, user: str) -> None:
        """As `joins`, beside whatever else happens."""
        asking = Asking(QUESTION, source=Source.COMMAND, channel=HOME)
        await self.service.ask(self.delivery(), Person(TEAM, user), asking)


async def outage(database: Database, **settings: Any) -> Outage:
    """San Diego at ten on a Monday morning, with five more reps."""
    scene = Outage(database, START)
    await scene.people(**settings)
    (home,) = [pod for pod in await scene.all(Pod) if pod.key == "sd"]
    async with database.write() as session:
        for name in REPS:
            rep: dict[str, Any] = {"name": f"{name.title()} Q.", "role": Role.REP, "skills": []}
            session.add(Member(team_id=TEAM, user=f"U{name}", pod_id=home.id, **rep))
    return scene
