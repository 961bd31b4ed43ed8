"""An owner who left: whoever is to be told is a coach of the practice's pod from then on."""

from collections.abc import Awaitable, Callable

import pytest

from bot.practices.facts import Due, What
from storage.practices import Practice, PracticeChange, Word
from storage.timers import Timer, list_due_timers
from tests.bot.advice.scene import who
from tests.bot.people.traces import leaves
from tests.bot.practices.scene import Store

Path = Callable[[Store, Practice], Awaitable[None]]


async def refused(store: Store, practice: Practice) -> None:
    await store.practices.refuse(store.delivery(), who("UDAN"), practice.id, Word.WRONG)


async def unused(store: Store, practice: Practice) -> None:
    (timer,) = (each for each in await store.all(Timer) if each.kind == Due.UNUSED)
    store.now = timer.due_at
    async with store.database.read() as session:
        assert timer.id in {each.id for each in await list_due_timers(session, store.now)}
    await store.practices.ask_owner_due(timer.id, store.now)


async def corrected(store: Store, practice: Practice) -> None:
    assert practice.ask_id is not None
    async with store.database.write() as session:
        await store.practices.suspend_of_ask(session, practice.ask_id, store.now)


PATHS = pytest.mark.parametrize("path", [refused, unused, corrected])


@PATHS
async def test_on_every_path_a_coach_is_told_and_owns_it(store: Store, path: Path) -> None:
    ask = await store.ask()
    practice = await store.save(ask_id=ask.id)
    await leaves(store, "UMAYA")
    await path(store, practice)
    assert (await store.practice(practice.id)).owner == "UCARA"
    assert len(await store.told("UCARA")) == 1
    assert await store.told("UMAYA") == []
    handed = [each for each in await store.all(PracticeChange) if each.what == What.HANDED_OVER]
    assert [(each.who, each.who_name) for each in handed] == [("UCARA", "Cara W.")]


@PATHS
async def test_whoever_is_there_keeps_it(store: Store, path: Path) -> None:
    ask = await store.ask()
    practice = await store.save(ask_id=ask.id)
    await path(store, practice)
    assert (await store.practice(practice.id)).owner == "UMAYA"
    assert len(await store.told("UMAYA")) == 1


async def test_when_that_coach_leaves_too_the_next_one_has_it(store: Store) -> None:
    practice = await store.save()
    for user in ("UMAYA", "UCARA"):
        await leaves(store, user)
        await refused(store, practice)
        store.step(1)
        await store.practices.confirm(store.delivery(), who("UANA"), practice.id)
    assert (await store.practice(practice.id)).owner == "UCOLE"


async def test_before_anybody_is_told_a_coach_may_look_after_it_already(store: Store) -> None:
    practice = await store.save()
    await leaves(store, "UMAYA")
    await store.practices.archive(store.delivery(), who("UCOLE"), practice.id)
    assert (await store.all(PracticeChange))[-1].who == "UCOLE"
