""" "Add how I say it": anybody's own words beside the others, and nothing else changes."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from bot.practices.adding import MOST_SAYINGS
from bot.practices.drafts import Added, Fields
from bot.practices.errors import (
    Archived,
    Gone,
    NothingSaid,
    OnlyTheOwnerOrACoach,
    SaidOftenEnough,
    TooManyWords,
)
from bot.practices.words import Adding, read_adding
from storage.practices import Gap, Practice, PracticeState, PracticeUse, Saying, Scope, Word
from tests.bot.advice.scene import who
from tests.bot.practices.scene import OUTAGE, TABLET, Store

MINE = "Give us until nine; I will text you the moment it is back."


async def add(store: Store, user: str, practice: Practice, text: str = MINE) -> Added:
    store.step(1)
    return await store.practices.add_saying(store.delivery(), who(user), practice.id, text)


async def said(store: Store, practice: Practice) -> list[tuple[Any, ...]]:
    whole = await store.practices.show(who("UMAYA"), practice.id)
    return [(each.text, each.author_name, each.language) for each in whole.sayings]


async def test_anybody_who_sees_it_adds_theirs_with_their_name(store: Store) -> None:
    practice = await store.save("UDAN")
    added = await add(store, "UMAYA", practice)
    assert (added.practice.id, added.is_new) == (practice.id, True)
    assert await said(store, practice) == [
        (OUTAGE.say_it, "Dan K.", "en"),
        (MINE, "Maya R.", "en"),
    ]
    whole = await store.practices.show(who("UMAYA"), practice.id)
    assert whole.history[-1].change.what == "linked"
    assert whole.history[-1].change.who == "UMAYA"
    assert [each.after for each in whole.history[-1].differences] == [MINE]
    assert "Maya R." in [each.name for each in whole.credits]
    assert await store.told("UDAN") == [], "the owner is not asked"


async def test_the_language_is_that_of_the_words(store: Store) -> None:
    practice = await store.save("UDAN")
    text = "Nuestros técnicos están en camino y le avisamos cuando vuelva el servicio."
    await add(store, "UMAYA", practice, text)
    assert (await said(store, practice))[-1] == (text, "Maya R.", "es")


async def test_customers_data_in_it_is_masked(store: Store) -> None:
    practice = await store.save("UDAN")
    added = await add(store, "UMAYA", practice, "I charge 4111 1111 1111 1111 once it is back.")
    assert added.masked
    assert "4111" not in str(await said(store, practice))


async def test_the_same_person_adds_another_one(store: Store) -> None:
    practice = await store.save("UDAN")
    await add(store, "UMAYA", practice)
    await add(store, "UMAYA", practice, "Back by nine, they tell me. I will text you.")
    assert [name for _, name, _ in await said(store, practice)] == ["Dan K.", "Maya R.", "Maya R."]


@pytest.mark.parametrize("text", [MINE, f"  {MINE.upper()}\n", OUTAGE.say_it])
async def test_the_same_words_are_one_whoever_says_them(store: Store, text: str) -> None:
    practice = await store.save("UDAN")
    await add(store, "UMAYA", practice)
    before = await store.practice(practice.id)
    assert not (await add(store, "UBILL", practice, text)).is_new
    assert len(await said(store, practice)) == 2
    assert (await store.practice(practice.id)).version == before.version


async def test_two_who_add_at_once_are_both_heard_and_the_same_words_once(store: Store) -> None:
    practice = await store.save("UDAN")
    by_users = (("UMAYA", MINE), ("UBILL", MINE), ("UINES", "Back by nine."))
    deeds = (
        store.practices.add_saying(store.delivery(), who(user), practice.id, text)
        for user, text in by_users
    )
    added = await asyncio.gather(*deeds)
    assert sorted(each.is_new for each in added) == [False, True, True]
    assert len(await store.all(Saying)) == 3
    assert (await store.practice(practice.id)).version == 3


async def test_what_stays_as_it_was(store: Store) -> None:
    """State, doubts, gaps and links: one more way to say it is no judgement and no answer."""
    practice = await store.save("UDAN")
    await store.practices.verify(store.delivery(), who("UCARA"), practice.id)
    await store.practices.find(who("UMAYA"), "fax line", delivery=store.delivery())
    store.step(1)
    for user in ("UBILL", "UINES"):
        await store.practices.refuse(store.delivery(), who(user), practice.id, Word.OLD)
    before = await store.practice(practice.id)
    assert before.suspended_at is not None

    await add(store, "UMAYA", practice)

    after = await store.practice(practice.id)
    assert after.state is PracticeState.VERIFIED
    assert after.suspended_at == before.suspended_at
    assert after.confirmed_at == before.confirmed_at
    assert [gap.closed_by for gap in await store.all(Gap)] == [None]
    assert await store.all(PracticeUse) == []


async def test_whoever_added_it_takes_it_back_and_nobody_elses(store: Store) -> None:
    practice = await store.save("UDAN")
    added = await add(store, "UMAYA", practice)
    assert (await store.practices.show(who("UMAYA"), practice.id)).may_undo
    with pytest.raises(OnlyTheOwnerOrACoach):
        await store.practices.undo(
            store.delivery(), who("UBILL"), practice.id, added.practice.version
        )
    await store.practices.undo(store.delivery(), who("UMAYA"), practice.id, added.practice.version)
    assert [text for text, *_ in await said(store, practice)] == [OUTAGE.say_it]


async def test_what_is_not_seen_is_not_there(store: Store) -> None:
    draft = await store.save("UDAN", state=PracticeState.DRAFT)
    with pytest.raises(Gone):
        await add(store, "UMAYA", draft)
    theirs = await store.save("UOLGA", draft=TABLET, scope=Scope.POD)
    with pytest.raises(Gone):
        await add(store, "UMAYA", theirs)
    with pytest.raises(Gone):
        await store.practices.add_saying(store.delivery(), who("UMAYA"), UUID(int=404), MINE)


async def test_an_old_button_of_a_merged_one_adds_to_what_is_shown_instead(store: Store) -> None:
    first, second = await store.save("UDAN"), await store.save("UMAYA", draft=TABLET)
    await store.practices.merge(store.delivery(), who("UMAYA"), first.id, second.id)
    assert (await add(store, "UBILL", second)).practice.id == first.id
    again = await add(store, "UBILL", second, TABLET.say_it)
    assert not again.is_new, "it was said in what was merged into it"
    assert len(await store.all(Saying)) == 3


async def test_what_is_archived_says_who_can_bring_it_back(store: Store) -> None:
    practice = await store.save("UDAN")
    await store.practices.archive(store.delivery(), who("UDAN"), practice.id)
    with pytest.raises(Archived):
        await add(store, "UMAYA", practice)


@pytest.mark.parametrize(
    ("text", "refused"),
    [("", NothingSaid), (" \u200b\n", NothingSaid), ("so " * 201, TooManyWords)],
)
async def test_nothing_and_too_much_are_refused_at_the_field(
    store: Store, text: str, refused: type[NothingSaid]
) -> None:
    practice = await store.save("UDAN")
    with pytest.raises(refused) as raised:
        await add(store, "UMAYA", practice, text)
    assert raised.value.field == "say_it"
    assert len(await said(store, practice)) == 1


async def test_there_are_as_many_as_a_file_holds_and_no_more(store: Store) -> None:
    practice = await store.save("UDAN")
    async with store.database.write() as session:
        for number in range(MOST_SAYINGS - 1):
            session.add(
                Saying(
                    practice_id=practice.id,
                    text=f"Way {number}",
                    author="UDAN",
                    author_name="Dan K.",
                    at=store.now,
                )
            )
    with pytest.raises(SaidOftenEnough):
        await add(store, "UMAYA", practice)
    assert not (await add(store, "UMAYA", practice, "way 7")).is_new


async def test_the_owner_changes_it_meanwhile_and_both_stand(store: Store) -> None:
    practice = await store.save("UDAN")
    await add(store, "UMAYA", practice)
    await store.practices.edit(
        store.delivery(), who("UDAN"), practice.id, 2, Fields(title="Known outage")
    )
    assert (await said(store, practice))[-1][0] == MINE


def test_the_form_remembers_its_practice_and_where_it_was_opened() -> None:
    for adding in (Adding(UUID(int=1)), Adding(UUID(int=1), "C1")):
        assert read_adding(str(adding)) == adding
