"""What somebody does to an ask: who they are, the ask under its lock, and what follows from it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from bot.advice.changes import Change, Tools, changing, get_ask
from bot.advice.facts import Pressed
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_actor


@asynccontextmanager
async def acting(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    ask_id: UUID,
    pressed: Pressed | None = None,
) -> AsyncIterator[tuple[Change, Home]]:
    """The change that a press or a form makes in the one transaction, and where its person
    belongs. Whatever is refused inside changes nothing.
    """
    async with tools.transactions.of(delivery) as session:
        ask = await get_ask(session, ask_id, person.team)
        home = await get_actor(session, person, delivery.now)
        async with changing(session, ask, delivery.now, pressed) as change:
            yield change, home
