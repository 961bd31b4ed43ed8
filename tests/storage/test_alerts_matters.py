"""Matters and their asks, as they are stored, on both databases."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from storage.advice import Ask, AskState, Source
from storage.alerts import Alert, AlertKind, AlertState, Severity
from storage.alerts_matters import (
    add_told,
    join_thread,
    lock_matters,
    note_asks,
    part_ask,
    set_asks,
)
from storage.alerts_matters_reading import (
    count_by_topic,
    find_first_asked_at,
    find_matter_of_ask,
    list_matters,
    list_parted,
    list_recent_asks,
    list_told,
)
from storage.database import Database
from storage.pods import Market, Pod
from storage.topics import Topic
from tests.bot.alerts.matters import sample_matter
from tests.engines import on_sqlite
from tests.fakes import START

MARKET, POD, OTHER_POD = UUID(int=1), UUID(int=2), UUID(int=3)
HOUR = timedelta(hours=1)


@pytest.fixture
async def market(database: Database) -> Database:
    """A market with two pods, in which nobody asked yet."""
    async with database.write() as session:
        session.add(Market(id=MARKET, key="sd", name="San Diego", timezone="America/Los_Angeles"))
        await session.flush()
        for pod, key in ((POD, "one"), (OTHER_POD, "two")):
            session.add(Pod(id=pod, team_id="T1", key=key, name=key, market_id=MARKET))
    return database


async def ask(database: Database, number: int, minute: float = 0, **changes: Any) -> UUID:
    at = START + timedelta(minutes=minute)
    values = {
        "id": UUID(int=number),
        "team_id": "T1",
        "pod_id": POD,
        "asker": f"U{number}",
        "asker_name": "Maya R.",
        "question": "No service in Ramona?",
        "topic": Topic.NETWORK,
        "source": Source.COMMAND,
        "channel": "C1",
        "asked_at": at,
        "call_state_at": at,
        "last_activity_at": at,
        "ladder_from": at,
    }
    async with database.write() as session:
        session.add(Ask(**{**values, **changes}))
    return UUID(int=number)


async def matter(database: Database, asks: Sequence[UUID], **changes: Any) -> UUID:
    async with database.write() as session:
        made = sample_matter(MARKET, START, **changes)
        session.add(made)
        await session.flush()
        await set_asks(session, made.id, asks)
        return made.id


async def asks_of(database: Database, matter_id: UUID) -> set[int]:
    async with database.read() as session:
        found = await list_matters(session, MARKET, START - HOUR)
    return {each.ask_id.int for one in found if one.matter.id == matter_id for each in one.asks}


async def test_the_last_minutes_are_looked_at_and_what_was_called_off_does_not_count(
    market: Database,
) -> None:
    await ask(market, 11, minute=-20)
    newer = await ask(market, 12, pod_id=OTHER_POD)
    await ask(market, 13, state=AskState.WITHDRAWN)
    await ask(market, 14, state=AskState.NOT_A_QUESTION)
    accepted = await ask(market, 15, minute=1, state=AskState.ACCEPTED)
    since = START - timedelta(minutes=10)
    async with market.read() as session:
        found = await list_recent_asks(session, [POD, OTHER_POD], since)
        own = await list_recent_asks(session, [POD], since)
        newest = await list_recent_asks(session, [POD, OTHER_POD], since, at_most=1)
    assert [each.id for each in found] == [accepted, newer]
    assert [each.id for each in own] == [each.id for each in newest] == [accepted]


async def test_older_asks_of_a_matter_are_looked_at_unless_they_were_withdrawn_or_moved(
    market: Database,
) -> None:
    older = await ask(market, 11, minute=-50)
    gone = await ask(market, 12, minute=-50, state=AskState.WITHDRAWN)
    moved = await ask(market, 13, minute=-50, pod_id=OTHER_POD)
    async with market.read() as session:
        found = await list_recent_asks(session, [POD], START, also=[older, gone, moved])
    assert [each.id for each in found] == [older]


async def test_an_ask_belongs_to_one_matter_at_a_time(market: Database) -> None:
    asks = [await ask(market, number) for number in (11, 12, 13)]
    one, other = await matter(market, asks), await matter(market, [])
    async with market.write() as session:
        await set_asks(session, other, asks[:1])
        await set_asks(session, one, asks[2:])
        await set_asks(session, one, asks[2:])
    assert (await asks_of(market, one), await asks_of(market, other)) == ({13}, {11})
    async with market.read() as session:
        assert await find_matter_of_ask(session, asks[0]) == other
        assert await find_matter_of_ask(session, asks[1]) is None


async def test_that_an_ask_is_different_is_remembered_for_that_matter(market: Database) -> None:
    asks = [await ask(market, number) for number in (11, 12, 13)]
    one = await matter(market, asks)
    async with market.write() as session:
        await join_thread(session, one, asks)
        assert await part_ask(session, one, asks[2], START)
        assert not await part_ask(session, one, asks[2], START + HOUR)
        await set_asks(session, one, asks[:1])
        await join_thread(session, one, [asks[0], asks[2]])
    async with market.read() as session:
        ((_, stored),) = await list_matters(session, MARKET, START - HOUR)
        assert await find_matter_of_ask(session, asks[2]) is None
        assert await list_parted(session, "T1", "U13", START - HOUR) == {one}
        assert await list_parted(session, "T1", "U11", START - HOUR) == set()
    kept = {each.ask_id: (each.in_thread, each.parted_at) for each in stored}
    assert kept == {asks[0]: (True, None), asks[2]: (False, START)}


async def test_asks_that_stay_keep_what_was_said_of_them(market: Database) -> None:
    asks = [await ask(market, number) for number in (11, 12)]
    one = await matter(market, asks)
    async with market.write() as session:
        await note_asks(session, one, asks[:1], START)
        await note_asks(session, one, asks, START + HOUR)
        await set_asks(session, one, asks)
    async with market.read() as session:
        ((_, stored),) = await list_matters(session, MARKET, START - HOUR)
    assert [each.noted_at for each in stored] == [START, START + HOUR]


async def test_somebody_is_told_once_at_each_count(market: Database) -> None:
    one = await matter(market, [])
    async with market.write() as session:
        assert await add_told(session, one, "ULUIS", 3, START)
        assert not await add_told(session, one, "ULUIS", 3, START + HOUR)
        assert await add_told(session, one, "UANA", 3, START + HOUR)
        assert await add_told(session, one, "ULUIS", 6, START + HOUR)
        told = [(each.user, each.count) for each in await list_told(session, one)]
    assert told == [("ULUIS", 3), ("UANA", 3), ("ULUIS", 6)]


async def test_a_matter_that_is_quiet_or_whose_alert_is_over_is_not_looked_at(
    market: Database,
) -> None:
    async with market.write() as session:
        alerts = [
            Alert(
                team_id="T1",
                market_id=MARKET,
                kind=AlertKind.NETWORK_OUTAGE,
                severity=Severity.SEVERE,
                state=state,
                headline="Two sites down",
                starts_at=START,
                posted_at=START,
            )
            for state in (AlertState.LIVE, AlertState.ENDED)
        ]
        session.add_all(alerts)
        live, ended = (each.id for each in alerts)
    plain = await matter(market, [])
    settled = await matter(market, [], alert_id=live)
    await matter(market, [], alert_id=ended)
    await matter(market, [], last_asked_at=START - HOUR)
    async with market.read() as session:
        found = await list_matters(session, MARKET, START - HOUR)
    assert {each.matter.id for each in found} == {plain, settled}


async def test_past_hours_are_counted_by_topic(market: Database) -> None:
    await ask(market, 11)
    await ask(market, 12, minute=59, pod_id=OTHER_POD)
    await ask(market, 13, minute=60)
    await ask(market, 14, minute=-60 * 24 * 7, topic=Topic.BILLING)
    week = timedelta(days=7)
    spans = [(START, START + HOUR), (START - week, START - week + HOUR)]
    async with market.read() as session:
        counted = await count_by_topic(session, [POD, OTHER_POD], spans)
        assert counted == {Topic.NETWORK: 2, Topic.BILLING: 1}
        assert await count_by_topic(session, [POD], []) == {}
        assert await find_first_asked_at(session, [POD, OTHER_POD]) == START - week
        assert await find_first_asked_at(session, [OTHER_POD]) == START + timedelta(minutes=59)
        assert await find_first_asked_at(session, []) is None


@on_sqlite  # PostgreSQL reads a small table whole
async def test_the_last_minutes_are_found_by_an_index(market: Database) -> None:
    plan = "EXPLAIN QUERY PLAN SELECT id FROM ask WHERE pod_id IN ('1', '2') AND asked_at > '2026'"
    async with market.read() as session:
        steps = " ".join(str(row) for row in await session.execute(text(plan)))
    assert "ix_ask_pod_id_asked_at" in steps
    assert "SCAN" not in steps


async def test_the_matters_of_a_market_can_be_held(market: Database) -> None:
    async with market.write() as session:
        await lock_matters(session, MARKET)
        await set_asks(session, await matter_in(session), [])


async def matter_in(session: Any) -> UUID:
    made = sample_matter(MARKET, START)
    session.add(made)
    await session.flush()
    return made.id
