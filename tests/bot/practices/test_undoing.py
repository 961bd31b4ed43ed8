"""Undo: what cannot be undone says so, and what is brought back stays."""

from datetime import timedelta

import pytest

from bot.practices.errors import NothingToUndo
from bot.practices.facts import What
from storage.practices import Practice, PracticeChange, PracticeState, Word
from tests.bot.advice.scene import texts, who
from tests.bot.practices.scene import TABLET, Store

DAY = 24 * 60 * 60


async def undo(store: Store, user: str, practice: Practice) -> Practice:
    store.step(1)
    newest = await store.practice(practice.id)
    return await store.practices.undo(store.delivery(), who(user), newest.id, newest.version)


async def test_what_ended_and_is_brought_back_does_not_end_again(store: Store) -> None:
    practice = await store.save(ends_at=store.now + timedelta(days=1))
    await store.pass_time(DAY)
    assert (await store.practice(practice.id)).state is PracticeState.ARCHIVED

    back = await undo(store, "UMAYA", practice)
    await store.pass_time(60)

    assert back.ends_at is None
    assert (await store.practice(practice.id)).state is PracticeState.SHARED


async def test_an_end_that_is_still_to_come_is_brought_back_too(store: Store) -> None:
    end = store.now + timedelta(days=9)
    practice = await store.save(ends_at=end)
    await store.practices.archive(store.delivery(), who("UMAYA"), practice.id)
    assert (await undo(store, "UMAYA", practice)).ends_at == end
    await store.pass_time(9 * DAY)
    assert (await store.practice(practice.id)).state is PracticeState.ARCHIVED


async def test_what_lay_in_the_archive_is_not_asked_about_the_moment_it_is_back(
    store: Store,
) -> None:
    practice = await store.save()
    await store.practices.archive(store.delivery(), who("UMAYA"), practice.id)
    await store.pass_time(200 * DAY)
    await undo(store, "UMAYA", practice)
    await store.pass_time(60)
    assert not [each for each in texts(await store.all_rows()) if "still hold" in each]


async def test_what_was_in_doubt_before_the_archive_is_in_doubt_after_it(store: Store) -> None:
    practice = await store.save()
    for user in ("UDAN", "UINES"):
        await store.practices.refuse(store.delivery(), who(user), practice.id, Word.WRONG)
    store.step(1)
    await store.practices.archive(store.delivery(), who("UMAYA"), practice.id)
    back = await undo(store, "UMAYA", practice)
    assert back.suspended_at is not None
    assert back.confirmed_at is None, "nobody looked at it"


async def test_what_nobody_did_is_not_undone(store: Store) -> None:
    practice = await store.save()
    await store.pass_time(104.5 * DAY)
    assert (await store.all(PracticeChange))[-1].what == What.STALE
    with pytest.raises(NothingToUndo):
        await undo(store, "UMAYA", practice)


async def test_doubts_are_answered_and_not_undone(store: Store) -> None:
    practice = await store.save()
    for user in ("UDAN", "UINES"):
        await store.practices.refuse(store.delivery(), who(user), practice.id, Word.WRONG)
    with pytest.raises(NothingToUndo):
        await undo(store, "UMAYA", practice)


async def test_a_merge_that_was_taken_back_is_made_anew_and_not_by_undo(store: Store) -> None:
    first, second = await store.save("UCARA"), await store.save("UCARA", draft=TABLET)
    store.step(1)
    await store.practices.merge(store.delivery(), who("UCARA"), first.id, second.id)
    await undo(store, "UCARA", first)
    for practice in (first, second):
        with pytest.raises(NothingToUndo):
            await undo(store, "UCARA", practice)
        assert (await store.practice(practice.id)).merged_into is None


@pytest.mark.parametrize("instead", ["merge_into", "link_to"])
async def test_whoever_added_theirs_to_a_colleagues_takes_it_back(
    store: Store, instead: str
) -> None:
    first = await store.save("UDAN")
    store.step(1)
    await store.practices.save(
        store.delivery(),
        who("UMAYA"),
        TABLET,
        **{instead: first.id},  # type: ignore[arg-type]
    )
    assert (await store.practices.show(who("UMAYA"), first.id)).may_undo
    assert not (await store.practices.show(who("UBILL"), first.id)).may_undo
    await undo(store, "UMAYA", first)
    whole = await store.practices.show(who("UMAYA"), first.id)
    assert [each.author for each in whole.sayings] == ["UDAN"]
    assert not whole.may_undo, "now it is Dan's again"


async def test_undo_is_offered_for_what_can_be_undone(store: Store) -> None:
    practice = await store.save()
    assert not (await store.practices.show(who("UMAYA"), practice.id)).may_undo
    await store.practices.archive(store.delivery(), who("UMAYA"), practice.id)
    assert (await store.practices.show(who("UMAYA"), practice.id)).may_undo
    assert not (await store.practices.show(who("UDAN"), practice.id)).may_undo
