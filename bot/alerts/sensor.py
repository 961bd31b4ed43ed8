"""What advice is handed of alerts: asks are sensed for what several ask at once, and for what an
alert tells already. `bot.advice.sensing` says when each is called.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.changes import Tools
from bot.inbox import Person
from bot.meaning.embedder import Embedder
from bot.pods.facts import Home
from bot.text.kit import Card
from storage.advice import Ask
from storage.topics import Topic


@dataclass(slots=True)
class Known:
    """What was found out about a question before it was made."""


class Sensor:
    """`team` is the workspace's id; without an embedder likeness is told by words."""

    def __init__(self, tools: Tools, team: str, embedder: Embedder | None) -> None:
        self._tools, self._team, self._embedder = tools, team, embedder

    async def look(
        self, person: Person, channel: str | None, question: str, topic: Topic, now: datetime
    ) -> Known:
        """Before the question is made. Never raises."""
        return Known()

    async def find_first(
        self, session: AsyncSession, home: Home, ask: Ask, known: Known, now: datetime
    ) -> UUID | None:
        """The ask of the same pod whose thread this new one joins."""
        return None

    async def keep(
        self, session: AsyncSession, home: Home, ask: Ask, known: Known, now: datetime
    ) -> Card | None:
        """The question was made; what its asker reads at once."""
        return None

    async def changed(self, session: AsyncSession, ask: Ask, now: datetime) -> None:
        """Its words, its topic or its state are others, or it is no longer a question."""

    async def parted(self, session: AsyncSession, ask: Ask, now: datetime) -> None:
        """Its asker says that theirs is different."""
