"""What is found by its words, and by whom."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.practices.indexing import catch_up, index_practice, rebuild
from storage.database import Database
from storage.ids import new_id
from storage.pods import Pod
from storage.practices import Narrow, Practice, PracticeState, Reach, Scope
from storage.practices_embedding import save_vectors
from storage.practices_index import Indexed, list_indexed, list_numbers, unindex_practice
from storage.practices_matching import Lengths, list_visible, match_terms
from storage.practices_terms import check_terms
from tests.engines import on_sqlite
from tests.fakes import START
from tests.searching import a_pod, a_practice, reach_of

ALL = Narrow()


async def matched(
    database: Database, reach: Reach, *terms: str, narrow: Narrow = ALL, at_most: int = 10
) -> list[object]:
    async with database.read() as session:
        rarity = Lengths(dict.fromkeys(terms, 1.0), 4.0)
        found = await match_terms(session, rarity, reach, narrow, at_most)
    return [each.practice_id for each in found]


async def rows_of(session: AsyncSession) -> list[Indexed]:
    return await list_indexed(session, await list_numbers(session))


@pytest.fixture
async def pod(database: Database) -> Pod:
    return await a_pod(database, "detroit")


async def test_any_of_the_terms_is_enough_and_more_of_them_rank_first(
    database: Database, pod: Pod
) -> None:
    one = await a_practice(database, pod, "Porting takes a day")
    both = await a_practice(database, pod, "Porting needs the account PIN")
    await a_practice(database, pod, "The store opens late")
    for filler in range(4):
        await a_practice(database, pod, f"Something else {filler}")
    assert await matched(database, reach_of(pod), "port", "pin") == [both.id, one.id]
    assert await matched(database, reach_of(pod)) == []


async def test_a_term_that_stands_more_often_counts_more(database: Database, pod: Pod) -> None:
    once = await a_practice(database, pod, "Roaming abroad costs extra money there")
    twice = await a_practice(database, pod, "Roaming abroad needs roaming turned on")
    for filler in range(4):
        await a_practice(database, pod, f"Something else {filler}")
    assert await matched(database, reach_of(pod), "roam") == [twice.id, once.id]


async def test_a_way_to_say_it_is_found_in_its_own_language(database: Database, pod: Pod) -> None:
    there = await a_practice(
        database, pod, "Cobro doble", say="Le devolvemos el dinero hoy", language="es"
    )
    assert await matched(database, reach_of(pod), "devolv") == [there.id]


async def test_what_was_changed_is_found_as_it_stands_now(database: Database, pod: Pod) -> None:
    practice = await a_practice(database, pod, "Reset the modem")
    async with database.write() as session:
        practice.situation = practice.title = "Swap the router"
        session.add(practice)
        await index_practice(session, practice, [])
    assert await matched(database, reach_of(pod), "modem") == []
    assert await matched(database, reach_of(pod), "router") == [practice.id]


async def test_what_is_taken_out_is_found_no_more(database: Database, pod: Pod) -> None:
    practice = await a_practice(database, pod, "Reset the modem")
    async with database.write() as session:
        await unindex_practice(session, practice.id)
        await unindex_practice(session, practice.id)
        await session.delete(practice)
    assert await matched(database, reach_of(pod), "modem") == []


async def test_a_vector_stays_while_the_words_do_and_goes_with_them(
    database: Database, pod: Pod
) -> None:
    practice = await a_practice(database, pod, "Reset the modem")
    async with database.write() as session:
        (row,) = await rows_of(session)
        await save_vectors(session, {row.seq: b"12"}, "fake")
    for change, kept in (({"state": PracticeState.VERIFIED}, b"12"), ({"situation": "No"}, None)):
        async with database.write() as session:
            for name, value in change.items():
                setattr(practice, name, value)
            session.add(practice)
            await index_practice(session, practice, [])
        async with database.read() as session:
            (again,) = await rows_of(session)
        assert (again.vector, again.seq > row.seq) == (kept, True)


SEEN = {
    Scope.POD: {"home"},
    Scope.MARKET: {"home", "neighbour"},
    Scope.COMPANY: {"home", "neighbour", "far"},
    Scope.PARTNERS: {"home", "neighbour", "far", "partner"},
}


@pytest.mark.parametrize("scope", SEEN)
async def test_a_scope_is_seen_by_those_whom_it_names(
    database: Database, pod: Pod, scope: Scope
) -> None:
    pods = {
        "home": pod,
        "neighbour": await a_pod(database, "neighbour", market=pod.market_id),
        "far": await a_pod(database, "far"),
        "partner": await a_pod(database, "partner", market=pod.market_id, partner=True),
    }
    await a_practice(database, pod, "Reset the modem", scope=scope)
    seen = {name for name, each in pods.items() if await matched(database, reach_of(each), "modem")}
    assert seen == SEEN[scope]


async def test_a_partner_sees_what_its_own_pod_wrote(database: Database) -> None:
    partner = await a_pod(database, "partner", partner=True)
    await a_practice(database, partner, "Reset the modem", scope=Scope.MARKET)
    assert len(await matched(database, reach_of(partner), "modem")) == 1


async def test_a_draft_is_its_authors_alone_and_another_workspace_sees_nothing(
    database: Database, pod: Pod
) -> None:
    await a_practice(
        database, pod, "Reset the modem", state=PracticeState.DRAFT, scope=Scope.PARTNERS
    )
    await a_practice(database, pod, "The modem is old", state=PracticeState.ARCHIVED)
    assert len(await matched(database, reach_of(pod, "U9"), "modem")) == 1
    assert await matched(database, reach_of(pod, "U1"), "modem") == []
    foreign = reach_of(pod, "U9")._replace(team="T2")
    assert await matched(database, foreign, "modem") == []
    archived = Narrow(states=frozenset({PracticeState.ARCHIVED}))
    assert len(await matched(database, reach_of(pod, "U9"), "modem", narrow=archived)) == 1
    assert await matched(database, reach_of(pod, "U1"), "modem", narrow=archived) == []


async def test_the_hidden_ones_take_no_place_among_the_first(database: Database, pod: Pod) -> None:
    far = await a_pod(database, "far")
    for _ in range(12):
        await a_practice(database, far, "modem modem", scope=Scope.POD)
    mine = await a_practice(database, pod, "A modem, and much more than a word about it")
    assert await matched(database, reach_of(pod), "modem", at_most=1) == [mine.id]


NARROWED = [
    (Narrow(topic="billing"), 1),
    (Narrow(topic="bill"), 0),
    (Narrow(topic='"]'), 0),
    (Narrow(scope=Scope.MARKET), 1),
    (Narrow(scope=Scope.POD), 0),
    (Narrow(author="U9"), 1),
    (Narrow(author="U8"), 0),
    (Narrow(since=START), 1),
    (Narrow(since=START + timedelta(seconds=1)), 0),
    (Narrow(states=frozenset()), 0),
    (Narrow(states=frozenset({PracticeState.VERIFIED})), 0),
]


async def test_a_search_can_be_narrowed(database: Database, pod: Pod) -> None:
    await a_practice(database, pod, "Reset the modem", topics=["device", "billing"])
    far = await a_pod(database, "far")
    for narrow, found in NARROWED:
        assert len(await matched(database, reach_of(pod), "modem", narrow=narrow)) == found, narrow
        elsewhere = narrow._replace(pod_id=far.id)
        assert await matched(database, reach_of(pod), "modem", narrow=elsewhere) == []


async def test_no_term_means_anything_to_the_database(database: Database, pod: Pod) -> None:
    practice = await a_practice(database, pod, "Reset the modem")
    for hostile in ("'", '"', "\\", "a'b", 'x" OR "y', "*", "🙂", "'; DROP", "", ":"):
        assert await matched(database, reach_of(pod), hostile, "modem") == [practice.id], hostile


async def test_only_what_may_be_shown_is_shown(database: Database, pod: Pod) -> None:
    mine = await a_practice(database, pod, "Reset the modem")
    far = await a_practice(database, await a_pod(database, "far"), "Reset it", scope=Scope.POD)
    async with database.read() as session:
        asked = [mine.id, far.id, new_id()]
        assert await list_visible(session, asked, reach_of(pod), ALL) == {mine.id}
        assert await list_visible(session, [], reach_of(pod), ALL) == set()


@on_sqlite
async def test_the_few_that_are_shown_are_looked_up_without_reading_all_of_a_team(
    database: Database, pod: Pod
) -> None:
    mine = await a_practice(database, pod, "Reset the modem")
    async with database.read() as session:
        statements: list[str] = []
        driver: Any = (await session.connection()).sync_connection
        driver = driver.connection.driver_connection
        driver.set_trace_callback(statements.append)
        await list_visible(session, [mine.id], reach_of(pod), ALL)
        driver.set_trace_callback(None)
        plan = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {statements[-1]}")]
    assert plan[0] == "SEARCH practice USING INDEX sqlite_autoindex_practice_1 (id=?)"


async def test_practices_that_came_without_an_index_get_one(database: Database, pod: Pod) -> None:
    practice = await a_practice(database, pod, "Reset the modem")
    async with database.write() as session:
        await unindex_practice(session, practice.id)
    assert await matched(database, reach_of(pod), "modem") == []
    assert (await catch_up(database), await catch_up(database)) == (1, 0)
    assert await matched(database, reach_of(pod), "modem") == [practice.id]


BREAKS = [
    "DELETE FROM practice_terms_data",
    "UPDATE practice_terms_data SET block = x'00ff00ff' WHERE id > 10",
    "DROP TABLE practice_terms_data",
    "DROP TABLE practice_terms_idx",
    "DELETE FROM practice_terms_config",
    "DROP TABLE practice_terms_config",
    "DROP TABLE practice_terms",
]


@on_sqlite
@pytest.mark.parametrize("how", BREAKS)
async def test_a_broken_index_says_so_and_is_rebuilt_without_loss(
    database: Database, pod: Pod, how: str
) -> None:
    practice = await a_practice(database, pod, "Reset the modem")
    async with database.write() as session:
        (row,) = await rows_of(session)
        await save_vectors(session, {row.seq: b"12"}, "fake")
        await session.execute(text(how))
    broken = Database(database.url.render_as_string())
    with pytest.raises(DBAPIError):
        async with broken.write() as session:
            await check_terms(session)
    progress: list[tuple[int, int]] = []
    assert await rebuild(broken, lambda *done: progress.append(done)) == 1
    assert progress == [(1, 1)]
    assert await matched(broken, reach_of(pod), "modem") == [practice.id]
    async with broken.write() as session:
        await check_terms(session)
        assert [each.vector for each in await rows_of(session)] == [b"12"]
    await broken.close()


async def test_a_rebuild_that_was_interrupted_goes_on(
    database: Database, pod: Pod, monkeypatch: pytest.MonkeyPatch
) -> None:
    practices = [await a_practice(database, pod, f"Reset the modem {n}") for n in range(3)]
    monkeypatch.setattr("bot.practices.indexing.BATCH", 1)

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await rebuild(database, stop)
    assert len(await matched(database, reach_of(pod), "modem")) == 2
    assert await catch_up(database) == 1
    assert set(await matched(database, reach_of(pod), "modem")) == {each.id for each in practices}


async def test_many_at_once_are_indexed_each(database: Database, pod: Pod) -> None:
    made: list[Practice] = [await a_practice(database, pod, f"Reset modem {n}") for n in range(60)]
    assert await rebuild(database) == 60
    found = await matched(database, reach_of(pod), "modem", at_most=100)
    assert set(found) == {each.id for each in made}


async def test_both_databases_rank_by_the_same_figures(database: Database, pod: Pod) -> None:
    texts = ("port port port port port", "port number", "a port and the number of it, and more")
    for text_ in texts:
        await a_practice(database, pod, text_)
    rarity = {"port": 0.5, "number": 2.0, "missing": 9.0}
    async with database.read() as session:
        terms = Lengths(rarity, mean=4.0)
        found = await match_terms(session, terms, reach_of(pod), ALL, 10)
    assert [round(each.score, 4) for each in found] == [
        round(bm25(2, 0.5, 1) + bm25(2, 2.0, 1), 4),
        round(bm25(9, 0.5, 1) + bm25(9, 2.0, 1), 4),
        # More than four times counts as four.
        round(bm25(5, 0.5, 4), 4),
    ]


def bm25(length: int, rarity: float, often: int) -> float:
    return rarity * 2.2 * often / (often + 1.2 * (0.25 + 0.75 * length / 4.0))
