"""Buttons and forms that are older than what became of their practice: none does it to another."""

import pytest

from bot.practices.drafts import Fields
from bot.practices.errors import Changed, PartOfAnother
from storage.practices import Practice, PracticeState
from tests.bot.advice.scene import who
from tests.bot.practices.scene import TABLET, Store


async def two(store: Store) -> tuple[Practice, Practice]:
    """Both Cara's; the second has been made part of the first, and had as many changes."""
    first, second = await store.save("UCARA"), await store.save("UCARA", draft=TABLET)
    store.step(1)
    second = await store.practices.edit(
        store.delivery(), who("UCARA"), second.id, second.version, Fields(title="A tablet")
    )
    store.step(1)
    await store.practices.merge(store.delivery(), who("UCARA"), first.id, second.id)
    return await store.practice(first.id), second


async def test_a_form_of_one_that_was_merged_meanwhile_does_not_rewrite_the_other(
    store: Store,
) -> None:
    first, second = await two(store)
    assert first.version == second.version
    fields = Fields(situation="Mine", what_worked="Mine")
    with pytest.raises(PartOfAnother) as refused:
        await store.practices.edit(
            store.delivery(), who("UCARA"), second.id, second.version, fields
        )
    assert (await store.practice(first.id)).what_worked == first.what_worked
    assert first.title in refused.value.sentence


async def test_undo_of_one_that_was_merged_meanwhile_undoes_nothing_of_the_other(
    store: Store,
) -> None:
    first, second = await two(store)
    with pytest.raises(PartOfAnother):
        await store.practices.undo(store.delivery(), who("UCARA"), second.id, second.version)
    assert (await store.practice(second.id)).merged_into == first.id


@pytest.mark.parametrize("deed", ["archive", "verify", "confirm", "share"])
async def test_what_is_said_of_one_that_was_merged_is_not_done_to_the_other(
    store: Store, deed: str
) -> None:
    first, second = await two(store)
    with pytest.raises(PartOfAnother):
        await getattr(store.practices, deed)(store.delivery(), who("UCARA"), second.id)
    assert await store.practice(first.id) == first


async def test_what_puts_it_before_somebody_leads_on(store: Store) -> None:
    first, second = await two(store)
    used = await store.practices.use(store.delivery(), who("UMAYA"), second.id)
    helped = await store.practices.helped(store.delivery(), who("UMAYA"), second.id)
    assert used.shown.practice.id == helped.practice.id == first.id


async def test_nobody_verifies_words_that_they_did_not_see(store: Store) -> None:
    practice = await store.save()
    seen = practice.version
    await store.practices.edit(
        store.delivery(), who("UMAYA"), practice.id, seen, Fields(what_worked="Say nothing.")
    )
    with pytest.raises(Changed):
        await store.practices.verify(store.delivery(), who("UINES"), practice.id, version=seen)
    kept = await store.practice(practice.id)
    assert kept.state is PracticeState.SHARED
    verified = await store.practices.verify(
        store.delivery(), who("UINES"), practice.id, version=kept.version
    )
    assert verified.state is PracticeState.VERIFIED


async def test_a_new_state_alone_does_not_stand_in_the_way_of_verifying(store: Store) -> None:
    practice = await store.save()
    await store.practices.confirm(store.delivery(), who("UMAYA"), practice.id)
    verified = await store.practices.verify(
        store.delivery(), who("UINES"), practice.id, version=practice.version
    )
    assert verified.state is PracticeState.VERIFIED
