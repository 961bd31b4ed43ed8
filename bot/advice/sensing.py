"""What advice is handed of alerts: whether a question is about something that goes on, and whether
so many ask the same that they share one thread.
"""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox import Person
from bot.pods.facts import Home
from bot.text.kit import Card
from storage.advice import Ask
from storage.topics import Topic

Known = Any
"""What was found out before the question was made: only whoever found it knows more of it."""


class Sensing(Protocol):
    """`look` opens nothing that lasts, and never raises; the others join the transaction
    of the ask. What stands here is done where nobody senses anything.
    """

    async def look(
        self, person: Person, channel: str | None, question: str, topic: Topic, now: datetime
    ) -> Known:
        """Before the question is made: what may be about it."""
        return None

    async def find_first(
        self, session: AsyncSession, home: Home, ask: Ask, known: Known, now: datetime
    ) -> UUID | None:
        """The ask of the same pod whose thread this new one joins; None: it gets a card."""
        return None

    async def keep(
        self, session: AsyncSession, home: Home, ask: Ask, known: Known, now: datetime
    ) -> Card | None:
        """The question was made: what its asker reads at once. Others are told after it."""
        return None

    async def changed(self, session: AsyncSession, ask: Ask, now: datetime) -> None:
        """Its words, its topic or its state are others, or it is no longer a question."""
        return

    async def parted(self, session: AsyncSession, ask: Ask, now: datetime) -> None:
        """Its asker says that theirs is different from those with which it shared a thread."""
        return


class NothingSensed(Sensing):
    """Where there are no alerts."""
