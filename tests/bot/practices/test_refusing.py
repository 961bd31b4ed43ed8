"""Wrong or old: the owner hears of it, and what two people refuse is not suggested any more."""

import pytest

from bot.practices.drafts import Fields
from bot.practices.errors import Archived
from bot.practices.facts import What
from storage.pods import Member
from storage.practices import PracticeChange, PracticeVerdict, Scope, Word
from tests.bot.advice.scene import texts, who
from tests.bot.practices.scene import Store


async def refuse(
    store: Store, user: str, practice_id: object, word: Word = Word.WRONG, why: str = ""
) -> tuple[bool, bool]:
    store.step(1)
    refused = await store.practices.refuse(
        store.delivery(),
        who(user),
        practice_id,  # type: ignore[arg-type]
        word,
        why,
    )
    return refused.told, refused.suspended


async def leaves(store: Store, *users: str) -> None:
    async with store.database.write() as session:
        for member in await store.all(Member):
            if member.user in users:
                member.left_at = store.now
                await session.merge(member)


async def test_the_owner_is_told_who_says_so_and_why(store: Store) -> None:
    practice = await store.save()

    assert await refuse(store, "UDAN", practice.id, Word.OLD, "The text costs nothing") == (
        True,
        False,
    )

    (row,) = await store.told("UMAYA")
    assert row.body["text"] == (
        "Dan K. says that your practice “Outage with a known cause” is old: The text costs nothing"
    )
    assert "It still holds" in str(row.body["blocks"])


async def test_the_reason_is_masked_and_escaped(store: Store) -> None:
    practice = await store.save()
    await refuse(store, "UDAN", practice.id, why="<!channel> her card 4111111111111111")
    (row,) = await store.told("UMAYA")
    assert "<!channel>" not in str(row.body)
    assert "4111" not in str(row.body)
    (verdict,) = await store.all(PracticeVerdict)
    assert verdict.why == "<!channel> her card [card number]"


async def test_two_people_take_it_out_of_suggestions(store: Store) -> None:
    practice = await store.save()
    await refuse(store, "UDAN", practice.id, Word.OLD)
    assert await refuse(store, "UINES", practice.id, Word.WRONG) == (True, True)
    assert (await store.practice(practice.id)).suspended_at == store.now
    assert (await store.all(PracticeChange))[-1].what == What.SUSPENDED
    assert "not suggested" in texts(await store.told("UMAYA"))[-1]


async def test_what_is_out_of_suggestions_already_is_not_taken_out_again(store: Store) -> None:
    practice = await store.save()
    for user in ("UDAN", "UINES", "UBILL"):
        await refuse(store, user, practice.id)
    whats = [each.what for each in await store.all(PracticeChange)]
    assert whats.count(What.SUSPENDED) == 1
    assert len(await store.told("UMAYA")) == 3


async def test_one_person_who_says_it_twice_is_one_person(store: Store) -> None:
    practice = await store.save()
    await refuse(store, "UDAN", practice.id, Word.WRONG)
    assert await refuse(store, "UDAN", practice.id, Word.WRONG) == (False, False)
    await refuse(store, "UDAN", practice.id, Word.OLD)
    assert (await store.practice(practice.id)).suspended_at is None


async def test_not_this_says_nothing_against_the_practice(store: Store) -> None:
    practice = await store.save()
    for user in ("UDAN", "UINES", "UBILL"):
        assert await refuse(store, user, practice.id, Word.NOT_THIS) == (False, False)
    assert await store.told("UMAYA") == []
    assert len(await store.all(PracticeVerdict)) == 3


@pytest.mark.parametrize("deed", ["confirm", "verify"])
async def test_once_somebody_looked_it_is_suggested_again_and_counted_anew(
    store: Store, deed: str
) -> None:
    practice = await store.save()
    for user in ("UDAN", "UINES"):
        await refuse(store, user, practice.id)
    store.step(1)
    user = "UMAYA" if deed == "confirm" else "UCARA"
    looked = await getattr(store.practices, deed)(store.delivery(), who(user), practice.id)
    assert looked.suspended_at is None
    assert await refuse(store, "UDAN", practice.id) == (True, False)


async def test_whoever_changes_what_is_called_wrong_has_looked(store: Store) -> None:
    practice = await store.save()
    for user in ("UDAN", "UINES"):
        await refuse(store, user, practice.id)
    store.step(1)
    newest = await store.practice(practice.id)
    fields = Fields(what_worked="Say the cause first.")
    edited = await store.practices.edit(
        store.delivery(), who("UMAYA"), practice.id, newest.version, fields
    )
    assert edited.suspended_at is None


async def test_an_owner_who_left_hands_it_to_a_coach_of_the_pod(store: Store) -> None:
    practice = await store.save()
    await leaves(store, "UMAYA")

    await refuse(store, "UDAN", practice.id)

    assert (await store.practice(practice.id)).owner == "UCARA"
    assert len(await store.told("UCARA")) == 1
    assert (await store.all(PracticeChange))[-1].what == What.HANDED_OVER
    assert (await store.practice(practice.id)).author == "UMAYA", "the find stays theirs"


async def test_without_coaches_the_leader_has_it_and_without_anybody_nothing_is_said(
    store: Store,
) -> None:
    practice = await store.save()
    await leaves(store, "UMAYA", "UCARA", "UCOLE")
    await refuse(store, "UDAN", practice.id)
    assert (await store.practice(practice.id)).owner == "UANA"
    await leaves(store, "UANA")
    assert await refuse(store, "UINES", practice.id) == (False, True)


async def test_what_is_archived_is_called_wrong_by_nobody(store: Store) -> None:
    practice = await store.save()
    await store.practices.archive(store.delivery(), who("UMAYA"), practice.id)
    with pytest.raises(Archived):
        await refuse(store, "UDAN", practice.id)
    assert await store.told("UMAYA") == []


async def test_owners_who_refuse_their_own_are_not_told_what_they_know(store: Store) -> None:
    practice = await store.save()
    assert await refuse(store, "UMAYA", practice.id) == (False, False)
    assert await store.told("UMAYA") == []


async def test_a_corrected_answer_takes_its_practice_out_of_suggestions(store: Store) -> None:
    ask = await store.ask()
    practice, other = await store.save(ask_id=ask.id), await store.save(scope=Scope.POD)
    for _ in range(2):
        async with store.database.write() as session:
            await store.practices.suspend_of_ask(session, ask.id, store.now)
    assert (await store.practice(practice.id)).suspended_at == store.now
    assert (await store.practice(other.id)).suspended_at is None
    (row,) = await store.told("UMAYA")
    assert "was corrected" in row.body["text"]


async def test_what_waits_for_somebodys_eye_is_shown_to_owner_and_coach(store: Store) -> None:
    practice = await store.save()
    for user in ("UDAN", "UINES"):
        await refuse(store, user, practice.id)
    for user, waits in (("UMAYA", 1), ("UCARA", 1), ("UDAN", 0), ("UOMAR", 0)):
        assert len(await store.practices.to_look_at(who(user))) == waits, user
