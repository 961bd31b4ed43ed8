"""What matters are asked while a rep waits, on both databases."""

from datetime import timedelta
from uuid import UUID

import pytest

from storage.advice import Ask, AskState
from storage.alerts import Alert, AlertKind, AlertState, Severity
from storage.alerts_matters import part_ask
from storage.alerts_matters_waiting import (
    NOTHING,
    GoingOn,
    find_going_on,
    find_thread_of,
    has_company,
)
from storage.database import Database
from storage.pods import Market, Member, Pod, Role
from tests.fakes import START
from tests.storage.test_alerts_matters import (
    HOUR,
    MARKET,
    OTHER_POD,
    POD,
    ask,
    market,
    matter,
)

__all__ = ["market"]
MINUTES = timedelta(minutes=10)


@pytest.fixture
async def maya(market: Database) -> Database:
    """Somebody of the first pod."""
    async with market.write() as session:
        session.add(Member(team_id="T1", user="UMAYA", pod_id=POD, name="Maya", role=Role.REP))
    return market


async def goes_on(database: Database, user: str = "UMAYA") -> GoingOn:
    async with database.read() as session:
        return await find_going_on(session, "T1", user, START - MINUTES)


async def test_what_goes_on_is_of_one_s_own_market_and_of_now(maya: Database) -> None:
    assert await goes_on(maya) == NOTHING
    assert await goes_on(maya, "UNOBODY") == NOTHING
    await matter(maya, [], last_asked_at=START - MINUTES)
    assert await goes_on(maya) == NOTHING
    await matter(maya, [], last_asked_at=START)
    assert await goes_on(maya) == GoingOn(matters=True, alerts=False)


@pytest.mark.parametrize("state", list(AlertState))
async def test_an_alert_goes_on_until_it_has_ended(maya: Database, state: AlertState) -> None:
    async with maya.write() as session:
        session.add(_alert(state))
    assert (await goes_on(maya)).alerts is (state is not AlertState.ENDED)


async def test_an_alert_goes_on_elsewhere_where_a_pod_may_take_the_calls(maya: Database) -> None:
    other = UUID(int=99)
    async with maya.write() as session:
        session.add(Market(id=other, key="dt", name="Detroit", timezone="America/Detroit"))
        await session.flush()
        session.add(_alert(AlertState.LIVE, other))
        there = Pod(team_id="T1", key="dt-1", name="Detroit 1", market_id=other)
        session.add(there)
    assert await goes_on(maya) == NOTHING
    async with maya.write() as session:
        there = await session.get_one(Pod, there.id)
        there.overflow_pod_id = POD
    assert await goes_on(maya) == GoingOn(matters=False, alerts=False, elsewhere=True)


async def test_an_ask_has_company_where_somebody_else_asked_lately(market: Database) -> None:
    await ask(market, 1, asker="UMAYA")
    mine = await _get(market, 1)
    assert not await _has_company(market, mine)
    await ask(market, 2, minute=-11)
    assert not await _has_company(market, mine)
    await ask(market, 3, minute=-9, pod_id=OTHER_POD)
    assert await _has_company(market, mine)


async def test_a_matter_that_is_not_over_is_company(market: Database) -> None:
    await ask(market, 1)
    mine = await _get(market, 1)
    await matter(market, [], last_asked_at=START - HOUR)
    assert not await _has_company(market, mine)
    await matter(market, [], last_asked_at=START - HOUR / 2)
    assert await _has_company(market, mine)


async def test_another_market_s_asks_are_no_company(market: Database) -> None:
    await ask(market, 1)
    await ask(market, 2)
    other = UUID(int=99)
    async with market.write() as session:
        session.add(Market(id=other, key="dt", name="Detroit", timezone="America/Detroit"))
    mine = await _get(market, 1)
    async with market.write() as session:
        assert not await has_company(session, mine, other, START - MINUTES, START - HOUR)


async def test_the_thread_of_a_matter_is_the_oldest_that_waits_in_the_pod(
    market: Database,
) -> None:
    asks = [
        await ask(market, 1, pod_id=OTHER_POD),
        await ask(market, 2, minute=1, state=AskState.WITHDRAWN),
        await ask(market, 3, minute=2, joined_to=UUID(int=1)),
        await ask(market, 4, minute=3),
        await ask(market, 6, minute=5),
        await ask(market, 5, minute=4, state=AskState.CLAIMED),
    ]
    one = await matter(market, asks)
    async with market.write() as session:
        await part_ask(session, one, UUID(int=4), START)
        assert await find_thread_of(session, one, POD) == UUID(int=5)
        assert await find_thread_of(session, one, OTHER_POD) == UUID(int=1)
        assert await find_thread_of(session, one, UUID(int=77)) is None


async def _has_company(database: Database, mine: Ask) -> bool:
    async with database.write() as session:
        return await has_company(session, mine, MARKET, START - MINUTES, START - HOUR)


async def _get(database: Database, number: int) -> Ask:
    async with database.read() as session:
        found = await session.get(Ask, UUID(int=number))
    assert found is not None
    return found


def _alert(state: AlertState, market_id: UUID = MARKET) -> Alert:
    return Alert(
        team_id="T1",
        market_id=market_id,
        kind=AlertKind.OTHER,
        severity=Severity.MINOR,
        state=state,
        headline="Something",
        starts_at=START,
        posted_at=START,
    )
