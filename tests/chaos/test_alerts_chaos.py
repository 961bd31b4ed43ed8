"""Killed in the middle of an alert to many pods: each ends with exactly one card of it."""

import random
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from storage.alerts import Alert, AlertCard
from storage.database import Database
from storage.outbox import OutboxRow, RowState
from storage.pods import Market, Member, Pod, Role
from tests.chaos import overseer
from tests.chaos.alerts_life import POSTER, TEAM, live
from tests.slack_stub import SlackStub
from tests.waiting import until

KILLS, PODS, ALERTS = 6, 40, 3


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_each_pod_has_one_card_of_an_alert_that_was_killed_again_and_again(
    database_url: str, tmp_path: Path, stub: SlackStub
) -> None:
    chance, noted, database = random.Random(), tmp_path / "noted", Database(database_url)  # noqa: S311
    market = await _company(database)
    stub.before = overseer.misbehaving(stub, chance)
    told = (live, database_url, stub.base_url, noted, market, ALERTS)
    for kill in range(KILLS):
        life = overseer.begin_life(*told)
        # In the middle: while the cards of the first life, and of all later ones, go out.
        enough = (kill + 1) * PODS * ALERTS // (KILLS + 2)
        await until(lambda enough=enough: len(stub.messages) >= enough, 60)  # type: ignore[misc]
        await overseer.kill(life)
    assert len(stub.messages) < PODS * ALERTS, "all was said before the last kill"
    stub.before = None
    last = overseer.begin_life(*told)
    await overseer.ended(last, seconds=60)
    assert last.exitcode == 0
    assert overseer.accepted([noted]) == set(range(ALERTS))
    assert_one_card_each(stub)
    await assert_known_where(database, stub)
    await database.close()


def assert_one_card_each(stub: SlackStub) -> None:
    """In Slack itself: none is missing, none stands twice."""
    cards = Counter(
        (message["channel"], number)
        for message in stub.messages
        for number in range(ALERTS)
        if f"Fiber cut number {number}" in message["text"] and message["channel"] != POSTER
    )
    assert set(cards) == {(f"C{pod}", number) for pod in range(PODS) for number in range(ALERTS)}
    assert set(cards.values()) == {1}


async def assert_known_where(database: Database, stub: SlackStub) -> None:
    """Every card is known by its place, so that an update finds it; nothing was given up."""
    there = {
        (message["channel"], message["ts"])
        for message in stub.messages
        if message["channel"] != POSTER
    }
    async with database.read() as session:
        alerts = list(await session.scalars(select(Alert)))
        cards = list(await session.scalars(select(AlertCard)))
        rows = list(await session.scalars(select(OutboxRow)))
    assert len(alerts) == ALERTS
    assert len(cards) == PODS * ALERTS
    assert {(each.channel, each.ts) for each in cards} == there
    assert {row.state for row in rows} == {RowState.SENT}


async def _company(database: Database) -> UUID:
    market = Market(key="sd", name="San Diego", timezone="America/Los_Angeles", languages=["en"])
    pods = [
        Pod(team_id=TEAM, key=f"p{n}", name=f"Pod {n}", market_id=market.id, channel=f"C{n}")
        for n in range(PODS)
    ]
    ruth = Member(
        team_id=TEAM,
        user=POSTER,
        pod_id=pods[0].id,
        name="Ruth Eller",
        role=Role.RESOLUTION_EXPERT,
    )
    for rows in ([market], pods, [ruth]):
        async with database.write() as session:
            session.add_all(rows)
    return market.id
