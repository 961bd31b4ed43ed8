"""One life of a bot that posts alerts to a market of many pods, in a process of its own that will
be killed. What was posted is noted in a file, a line each, only after the commit.
"""

import asyncio
import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from bot.alerts.draft import Draft
from bot.alerts.service import AlertsService
from bot.clock import Clock
from bot.delivery import claiming, sender
from bot.delivery.pace import LIFTED
from bot.delivery.sender import Sender
from bot.delivery.transaction import Transactions
from bot.errors import AlreadyHandled, NotSaved
from bot.inbox import Delivery, Person
from bot.text.masking import Masker
from bot.timetable import Timetable
from storage.alerts import AlertKind, Severity
from storage.database import Database
from storage.outbox import outbox_depth
from tests.slack_stub import connected

TEAM, POSTER = "T1", "URUTH"


def live(url: str, base_url: str, noted: Path, market: UUID, alerts: int) -> None:
    """Post `alerts` of them, those that an earlier life posted as redeliveries, and send until
    killed, or until nothing is left to be said.
    """
    claiming.LEASE = timedelta(seconds=1)
    sender.LOOK_DELAY = timedelta(seconds=0.3)
    sender.ORPHANS_EVERY = timedelta(seconds=0.5)
    asyncio.run(_live(url, base_url, noted, market, alerts))


async def _live(url: str, base_url: str, noted: Path, market: UUID, alerts: int) -> None:
    database, clock = Database(url), Clock()
    async with connected(base_url) as slack:
        transactions = Transactions(database, lambda: sends.wake())
        service = AlertsService(transactions, Masker())
        sends = Sender(database, slack, clock, service.on_posted, LIFTED)
        transactions.join_with(sends.join)
        table = Timetable(clock, database, service.acts())
        await sends.start()
        await table.start()
        for number in range(alerts):
            await _post(service, clock, market, number)
            with noted.open("a", buffering=1) as file:
                os.write(file.fileno(), f"{number}\n".encode())
        while await _left(transactions):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        await table.stop()
        await sends.stop()
    await database.close()


async def _post(service: AlertsService, clock: Clock, market: UUID, number: int) -> None:
    draft = Draft(
        AlertKind.NETWORK_OUTAGE,
        Severity.SEVERE,
        f"Fiber cut number {number}",
        say_en="Service near you is out.",
    )
    while True:
        try:
            delivery = Delivery(f"alert:{number}", clock.now())
            await service.post(delivery, Person(TEAM, POSTER), market, draft)
        except AlreadyHandled:
            return
        except NotSaved:  # Slack's three seconds were over: the person posts it again
            continue
        return


async def _left(transactions: Transactions) -> bool:
    try:
        async with transactions.look() as session:
            return bool(await outbox_depth(session))
    except NotSaved:
        return True
