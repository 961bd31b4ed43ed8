"""Which asks are about which alerts: once each, and never again once their asker refused it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from storage.advice import Ask, AskState, CallState, Contact, Source
from storage.alerts import Alert, AlertAsk, AlertState
from storage.alerts_asks import (
    count_call_backs,
    count_related_asks,
    find_link,
    link,
    list_call_backs,
    list_related_asks,
    list_unlinked,
    list_untold,
    note_told,
)
from storage.alerts_reading import list_ended_alerts
from storage.database import Database
from storage.topics import Topic
from tests.fakes import START
from tests.storage.test_alerts import Place, add

LATER = START + timedelta(minutes=5)


async def test_an_ask_is_linked_once_and_what_somebody_said_of_it_is_kept(
    database: Database,
) -> None:
    place, alert = await _alert(database)
    (ask,) = await _asked(database, place)
    for said in (False, False, True):
        async with database.write() as session:
            await link(session, alert.id, [ask.id], START, said=said, told=not said)
    (kept,) = await _links(database)
    assert (kept.at, kept.said_at, kept.told_at) == (START, START, START)


async def test_what_its_asker_refused_is_linked_by_nobody_again_and_counts_no_more(
    database: Database,
) -> None:
    place, alert = await _alert(database)
    (ask,) = await _asked(database, place, call_state=CallState.CALL_BACK)
    async with database.write() as session:
        await link(session, alert.id, [ask.id], START)
        found = await find_link(session, alert.id, ask.id, "U1")
        assert found is not None
        found.refused_at = LATER
    async with database.write() as session:
        await link(session, alert.id, [ask.id], LATER, said=True)
    (kept,) = await _links(database)
    assert (kept.refused_at, kept.said_at) == (LATER, None)
    pods = [place.home.id]
    async with database.read() as session:
        assert await list_unlinked(session, alert.id, pods, START - timedelta(hours=1)) == []
        assert await list_untold(session, alert.id, 9) == []
        assert await count_related_asks(session, alert.id) == {}
        assert await count_call_backs(session, alert.id) == {}
        assert await list_call_backs(session, alert.id) == []
        assert await list_related_asks(session, alert.id) == []


async def test_asks_to_compare_are_the_pods_own_since_then_and_not_called_off(
    database: Database,
) -> None:
    place, alert = await _alert(database)
    states = (AskState.OPEN, AskState.ACCEPTED, AskState.WITHDRAWN, AskState.NOT_A_QUESTION)
    asks = await _asked(database, place, *({"state": each} for each in states))
    await _asked(database, place, asked_at=START - timedelta(hours=2))
    await _asked(database, place, pod_id=place.second.id)
    async with database.read() as session:
        since, pods = START - timedelta(hours=1), [place.home.id]
        found = await list_unlinked(session, alert.id, pods, since)
        assert {each.id for each in found} == {each.id for each in asks[:2]}
        assert len(await list_unlinked(session, alert.id, pods, since, at_most=1)) == 1


async def test_who_is_to_be_told_has_an_open_ask_and_was_not_told(database: Database) -> None:
    place, alert = await _alert(database)
    first, settled, told, joined = await _asked(
        database, place, {}, {"state": AskState.LAPSED}, {}, {"asked_at": LATER}
    )
    await _change(database, joined, joined_to=first.id)
    async with database.write() as session:
        await link(session, alert.id, [each.id for each in (first, settled, told, joined)], START)
        await note_told(session, alert.id, [told.id], START)
    async with database.read() as session:
        untold = await list_untold(session, alert.id, 9)
        assert [(each.id, each.root) for each in untold] == [
            (first.id, first.id),
            (joined.id, first.id),
        ]


async def test_the_link_of_whoever_presses_in_a_thread_is_that_of_their_own_ask(
    database: Database,
) -> None:
    place, alert = await _alert(database)
    first, other = await _asked(database, place, {}, {"asker": "U2"})
    await _change(database, other, joined_to=first.id)
    async with database.write() as session:
        await link(session, alert.id, [first.id, other.id], START)
    async with database.read() as session:
        for asker, ask in (("U1", first), ("U2", other)):
            found = await find_link(session, alert.id, first.id, asker)
            assert found is not None
            assert found.ask_id == ask.id
        assert await find_link(session, alert.id, first.id, "U3") is None


async def test_related_asks_and_open_call_backs_are_counted_by_pod(database: Database) -> None:
    place, alert = await _alert(database)
    owed = {"call_state": CallState.CALL_BACK}
    asks = await _asked(
        database,
        place,
        owed | {"call_back_at": LATER},
        owed | {"call_back_at": START},
        owed | {"state": AskState.NOTHING_OWED},
        {},
        {"state": AskState.WITHDRAWN},
        owed | {"pod_id": place.second.id, "call_back_at": LATER},
    )
    async with database.write() as session:
        await link(session, alert.id, [each.id for each in asks], START)
    async with database.read() as session:
        home, second = place.home.id, place.second.id
        assert await count_related_asks(session, alert.id) == {home: 4, second: 1}
        assert await count_call_backs(session, alert.id) == {home: 2, second: 1}
        promised = [each.id for each in await list_call_backs(session, alert.id)]
        assert promised[0] == asks[1].id
        assert set(promised) == {asks[0].id, asks[1].id, asks[5].id}
        assert len(await list_related_asks(session, alert.id)) == 5


async def test_what_ended_is_listed_by_its_end_and_forgotten_after_a_while(
    database: Database,
) -> None:
    place, _ = await _alert(database)
    over: dict[str, Any] = {"state": AlertState.ENDED}
    early, late = place.alert(ended_at=START, **over), place.alert(ended_at=LATER, **over)
    old = place.alert(ended_at=START - timedelta(days=15), **over)
    await add(database, late, early, old, place.alert(place.there, ended_at=LATER, **over))
    async with database.read() as session:
        since, market = START - timedelta(days=14), [place.here.id]
        found = await list_ended_alerts(session, "T1", market, since, 9)
        assert [each.id for each in found] == [late.id, early.id]
        assert await list_ended_alerts(session, "T2", market, since, 9) == []


async def _alert(database: Database) -> tuple[Place, Alert]:
    place = Place()
    await place.settle(database)
    alert = place.alert()
    await add(database, alert)
    return place, alert


async def _asked(
    database: Database, place: Place, *several: dict[str, Any], **one: Any
) -> list[Ask]:
    asks = [_ask(place.home.id, **each) for each in (several or (one,))]
    await add(database, *asks)
    return asks


async def _change(database: Database, ask: Ask, joined_to: UUID) -> None:
    async with database.write() as session:
        mine = await session.get(Ask, ask.id)
        assert mine is not None
        mine.joined_to = joined_to


async def _links(database: Database) -> list[AlertAsk]:
    async with database.read() as session:
        return list(await session.scalars(select(AlertAsk)))


def _ask(pod: UUID, **more: Any) -> Ask:
    values: dict[str, Any] = {
        "team_id": "T1",
        "pod_id": pod,
        "asker": "U1",
        "asker_name": "A",
        "question": "?",
        "contact": Contact.PHONE,
        "call_state": CallState.TALKING,
        "topic": Topic.NETWORK,
        "source": Source.COMMAND,
        "channel": "C1",
    }
    moments = dict.fromkeys(("asked_at", "call_state_at", "last_activity_at", "ladder_from"), START)
    return Ask(**{**values, **moments, **more})
