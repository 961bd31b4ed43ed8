"""The database spells as the vocabulary in memory does."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text as sql

from bot.practices.finding import Finder
from bot.practices.indexing import index_practice
from bot.practices.spelling import DatabaseWords, MemoryWords
from bot.text.spelling import Vocabulary
from bot.text.terms import words
from storage.database import Database
from storage.pods import Pod
from storage.practices import Practice
from storage.practices_index import unindex_practice
from tests.bot.practices.finders import Start, starting
from tests.engines import on_postgresql
from tests.searching import a_practice, reach_of
from tests.waiting import PATIENCE

pytestmark = on_postgresql
SYLLABLES = ["ro", "am", "in", "bil", "ling", "por", "ta", "cov", "er", "age", "can", "cel", "ti"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
async def start(database: Database) -> AsyncIterator[Start]:
    """Starts Finders that go by words alone."""
    async with starting(database) as start:
        yield start


def slip(word: str, chance: random.Random) -> str:
    """One edit: a letter lost, more or wrong, or two swapped."""
    at, letter = chance.randrange(len(word)), chance.choice(LETTERS)
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    lost, more = word[:at] + word[at + 1 :], word[:at] + letter + word[at:]
    return chance.choice([swapped, lost, more, word[:at] + letter + word[at + 1 :]])


async def counts_of(database: Database) -> dict[str, int]:
    async with database.read() as session:
        rows = await session.execute(sql("SELECT word, practices FROM practice_word"))
        return {row.word: row.practices for row in rows}


async def test_every_slip_is_put_right_as_in_memory(database: Database) -> None:
    chance = random.Random(5)  # noqa: S311
    known = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 6)))[:34] for _ in range(600)]
    known += [slip(word, chance) for word in known[:100]]
    counts = {word: chance.randint(1, 4) for word in known if word}
    async with database.write() as session:
        rows = [{"word": word, "practices": count} for word, count in counts.items()]
        await session.execute(sql("INSERT INTO practice_word VALUES (:word, :practices)"), rows)
    vocabulary, there = Vocabulary(counts), DatabaseWords(database)
    typed = [slip(slip(word, chance), chance) for word in known]
    typed += [slip(word, chance) for word in known] + known[:50] + ["5g", "señal", "x" * 40, "abc"]
    corrected = 0
    for at in range(0, len(typed), 20):
        some = [word for word in typed[at : at + 20] if words(word) == [word]]
        speller = await there.speller(" ".join(some))
        for word in some:
            assert (word in speller) == (word in vocabulary)
            assert speller.correct(word) == vocabulary.correct(word), word
            corrected += vocabulary.correct(word) != word
    assert corrected > 700
    for start in ("r", "ro", "roam", "bill", "zzz", known[0], known[0][:3]):
        assert await there.complete(start) == vocabulary.complete(start)


async def test_words_are_counted_as_practices_come_change_and_go(
    database: Database, pod: Pod, start: Start
) -> None:
    kept = await a_practice(database, pod, "Lost phone abroad")
    gone = await a_practice(database, pod, "Lost tablet")
    finder = await start()
    assert await counts_of(database) == {"lost": 2, "phone": 1, "abroad": 1, "tablet": 1}
    async with database.write() as session:
        kept.situation = kept.title = "Stolen phone phone"
        await session.merge(kept)
        await index_practice(session, kept, [])
        await unindex_practice(session, gone.id)
        await session.delete(gone)
    finder.wake()
    await asyncio.wait_for(finder.settled(), PATIENCE)
    assert await counts_of(database) == {"stolen": 1, "phone": 1}


async def test_replicas_that_count_at_once_count_once(
    database: Database, pod: Pod, start: Start
) -> None:
    finders = [await start() for _ in range(3)]
    texts = [f"Lost phone {number}" for number in range(12)]
    await asyncio.gather(*(a_practice(database, pod, text) for text in texts))
    for finder in finders:
        finder.wake()
        await asyncio.wait_for(finder.settled(), PATIENCE)
    counts: Counter[str] = Counter(word for text in texts for word in words(text))
    assert await counts_of(database) == counts


async def test_a_slip_is_found_and_no_word_is_kept_in_memory(
    database: Database, pod: Pod, start: Start
) -> None:
    phone = await a_practice(database, pod, "Cancellation of a lost phone")
    await a_practice(database, pod, "Store closed")
    finder = await start()
    memory = finder._memory
    assert isinstance(memory.words, DatabaseWords)
    assert len(memory.lexicon.vocabulary) == 0
    for text in ("phnoe", "canclelation", "cancelation"):
        assert await found_by(finder, text, pod) == [phone]
    assert await finder.completed("lost cance") == "lost cancellation"


async def test_without_the_word_table_nothing_is_put_right_and_the_rest_is_found(
    database: Database, pod: Pod, start: Start
) -> None:
    phone = await a_practice(database, pod, "Lost phone")
    finder = await start()
    async with database.write() as session:
        await session.execute(sql("DROP TABLE practice_word"))
    assert await found_by(finder, "lost phnoe", pod) == [phone]
    assert await found_by(finder, "phnoe", pod) == []


async def test_without_pg_trgm_the_vocabulary_stands_in_memory(
    database: Database, pod: Pod, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def made(_: object) -> bool:
        return False

    monkeypatch.setattr("bot.practices.spelling.make_words", made)
    phone = await a_practice(database, pod, "Lost phone")
    finder = await start()
    assert isinstance(finder._memory.words, MemoryWords)
    assert await found_by(finder, "phnoe", pod) == [phone]


async def found_by(finder: Finder, text: str, pod: Pod) -> list[Practice]:
    found = await finder.find(text, reach_of(pod))
    async with finder._database.read() as session:
        every = [await session.get(Practice, each.practice_id) for each in found]
    return [each for each in every if each is not None]
