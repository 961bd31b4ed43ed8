"""Asks and matters for the tests of what piles up."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot.alike.gist import Rarity, read
from bot.alike.piling import Asked, Like, by_likeness
from bot.text.topics import guess
from storage.alerts_matters import AlertMatter
from storage.topics import Topic
from tests.fakes import START

LIKE: Like = by_likeness(Rarity.of())
RAMONA = (
    "no service in Ramona since this morning",
    "is there an outage in Ramona, no bars",
    "customer in Ramona has no signal",
    "sin señal en Ramona",
    "Ramona: no service at all",
    "three customers in Ramona with no service",
    "outage in Ramona? no signal",
)
CHARGED = (
    "charged twice on his card for the bill",
    "bill was charged two times on the card",
    "double charge on the card for one bill",
)


def asked(number: int, text: str, minute: float = 0.0, asker: str = "") -> Asked:
    """An ask of minute `minute`, without a vector; everybody asks once unless `asker` says."""
    at = START + timedelta(minutes=minute)
    return Asked(UUID(int=number), asker or f"U{number}", at, read(text, guess(text)))


def asks_about(texts: tuple[str, ...], every: float = 1.0, first: int = 1) -> list[Asked]:
    """One after the other, `every` so many minutes."""
    return [asked(first + at, text, at * every) for at, text in enumerate(texts)]


def sample_matter(market_id: UUID, now: datetime, **changes: Any) -> AlertMatter:
    """Three reps asked about the network, unless `changes` say otherwise."""
    values: dict[str, Any] = {
        "team_id": "T1",
        "market_id": market_id,
        "topic": Topic.NETWORK,
        "began_at": now,
        "last_asked_at": now,
        "told_count": 3,
        "told_at": now,
    }
    return AlertMatter(**{**values, **changes})
