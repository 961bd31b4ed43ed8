"""Two people at once: on PostgreSQL they meet in the database, on SQLite they take turns."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from bot.errors import PodlineError
from bot.practices.drafts import Fields
from bot.practices.errors import Changed, Gone, SamePractice
from bot.practices.facts import Due
from storage.practices import Practice, PracticeChange, PracticeState, PracticeUse
from storage.practices_reading import find_practice
from storage.timers import Timer
from tests.bot.advice.scene import who
from tests.bot.practices.scene import TABLET, Store


async def both(*deeds: Awaitable[Any]) -> list[PodlineError]:
    """What was refused; whatever else goes wrong is raised."""
    refused = []
    for each in await asyncio.gather(*deeds, return_exceptions=True):
        if isinstance(each, PodlineError):
            refused.append(each)
        elif isinstance(each, BaseException):
            raise each
    return refused


async def test_of_two_who_edit_at_once_one_sees_what_the_other_changed(store: Store) -> None:
    practice = await store.save()

    def edit(user: str, words: str) -> Awaitable[Practice]:
        fields = Fields(what_worked=words)
        delivery = store.delivery()
        return store.practices.edit(delivery, who(user), practice.id, practice.version, fields)

    (refused,) = await both(edit("UMAYA", "Mine."), edit("UCARA", "Hers."))

    assert isinstance(refused, Changed)
    kept = await store.practice(practice.id)
    assert refused.practice.what_worked == kept.what_worked
    assert [each.version for each in await store.all(PracticeChange)] == [1, 2]


async def test_two_who_merge_either_way_make_no_circle(store: Store) -> None:
    one, two = await store.save("UCARA"), await store.save("UCARA", draft=TABLET)
    merge = store.practices.merge

    (refused,) = await both(
        merge(store.delivery(), who("UCARA"), one.id, two.id),
        merge(store.delivery(), who("UCOLE"), two.id, one.id),
    )

    assert isinstance(refused, SamePractice)
    assert len([each for each in await store.all(Practice) if each.merged_into]) == 1


async def test_helped_pressed_by_many_at_once_counts_each_once(store: Store) -> None:
    practice = await store.save("UDAN")
    people = ("UMAYA", "UINES", "UBILL", "UMAYA")
    helped = store.practices.helped

    assert not await both(*(helped(store.delivery(), who(u), practice.id) for u in people))

    assert len(await store.all(PracticeUse)) == 3


async def test_whoever_waited_for_it_meets_it_as_it_stands_then(store: Store) -> None:
    practice, other = await store.save("UDAN"), await store.save("UDAN", draft=TABLET)
    helped = store.practices.helped
    async with store.database.write() as session:
        held = await find_practice(session, practice.id)
        assert held is not None
        waits = asyncio.create_task(helped(store.delivery(), who("UMAYA"), practice.id))
        await asyncio.sleep(0.2)
        held.merged_into, held.state = other.id, PracticeState.ARCHIVED
    assert (await waits).practice.id == other.id
    async with store.database.write() as session:
        held = await find_practice(session, other.id)
        assert held is not None
        late = asyncio.create_task(helped(store.delivery(), who("UBILL"), other.id))
        await asyncio.sleep(0.2)
        held.state = PracticeState.DRAFT
    assert [type(each) for each in await both(late)] == [Gone]


async def test_a_timer_waits_for_nobody_who_changes_the_practice(store: Store) -> None:
    """Whoever holds the practice may move the timer next: two who wait for each other."""
    practice = await store.save()
    if store.database.is_sqlite:
        return  # one writer: nobody can hold it meanwhile
    (timer,) = await store.all(Timer)
    later = timer.due_at
    async with store.database.write() as session:
        await find_practice(session, practice.id)
        refused = await both(store.practices.ask_owner_due(timer.id, later))
        assert len(refused) == 1
    assert set(await store.due()) == {Due.UNUSED}
    await store.practices.ask_owner_due(timer.id, later)
    assert set(await store.due()) == {Due.STALE}
