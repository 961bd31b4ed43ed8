"""What advice is handed of practices: they are put before an asker, and one may settle an ask."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice.errors import Stale
from bot.inbox import Person
from bot.pods.facts import Home
from bot.text.kit import Card
from storage.advice import Ask
from storage.topics import Topic

Seen = Sequence[Any]
"""What was found for a question, best first: only whoever found it knows more of it."""


class Solution(Protocol):
    """A practice as an answer: whose it is, its line to say, and all of it."""

    @property
    def practice_id(self) -> UUID: ...
    @property
    def author(self) -> str: ...
    @property
    def author_name(self) -> str: ...
    @property
    def say_now(self) -> str | None: ...
    @property
    def text(self) -> str: ...
    @property
    def told(self) -> Card: ...


class Suggesting(Protocol):
    """`look` opens nothing that lasts, and never raises; the others join the transaction
    of the ask. `solve` notes nothing where that practice solved it `again`; `unsolve` takes back
    what was said at a moment. What stands here is done where there is no store.
    """

    async def look(
        self, person: Person, channel: str | None, question: str, topic: Topic, now: datetime
    ) -> Seen:
        return ()

    async def keep(self, session: AsyncSession, ask: Ask, seen: Seen, now: datetime) -> Card | None:
        return None

    async def solve(
        self,
        session: AsyncSession,
        home: Home,
        ask: Ask,
        practice_id: UUID,
        now: datetime,
        *,
        again: bool = False,
    ) -> Solution:
        raise Stale

    async def unsolve(
        self, session: AsyncSession, ask: Ask, practice_id: UUID, at: datetime
    ) -> None:
        return None


class NothingSuggested(Suggesting):
    """Where there is no store."""
