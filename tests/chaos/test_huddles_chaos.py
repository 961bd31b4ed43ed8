"""Killed while pods meet: each huddle is opened once, or reported as missed, never twice."""

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from multiprocessing.sharedctypes import RawValue

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.huddles import Huddle, HuddleState
from storage.outbox import OutboxRow
from storage.pods import Market, Member, Pod, Role
from tests.chaos import overseer
from tests.chaos.huddles_life import TEAM, live

PODS, DAYS, KILLS = 8, 3, 3
DOWN_FOR = (0, 120, 1200)  # seconds of that day
FIRST = datetime(2026, 11, 16, 10, 10, tzinfo=UTC)
LASTS = timedelta(hours=2)
EVERY_DAY = {"huddles": {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}}


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_each_huddle_of_days_full_of_kills_is_opened_once_or_missed(
    database_url: str,
) -> None:
    chance, database = random.Random(), Database(database_url)  # noqa: S311
    await _company(database)
    for day in range(DAYS):
        ends = (FIRST + timedelta(days=day) + LASTS).timestamp()
        told = (live, database_url, ends, RawValue("d", (FIRST + timedelta(days=day)).timestamp()))
        for _ in range(KILLS):
            life = overseer.begin_life(*told)
            await asyncio.sleep(chance.uniform(0.4, 2.0))
            if not life.is_alive():
                assert life.exitcode == 0
                break
            await overseer.kill(life)
            told[-1].value += chance.choice(DOWN_FOR)
        last = overseer.begin_life(*told)
        await overseer.ended(last, seconds=90)
        assert last.exitcode == 0
    await _assert_each_once(database)
    await database.close()


async def _assert_each_once(database: Database) -> None:
    async with database.read() as session:
        huddles = list(await session.scalars(select(Huddle)))
        rows = list(await session.scalars(select(OutboxRow)))
    now = FIRST + timedelta(days=DAYS - 1) + LASTS
    past = [each for each in huddles if each.starts_at < now]
    keys = Counter((each.pod_id, each.wave, each.slot, each.local_date) for each in past)
    assert len(keys) == PODS * DAYS * 2
    assert set(keys.values()) == {1}
    assert {each.state for each in past} <= {HuddleState.OVER, HuddleState.MISSED}
    cards = Counter(row.subject for row in rows if row.part == "card" and row.act == "post")
    assert set(cards.values()) == {1}
    for each in past:
        assert cards[f"huddle:{each.id}"] == (each.state is HuddleState.OVER), each.state
    missed = {each.pod_id for each in past if each.state is HuddleState.MISSED}
    told = {row.subject for row in rows if "did not take place" in row.body["text"]}
    assert told == {f"huddle_pod:{pod}" for pod in missed}


async def _company(database: Database) -> None:
    market = Market(key="m", name="Metropolis", timezone="UTC")
    pods = [
        Pod(
            team_id=TEAM,
            key=f"p{number}",
            name=f"Pod {number}",
            market_id=market.id,
            channel=f"C{number}",
            settings=EVERY_DAY,
        )
        for number in range(PODS)
    ]
    members = [
        Member(team_id=TEAM, user=f"U{number}{role}", pod_id=pod.id, name="Ana Ruiz", role=role)
        for number, pod in enumerate(pods)
        for role in (Role.COACH, Role.TEAM_LEADER, Role.REP)
    ]
    for rows in ([market], pods, members):
        async with database.write() as session:
            session.add_all(rows)
