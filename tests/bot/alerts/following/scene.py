"""Two pods of San Diego, one of Detroit, and feeds that they are told of."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import ClientSession
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.alerts.changes import Tools
from bot.alerts.following.follower import Follower
from bot.alerts.following.receiving import Receiver
from bot.alerts.service import AlertsService
from bot.alerts.sources import sources
from bot.delivery.transaction import Transactions
from bot.errors import AlreadyHandled
from bot.settings import Settings
from bot.text.masking import Masker
from storage.alerts import Alert
from storage.alerts_feeds import Feed
from storage.alerts_feeds_reading import list_feeds
from storage.outbox import OutboxRow
from storage.timers import find_next_due, list_due_timers
from tests.bot.advice.scene import TEAM
from tests.bot.alerts.by_hand.scene import Room
from tests.waiting import until

SAN_DIEGO, DETROIT = "CAC073", "MIC163"


@dataclass
class Following(Room):
    """`follower` follows what the settings name; `again()` is the same after a restart."""

    session: ClientSession | None = None
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.again()

    def again(self) -> None:
        """A process that knows nothing but the database."""
        assert self.session is not None
        transactions = Transactions(self.database, self._wake)
        self.alerts = AlertsService(
            transactions,
            Masker(),
            notes=lambda *when: self.follower.notes(*when),
            stands=lambda market: self.follower.stands(market),
        )
        tools = Tools(transactions, Masker())
        on = sources(self.settings)
        self.follower = Follower(tools, TEAM, on, self.session)
        self.receiver = Receiver(
            self.follower.hearing, Masker(), self.settings, self.follower.codes
        )

    async def begin(self) -> list[OutboxRow]:
        """The bot starts, and reads what is there."""
        await self.follower.start(self.now)
        return await self.settle()

    async def settle(self) -> list[OutboxRow]:
        """All that is due by now happens; what was said meanwhile."""
        await self.tick()
        return await self.send()

    def acts(self) -> dict[str, Any]:
        return self.alerts.acts() | self.follower.acts()

    async def tick(self) -> None:
        """As ever, and each waits until the follower has done what it does beside."""
        acts = self.acts()
        while True:
            async with self.database.read() as session:
                due = await list_due_timers(session, self.now)
            for timer in due:
                try:
                    await acts[timer.kind](timer.id, self.now)
                except AlreadyHandled:
                    continue
            await until(lambda: self.follower.idle)
            if not due:
                return

    async def minutes(self, count: float = 1) -> list[OutboxRow]:
        """Time passes, and everything happens when it is due."""
        end, sent = self.now + timedelta(minutes=count), []
        while True:
            async with self.database.read() as session:
                due = await find_next_due(session)
            self.now = min(end, max(due or end, self.now))
            sent += await self.settle()
            if self.now >= end:
                return sent

    async def rows(self, table: type[SQLModel]) -> list[Any]:
        """Those of a table without ids."""
        async with self.database.read() as session:
            return list(await session.scalars(select(table)))

    async def live(self) -> list[Alert]:
        return [each for each in await self.all(Alert) if each.state != "ended"]

    async def feed(self, name: str = "nws") -> Feed:
        async with self.database.read() as session:
            (found,) = [each for each in await list_feeds(session) if each.name == name]
        return found


def weather(*features: dict[str, Any], at: datetime | None = None) -> dict[str, Any]:
    """A list of alerts, as the Weather Service gives it."""
    listed: dict[str, Any] = {"type": "FeatureCollection", "features": list(features)}
    return listed | ({"updated": at.isoformat()} if at else {})


def warning(
    sent: datetime,
    number: int = 1,
    *,
    action: str = "NEW",
    ugc: str = "CAZ043",
    severity: Any = "Severe",
    hours: float = 6,
    event: Any = "High Wind Warning",
    code: str = "HW.W",
    **more: Any,
) -> dict[str, Any]:
    """One alert with its VTEC."""
    ends = sent + timedelta(hours=hours)
    stamp = f"{sent:%y%m%dT%H%MZ}-{ends:%y%m%dT%H%MZ}"
    name = f"urn:oid:2.49.0.1.840.0.{number}.{sent:%H%M%S}.{action}"
    properties = {
        "id": name,
        "areaDesc": "San Diego County Coast",
        "geocode": {"UGC": [ugc], "SAME": []},
        "sent": sent.isoformat(),
        "effective": sent.isoformat(),
        "onset": sent.isoformat(),
        "expires": ends.isoformat(),
        "ends": ends.isoformat(),
        "status": "Actual",
        "messageType": "Alert" if action == "NEW" else "Update",
        "category": "Met",
        "severity": severity,
        "certainty": "Likely",
        "urgency": "Past" if action in ("CAN", "EXP") else "Expected",
        "event": event,
        "senderName": "NWS San Diego CA",
        "headline": f"{event} issued",
        "description": "Winds up to 70 mph.",
        "instruction": None,
        "response": "Prepare",
        "parameters": {"VTEC": [f"/O.{action}.KSGX.{code}.{number:04d}.{stamp}/"]},
        "references": [],
    }
    return {"id": name, "type": "Feature", "geometry": None, "properties": properties | more}
