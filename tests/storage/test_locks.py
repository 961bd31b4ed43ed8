"""Who points to a row need not wait for whoever changes it."""

import asyncio
from uuid import UUID

from storage.advice import Ask
from storage.advice_reading import find_ask
from storage.practices import PracticeUse, Way
from storage.practices_reading import find_practice
from tests.bot.practices.conftest import store
from tests.bot.practices.scene import Store
from tests.engines import on_postgresql
from tests.waiting import PATIENCE

assert store  # a fixture


@on_postgresql
async def test_a_use_is_noted_while_the_ask_and_the_practice_are_being_changed(
    store: Store,
) -> None:
    practice, ask = await store.save("UDAN"), await store.ask()
    async with store.database.write() as changing:
        assert await find_ask(changing, ask.id) is not None
        assert await find_practice(changing, practice.id) is not None
        async with asyncio.timeout(PATIENCE), store.database.write() as noting:
            noting.add(
                PracticeUse(
                    practice_id=practice.id,
                    ask_id=ask.id,
                    user="UMAYA",
                    by="UMAYA",
                    way=Way.SEARCHED,
                    at=store.now,
                )
            )
    assert len(await store.all(PracticeUse)) == 1


@on_postgresql
async def test_who_waits_for_a_thread_holds_the_one_that_it_moved_to(store: Store) -> None:
    first, second, third = [await store.ask(user) for user in ("UMAYA", "UTHEO", "UDAN")]
    async with store.database.write() as session:
        for each in (second, third):
            mine = await session.get(Ask, each.id)
            assert mine is not None
            mine.joined_to = first.id
    asked = asyncio.Event()

    async def waits() -> tuple[UUID | None, bool]:
        async with store.database.write() as session:
            asked.set()
            mine = await find_ask(session, third.id)
            assert mine is not None
            async with store.database.write() as other:
                free = await find_ask(other, second.id, wait=False)
            return mine.joined_to, free is None

    async with store.database.write() as handing_over:
        assert await find_ask(handing_over, first.id)
        moved = await handing_over.get_one(Ask, third.id)
        leads = await handing_over.get_one(Ask, second.id)
        leads.joined_to, moved.joined_to = None, second.id
        waiting = asyncio.create_task(waits())
        await asked.wait()
        await asyncio.sleep(0.2)
    assert await waiting == (second.id, True)
