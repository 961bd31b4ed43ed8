"""What a market asks now, and the matters that are known of it, read as they are judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.matters.sensing import LOOKED_BACK, QUIET_FOR, Matter
from bot.pods.facts import PodInMarket
from storage.alerts_matters import AlertMatter
from storage.alerts_matters_reading import (
    RecentAsk,
    StoredMatter,
    list_matters,
    list_recent_asks,
)
from storage.pods import list_pods_of_market


@dataclass(frozen=True, slots=True)
class Asking:
    """A market at a moment. Two are equal where the same is asked and known."""

    market_id: UUID
    pods: Sequence[PodInMarket] = field(compare=False)
    asks: tuple[RecentAsk, ...]
    matters: tuple[Matter, ...]
    stored: Mapping[UUID, AlertMatter] = field(compare=False)

    @property
    def is_nothing(self) -> bool:
        """One rep alone makes no matter."""
        return not self.matters and len({each.asker for each in self.asks}) < 2

    def asks_of(self, matter_id: UUID) -> frozenset[UUID]:
        """Those that a matter was known to have."""
        known = (each.asks - each.parted for each in self.matters if each.id == matter_id)
        return next(known, frozenset())

    @property
    def pod_ids(self) -> list[UUID]:
        return [each.pod.id for each in self.pods]


def nothing_asked(market_id: UUID) -> Asking:
    """Where no matter is, and nothing else is to be known: a company's markets are not read for
    every question.
    """
    return Asking(market_id, (), (), (), {})


async def read_market(session: AsyncSession, team: str, market_id: UUID, now: datetime) -> Asking:
    """What is asked there, and is not over yet."""
    pods = await list_pods_of_market(session, team, market_id)
    stored = await list_matters(session, market_id, now - QUIET_FOR)
    also = [ask.ask_id for each in stored for ask in each.asks if not ask.has_left]
    ids = [each.pod.id for each in pods]
    asks = await list_recent_asks(session, ids, now - LOOKED_BACK, also)
    return Asking(
        market_id,
        pods,
        tuple(sorted(asks, key=lambda ask: (ask.asked_at, ask.id.int))),
        tuple(matter_of(each) for each in stored),
        {each.matter.id: each.matter for each in stored},
    )


def matter_of(stored: StoredMatter) -> Matter:
    """As it is judged."""
    matter, asks = stored
    return Matter(
        matter.id,
        frozenset(each.ask_id for each in asks if not each.has_left),
        matter.told_count,
        frozenset(each.ask_id for each in asks if each.parted_at),
        frozenset(each.ask_id for each in asks if each.in_thread),
        frozenset(each.ask_id for each in asks if each.noted_at),
        settled=matter.alert_id is not None,
    )
