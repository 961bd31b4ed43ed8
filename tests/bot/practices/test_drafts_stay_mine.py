"""A draft is its author's alone: in the archive, before an owner, by an old button."""

import pytest

from bot.practices.errors import Gone
from storage.pods import Member
from storage.practices import LIVE_STATES, Narrow, PracticeState, Scope, Word
from tests.bot.advice.scene import texts, who
from tests.bot.practices.scene import Store

EVERYTHING = Narrow(states=LIVE_STATES | {PracticeState.ARCHIVED})


async def moves(store: Store, user: str) -> None:
    """To the overflow pod."""
    members = {member.user: member for member in await store.all(Member)}
    mine = members[user]
    mine.pod_id = members["UOLGA"].pod_id
    async with store.database.write() as session:
        await session.merge(mine)


async def found_by(store: Store, user: str) -> int:
    return len((await store.practices.find(who(user), "outage", EVERYTHING)).shown)


async def test_a_draft_that_was_archived_is_still_its_authors_alone(store: Store) -> None:
    draft = await store.save("UDAN", scope=Scope.PARTNERS, state=PracticeState.DRAFT)
    await store.practices.archive(store.delivery(), who("UDAN"), draft.id)
    for user in ("UMAYA", "UCARA", "UOLGA"):
        assert await found_by(store, user) == 0, user
        with pytest.raises(Gone):
            await store.practices.show(who(user), draft.id)
    assert await found_by(store, "UDAN") == 1
    assert (await store.practices.show(who("UDAN"), draft.id)).practice.id == draft.id


async def test_what_was_shared_and_is_archived_can_be_looked_up_by_those_who_saw_it(
    store: Store,
) -> None:
    practice = await store.save("UDAN")
    await store.practices.archive(store.delivery(), who("UDAN"), practice.id)
    assert [await found_by(store, user) for user in ("UMAYA", "UCARA", "UOLGA")] == [1, 1, 0]
    assert (await store.practices.show(who("UCARA"), practice.id)).may_undo


async def test_a_draft_passes_to_nobody_when_its_author_leaves(store: Store) -> None:
    ask = await store.ask()
    draft = await store.save("UDAN", ask_id=ask.id, state=PracticeState.DRAFT)
    async with store.database.write() as session:
        for member in await store.all(Member):
            if member.user == "UDAN":
                member.left_at = store.now
                await session.merge(member)
    async with store.database.write() as session:
        await store.practices.suspend_of_ask(session, ask.id, store.now)
    assert (await store.practice(draft.id)).owner == "UDAN"
    assert not [each for each in texts(await store.waiting()) if "corrected" in each]


async def test_an_owner_who_sees_it_no_more_hands_it_to_a_coach_of_its_pod(store: Store) -> None:
    practice = await store.save("UDAN", scope=Scope.POD)
    await moves(store, "UDAN")
    await store.pass_time(91 * 24 * 60 * 60)
    assert (await store.practice(practice.id)).owner == "UCARA"
    assert await store.told("UDAN") == []


async def test_a_draft_again_is_not_helped_refused_or_used_by_an_old_button(store: Store) -> None:
    practice = await store.save("UDAN", state=PracticeState.DRAFT)
    await store.practices.share(store.delivery(), who("UDAN"), practice.id)
    await store.practices.undo(store.delivery(), who("UDAN"), practice.id, 2)
    for deed in (store.practices.use, store.practices.helped, store.practices.confirm):
        with pytest.raises(Gone):
            await deed(store.delivery(), who("UMAYA"), practice.id)


async def test_nothing_waits_for_an_eye_that_cannot_see_it(store: Store) -> None:
    practice = await store.save("UDAN", scope=Scope.POD)
    for user in ("UMAYA", "UINES"):
        await store.practices.refuse(store.delivery(), who(user), practice.id, Word.WRONG)
    assert len(await store.practices.to_look_at(who("UDAN"))) == 1
    await moves(store, "UDAN")
    assert await store.practices.to_look_at(who("UDAN")) == []
    assert len(await store.practices.to_look_at(who("UCARA"))) == 1
