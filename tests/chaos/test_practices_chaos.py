"""Killed while practices are saved, used and merged: nothing is lost, nothing is there twice, and
right after the crash all of it is found by its words, and soon by its meaning.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Hashable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.meaning.vectors import unpack
from bot.pods.facts import Home
from bot.pods.service import get_home
from bot.practices.changes import subject
from bot.practices.facts import Due, What
from bot.practices.finding import Finder
from bot.practices.indexing import note_text
from bot.practices.rules import reach_of
from storage.database import Database
from storage.practices import Practice, PracticeChange, PracticeState, PracticeUse
from storage.practices_embedding import count_waiting
from storage.practices_index import PracticeIndex
from storage.timers import Timer
from tests.bot.practices.scene import Store
from tests.bot.practices.senses import Senses
from tests.chaos import overseer
from tests.chaos.practices_life import COLLEAGUE, LANES, live, text
from tests.waiting import PATIENCE

KILLS = 5
LIVES = 2


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_practices_survive_a_bot_that_is_killed_again_and_again(
    database_url: str, tmp_path: Path
) -> None:
    chance, noted = random.Random(), tmp_path / "noted"  # noqa: S311
    database = Database(database_url)
    store = Store(database)
    await store.people()
    for _ in range(KILLS):
        before = overseer.highest(noted)
        life = overseer.begin_life(live, database_url, noted)
        await overseer.accepts_more(noted, before + 8 * LANES)
        await asyncio.sleep(chance.uniform(0, 0.2))
        await overseer.kill(life)
    await assert_found_at_once(store)
    done = overseer.accepted([noted])
    assert len(done) > 8 * KILLS
    await assert_nothing_lost(store, done)
    await assert_nothing_twice(store)
    await assert_meant(store)
    await database.close()


async def assert_found_at_once(store: Store) -> None:
    """By its words, though no vector was made since: what was saved last above all."""
    finder = Finder(store.database, None)
    await finder._memory.follow()
    reach = reach_of(await _home(store))
    for practice in (await _standing(store))[-20:]:
        (found, *_) = await finder.find(practice.situation, reach)
        assert found.practice_id == practice.id
        assert finder.fits(found)


async def assert_nothing_lost(store: Store, done: set[int]) -> None:
    """Every deed that was accepted can be seen."""
    by_number = {_number(each): each for each in await store.all(Practice)}
    helped = {each.practice_id for each in await store.all(PracticeUse) if each.helped_at}
    for number in done:
        turn = number // LANES % 4
        if turn in (0, 2):
            assert by_number[number].situation == text(number)
        elif turn == 1:
            assert by_number[number - LANES].id in helped
        else:
            merged, into = by_number[number - LANES], by_number[number - 3 * LANES]
            assert (merged.merged_into, merged.state) == (into.id, PracticeState.ARCHIVED)


async def assert_nothing_twice(store: Store) -> None:
    """No practice, no use, no entry of a history, no timer, and each has its place in the index."""
    practices, standing = await store.all(Practice), await _standing(store)
    uses, changes = await store.all(PracticeUse), await store.all(PracticeChange)
    waits = [each for each in await store.all(Timer) if each.kind == Due.UNUSED]
    assert _most([_number(each) for each in practices]) == 1
    assert _most([(each.practice_id, each.user) for each in uses]) == 1
    assert _most([(each.practice_id, each.what) for each in changes]) == 1
    assert {each.what for each in changes} == {What.SAVED, What.MERGED, What.TOOK_IN}
    left = [each.subject for each in waits if each.done_at is None]
    assert sorted(left) == sorted(subject(each.id) for each in standing)
    indexed = [each.practice_id for each in await _indexed(store)]
    assert sorted(indexed) == sorted(each.id for each in practices)


async def assert_meant(store: Store) -> None:
    """The next life makes the vectors that the last one owed, each of what the practice says."""
    senses = Senses()
    for _ in range(LIVES):  # what a killed one had sent may still land
        finder = Finder(store.database, senses)
        await finder.start()
        await asyncio.wait_for(finder.settled(), PATIENCE)
        await finder.stop()
        if not await _waiting(store, senses):
            break
        await asyncio.sleep(1)
    rows = {each.practice_id: each for each in await _indexed(store)}
    practices = sorted(await store.all(Practice), key=lambda each: each.id)
    for practice in practices:
        merged = [each for each in practices if each.merged_into == practice.id]
        (expected,) = await senses.notes([note_text(practice, [], merged)])
        assert rows[practice.id].embedder == senses.name, practice.title
        assert unpack(rows[practice.id].vector or b"") @ expected > 0.99, practice.title


async def _standing(store: Store) -> list[Practice]:
    """What was not merged, by age."""
    return [each for each in await store.all(Practice) if each.merged_into is None]


async def _indexed(store: Store) -> list[PracticeIndex]:
    async with store.database.read() as session:
        return list(await session.scalars(select(PracticeIndex)))


async def _waiting(store: Store, senses: Senses) -> int:
    async with store.database.read() as session:
        return await count_waiting(session, senses.name)


async def _home(store: Store) -> Home:
    async with store.database.read() as session:
        return await get_home(session, COLLEAGUE)


def _number(practice: Practice) -> int:
    return int(practice.title.removeprefix("practice "))


def _most(each: Sequence[Hashable]) -> int:
    """How often the most frequent one stands there."""
    return max(Counter(each).values())
