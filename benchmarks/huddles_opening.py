"""Every pod's huddle is due at the same second: how late is the last one opened.

`python -m benchmarks.huddles_opening --database URL` measures it on a server of PostgreSQL.
"""

import argparse
import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, func, select, update
from sqlmodel import col

from benchmarks.company import Company, seed
from benchmarks.search_databases import a_database
from bot.clock import Clock
from bot.delivery.transaction import Transactions
from bot.huddles.facts import Due
from bot.huddles.service import HuddlesService
from bot.huddles.tools import Tools
from bot.text.masking import Masker
from bot.timetable import Timetable
from storage.database import Database
from storage.huddles import Agenda, AgendaItem, Huddle, HuddleState, ItemSource
from storage.pods import Market
from storage.timers import Timer

Metrics = dict[str, float]
PODS, TEAM, ITEMS = 340, "TBENCH", 7
FRIDAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ZONE = "America/Chicago"
WAVES = (1, 2)
# The timetable runs for so long before they are due.
EARLY = timedelta(seconds=1.5)


async def opening(url: str | None = None) -> Metrics:
    """340 pods in one zone, each with an announced agenda of seven items and its waves due at the
    same second: seconds until the last of a wave is committed as open. When the second begins, the
    first is to end by itself.
    """
    async with a_database(url) as address:
        await seed(Company(PODS), address, TEAM, [f"C{number:06}" for number in range(PODS)])
        database = Database(address)
        try:
            huddles = HuddlesService(Tools(Transactions(database), Masker(), TEAM))
            first, whole, again = await _plan(database, huddles)
            late = [await _open(database, huddles, wave) for wave in WAVES]
        finally:
            await database.close()
    return {
        "huddles": float(PODS),
        "last_opened_s": late[0][0],
        "last_card_s": late[0][1],
        "last_opened_beside_ends_s": late[1][0],
        "last_card_beside_ends_s": late[1][1],
        "first_start_s": first,
        "first_planned_s": whole,
        "start_again_s": again,
    }


async def _plan(database: Database, huddles: HuddlesService) -> tuple[float, float, float]:
    """Seconds of a first start, until the rest of the company is planned, and of one that finds all
    of it there.
    """
    async with database.write() as session:
        await session.execute(update(Market).values(timezone=ZONE))
    began = time.perf_counter()
    await huddles.start(FRIDAY)
    first = time.perf_counter() - began
    async with database.read() as session:
        (rest,) = await session.scalars(select(Timer).where(col(Timer.kind) == Due.PLAN))
    await huddles.acts()[Due.PLAN](rest.id, FRIDAY)
    whole = time.perf_counter() - began
    began = time.perf_counter()
    await huddles.start(FRIDAY)
    again = time.perf_counter() - began
    await _announce(database)
    return first, whole, again


async def _announce(database: Database) -> None:
    """As they stand a moment before they begin."""
    async with database.write() as session:
        before = (Due.PLAN, Due.DRAFT, Due.ANNOUNCE)
        await session.execute(delete(Timer).where(col(Timer.kind).in_(before)))
        await session.execute(update(Agenda).values(drafted_at=FRIDAY, announced_at=FRIDAY))
        await session.execute(update(Huddle).values(runs_it="U0000X0001", runs_it_name="Ana"))
        rows = list(await session.execute(select(col(Agenda.id), col(Agenda.pod_id))))
        session.add_all(_item(*row, place) for row in rows for place in range(ITEMS))


def _item(agenda_id: UUID, pod_id: UUID, place: int) -> AgendaItem:
    return AgendaItem(
        agenda_id=agenda_id,
        pod_id=pod_id,
        key=f"member:{place}",
        source=ItemSource.MEMBER,
        position=place,
        text="Ramona outage: what customers asked, what worked",
        detail="6 asks",
        added_at=FRIDAY,
    )


async def _open(database: Database, huddles: HuddlesService, wave: int) -> tuple[float, float]:
    """How late after their second the last of a wave was open, and had its card on its way, each
    as another connection sees it.
    """
    due = await _first_due(database, wave)
    ahead = (due - EARLY).timestamp() - time.time()
    clock = Clock(lambda: time.time() + ahead)
    timetable = Timetable(clock, database, huddles.acts())
    await timetable.start()
    opened = await _when_none(_planned(wave, due), database, clock)
    shown = await _when_none(_unshown(wave, due), database, clock)
    await timetable.stop()
    return (opened - due).total_seconds(), (shown - due).total_seconds()


async def _when_none(count: Select[int], database: Database, clock: Clock) -> datetime:
    """The moment from which there is none of these."""
    while True:
        async with database.read() as session:
            if not await session.scalar(count):
                return clock.now()
        await asyncio.sleep(0.02)


def _planned(wave: int, due: datetime) -> Select[int]:
    of_wave = select(func.count()).select_from(Huddle).where(col(Huddle.wave) == wave)
    return of_wave.where(col(Huddle.starts_at) == due, col(Huddle.state) == HuddleState.PLANNED)


def _unshown(wave: int, due: datetime) -> Select[int]:
    of_wave = select(func.count()).select_from(Huddle).where(col(Huddle.wave) == wave)
    return of_wave.where(col(Huddle.starts_at) == due, col(Huddle.channel).is_(None))


async def _first_due(database: Database, wave: int) -> datetime:
    async with database.read() as session:
        first = select(func.min(col(Huddle.starts_at))).where(col(Huddle.wave) == wave)
        found = await session.scalar(first.where(col(Huddle.state) == HuddleState.PLANNED))
    assert found is not None
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="a server of PostgreSQL; a new database is made there")
    print(json.dumps(asyncio.run(opening(parser.parse_args().database)), indent=2))


if __name__ == "__main__":
    main()
