"""A market of many pods: whoever asks meanwhile does not wait until each of them was looked at."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.alerts.changes import Tools
from bot.alerts.events import EventKey
from bot.alerts.facts import AlertKind, Basis, Facts, Severity
from bot.alerts.following import posting_by_feed
from bot.alerts.noticing import key_of
from bot.alerts.standing import Ending, Standing, State
from bot.delivery.transaction import Transactions
from bot.text.masking import Masker
from storage.alerts_reach import MarketPlace, get_market
from storage.database import Database
from storage.outbox import Act
from storage.pods import Market, Pod
from tests.bot.advice.scene import TEAM
from tests.bot.alerts.by_hand.scene import Room
from tests.engines import on_sqlite

pytestmark = on_sqlite
FEW, MANY, ALERTS = 2, 12, 6


@pytest.fixture
async def markets(room: Room) -> Sequence[MarketPlace]:
    """One with few pods, and one with many."""
    made = []
    for count in (FEW, MANY):
        market = Market(key=f"m{count}", name=f"Town {count}", timezone="America/Denver")
        pods = [
            Pod(
                team_id=TEAM,
                key=f"{count}-{number}",
                name=f"Pod {number}",
                market_id=market.id,
                channel=f"C{count}X{number}",
            )
            for number in range(count)
        ]
        for rows in ([market], pods):
            async with room.database.write() as session:
                session.add_all(rows)
        async with room.database.read() as session:
            made.append(await get_market(session, market.id))
    return made


@pytest.fixture
async def room(database: Database) -> Room:
    room = Room(database)
    await room.people()
    return room


def storm(room: Room, count: int, **more: Any) -> list[Standing]:
    facts = Facts(what="Take cover.", source="The Weather Service")
    return [
        Standing(
            source="nws",
            key=f"K{number}",
            event="Tornado Warning",
            kind=AlertKind.WEATHER,
            severity=Severity.EXTREME,
            headline=f"Tornado warning {number}",
            facts=facts,
            areas=(),
            starts=room.now,
            expected_end=room.now + timedelta(hours=1),
            basis=Basis.STATED,
            state=State.LIVE,
            link=None,
            revision="1",
        )._replace(**more)
        for number in range(count)
    ]


async def statements(
    room: Room, market: MarketPlace, found: Sequence[Standing], fresh: frozenset[EventKey]
) -> int:
    """How many the database was asked while a market was told."""
    asked, engine = [], room.database.writer.sync_engine

    def note(*about: Any) -> None:
        asked.append(about[2])

    transactions = Transactions(room.database)
    event.listen(engine, "before_cursor_execute", note)
    try:
        async with transactions.of(room.delivery()) as session:
            tools, place = Tools(transactions, Masker()), (TEAM, market)
            await posting_by_feed.tell(session, tools, place, found, fresh, room.now)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)


@pytest.mark.parametrize("count", [1, ALERTS])
@pytest.mark.parametrize("is_start", [False, True])
async def test_many_pods_are_told_by_as_few_statements_as_two(
    room: Room, markets: Sequence[MarketPlace], count: int, is_start: bool
) -> None:
    """As cards and as one message, when it begins, when it changes and when it is over."""
    news = storm(room, count)
    fresh = frozenset(map(key_of, news)) if is_start else frozenset[EventKey]()
    other = [each._replace(headline=f"{each.headline} nears", revision="2") for each in news]
    over = [each._replace(state=State.ENDED, ending=Ending.SAID, revision="3") for each in other]
    for found in (news, other, over):
        few, many = [await statements(room, each, found, fresh) for each in markets]
        assert many <= few + 2
        sent = await room.send()
        assert sent
        for channels in (FEW, MANY):
            there = [row.channel for row in sent if row.channel.startswith(f"C{channels}X")]
            assert len(set(there)) == channels
            assert found is not news or len(there) == channels
        assert any(row.act is Act.POST for row in sent)
        room.step(120)
