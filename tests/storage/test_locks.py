"""Who points to a row need not wait for whoever changes it."""

import asyncio

from storage.advice_reading import find_ask
from storage.practices import PracticeUse, Way
from storage.practices_reading import find_practice
from tests.bot.practices.conftest import store
from tests.bot.practices.scene import Store
from tests.engines import on_postgresql

assert store  # a fixture


@on_postgresql
async def test_a_use_is_noted_while_the_ask_and_the_practice_are_being_changed(
    store: Store,
) -> None:
    practice, ask = await store.save("UDAN"), await store.ask()
    async with store.database.write() as changing:
        assert await find_ask(changing, ask.id) is not None
        assert await find_practice(changing, practice.id) is not None
        async with asyncio.timeout(5), store.database.write() as noting:
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
