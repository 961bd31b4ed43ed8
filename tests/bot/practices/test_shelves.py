"""The database says what is near in meaning as the matrix in memory does."""

import asyncio
from collections.abc import AsyncIterator
from logging import INFO
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import make_url
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from bot.practices import finding, shelf_database, shelves
from bot.practices.finding import Finder
from bot.practices.indexing import index_practice
from bot.practices.ranking import HUBNESS, Near
from bot.practices.shelf import MemoryShelf
from bot.practices.shelf_database import DatabaseShelf
from storage import practices_hubness
from storage.database import Database
from storage.pods import Pod
from storage.practices import ALL, Narrow, Practice, PracticeChange, PracticeState, Scope
from storage.practices_embedding import count_waiting, save_vectors
from storage.practices_index import list_indexed, list_numbers
from storage.practices_vectors import make_vectors
from tests import postgres
from tests.bot.practices.finders import Start, starting
from tests.bot.practices.senses import Senses
from tests.engines import on_postgresql
from tests.fakes import START
from tests.searching import a_pod, a_practice, reach_of
from tests.waiting import PATIENCE, until_so

pytestmark = on_postgresql
SUBJECTS = ["phone", "billing", "roaming", "store", "modem", "tablet", "router", "coverage"]
WORDS = ["lost", "broken", "twice", "abroad", "closed", "slow", "new", "old"]


@pytest.fixture
async def start(database: Database) -> AsyncIterator[Start]:
    """Starts Finders of other processes."""
    async with starting(database) as start:
        yield lambda: start(Senses(), apart=True)


async def some_practices(database: Database, pod: Pod) -> list[Practice]:
    texts = [f"{word} {one} {other}" for word in WORDS[:5] for one in SUBJECTS for other in WORDS]
    return [await a_practice(database, pod, text) for text in texts[:: len(texts) // 40]]


async def in_memory(database: Database) -> MemoryShelf:
    """A matrix of what the database keeps now."""
    shelf = MemoryShelf(Senses.dimensions, Senses.name)
    async with database.read() as session:
        rows = await list_indexed(session, await list_numbers(session))
    assert await shelf.put(rows) == []
    await shelf.settle()
    return shelf


async def nearest(
    shelf: Any,
    text: str,
    pod: Pod,
    narrow: Narrow = ALL,
    user: str = "U1",
    hubness: float = HUBNESS,
) -> list[Near]:
    vector = await Senses().query(text)
    found: list[Near] = await shelf.nearest(vector, reach_of(pod, user), narrow, 10, hubness)
    return found


def figures(near: list[Near]) -> dict[UUID, Any]:
    return {each.practice_id: pytest.approx((each.score, each.cosine), abs=0.002) for each in near}


async def change(database: Database, practice: Practice, text: str) -> None:
    async with database.write() as session:
        practice.situation = practice.title = text
        await session.merge(practice)
        await index_practice(session, practice, [])


@pytest.fixture(params=["all rows", "the index"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Looking through all rows, and asking the index."""
    if request.param == "the index":
        monkeypatch.setattr(shelf_database, "APPROXIMATE_FROM", 1)
    return str(request.param)


@pytest.mark.usefixtures("way")
async def test_the_database_orders_as_the_matrix_does(
    database: Database, pod: Pod, start: Start
) -> None:
    await some_practices(database, pod)
    shelf = (await start())._memory.shelf
    assert isinstance(shelf, DatabaseShelf)
    matrix = await in_memory(database)
    for hubness in (HUBNESS, 0.0):
        for text in ("handset stolen", "router", "slow coverage abroad"):
            there = await nearest(shelf, text, pod, hubness=hubness)
            here = figures(await nearest(matrix, text, pod, hubness=hubness))
            assert len(there) == 10
            assert {each.practice_id for each in there[:5]} <= here.keys()
            for each in there:
                if each.practice_id in here:
                    assert (each.score, each.cosine) == here[each.practice_id]


async def test_what_is_near_to_everything_is_measured_anew_when_the_store_changes(
    database: Database, pod: Pod, start: Start
) -> None:
    practices = await some_practices(database, pod)
    finder = await start()
    for number in range(0, 20, 4):
        await change(database, practices[number], f"Something else about {number} roaming phones")
    finder.wake()
    await asyncio.wait_for(finder.settled(), PATIENCE)
    there = await nearest(finder._memory.shelf, "roaming phones", pod)
    here = figures(await nearest(await in_memory(database), "roaming phones", pod))
    for each in there[:8]:
        assert (each.score, each.cosine) == here[each.practice_id]


async def test_beyond_the_most_compared_a_row_is_measured_and_changes_no_other(
    database: Database, pod: Pod, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practices_hubness, "MOST_COMPARED", 12)
    practices = await some_practices(database, pod)
    await start()
    async with database.read() as session:
        rows = (await session.execute(sql("SELECT compared, hubness FROM practice_vector"))).all()
    assert len(rows) == len(practices)
    assert sum(row.compared for row in rows) == 12
    assert all(row.hubness > 0 for row in rows)


@pytest.mark.usefixtures("way")
async def test_the_nearest_are_taken_among_those_that_somebody_may_find(
    database: Database, pod: Pod, start: Start
) -> None:
    far = await a_pod(database, "far")
    for number in range(20):
        await a_practice(database, far, f"Lost phone {number}", scope=Scope.POD)
    draft = await a_practice(database, pod, "Lost phone", state=PracticeState.DRAFT)
    company = await a_practice(database, far, "Billing twice", scope=Scope.COMPANY)
    shelf = (await start())._memory.shelf

    async def found(user: str, narrow: Narrow = ALL) -> set[UUID]:
        near = await nearest(shelf, "handset", pod, narrow, user)
        return {each.practice_id for each in near}

    assert await found("U9") == {draft.id, company.id}
    assert await found("U1") == {company.id}
    assert await found("U9", Narrow(scope=Scope.COMPANY)) == {company.id}
    assert await found("U9", Narrow(states=frozenset({PracticeState.DRAFT}))) == {draft.id}
    assert await found("U9", Narrow(topic="billing")) == set()


async def test_memory_allows_whom_the_database_allows(
    database: Database, pod: Pod, start: Start
) -> None:
    near = await a_pod(database, "near", market=pod.market_id)
    far, partner = await a_pod(database, "far"), await a_pod(database, "partner", partner=True)
    others: tuple[dict[str, Any], ...] = (
        {},
        {"owner": "U2", "helper": "U3", "topics": ["device"]},
    )
    practices = [
        await a_practice(database, each, "Lost phone", state=state, scope=scope, **given)
        for each in (pod, near, far, partner)
        for state in PracticeState
        for scope in Scope
        for given in others
    ]
    archived = [each for each in practices if each.state == PracticeState.ARCHIVED]
    async with database.write() as session:
        for practice in archived[::3]:
            entry = PracticeChange(
                practice_id=practice.id,
                version=1,
                at=START,
                what="archived",
                before={"state": "shared"},
            )
            session.add(entry)
    there, here = (await start())._memory.shelf, await in_memory(database)
    assert isinstance(there, DatabaseShelf)
    narrows = [
        ALL,
        Narrow(states=frozenset(PracticeState)),
        Narrow(author="U3"),
        Narrow(topic="device"),
    ]
    for who in ("U1", "U2", "U9"):
        for at in (pod, partner):
            for narrow in narrows:
                wanted = (await Senses().query("phone"), reach_of(at, who), narrow, 200, HUBNESS)
                found = {each.practice_id for each in await there.nearest(*wanted)}
                assert found == {each.practice_id for each in await here.nearest(*wanted)}
                assert found


async def test_no_vector_is_read_into_memory(
    database: Database, pod: Pod, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    await some_practices(database, pod)
    first = await start()
    rows: list[Any] = []

    async def listed(*given: Any) -> list[Any]:
        found = await list_indexed(*given)
        rows.extend(found)
        return found

    monkeypatch.setattr("bot.practices.following.list_indexed", listed)
    second = await start()
    assert len(rows) == len(second._memory.shelf or ()) == len(first._memory.shelf or ()) > 30
    assert {row.vector for row in rows} == {None}


async def test_what_a_practice_said_before_is_not_near_any_more(
    database: Database, pod: Pod, start: Start
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    await a_practice(database, pod, "Something else")
    finder = await start()
    senses = finder._embedder
    assert isinstance(senses, Senses)
    senses.fails_on_notes = True
    await change(database, phone, "Tablet for travel")
    finder.wake()
    await asyncio.wait_for(finder.settled(), PATIENCE)
    assert phone.id not in [
        each.practice_id for each in await finder.find("handset", reach_of(pod))
    ]
    (first, *_) = await finder.find("tablet", reach_of(pod))
    assert (first.practice_id, first.by_meaning) == (phone.id, 0.0)


async def test_vectors_that_are_lost_are_put_back(
    database: Database, pod: Pod, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(finding, "WHOLE_EVERY", 1)
    phone = await a_practice(database, pod, "Lost phone")
    finder = await start()
    async with database.write() as session:
        await session.execute(sql("TRUNCATE practice_vector"))

    async def is_found() -> bool:
        found = await nearest(finder._memory.shelf, "handset", pod)
        return [each.practice_id for each in found] == [phone.id]

    await until_so(is_found)


async def test_a_vector_table_that_breaks_leaves_the_words(
    database: Database, pod: Pod, start: Start
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    finder = await start()
    async with database.write() as session:
        await session.execute(sql("DROP TABLE practice_vector"))
    (found,) = await finder.find("phone", reach_of(pod))
    assert (found.practice_id, found.by_meaning) == (phone.id, 0.0)


async def test_what_one_replica_saves_another_finds_at_once(
    database: Database, pod: Pod, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "POLL_SECONDS", 60)
    await a_practice(database, pod, "Something else")
    one, other = await start(), await start()
    await asyncio.sleep(0.3)  # both listen
    began = asyncio.get_running_loop().time()
    phone = await a_practice(database, pod, "Lost phone")

    async def is_first_in_both() -> bool:
        found = [await each.find("handset", reach_of(pod)) for each in (one, other)]
        return all(each and each[0].practice_id == phone.id for each in found)

    await until_so(is_first_in_both)
    assert asyncio.get_running_loop().time() - began < 1


async def test_two_replicas_that_place_the_same_vectors_agree(
    database: Database, pod: Pod, start: Start
) -> None:
    practices = await some_practices(database, pod)
    finders = await asyncio.gather(start(), start())
    one, other = [await nearest(each._memory.shelf, "phone", pod) for each in finders]
    assert one == other
    async with database.read() as session:
        assert await session.scalar(sql("SELECT count(*) FROM practice_vector")) == len(practices)


async def test_without_the_right_to_create_the_extension_the_matrix_serves_and_the_log_says_so(
    plain_role: str,
    database_url: str,
    pod: Pod,
    start: Start,
    database: Database,
    caplog: pytest.LogCaptureFixture,
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    postgres.execute(
        database_url,
        "DROP TABLE practice_vector",
        "DROP EXTENSION vector",
        f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {plain_role}",
        f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {plain_role}",
        f"ALTER DATABASE {make_url(database_url).database} SET role = {plain_role}",
    )
    caplog.set_level(INFO, "bot.practices.shelves")
    finder = await start()
    assert isinstance(finder._memory.shelf, MemoryShelf)
    assert [each.practice_id for each in await finder.find("handset", reach_of(pod))] == [phone.id]
    assert [each.message for each in caplog.records if each.name == "bot.practices.shelves"] == [
        "practices are searched by meaning in memory"
    ]


async def test_a_database_that_is_away_at_the_start_decides_nothing(
    database: Database, pod: Pod, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    fails = [OperationalError("", {}, OSError()), OSError()]

    async def goes_away(*given: Any) -> str | None:
        if fails:
            raise fails.pop()
        monkeypatch.undo()
        return await make_vectors(*given)

    async def is_away() -> bool:
        return False

    monkeypatch.setattr(finding, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(shelves, "make_vectors", goes_away)
    monkeypatch.setattr(database, "answers", is_away)
    finder = Finder(database, Senses())
    await finder.start()
    await asyncio.wait_for(finder.settled(), PATIENCE)
    assert isinstance(finder._memory.shelf, DatabaseShelf)
    assert [each.practice_id for each in await finder.find("handset", reach_of(pod))] == [phone.id]
    await finder.stop()


async def test_an_extension_that_is_created_later_serves_from_the_next_start(
    database_url: str, pod: Pod, start: Start, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    postgres.execute(database_url, "DROP TABLE practice_vector", "DROP EXTENSION vector")
    caplog.set_level(INFO, "bot.practices.shelves")
    finder = await start()
    assert isinstance(finder._memory.shelf, DatabaseShelf)
    assert [each.practice_id for each in await finder.find("handset", reach_of(pod))] == [phone.id]
    (said,) = [each for each in caplog.records if each.name == "bot.practices.shelves"]
    assert said.message == "practices are searched by meaning in the database"


async def test_a_vector_that_the_index_lost_is_made_again(
    database: Database, pod: Pod, start: Start
) -> None:
    await a_practice(database, pod, "Lost phone")
    await start()
    async with database.write() as session:
        await session.execute(sql("UPDATE practice_index SET vector = NULL, embedder = NULL"))
    await start()
    async with database.read() as session:
        assert await count_waiting(session, Senses.name) == 0


async def test_a_save_carries_over_the_vector_that_was_being_kept_meanwhile(
    database: Database, pod: Pod
) -> None:
    practice = await a_practice(database, pod, "Lost phone")
    async with database.read() as session:
        (number,) = await list_numbers(session)

    async def saves() -> None:
        async with database.write() as session:
            await index_practice(session, practice, [])

    async with database.write() as session:
        await save_vectors(session, {number: b"kept"}, Senses.name)
        saving = asyncio.create_task(saves())
        await asyncio.sleep(0.2)  # it waits for the row, or has read what stood there before
    await saving
    async with database.read() as session:
        (row,) = await list_indexed(session, await list_numbers(session))
    assert (row.embedder, row.vector) == (Senses.name, b"kept")
