"""What is kept of practices for a while, what for good, and what a hold keeps."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from bot.practices.drafts import Fields
from bot.practices.errors import NothingToUndo
from bot.practices.facts import Reuse, What
from storage import keeping
from storage.advice import Ask, Reply
from storage.holds import Hold
from storage.keeping import Keeping, forget_old
from storage.pods import Pod
from storage.practices import (
    Gap,
    Practice,
    PracticeChange,
    PracticeState,
    PracticeUse,
    PracticeVerdict,
    Way,
    Word,
)
from storage.practices_tallies import PracticeTally, fold_old_uses
from tests.bot.advice.scene import who
from tests.bot.practices.scene import TABLET, Store

MONTHS_13 = timedelta(days=395, hours=1)


async def forget(store: Store, after: timedelta) -> int:
    return await forget_old(store.database, store.now + after, Keeping())


async def uses(store: Store, practice: Practice, *users: str, helped: bool = False) -> None:
    for user in users:
        store.step(1)
        deed = store.practices.helped if helped else store.practices.use
        await deed(store.delivery(), who(user), practice.id)


async def reuse(store: Store, practice: Practice) -> Reuse:
    return (await store.practices.show(who("UDAN"), practice.id)).reuse


async def hold(store: Store, **of: Any) -> None:
    async with store.database.write() as session:
        session.add(Hold(since=store.now, **of))


async def test_who_used_what_is_forgotten_and_how_often_it_helped_is_not(store: Store) -> None:
    practice = await store.save()
    await uses(store, practice, "UDAN", "UINES", "UMAYA", helped=True)
    await uses(store, practice, "UBILL")
    assert await reuse(store, practice) == Reuse(3, 2)
    await forget(store, timedelta(days=394))
    assert len(await store.all(PracticeUse)) == 4
    await forget(store, MONTHS_13)
    assert await store.all(PracticeUse) == []
    assert await reuse(store, practice) == Reuse(3, 2)
    await uses(store, practice, "UDAN", helped=True)
    assert await reuse(store, practice) == Reuse(4, 3)
    await forget(store, MONTHS_13)
    assert await reuse(store, practice) == Reuse(4, 3)


async def test_sums_count_no_links_and_follow_a_merge(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "BATCH", 2)
    ask = await store.ask("UDAN")
    first, second = await store.save(ask_id=ask.id), await store.save(draft=TABLET)
    assert [use.way for use in await store.all(PracticeUse)] == [Way.LINKED]
    await uses(store, first, "UDAN", "UINES", "UBILL", helped=True)
    await uses(store, second, "UINES", "UTHEO")
    await forget(store, MONTHS_13)
    assert {each.used for each in await tallies(store)} == {3, 2}
    await store.practices.merge(store.delivery(), who("UMAYA"), first.id, second.id)
    assert await reuse(store, first) == Reuse(5, 3)


async def test_two_replicas_that_forget_at_once_count_nothing_twice(store: Store) -> None:
    practice = await store.save()
    await uses(store, practice, "UDAN", "UINES", "UTHEO", "UBILL", helped=True)
    async with store.database.write() as session:
        await fold_old_uses(session, store.now + MONTHS_13)
        other = asyncio.create_task(forget(store, MONTHS_13))
        await asyncio.sleep(0.3)
    await other
    assert await reuse(store, practice) == Reuse(4, 4)


async def tallies(store: Store) -> list[PracticeTally]:
    async with store.database.read() as session:
        return list(await session.scalars(select(PracticeTally)))


async def test_gaps_go_after_ninety_days_and_verdicts_after_thirteen_months(store: Store) -> None:
    practice = await store.save()
    await store.practices.find(who("UDAN"), "fax for a doctor", delivery=store.delivery())
    for word in (Word.WRONG, Word.NOT_THIS):
        await store.practices.refuse(store.delivery(), who("UDAN"), practice.id, word)
    await forget(store, timedelta(days=89))
    assert len(await store.all(Gap)) == 1
    await forget(store, timedelta(days=91))
    assert (len(await store.all(Gap)), len(await store.all(PracticeVerdict))) == (0, 2)
    await forget(store, MONTHS_13)
    assert await store.all(PracticeVerdict) == []


async def edited(store: Store) -> Practice:
    practice = await store.save()
    fields = Fields(what_worked="Say the hour first.")
    await store.practices.edit(store.delivery(), who("UMAYA"), practice.id, 1, fields, "clearer")
    return practice


async def test_what_a_practice_once_said_is_forgotten_and_who_changed_it_is_not(
    store: Store,
) -> None:
    practice = await edited(store)
    await forget(store, timedelta(days=394))
    shown = await store.practices.show(who("UDAN"), practice.id)
    assert shown.history[-1].differences[0].part == "what_worked"
    await forget(store, MONTHS_13)
    changes = await store.all(PracticeChange)
    assert [(each.what, each.before) for each in changes] == [("saved", None), ("edited", None)]
    assert (changes[-1].who, changes[-1].why) == ("UMAYA", "clearer")
    shown = await store.practices.show(who("UDAN"), practice.id)
    assert [each.differences for each in shown.history] == [(), ()]
    with pytest.raises(NothingToUndo):
        await store.practices.undo(store.delivery(), who("UMAYA"), practice.id, 2)
    kept = await store.practice(practice.id)
    assert (kept.what_worked, kept.state) == ("Say the hour first.", PracticeState.SHARED)


async def test_a_merge_whose_half_is_forgotten_loses_no_way_to_say_it(store: Store) -> None:
    into, merged = await store.save("UDAN"), await store.save(draft=TABLET)
    await store.practices.merge(store.delivery(), who("UMAYA"), into.id, merged.id)
    async with store.database.write() as session:
        halved = update(PracticeChange).where(col(PracticeChange.what) == What.MERGED)
        await session.execute(halved.values(before=None))
    took_in = await store.practice(into.id)
    await store.practices.undo(store.delivery(), who("UDAN"), into.id, took_in.version)
    shown = await store.practices.show(who("UDAN"), into.id)
    assert TABLET.say_it in [each.text for each in shown.sayings]


@pytest.mark.parametrize("held", ["person", "pod"])
async def test_of_whom_or_what_is_on_hold_nothing_is_forgotten(store: Store, held: str) -> None:
    practice = await edited(store)
    await uses(store, practice, "UDAN", helped=True)
    await store.practices.find(who("UDAN"), "fax for a doctor", delivery=store.delivery())
    await store.practices.refuse(store.delivery(), who("UDAN"), practice.id, Word.OLD)
    (pod, *_) = (each for each in await store.all(Pod) if each.key == "sd")
    of = {"pod_id": pod.id} if held == "pod" else {"user": "UDAN"}
    await hold(store, **of)
    await forget(store, MONTHS_13)
    for table in (PracticeUse, Gap, PracticeVerdict):
        assert len(await store.all(table)) == 1, table
    kept = [each.before is not None for each in await store.all(PracticeChange)]
    # Maya wrote and changed it: a hold on Dan keeps nothing of that.
    assert any(kept) is (held == "pod")


async def test_a_hold_holds_up_nothing_of_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "BATCH", 1)
    practice = await store.save()
    await uses(store, practice, "UDAN", "UINES", "UTHEO")
    await hold(store, user="UDAN")
    await forget(store, MONTHS_13)
    assert [each.user for each in await store.all(PracticeUse)] == ["UDAN"]
    assert await reuse(store, practice) == Reuse(3, 0)


async def test_practices_outlive_all_of_it(store: Store) -> None:
    into, merged = await store.save("UDAN"), await store.save(draft=TABLET)
    await store.practices.merge(store.delivery(), who("UMAYA"), into.id, merged.id)
    archived = await store.save()
    await store.practices.archive(store.delivery(), who("UMAYA"), archived.id)
    draft = await store.save(state=PracticeState.DRAFT)
    await forget(store, timedelta(days=3650))
    left = {each.id for each in await store.all(Practice)}
    assert left == {into.id, merged.id, archived.id, draft.id}


async def test_a_practice_outlives_the_words_of_its_ask(store: Store) -> None:
    ask = await store.ask()
    await store.reply("UDAN", ask, "Say the cause and the hour.")
    draft = await store.draft_of("UMAYA", ask)
    practice = await store.save(draft=draft)
    async with store.database.write() as session:
        await session.execute(update(Ask).values(question=""))
        await session.execute(update(Reply).values(text="", say_now=None))
    shown = await store.practices.show(who("UDAN"), practice.id)
    assert shown.practice.situation == ask.question
    await store.practices.use(store.delivery(), who("UINES"), practice.id, ask.id)
    await store.practices.helped(store.delivery(), who("UMAYA"), practice.id, ask.id)
    again = await store.draft_of("UMAYA", ask)
    assert (again.situation, again.what_worked) == ("", "")
    async with store.database.write() as session:
        await store.practices.suspend_of_ask(session, ask.id, store.now)


async def test_what_others_saw_before_it_was_archived_they_see_for_good(store: Store) -> None:
    practice = await store.save()
    await store.practices.archive(store.delivery(), who("UMAYA"), practice.id)
    await forget(store, MONTHS_13)
    assert (await store.practices.show(who("UDAN"), practice.id)).practice.id == practice.id
