"""Many people at asks that share one thread, at the same moment and in any order."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from bot.advice.facts import Pressed
from bot.errors import NotSaved, PodlineError
from storage.advice import LIVE, Ask, AskState
from storage.database import Database
from storage.outbox import Act
from tests.bot.advice.alike import REPS, Outage, outage
from tests.bot.advice.scene import on_card, who

HELPERS = ("UDAN", "UINES", "UTHEO", "UCARA")
USERS = [f"U{name}" for name in REPS]


@pytest.fixture
async def scene(database: Database) -> Outage:
    return await outage(database)


async def at_once(*acts: Coroutine[Any, Any, Any]) -> None:
    """All of them; what is refused is a sentence for a person, and not that a database failed."""
    results = await asyncio.gather(*acts, return_exceptions=True)
    failed = [each for each in results if isinstance(each, Exception)]
    kind = [isinstance(each, PodlineError) and not isinstance(each, NotSaved) for each in failed]
    assert all(kind), failed


async def check_nobody_is_alone(scene: Outage) -> None:
    """Whoever waits has a card, or stands in the thread of somebody who has one and waits."""
    await scene.send()
    asks = {each.id: each for each in await scene.all(Ask)}
    for ask in asks.values():
        if ask.state not in LIVE:
            continue
        first = asks[ask.joined_to] if ask.joined_to else ask
        assert first.joined_to is None
        assert first.card_ts is not None
        assert ask.thread_ts == first.thread_ts
        assert first.state in LIVE or ask.told_at is not None
    cards = [r.subject for r in await scene.all_rows() if r.part == "card" and r.act is Act.POST]
    assert len(cards) == len(set(cards))


async def test_many_ask_the_same_at_once(scene: Outage) -> None:
    first = await scene.first()

    await at_once(*(scene.joins_alone(user) for user in USERS))

    asks = await scene.all(Ask)
    assert len(asks) == 1 + len(USERS)
    assert {each.joined_to for each in asks if each.id != first.id} == {first.id}
    await check_nobody_is_alone(scene)


async def test_some_ask_while_the_first_is_taken_back(scene: Outage) -> None:
    first = await scene.first()
    early, _ = await scene.joins("UNICK")

    await at_once(
        scene.service.withdraw(scene.delivery(), who("UMAYA"), first.id, on_card(first)),
        *(scene.joins_alone(user) for user in USERS[1:]),
    )

    assert (await scene.get(early)).joined_to is None
    await check_nobody_is_alone(scene)


async def test_all_say_at_once_that_theirs_is_different(scene: Outage) -> None:
    first = await scene.first()
    asks = [(await scene.joins(user))[0] for user in USERS]

    twice = [(user, ask) for user, ask in zip(USERS, asks, strict=True) for _ in range(2)]
    await at_once(
        scene.service.different(scene.delivery(), who("UMAYA"), first.id, Pressed()),
        *(
            scene.service.different(scene.delivery(), who(user), ask.id, Pressed())
            for user, ask in twice
        ),
    )

    assert {(await scene.get(each)).joined_to for each in asks} == {None}
    assert sorted(scene.sensor.apart) == sorted([first.id, *(each.id for each in asks)])
    await check_nobody_is_alone(scene)


async def test_everything_at_once_leaves_nobody_alone(scene: Outage) -> None:
    first = await scene.first()
    asks = [(await scene.joins(user))[0] for user in USERS]
    service, new = scene.service, scene.delivery
    nick, ann, bea, carl, dora = asks
    scene.step(25)
    edit = ("No bars in Julian", None, None)

    await at_once(
        scene.tick(),
        *(service.claim(new(), who(user), first.id, Pressed()) for user in HELPERS),
        *(scene.reply(user, first, f"An answer of {user}.") for user in HELPERS),
        scene.reply("UNICK", first, "Mine is in Julian."),
        service.withdraw(new(), who("UMAYA"), first.id, Pressed()),
        service.different(new(), who("UANN"), ann.id, Pressed()),
        service.still_need_help(new(), who("UBEA"), bea.id, Pressed()),
        service.nothing_owed(new(), who("UCARL"), carl.id, Pressed()),
        service.edit(new(), who("UDORA"), dora.id, *edit),
        service.withdraw(new(), who("UNICK"), nick.id, Pressed()),
        scene.send(),
        scene.tick(),
        scene.send(),
    )

    await check_nobody_is_alone(scene)
    assert (await scene.get(first)).state is AskState.WITHDRAWN
    assert (await scene.get(carl)).state is AskState.NOTHING_OWED
