"""Whatever is asked, taken back and split while markets are judged: nobody waits for ever, and
everybody hears once that it is not only theirs."""

import asyncio
from random import Random

import pytest

from storage.advice import Ask
from tests.bot.alerts.matters import CHARGED, RAMONA
from tests.bot.alerts.sensed.scene import REPS, Crowd

WITHIN_SECONDS = 0.3


@pytest.mark.parametrize("seed", range(3))
async def test_any_order_ends_without_a_deadlock_and_with_one_note_each(
    crowd: Crowd, seed: int
) -> None:
    chance, asks = Random(seed), list[Ask]()  # noqa: S311
    judging = True

    async def asks_something(number: int) -> None:
        await asyncio.sleep(chance.random() * WITHIN_SECONDS)
        asks.append(await crowd.ask(REPS[number % 12], chance.choice(RAMONA + CHARGED)))

    async def thinks_better_of_it() -> None:
        await asyncio.sleep(chance.random() * WITHIN_SECONDS)
        if asks:
            ask = chance.choice(asks)
            await (crowd.call_off(ask) if chance.random() < 0.5 else crowd.part(ask))

    async def replica() -> None:
        while judging:
            await crowd.tick()
            await asyncio.sleep(0.01)

    replicas = [asyncio.create_task(replica()) for _ in range(2)]
    await asyncio.gather(
        *(asks_something(number) for number in range(30)),
        *(thinks_better_of_it() for _ in range(8)),
    )
    judging = False
    await asyncio.gather(*replicas)
    crowd.step(5)
    await crowd.tick()
    told = [ask for ask, _ in crowd.told]
    assert len(told) == len(set(told)) > 0
    assert await crowd.judgements_due() == 0
