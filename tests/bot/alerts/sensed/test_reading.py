"""What was read of a market's questions stays read."""

import asyncio
from datetime import datetime
from uuid import uuid4

import pytest

from bot.alerts.matters.memory import Memory, Usual
from storage.alerts_matters_reading import RecentAsk
from storage.topics import Topic
from tests.fakes import START

LAST = "And who pays for it?"


class Slow(Memory):
    """Reads all but the last question at once."""

    read_by_now: list[str]

    async def vector(self, question: str) -> None:
        self.read_by_now.append(question)
        if question == LAST:
            await asyncio.sleep(60)


async def test_who_gives_up_waiting_leaves_what_was_read_to_the_next_one() -> None:
    memory = Slow(None)
    memory.read_by_now = []
    usual = Usual(START, frozenset(), like=lambda one, other: 0.0)
    asks = [_ask(f"No service in Ramona {number}", START) for number in range(3)]
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await memory.read(usual, [*asks, _ask(LAST, START)])
    memory.read_by_now.clear()
    assert [each.id for each in await memory.read(usual, asks)] == [each.id for each in asks]
    assert memory.read_by_now == []


def _ask(question: str, at: datetime) -> RecentAsk:
    return RecentAsk(uuid4(), "UMAYA", at, question, Topic.NETWORK, uuid4(), "Maya R.", None)
