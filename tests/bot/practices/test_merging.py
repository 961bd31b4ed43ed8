"""Merging: two become one without losing a word, a name or a use; and apart again."""

from dataclasses import replace

import pytest

from bot.practices.drafts import Saved
from bot.practices.errors import NotShared, OnlyTheOwnerOrACoach, SamePractice
from storage.practices import Practice, PracticeState
from tests.bot.advice.scene import who
from tests.bot.practices.scene import OUTAGE, TABLET, Store


async def merge(store: Store, user: str, into: Practice, other: Practice) -> Practice:
    store.step(1)
    return await store.practices.merge(store.delivery(), who(user), into.id, other.id)


async def test_history_credits_sayings_and_uses_of_both_are_kept(store: Store) -> None:
    first = await store.save("UDAN", helper="UINES", helper_name="Ines V.")
    second = await store.save("UMAYA", draft=TABLET)
    await store.practices.helped(store.delivery(), who("UBILL"), first.id)
    await store.practices.helped(store.delivery(), who("UBILL"), second.id)

    survivor = await merge(store, "UMAYA", first, second)

    assert survivor.id == first.id
    whole = await store.practices.show(who("UCARA"), second.id)
    assert whole.practice.id == first.id, "the merged one leads on"
    assert [each.text for each in whole.sayings] == [OUTAGE.say_it, TABLET.say_it]
    assert [each.name for each in whole.credits] == ["Dan K.", "Ines V.", "Maya R."]
    assert whole.reuse == (2, 2)
    assert [each.id for each in whole.merged] == [second.id]
    assert [(each.change.what, each.change.why) for each in whole.history] == [
        ("saved", None),
        ("took_in", second.title),
    ]
    merged = await store.practice(second.id)
    assert (merged.state, merged.what_worked) == (PracticeState.ARCHIVED, TABLET.what_worked)


async def test_what_an_author_used_of_the_other_still_counts_for_nobody(store: Store) -> None:
    first, second = await store.save("UDAN"), await store.save("UMAYA", draft=TABLET)
    await store.practices.helped(store.delivery(), who("UMAYA"), second.id)
    await merge(store, "UMAYA", first, second)
    assert (await store.practices.show(who("UMAYA"), first.id)).reuse == (0, 0)


async def test_merges_make_no_circle(store: Store) -> None:
    one = await store.save("UCARA")
    two = await store.save("UCARA", draft=TABLET)
    three = await store.save("UCARA", situation="Port-in PIN is refused", what_worked="Ask again")
    await merge(store, "UCARA", one, two)
    await merge(store, "UCARA", three, one)

    for into, other in ((two, one), (one, three), (two, three), (one, one)):
        with pytest.raises(SamePractice):
            await merge(store, "UCARA", into, other)

    assert (await store.practices.show(who("UMAYA"), two.id)).practice.id == three.id
    assert len((await store.practices.show(who("UMAYA"), two.id)).sayings) == 2


async def test_what_others_find_does_not_vanish_into_a_draft(store: Store) -> None:
    shared = await store.save()
    draft = await store.save(draft=TABLET, state=PracticeState.DRAFT)
    with pytest.raises(NotShared):
        await store.practices.merge(store.delivery(), who("UMAYA"), draft.id, shared.id)
    assert (await store.practice(shared.id)).merged_into is None
    second = await store.save(draft=TABLET, state=PracticeState.DRAFT)
    await store.practices.merge(store.delivery(), who("UMAYA"), draft.id, second.id)
    assert (await store.practice(second.id)).merged_into == draft.id


async def test_a_rep_merges_only_what_is_theirs(store: Store) -> None:
    first, second = await store.save("UDAN"), await store.save("UMAYA", draft=TABLET)
    with pytest.raises(OnlyTheOwnerOrACoach):
        await merge(store, "UMAYA", second, first)
    assert (await merge(store, "UMAYA", first, second)).id == first.id


async def test_undo_makes_two_of_them_again(store: Store) -> None:
    first, second = await store.save("UDAN"), await store.save("UMAYA", draft=TABLET)
    survivor = await merge(store, "UMAYA", first, second)
    store.step(1)

    await store.practices.undo(store.delivery(), who("UDAN"), first.id, survivor.version)

    apart = await store.practices.show(who("UMAYA"), second.id)
    assert (apart.practice.id, apart.practice.state) == (second.id, PracticeState.SHARED)
    whole = await store.practices.show(who("UMAYA"), first.id)
    assert [each.author for each in whole.sayings] == ["UDAN"]
    assert whole.merged == ()
    assert [each.change.what for each in whole.history] == ["saved", "took_in", "undone"]


async def test_what_was_merged_is_found_no_more_by_itself(store: Store) -> None:
    first, second = await store.save("UDAN"), await store.save("UMAYA", draft=TABLET)
    await merge(store, "UMAYA", first, second)
    results = await store.practices.find(who("UDAN"), "tablet mission number")
    assert results.shown == ()


async def test_the_one_that_stays_was_used_when_either_was(store: Store) -> None:
    first, second = await store.save("UDAN"), await store.save("UMAYA", draft=TABLET)
    await store.practices.helped(store.delivery(), who("UINES"), second.id)
    used = store.now
    store.step(60)
    assert (await merge(store, "UMAYA", first, second)).used_at == used


async def test_what_is_said_there_already_is_not_added_again(store: Store) -> None:
    first = await store.save("UDAN")
    saved = await store.practices.save(
        store.delivery(), who("UMAYA"), replace(TABLET, say_it=OUTAGE.say_it), link_to=first.id
    )
    assert isinstance(saved, Saved)
    assert saved.practice.version == 1
    assert len((await store.practices.show(who("UDAN"), first.id)).sayings) == 1
