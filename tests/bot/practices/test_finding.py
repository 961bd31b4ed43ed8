"""The search finds by words and by meaning, what somebody may see, and keeps in step."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text as sql

from bot.errors import NotSaved
from bot.practices import by_meaning, finding
from bot.practices.embedding import embed_all
from bot.practices.errors import SearchBroken
from bot.practices.finding import Finder
from bot.practices.found import Found
from bot.practices.indexing import index_practice
from bot.practices.ranking import FITS
from storage.database import Database
from storage.ids import new_id
from storage.pods import Pod
from storage.practices import Narrow, Practice, PracticeState, Scope
from storage.practices_embedding import count_waiting
from storage.practices_index import unindex_practice
from tests.bot.practices.finders import Start, starting
from tests.bot.practices.senses import Senses
from tests.engines import on_sqlite
from tests.fakes import START
from tests.searching import a_pod, a_practice, reach_of
from tests.waiting import PATIENCE, until_so


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(finding, "WHOLE_EVERY", 1)


@pytest.fixture
async def start(database: Database) -> AsyncIterator[Start]:
    async with starting(database) as start:
        yield start


async def ids(finder: Finder, text: str, pod: Pod, user: str = "U1") -> list[object]:
    return [each.practice_id for each in await finder.find(text, reach_of(pod, user))]


async def change(database: Database, practice: Practice, **values: object) -> None:
    async with database.write() as session:
        for name, value in values.items():
            setattr(practice, name, value)
        await session.merge(practice)
        await index_practice(session, practice, [])


async def test_what_means_the_same_is_found_without_a_common_word(
    database: Database, pod: Pod, start: Start
) -> None:
    await a_practice(database, pod, "Roaming abroad")
    phone = await a_practice(database, pod, "Lost phone")
    await a_practice(database, pod, "Billing twice")
    finder = await start(Senses())
    assert (await ids(finder, "handset", pod))[0] == phone.id
    assert (await ids(finder, "teléfono", pod))[0] == phone.id


async def test_without_an_embedder_it_finds_by_words(
    database: Database, pod: Pod, start: Start
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    await a_practice(database, pod, "Billing twice")
    finder = await start(None)
    (found,) = await finder.find("phones that were lost", reach_of(pod))
    assert (found.practice_id, found.score, found.by_meaning) == (phone.id, 1.0, 0.0)
    (whole,) = await finder.find("Lost phone", reach_of(pod))
    assert finder.fits(whole)
    assert not finder.fits(found)
    assert await ids(finder, "handset", pod) == []


async def test_everyday_words_of_a_language_that_few_write_in_are_no_likeness(
    database: Database, pod: Pod, start: Start
) -> None:
    """All of them are rare there, as are those that tell something."""
    for each in ("Lost phone and its case", "Billing twice in a month", "Roaming abroad by ship"):
        await a_practice(database, pod, each)
    chip = await a_practice(database, pod, "El cliente no tiene su tarjeta", language="es")
    finder = await start(None)

    (found,) = await finder.find("El cliente no tiene servicio", reach_of(pod))
    assert (found.practice_id, finder.fits(found)) == (chip.id, False)
    (found,) = await finder.find("no tiene tarjeta", reach_of(pod))
    assert finder.fits(found)


async def test_an_embedder_that_is_slow_or_has_a_queue_leaves_the_words(
    database: Database, pod: Pod, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, senses, text = await a_practice(database, pod, "Lost phone"), Senses(), "lost phone"
    finder = await start(senses)
    quick, entered, go = senses.query, asyncio.Event(), asyncio.Event()

    async def slow(text: str) -> Any:
        entered.set()
        await go.wait()
        return await quick(text)

    monkeypatch.setattr(senses, "query", slow)
    monkeypatch.setattr(by_meaning, "PATIENCE_SECONDS", 0.01)
    (late,) = await finder.find(text, reach_of(pod))
    assert (late.practice_id, late.by_meaning) == (phone.id, 0.0)

    monkeypatch.setattr(by_meaning, "PATIENCE_SECONDS", PATIENCE)
    monkeypatch.setattr(by_meaning, "MOST_WAITING", 1)
    entered.clear()
    first = asyncio.create_task(finder.find(text, reach_of(pod)))
    await entered.wait()
    (second,) = await finder.find(text, reach_of(pod))
    assert second.by_meaning == 0.0
    go.set()
    (patient,) = await first
    assert patient.by_meaning > 0.0


async def test_an_embedder_that_fails_leaves_the_words(
    database: Database, pod: Pod, start: Start
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    senses = Senses()
    finder = await start(senses)
    senses.fails = True
    assert await ids(finder, "phone", pod) == [phone.id]
    assert [each.practice_id for each in await finder.alike("Lost phone", reach_of(pod))] == [
        phone.id
    ]


async def test_a_slip_is_read_as_it_was_meant_and_as_it_was_typed(
    database: Database, pod: Pod, start: Start
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    for text in ("Billing twice", "Roaming abroad", "Store closed"):
        await a_practice(database, pod, text)
    senses = Senses()
    finder = await start(senses)
    assert (await ids(finder, "lost phnoe", pod))[0] == phone.id
    assert senses.asked == ["lost phnoe", "lost phone"]
    wordy = await start(None)
    assert await ids(wordy, "phnoe", pod) == [phone.id]


async def test_nobody_finds_what_is_not_theirs_to_see(
    database: Database, pod: Pod, start: Start
) -> None:
    far = await a_pod(database, "far")
    partner = await a_pod(database, "partner", partner=True)
    draft = await a_practice(database, pod, "Lost phone", state=PracticeState.DRAFT)
    local = await a_practice(database, pod, "Lost phone", scope=Scope.POD)
    company = await a_practice(database, pod, "Lost phone", scope=Scope.COMPANY)
    for finder in (await start(Senses()), await start(None)):
        for text in ("lost phone", "phone"):
            assert set(await ids(finder, text, pod, "U9")) == {draft.id, local.id, company.id}
            assert set(await ids(finder, text, pod)) == {local.id, company.id}
            assert await ids(finder, text, far) == [company.id]
            assert await ids(finder, text, partner) == []


NARROWED = [
    (Narrow(topic="device"), True),
    (Narrow(topic="billing"), False),
    (Narrow(topic="nonsense"), False),
    (Narrow(scope=Scope.MARKET), True),
    (Narrow(scope=Scope.POD), False),
    (Narrow(author="U9"), True),
    (Narrow(author="U8"), False),
    (Narrow(author="U7"), True),
    (Narrow(since=START), True),
    (Narrow(since=START + timedelta(seconds=1)), False),
    (Narrow(pod_id=UUID(int=1)), False),
    (Narrow(states=frozenset({PracticeState.VERIFIED})), False),
]


async def test_a_search_by_meaning_is_narrowed_as_one_by_words(
    database: Database, pod: Pod, start: Start
) -> None:
    await a_practice(database, pod, "Lost phone", topics=["device"], helper="U7")
    await a_practice(database, await a_pod(database, "far"), "Billing", topics=["billing"])
    for finder in (await start(Senses()), await start(None)):
        for narrow, found in NARROWED:
            assert bool(await finder.find("phone", reach_of(pod), narrow)) is found, narrow


async def test_a_search_is_narrowed_to_the_pod_that_wrote_it(
    database: Database, pod: Pod, start: Start
) -> None:
    there = await a_pod(database, "there", pod.market_id)
    here = await a_practice(database, pod, "Lost phone")
    other = await a_practice(database, there, "Phone lost")
    for finder in (await start(Senses()), await start(None)):
        for wanted, written in ((pod, here), (there, other)):
            found = await finder.find("phone", reach_of(pod), Narrow(pod_id=wanted.id))
            assert [each.practice_id for each in found] == [written.id]


async def test_the_last_word_is_completed_while_it_is_typed(
    database: Database, pod: Pod, start: Start
) -> None:
    await a_practice(database, pod, "Move the number to a tablet line")
    finder = await start(None)
    for typed, completed in (
        ("number on a tabl", "number on a tablet"),
        ("Tábl", "tablet"),
        ("tablet", "tablet"),
        ("x", "x"),
        ("%_ '", "%_ '"),
        ("", ""),
    ):
        assert await finder.completed(typed) == completed


async def test_a_practice_that_another_replica_hid_is_not_shown(
    database: Database, pod: Pod, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    finder = await start(Senses())
    monkeypatch.setattr(finding, "POLL_SECONDS", 60)
    await asyncio.sleep(0.1)
    async with database.write() as session:
        await session.execute(sql("UPDATE practice SET state = 'archived'"))
    assert await ids(finder, "handset", pod) == []
    assert phone.state == PracticeState.SHARED


async def test_what_is_saved_elsewhere_is_followed_and_what_is_gone_forgotten(
    database: Database, pod: Pod, start: Start
) -> None:
    senses = Senses()
    finder = await start(senses)
    phone = await a_practice(database, pod, "Lost phone")
    for _ in range(3):
        await a_practice(database, pod, "Something else")

    async def is_first() -> bool:
        return (await ids(finder, "handset", pod))[:1] == [phone.id]

    await until_so(is_first)
    async with database.write() as session:
        await unindex_practice(session, phone.id)
        await session.delete(phone)

    async def is_gone() -> bool:
        return "phone" not in finder._memory.lexicon.vocabulary

    await until_so(is_gone)
    assert phone.id not in await ids(finder, "handset", pod)


async def test_a_changed_text_is_embedded_again_and_a_changed_state_is_not(
    database: Database, pod: Pod, start: Start
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    await a_practice(database, pod, "Something else")
    senses = Senses()
    finder = await start(senses)
    await change(database, phone, state=PracticeState.VERIFIED)
    finder.wake()
    await finder.settled()
    assert senses.noted == ["Lost phone", "Something else"]
    await change(database, phone, situation="Stolen tablet", title="Stolen tablet")
    finder.wake()
    await finder.settled()
    assert senses.noted == ["Lost phone", "Something else", "Stolen tablet"]
    assert (await ids(finder, "tablet", pod))[0] == phone.id


async def test_embedding_goes_on_where_it_stopped_and_is_done_once(
    database: Database, pod: Pod, start: Start
) -> None:
    texts = [f"Note number {number}" for number in range(20)]
    for text in texts:
        await a_practice(database, pod, text)
    first = Senses()
    finder = await start(first, settled=False)
    await until_so(lambda: _some(first))
    await finder.stop()
    second = Senses()
    await start(second)
    async with database.read() as session:
        assert await count_waiting(session, second.name) == 0
    assert set(first.noted) | set(second.noted) == set(texts)
    assert len(second.noted) < len(texts)
    third = Senses()
    await start(third)
    assert third.noted == []


async def test_what_is_not_embedded_yet_is_found_by_its_words_beside_what_is(
    database: Database, pod: Pod, start: Start
) -> None:
    for text in ("Roaming abroad", "Billing twice", "Broken screen"):
        await a_practice(database, pod, text)
    senses = Senses()
    finder = await start(senses)
    senses.fails_on_notes = True
    port = await a_practice(database, pod, "Port rejected over the PIN")
    finder.wake()
    await asyncio.wait_for(finder.settled(), PATIENCE)
    (first, *_) = await finder.find("port rejected over PIN", reach_of(pod))
    assert (first.practice_id, first.by_meaning) == (port.id, 0.0)
    assert finder.fits(first)


async def test_a_save_just_before_the_end_does_not_keep_it_from_ending(
    database: Database, start: Start
) -> None:
    finder = await start(Senses())
    finder.wake()
    await asyncio.wait_for(finder.stop(), PATIENCE)


async def _some(senses: Senses) -> bool:
    return len(senses.noted) >= 9


async def test_the_command_line_embeds_all_and_tells_how_far_it_is(
    database: Database, pod: Pod
) -> None:
    for number in range(10):
        await a_practice(database, pod, f"Note number {number}")
    progress: list[tuple[int, int]] = []
    senses = Senses()
    assert await embed_all(database, senses, lambda *done: progress.append(done)) == 10
    assert progress == [(8, 10), (10, 10)]
    senses.fails = True
    await a_practice(database, pod, "One more")
    assert await embed_all(database, senses) == 0


async def test_a_vector_that_cannot_be_read_is_made_again(
    database: Database, pod: Pod, start: Start
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    async with database.write() as session:
        vector = {"it": b"\x00" * 5}
        broken = sql("UPDATE practice_index SET vector = :it, embedder = 'senses-1'")
        await session.execute(broken, vector)
    finder = await start(Senses())
    assert await ids(finder, "handset", pod) == [phone.id]


@on_sqlite
@pytest.mark.parametrize(
    "how", ["DELETE FROM practice_terms_data WHERE id > 10", "DROP TABLE practice_terms"]
)
async def test_a_search_table_that_breaks_under_way_is_rebuilt_and_nothing_is_lost(
    database: Database, pod: Pod, start: Start, how: str
) -> None:
    practices = [await a_practice(database, pod, f"Lost phone {n}") for n in range(3)]
    finder = await start(None)
    async with database.write() as session:
        await session.execute(sql(how))
    with pytest.raises(SearchBroken):
        await finder.find("phone", reach_of(pod))

    async def is_whole() -> bool:
        with suppress(SearchBroken):
            found = [set(await ids(finder, text, pod)) for text in ("phone", "lost")]
            return found == [{each.id for each in practices}] * 2
        return False

    await until_so(is_whole)


@on_sqlite
async def test_a_search_table_that_is_broken_at_the_start_is_rebuilt(
    database: Database, pod: Pod, start: Start
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    async with database.write() as session:
        await session.execute(sql("DROP TABLE practice_terms"))
    finder = await start(None)
    assert await ids(finder, "phone", pod) == [phone.id]


HOSTILE = [
    "",
    "a",
    "?",
    "🙂🙂🙂",
    '" OR 1=1 --',
    "NEAR(phone lost, 3) AND NOT phone* ^lost terms:phone {a b}",
    "'; DROP TABLE practice; --",
    "% _ %phone%",
    "¿Qué? телефон 電話 הטלפון phone",
    "\x00\ufffe\ud800 phone",
    "phone " * 2000,
    "x" * 10_000,
    "ﷺ" * 3000,
    " ".join(f"unknown{n}wordzz" for n in range(900)),
    "abcdefghij" * 1000,
]


async def test_whatever_is_pasted_is_searched_for_and_harms_nobody(
    database: Database, pod: Pod, start: Start
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    finders = (await start(Senses()), await start(None))
    for text, finder in product(HOSTILE, finders):
        found = await finder.find(text, reach_of(pod))
        assert [each.practice_id for each in found] in ([], [phone.id]), text[:80]
        if "phone" in text:
            assert found, text[:80]
        await finder.alike(text, reach_of(pod))


async def test_a_near_duplicate_is_told_from_another_practice(
    database: Database, pod: Pod, start: Start
) -> None:
    phone = await a_practice(database, pod, "Customer lost the phone abroad and needs it blocked")
    await a_practice(database, pod, "Billing showed the same charge twice this month")
    again = "Customer lost the handset abroad and needs it blocked"
    for finder in (await start(Senses()), await start(None)):
        found = await finder.alike(again, reach_of(pod))
        assert [each.practice_id for each in found] == [phone.id]
        assert await finder.alike("The store closes at six", reach_of(pod)) == []


async def test_only_what_is_sure_enough_is_suggested_unasked(database: Database) -> None:
    finder = Finder(database, None)
    sure = Found(practice_id=new_id(), score=1.0, sure=FITS)
    assert finder.fits(sure)
    assert not finder.fits(sure._replace(sure=FITS - 0.01))


async def test_a_database_that_is_gone_is_said_kindly() -> None:
    missing = Database("sqlite:////nowhere/at/all.db")
    finder = Finder(missing, None)
    pod = Pod(team_id="T1", key="p", name="P", market_id=new_id())
    with pytest.raises(NotSaved):
        await finder._shown([Found(pod.id, 1.0)], reach_of(pod), Narrow(), 1)
    await missing.close()
