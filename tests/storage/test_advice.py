"""What is kept of messages that turned out to belong to no ask."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from storage.advice import Ask, Mark, Reply, Source
from storage.advice_threads import add_mark, find_marked, purge_strays
from storage.database import Database
from storage.pods import Market, Pod
from tests.fakes import START

LATER = START + timedelta(hours=1)


async def test_strays_are_forgotten_and_what_belongs_to_an_ask_is_kept(database: Database) -> None:
    ask = await an_ask(database)
    mine = Reply(ask_id=ask.id, channel="C1", ts="1.1", copy_ts="1.9", author="U2", at=START)
    stray = Reply(channel="C1", ts="1.2", author="U2", text="Lunch?", at=START)
    early = Reply(channel="C1", ts="1.3", author="U2", text="Now", at=LATER)
    async with database.write() as session:
        session.add_all([mine, stray, early])
        for ts in ("1.1", "1.9", "1.2", "7.7"):
            await add_mark(session, "C1", ts, "U1", START)

    async with database.write() as session:
        gone = await purge_strays(session, LATER, 1)
    async with database.write() as session:
        gone += await purge_strays(session, LATER)
        gone += await purge_strays(session, LATER)

    async with database.read() as session:
        kept = set((await session.scalars(select(col(Reply.ts)))).all())
        marked = set((await session.scalars(select(col(Mark.ts)))).all())
    assert (kept, marked) == ({"1.1", "1.3"}, {"1.1", "1.9"})
    assert gone == 3


async def test_a_mark_twice_is_one_mark_and_a_copy_stands_for_its_reply(
    database: Database,
) -> None:
    ask = await an_ask(database)
    reply = Reply(ask_id=ask.id, channel="COVER", ts="1.1", copy_ts="1.9", author="U2", at=START)
    async with database.write() as session:
        session.add(reply)
        for _ in range(2):
            await add_mark(session, "C1", "1.9", "U1", START)

    async with database.read() as session:
        found = await find_marked(session, "C1", "1.9")
        marks = (await session.scalars(select(Mark))).all()
        assert await find_marked(session, "C2", "1.9") is None
    assert found is not None
    assert found.id == reply.id
    assert len(marks) == 1


async def an_ask(database: Database) -> Ask:
    market = Market(key="sd", name="San Diego", timezone="America/Los_Angeles")
    pod = Pod(team_id="T1", key="sd", name="San Diego", market_id=market.id, channel="C1")
    ask = Ask(
        team_id="T1",
        pod_id=pod.id,
        asker="U1",
        asker_name="Maya",
        question="Why?",
        source=Source.COMMAND,
        channel="C1",
        asked_at=START,
        call_state_at=START,
        last_activity_at=START,
        ladder_from=START,
    )
    for row in (market, pod, ask):
        async with database.write() as session:
            session.add(row)
    return ask
