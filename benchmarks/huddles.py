"""Huddles of a whole company: 340 pods, three meetings a week, two waves each.

Each case stands for itself on a database of its own, without a workspace: what is measured is
ours alone. `HUDDLES` holds the cases; `cases.py` takes them from there.
"""

import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.company import ZONES, Company, seed
from benchmarks.huddles_agenda import agendas
from benchmarks.huddles_opening import opening
from bot.huddles.facts import Schedule
from bot.huddles.schedule import holidays, planning
from bot.huddles.schedule.listing import list_planned
from storage.database import Database

Metrics = dict[str, float]
PODS, TEAM = 340, "TBENCH"
WEEKS_A_YEAR = 52
RUNS = 5
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


@asynccontextmanager
async def company(pods: int = PODS, members: int = 47) -> AsyncIterator[Database]:
    """A database with `pods` pods of `members` people, each pod with a channel and a market."""
    with tempfile.TemporaryDirectory(prefix="podline-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'podline.db'}"
        await seed(Company(pods, members), url, TEAM, [f"C{number:06}" for number in range(pods)])
        database = Database(url)
        try:
            yield database
        finally:
            await database.close()


async def planning_a_year() -> Metrics:
    """A year of 340 pods × 3 a week × 2 waves, read from the database, nothing remembered."""
    seconds, cpu = list[float](), list[float]()
    async with company(members=1) as database:
        for _ in range(RUNS):
            _forget()
            began, used = time.perf_counter(), time.process_time()
            async with database.read() as session:
                found = await list_planned(session, MONDAY, WEEKS_A_YEAR)
            seconds.append(time.perf_counter() - began)
            cpu.append(time.process_time() - used)
    assert len(found) == PODS * WEEKS_A_YEAR * 3 * 2
    return {
        "huddles": float(len(found)),
        "median_s": median(seconds),
        "slowest_s": max(seconds),
        "cpu_s": median(cpu),
        "unlike_s": median(_plan_unlike() for _ in range(RUNS)),
    }


def _plan_unlike() -> float:
    """Seconds for a year of pods that share nothing but their zones."""
    _forget()
    first = MONDAY.date()
    last = first + timedelta(weeks=WEEKS_A_YEAR) - timedelta(days=1)
    began = time.perf_counter()
    for number in range(PODS):
        times = (8 * 60 + number, 16 * 60 + number)
        zone = ZONES[number % len(ZONES)]
        resting = holidays.holidays_for("US-CA", {}, zone)
        planned = planning.plan(Schedule(times=times), zone, first, last, resting)
        assert len(planned) == WEEKS_A_YEAR * 3 * 2
    return time.perf_counter() - began


def _forget() -> None:
    """As after a start."""
    planning.forget()
    holidays.forget()


HUDDLES: dict[str, Callable[[], Coroutine[None, None, Metrics]]] = {
    "huddles_plan": planning_a_year,
    "huddles_open": opening,
    "huddles_agenda": agendas,
}
