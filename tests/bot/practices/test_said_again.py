"""What is said again: nothing new on the same call or ask, something new after it."""

from datetime import timedelta

import pytest

from bot.practices.facts import What
from bot.practices.rules import ONE_CALL
from storage.practices import Practice, PracticeChange, PracticeVerdict, Word
from tests.bot.advice.scene import who
from tests.bot.practices.scene import Store


async def noted(store: Store, what: What) -> int:
    return [each.what for each in await store.all(PracticeChange)].count(what)


async def test_that_it_holds_is_noted_again_after_the_call(store: Store) -> None:
    practice = await store.save("UMAYA")
    await store.practices.confirm(store.delivery(), who("UMAYA"), practice.id)
    store.step((ONE_CALL - timedelta(seconds=1)).total_seconds())
    await store.practices.confirm(store.delivery(), who("UMAYA"), practice.id)
    assert await noted(store, What.CONFIRMED) == 1
    store.step(1)
    await store.practices.confirm(store.delivery(), who("UMAYA"), practice.id)
    assert await noted(store, What.CONFIRMED) == 2
    assert (await store.practice(practice.id)).confirmed_at == store.now


@pytest.mark.parametrize("doubt", ["suspended_at", "stale_at"])
async def test_what_was_verified_and_is_doubted_is_verified_anew(store: Store, doubt: str) -> None:
    practice = await store.save("UMAYA")
    for _ in range(2):
        await store.practices.verify(store.delivery(), who("UINES"), practice.id)
    assert await noted(store, What.VERIFIED) == 1
    async with store.database.write() as session:
        setattr(await session.get_one(Practice, practice.id), doubt, store.now)
    await store.practices.verify(store.delivery(), who("UINES"), practice.id)
    assert await noted(store, What.VERIFIED) == 2
    assert getattr(await store.practice(practice.id), doubt) is None


async def test_not_this_is_kept_for_each_ask(store: Store) -> None:
    practice, refuse = await store.save("UDAN"), store.practices.refuse
    asks = [await store.ask(text=f"Outage {number}") for number in range(2)]
    for ask in (*asks, *asks):
        store.step(1)
        await refuse(store.delivery(), who("UMAYA"), practice.id, Word.NOT_THIS, "", ask.id)
    assert {each.ask_id for each in await store.all(PracticeVerdict)} == {each.id for each in asks}
