"""What is saved is found by the next search, by the finder that the bot has; words alone here."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.practices.drafts import Alike, Fields, Saved
from bot.practices.embedding import embed_all
from bot.practices.finding import Finder
from bot.practices.indexing import rebuild
from bot.practices.reindexing import reindex
from storage.database import Database
from storage.practices import PracticeState
from tests.bot.advice.scene import who
from tests.bot.practices.scene import OUTAGE, TABLET, Store
from tests.bot.practices.senses import Senses
from tests.waiting import PATIENCE


@pytest.fixture
async def found(database: Database) -> AsyncIterator[Store]:
    """The store with the real finder, without a model."""
    finder = Finder(database, None)
    store = Store(database, finder=finder)
    await store.people()
    await finder.start()
    yield store
    await finder.stop()


async def search(store: Store, user: str, words: str) -> list[str]:
    await asyncio.wait_for(store.finder.settled(), PATIENCE)
    results = await store.practices.find(who(user), words)
    return [each.practice.title for each in results.shown]


async def test_saved_edited_and_archived_it_is_found_as_it_stands(found: Store) -> None:
    practice = await found.save("UDAN", draft=TABLET)
    assert await search(found, "UMAYA", "mission") == [practice.title]

    fields = Fields(what_worked="Suspend the line for the time of the voyage.")
    edited = await found.practices.edit(
        found.delivery(), who("UDAN"), practice.id, practice.version, fields
    )
    assert await search(found, "UMAYA", "voyage") == [practice.title]
    assert await search(found, "UMAYA", "tablet") == []

    await found.practices.archive(found.delivery(), who("UDAN"), practice.id)
    assert await search(found, "UMAYA", "voyage") == []
    await found.practices.undo(found.delivery(), who("UDAN"), practice.id, edited.version + 1)
    assert await search(found, "UMAYA", "voyage") == [practice.title]


async def test_a_merged_one_is_found_by_its_way_to_say_it_under_the_one_that_stays(
    found: Store,
) -> None:
    first, second = await found.save("UDAN"), await found.save(draft=TABLET, say_it="Zanzibar")
    assert await search(found, "UBILL", "Zanzibar") == [second.title]

    await found.practices.merge(found.delivery(), who("UMAYA"), first.id, second.id)

    assert await search(found, "UBILL", "Zanzibar") == [first.title]


@pytest.mark.parametrize("word", ["mission", "tablet"])
async def test_a_merged_one_is_found_by_its_own_words_under_the_one_that_stays(
    found: Store, word: str
) -> None:
    first, second = await found.save("UDAN"), await found.save(draft=TABLET)
    merged = await found.practices.merge(found.delivery(), who("UMAYA"), first.id, second.id)
    assert await search(found, "UBILL", word) == [first.title]

    await reindex(found.database)
    assert await search(found, "UBILL", word) == [first.title]

    await found.practices.undo(found.delivery(), who("UDAN"), first.id, merged.version)
    assert await search(found, "UBILL", word) == [second.title]
    assert (await reindex(found.database)).anew == 0


async def test_what_became_part_of_another_one_at_once_is_found_by_its_own_words(
    found: Store,
) -> None:
    first = await found.save("UDAN")
    saved = await found.practices.save(found.delivery(), who("UMAYA"), TABLET, merge_into=first.id)
    assert isinstance(saved, Saved)
    assert await search(found, "UBILL", "mission") == [first.title]


async def test_the_index_of_a_family_is_the_same_however_it_is_made(found: Store) -> None:
    first, second = await found.save("UDAN"), await found.save(draft=TABLET)
    third = await found.save(situation="Voyage on a ship", what_worked="Suspend the line.")
    await found.practices.merge(found.delivery(), who("UMAYA"), second.id, third.id)
    await found.practices.merge(found.delivery(), who("UMAYA"), first.id, second.id)
    assert await reindex(found.database) == (3, 0)
    assert await rebuild(found.database) == 3
    assert await reindex(found.database) == (3, 0)
    assert await search(found, "UBILL", "voyage") == [first.title]


async def test_the_vector_of_a_family_stands_for_what_all_of_it_say(found: Store) -> None:
    first, second = await found.save("UDAN"), await found.save(draft=TABLET)
    await found.practices.merge(found.delivery(), who("UMAYA"), first.id, second.id)
    senses = Senses()
    await embed_all(found.database, senses)
    (text,) = [each for each in senses.noted if each.startswith(first.situation)]
    assert text.endswith(TABLET.what_worked)


async def test_a_draft_is_found_by_its_author_alone_until_it_is_shared(found: Store) -> None:
    draft = await found.save("UDAN", state=PracticeState.DRAFT)
    assert await search(found, "UDAN", "outage") == [draft.title]
    assert await search(found, "UCARA", "outage") == []
    await found.practices.share(found.delivery(), who("UDAN"), draft.id)
    assert await search(found, "UCARA", "outage") == [draft.title]


async def test_the_same_words_again_come_back_as_alike(found: Store) -> None:
    await found.save("UDAN")
    await asyncio.wait_for(found.finder.settled(), PATIENCE)
    saved = await found.practices.save(found.delivery(), who("UMAYA"), OUTAGE)
    assert isinstance(saved, Alike)
