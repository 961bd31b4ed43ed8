"""Editing and undoing: every change is kept with who and why, and none of two gets lost."""

from datetime import timedelta
from typing import Any

import pytest

from bot.practices.drafts import Fields
from bot.practices.errors import (
    Archived,
    Changed,
    EndsInThePast,
    MissingWords,
    NothingToUndo,
    OnlyTheOwnerOrACoach,
    OnlyWhoVerifies,
)
from bot.practices.facts import Difference, What
from storage.practices import Practice, PracticeChange, PracticeState, Saying, Scope, Word
from tests.bot.advice.scene import who
from tests.bot.practices.scene import Store


async def edit(
    store: Store, user: str, practice: Practice, why: str = "", **fields: Any
) -> Practice:
    store.step(1)
    return await store.practices.edit(
        store.delivery(), who(user), practice.id, practice.version, Fields(**fields), why
    )


async def whats(store: Store) -> list[str]:
    return [each.what for each in await store.all(PracticeChange)]


async def test_an_edit_is_kept_with_who_why_and_what_it_said_before(store: Store) -> None:
    practice = await store.save()

    edited = await edit(store, "UMAYA", practice, "The text costs nothing now", situation="Outage")

    assert (edited.situation, edited.version) == ("Outage", 2)
    whole = await store.practices.show(who("UDAN"), practice.id)
    (_, entry) = whole.history
    assert (entry.change.who_name, entry.change.why) == ("Maya R.", "The text costs nothing now")
    assert entry.differences == (Difference("situation", practice.situation, "Outage"),)


async def test_the_second_of_two_editors_sees_the_difference_and_chooses(store: Store) -> None:
    practice = await store.save()
    await edit(store, "UCARA", practice, what_worked="Say the hour first.")

    with pytest.raises(Changed) as changed:
        await edit(store, "UMAYA", practice, what_worked="Say the cause first.")

    theirs = changed.value.practice
    assert changed.value.differences == (
        Difference("what_worked", practice.what_worked, "Say the hour first."),
    )
    assert (await store.practice(practice.id)).what_worked == "Say the hour first."
    mine = await edit(store, "UMAYA", theirs, what_worked="Say the cause first.")
    assert (mine.what_worked, mine.version) == ("Say the cause first.", 3)


async def test_what_changes_no_words_stands_in_no_editors_way(store: Store) -> None:
    practice = await store.save()
    await store.practices.verify(store.delivery(), who("UINES"), practice.id)

    edited = await edit(store, "UMAYA", practice, title="Outage")

    assert edited.title == "Outage"


async def test_a_version_that_never_was_is_compared_with_nothing(store: Store) -> None:
    practice = await edit(store, "UMAYA", await store.save(), title="Outage")
    practice.version = 0
    with pytest.raises(Changed):
        await edit(store, "UMAYA", practice, title="Mine")


async def test_an_edit_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    practice = await store.save()
    same = await edit(store, "UMAYA", practice, situation=f" {practice.situation} ")
    assert same.version == 1
    assert await whats(store) == ["saved"]


@pytest.mark.parametrize("user", ["UDAN", "UINES", "UOMAR"])
async def test_others_than_the_owner_and_the_pods_coaches_change_nothing(
    store: Store, user: str
) -> None:
    practice = await store.save(scope=Scope.COMPANY)
    with pytest.raises(OnlyTheOwnerOrACoach):
        await edit(store, user, practice, title="Mine")


async def test_an_edit_is_masked_and_its_reason_too(store: Store) -> None:
    practice = await store.save()
    edited = await edit(
        store, "UMAYA", practice, "4111111111111111", what_worked="Card 4111111111111111"
    )
    assert edited.what_worked == "Card [card number]"
    assert (await store.all(PracticeChange))[-1].why == "[card number]"


async def test_an_edit_cannot_take_all_words_away(store: Store) -> None:
    with pytest.raises(MissingWords):
        await edit(store, "UMAYA", await store.save(), situation=" ")


async def test_topics_scope_link_and_end_are_edited_too(store: Store) -> None:
    end = store.now + timedelta(days=7)
    practice = await edit(
        store,
        "UMAYA",
        await store.save(),
        topics=("billing", "plans"),
        scope=Scope.PARTNERS,
        link="https://example.com/outage",
        ends_at=end,
    )
    assert (practice.topics, practice.scope) == (["billing", "plans"], Scope.PARTNERS)
    assert (practice.link, practice.ends_at) == ("https://example.com/outage", end)
    practice = await edit(store, "UMAYA", practice, no_end=True, link="")
    assert (practice.ends_at, practice.link) == (None, None)


async def test_new_words_change_no_topics(store: Store) -> None:
    practice = await store.save(topics=("other",))
    worked = "Reset the PIN of the account, then the network settings."
    edited = await edit(store, "UMAYA", practice, what_worked=worked, topics=())
    assert edited.topics == ["other"]
    edited = await edit(store, "UMAYA", edited, topics=("billing",))
    edited = await edit(store, "UMAYA", edited, what_worked=f"{worked} Wait.", topics=("billing",))
    assert edited.topics == ["billing"]


async def test_whoever_takes_the_topics_away_gets_no_guess(store: Store) -> None:
    practice = await store.save(topics=("billing", "other"))
    kept = await edit(store, "UMAYA", practice, topics=("billing",), title="Another title")
    assert kept.topics == ["billing", "other"], "the form shows no “other”"
    assert (await edit(store, "UMAYA", kept, topics=())).topics == ["other"]


async def test_a_way_to_say_it_is_reworded_added_and_taken_out(store: Store) -> None:
    practice = await store.save()
    (first,) = await store.all(Saying)

    practice = await edit(store, "UMAYA", practice, say_it="By nine.", saying_id=first.id)
    practice = await edit(store, "UCARA", practice, say_it="Lo arreglan antes de las nueve.")
    assert [(each.text, each.author, each.language) for each in await store.all(Saying)] == [
        ("By nine.", "UMAYA", "en"),
        ("Lo arreglan antes de las nueve.", "UCARA", "es"),
    ]
    practice = await edit(store, "UMAYA", practice, say_it="", saying_id=first.id)
    assert [each.author for each in await store.all(Saying)] == ["UCARA"]
    whole = await store.practices.show(who("UMAYA"), practice.id)
    assert whole.history[-1].differences == (Difference("say_it", "By nine.", ""),)


async def test_a_way_to_say_it_that_is_reworded_in_spanish_is_spanish(store: Store) -> None:
    practice = await store.save()
    (first,) = await store.all(Saying)
    words = "Estamos trabajando para que tenga servicio hoy mismo."
    await edit(store, "UMAYA", practice, say_it=words, saying_id=first.id)
    (said,) = await store.all(Saying)
    assert said.language == "es"


async def test_other_words_than_those_verified_are_not_verified(store: Store) -> None:
    practice = await store.save()
    practice = await store.practices.verify(store.delivery(), who("UINES"), practice.id)

    practice = await edit(store, "UMAYA", practice, what_worked="Something else.")

    assert (practice.state, practice.verified_by) == (PracticeState.SHARED, None)


async def test_what_is_verified_stays_so_where_no_word_of_it_changes(store: Store) -> None:
    practice = await store.save()
    practice = await store.practices.verify(store.delivery(), who("UINES"), practice.id)
    end = store.now + timedelta(days=9)
    practice = await edit(store, "UMAYA", practice, topics=("billing",), ends_at=end)
    assert practice.state is PracticeState.VERIFIED
    practice = await edit(store, "UMAYA", practice, scope=Scope.PARTNERS)
    assert practice.state is PracticeState.SHARED, "partners were not meant"


async def test_who_verifies_may_reword_what_is_verified(store: Store) -> None:
    practice = await store.save("UCARA", state=PracticeState.VERIFIED)
    practice = await edit(store, "UCARA", practice, what_worked="Something else.")
    assert practice.state is PracticeState.VERIFIED


async def test_undo_puts_back_what_stood_there_and_is_a_change_itself(store: Store) -> None:
    practice = await store.save()
    (saying,) = await store.all(Saying)
    edited = await edit(store, "UMAYA", practice, situation="Other", say_it="", saying_id=saying.id)

    undone = await store.practices.undo(store.delivery(), who("UCARA"), practice.id, 2)

    assert (undone.situation, undone.version) == (practice.situation, 3)
    (back,) = await store.all(Saying)
    assert back.model_dump() == saying.model_dump()
    assert await whats(store) == ["saved", "edited", "undone"]
    again = await store.practices.undo(store.delivery(), who("UMAYA"), practice.id, 3)
    assert again.situation == edited.situation == "Other"
    assert await store.all(Saying) == []


async def test_what_was_said_already_is_not_said_twice(store: Store) -> None:
    practice = await store.save()
    (said,) = await store.all(Saying)
    same = await edit(store, "UCARA", practice, say_it=f" {said.text} ")
    assert (same.version, len(await store.all(Saying))) == (1, 1)


async def test_an_edit_ends_nothing_in_the_past(store: Store) -> None:
    practice = await store.save()
    with pytest.raises(EndsInThePast):
        await edit(store, "UMAYA", practice, ends_at=store.now)


async def test_what_is_verified_and_in_doubt_is_verified_anew(store: Store) -> None:
    practice = await store.save("UINES", state=PracticeState.VERIFIED)
    for user in ("UDAN", "UBILL"):
        await store.practices.refuse(store.delivery(), who(user), practice.id, Word.WRONG)
    store.step(1)
    looked = await store.practices.verify(store.delivery(), who("UCARA"), practice.id)
    assert (looked.suspended_at, looked.verified_by) == (None, "UCARA")


async def test_only_the_last_change_is_undone(store: Store) -> None:
    practice = await store.save()
    practice = await edit(store, "UMAYA", practice, title="One")
    await edit(store, "UMAYA", practice, title="Two")
    with pytest.raises(Changed) as changed:
        await store.practices.undo(store.delivery(), who("UMAYA"), practice.id, practice.version)
    assert changed.value.practice.title == "Two"


async def test_what_was_saved_is_archived_and_not_undone(store: Store) -> None:
    practice = await store.save()
    with pytest.raises(NothingToUndo):
        await store.practices.undo(store.delivery(), who("UMAYA"), practice.id, 1)


async def test_undo_makes_no_draft_of_what_somebody_else_wrote(store: Store) -> None:
    practice = await store.save(state=PracticeState.DRAFT)
    await store.practices.share(store.delivery(), who("UMAYA"), practice.id)
    with pytest.raises(NothingToUndo):
        await store.practices.undo(store.delivery(), who("UCARA"), practice.id, 2)
    undone = await store.practices.undo(store.delivery(), who("UMAYA"), practice.id, 2)
    assert undone.state is PracticeState.DRAFT


async def test_a_draft_is_shared_verified_archived_and_brought_back(store: Store) -> None:
    practice = await store.save(state=PracticeState.DRAFT)
    shared = await store.practices.share(store.delivery(), who("UMAYA"), practice.id)
    assert shared.state is PracticeState.SHARED
    verified = await store.practices.verify(store.delivery(), who("UINES"), practice.id)
    assert (verified.state, verified.verified_by) == (PracticeState.VERIFIED, "UINES")
    gone = await store.practices.archive(store.delivery(), who("UCARA"), practice.id)
    assert gone.state is PracticeState.ARCHIVED
    with pytest.raises(Archived):
        await edit(store, "UMAYA", gone, title="Still here")
    back = await store.practices.undo(store.delivery(), who("UCARA"), practice.id, gone.version)
    assert (back.state, back.verified_by) == (PracticeState.VERIFIED, "UINES")
    assert await whats(store) == ["saved", "shared", "verified", "archived", "undone"]


async def test_done_twice_changes_nothing(store: Store) -> None:
    practice = await store.save("UINES", state=PracticeState.VERIFIED)
    for act in (store.practices.share, store.practices.verify):
        assert (await act(store.delivery(), who("UINES"), practice.id)).version == 1
    await store.practices.archive(store.delivery(), who("UINES"), practice.id)
    again = await store.practices.archive(store.delivery(), who("UINES"), practice.id)
    assert again.version == 2


async def test_it_still_holds_is_said_once_on_a_call(store: Store) -> None:
    practice = await store.save()
    for version in (2, 2):
        store.step(60)
        held = await store.practices.confirm(store.delivery(), who("UMAYA"), practice.id)
        assert held.version == version
    store.step(24 * 60 * 60)
    held = await store.practices.confirm(store.delivery(), who("UMAYA"), practice.id)
    assert held.version == 3


async def test_whoever_may_not_say_that_it_holds_hears_who_may(store: Store) -> None:
    practice = await store.save()
    with pytest.raises(OnlyTheOwnerOrACoach):
        await store.practices.confirm(store.delivery(), who("UDAN"), practice.id)


@pytest.mark.parametrize("user", ["UDAN", "UMAYA"])
async def test_reps_do_not_verify(store: Store, user: str) -> None:
    practice = await store.save()
    with pytest.raises(OnlyWhoVerifies):
        await store.practices.verify(store.delivery(), who(user), practice.id)
    assert What.VERIFIED not in await whats(store)
