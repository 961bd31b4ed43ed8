"""Looks for practices that mean what a question, or a note, means."""

import asyncio
from collections.abc import Awaitable, Callable
from logging import getLogger
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.meaning.embedder import Embedder
from bot.meaning.errors import EmbedderFailed
from bot.practices import ranking
from bot.practices.following import Memory
from bot.practices.questions import Question
from bot.practices.ranking import Near
from storage.practices import ALL, Narrow, Reach

log = getLogger(__name__)
# Somebody has a customer on the line: after so long, and behind so many others, words must do.
PATIENCE_SECONDS = 0.5
MOST_WAITING = 16


class ByMeaning:
    """Finds nothing without an embedder, while no vectors are there, and where either fails."""

    def __init__(self, memory: Memory, embedder: Embedder | None) -> None:
        self._memory, self._embedder = memory, embedder
        self._waiting = 0

    async def near(self, question: Question, reach: Reach, narrow: Narrow) -> list[Near]:
        """What is near to a question; nothing where that takes too long."""

        async def vector(embedder: Embedder) -> Any:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await _of_question(embedder, question)

        if self._waiting >= MOST_WAITING:
            log.warning("searched by words alone", extra={"waiting": self._waiting})
            return []
        self._waiting += 1
        try:
            return await self._near(vector, reach, narrow, ranking.HUBNESS)
        finally:
            self._waiting -= 1

    async def near_note(self, text: str, reach: Reach) -> list[Near]:
        """What is near to a note."""

        async def vector(embedder: Embedder) -> Any:
            return (await embedder.notes([text]))[0]

        return await self._near(vector, reach, ALL, 0.0)

    async def _near(
        self,
        vector: Callable[[Embedder], Awaitable[Any]],
        reach: Reach,
        narrow: Narrow,
        hubness: float,
    ) -> list[Near]:
        memory = self._memory
        if self._embedder is None or memory.shelf is None or not len(memory.shelf):
            return []
        try:
            wanted = await vector(self._embedder)
            near = await memory.shelf.nearest(wanted, reach, narrow, ranking.NEAREST, hubness)
        except (EmbedderFailed, SQLAlchemyError, OSError) as error:
            log.warning("searched by words alone", extra={"error": type(error).__name__})
            return []
        if memory.is_meant:
            return near
        # The database may still have the vector of what a practice said before.
        return [each for each in near if not memory.waits(each.practice_id)]


async def _of_question(embedder: Embedder, question: Question) -> Any:
    """What was typed and what was meant, half each: it may have been no slip."""
    vector = await embedder.query(question.text)
    if question.respelled is None:
        return vector
    vector = vector + await embedder.query(question.respelled)
    return vector / max(1e-9, float(vector @ vector) ** 0.5)
