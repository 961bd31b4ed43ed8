"""Alerts in the database: one card a pod, one receipt a person, and what is live where."""

from typing import Any

from sqlalchemy import select

from storage.alerts import (
    Alert,
    AlertCard,
    AlertChange,
    AlertKind,
    AlertState,
    Severity,
)
from storage.alerts_cards import (
    add_cards,
    add_receipt,
    count_receipts,
    list_alerts_in_pod,
    list_cards,
    place_card,
    place_digest,
)
from storage.alerts_reach import count_members, get_market, list_markets
from storage.alerts_reading import (
    find_alert,
    list_changes_since,
    list_live_alerts,
)
from storage.database import Database
from storage.ids import new_id
from storage.pods import (
    Market,
    Member,
    Pod,
    Role,
    list_covered_pods,
    list_members_of,
    list_pods,
    list_pods_of_market,
)
from tests.fakes import START


class Place:
    """Two markets; the first has two pods, one of which the pod of the second backs."""

    def __init__(self) -> None:
        self.here = Market(key="a", name="A", timezone="America/Detroit", languages=["en"])
        self.there = Market(key="b", name="B", timezone="America/Detroit")
        self.backing = Pod(team_id="T1", key="z", name="Z", market_id=self.there.id)
        self.home = Pod(
            team_id="T1",
            key="x",
            name="X",
            market_id=self.here.id,
            overflow_pod_id=self.backing.id,
        )
        self.second = Pod(team_id="T1", key="y", name="Y", market_id=self.here.id)

    async def settle(self, database: Database) -> None:
        member: dict[str, Any] = {"team_id": "T1", "role": Role.REP, "name": "A"}
        members = [
            Member(user=user, pod_id=pod.id, **member)
            for user, pod in (("U1", self.home), ("U2", self.home), ("U3", self.second))
        ]
        members[1].left_at = START
        for rows in ([self.here, self.there], [self.backing], [self.home, self.second], members):
            async with database.write() as session:
                session.add_all(rows)

    def alert(self, market: Market | None = None, **more: Any) -> Alert:
        values: dict[str, Any] = {"kind": AlertKind.WEATHER, "severity": Severity.MINOR}
        values |= {"headline": "Wind", "starts_at": START, "posted_at": START, "team_id": "T1"}
        return Alert(market_id=(market or self.here).id, **values | more)


async def add(database: Database, *rows: Any) -> None:
    async with database.write() as session:
        session.add_all(rows)


async def test_a_pod_has_one_card_of_an_alert_however_often_it_is_made(database: Database) -> None:
    place = Place()
    await place.settle(database)
    alert = place.alert()
    await add(database, alert)
    async with database.write() as session:
        await add_cards(session, alert, [(place.home.id, "C1")])
        await add_cards(session, alert, [(place.home.id, "C1"), (place.second.id, "C2")])
        await place_card(session, alert.id, place.home.id, "1.2")
    async with database.read() as session:
        cards = await list_cards(session, alert.id)
        assert [(card.channel, card.ts) for card in cards] == [("C1", "1.2"), ("C2", None)]
        ids = [alert.id, new_id()]
        assert await list_alerts_in_pod(session, place.home.id, ids) == {alert.id}


async def test_all_of_one_message_stand_where_it_does(database: Database) -> None:
    place, digest = Place(), new_id()
    await place.settle(database)
    alerts = [place.alert(), place.alert()]
    await add(database, *alerts)
    async with database.write() as session:
        for each in alerts:
            await add_cards(session, each, [(place.home.id, "C1")], {place.home.id: digest})
        await place_digest(session, digest, "3.4")
    async with database.read() as session:
        stored = (await session.scalars(select(AlertCard))).all()
        assert {card.ts for card in stored} == {"3.4"}


async def test_a_person_has_an_alert_once(database: Database) -> None:
    place = Place()
    await place.settle(database)
    alert = place.alert()
    await add(database, alert)
    async with database.write() as session:
        had = [
            await add_receipt(session, alert.id, pod.id, user, START)
            for user, pod in (("U1", place.home), ("U1", place.home), ("U3", place.second))
        ]
    assert had == [True, False, True]
    async with database.read() as session:
        assert await count_receipts(session, alert.id) == {place.home.id: 1, place.second.id: 1}
        assert await count_receipts(session, alert.id, [place.home.id]) == {place.home.id: 1}
        counted = await count_members(session, [place.home.id, place.backing.id])
        assert counted == {place.home.id: 1}


async def test_what_is_live_is_of_the_market_and_the_workspace_and_not_over(
    database: Database,
) -> None:
    place = Place()
    await place.settle(database)
    live = place.alert()
    unconfirmed = place.alert(state=AlertState.UNCONFIRMED)
    others = [place.alert(state=AlertState.ENDED), place.alert(place.there)]
    await add(database, live, unconfirmed, *others, place.alert(team_id="T2"))
    async with database.read() as session:
        found = await list_live_alerts(session, "T1", [place.here.id])
        assert [each.id for each in found] == [unconfirmed.id, live.id]
        assert await find_alert(session, new_id()) is None


async def test_what_was_said_in_a_version_stands_in_the_change_after_it(
    database: Database,
) -> None:
    place = Place()
    await place.settle(database)
    alert = place.alert()
    await add(database, alert)
    what: dict[str, Any] = {"alert_id": alert.id, "at": START}
    changes = [
        AlertChange(version=version, what="updated", before={"headline": said}, **what)
        for version, said in ((3, "two"), (2, "one"))
    ]
    await add(database, AlertChange(version=1, what="posted", **what), *changes)
    async with database.read() as session:
        later = await list_changes_since(session, alert.id, 1)
        assert [each.before for each in later] == [{"headline": "one"}, {"headline": "two"}]
        assert await list_changes_since(session, alert.id, 3) == []


async def test_pods_are_found_by_their_market_and_by_whom_they_cover(database: Database) -> None:
    place = Place()
    await place.settle(database)
    async with database.read() as session:
        own = await list_pods_of_market(session, "T1", place.here.id)
        assert [each.pod.key for each in own] == ["x", "y"]
        assert await list_pods_of_market(session, "T2", place.here.id) == []
        covered = await list_covered_pods(session, place.backing.id)
        assert [each.pod.key for each in covered] == ["x"]
        some = await list_pods(session, [place.second.id, place.backing.id])
        assert [each.pod.key for each in some] == ["y", "z"]
        members = await list_members_of(session, [place.home.id, place.backing.id])
        assert [each.user for each in members[place.home.id]] == ["U1"]
        assert members[place.backing.id] == []
        assert [each.key for each in await list_markets(session, "T1")] == ["a", "b"]
        assert (await get_market(session, place.here.id)).languages == ["en"]
