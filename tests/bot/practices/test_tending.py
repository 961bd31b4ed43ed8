"""What waits for an eye and what is archived: listed for those who may act on it, nobody else."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.practices.errors import OnlyTheOwnerOrACoach
from bot.practices.facts import Tended
from bot.practices.search_words import Search, narrow_of
from storage.practices import Practice, PracticeChange, PracticeState, Scope, Word
from storage.topics import Topic
from tests.bot.advice.scene import who
from tests.bot.practices.scene import OUTAGE, TABLET, Store

COACH, LEADER, OWNER, SPECIALIST = "UCARA", "UANA", "UMAYA", "UINES"


async def listed(
    store: Store, user: str, tended: Tended, words: str = "", at_most: int = 10, **filters: Any
) -> list[UUID]:
    narrow = narrow_of(Search(state=tended, **filters), store.now)
    results = await store.practices.tend(who(user), tended, narrow, words, at_most)
    return [each.practice.id for each in results.shown]


async def says(store: Store, user: str, practice: Practice, word: Word, why: str = "") -> None:
    store.step(1)
    await store.practices.refuse(store.delivery(), who(user), practice.id, word, why)


async def archive(store: Store, user: str, practice: Practice) -> Practice:
    store.step(1)
    return await store.practices.archive(store.delivery(), who(user), practice.id)


async def copy(store: Store, practice_id: UUID, times: int, days: int) -> None:
    """As often beside it, changed that many days after it."""
    practice = await store.practice(practice_id)
    row = practice.model_dump(exclude={"id"}) | {"suspended_at": store.now}
    row["updated_at"] += timedelta(days=days)
    async with store.database.write() as session:
        copies = [Practice(**row) for _ in range(times)]
        session.add_all(copies)
        await session.flush()
        opened = (
            await session.scalars(
                select(PracticeChange).where(col(PracticeChange.practice_id) == practice_id)
            )
        ).all()
        session.add_all(
            PracticeChange(**each.model_dump(exclude={"id"}) | {"practice_id": one.id})
            for one in copies
            for each in opened
        )


async def waiting(store: Store, user: str) -> list[tuple[Any, ...]]:
    return [
        (each.shown.practice.id, [(said.who, said.word, said.why) for said in each.said])
        for each in await store.practices.to_look_at(who(user))
    ]


@pytest.mark.parametrize("user", [OWNER, COACH, LEADER, SPECIALIST])
async def test_who_said_what_stands_before_its_owner_and_those_who_look_after_the_pod(
    store: Store, user: str
) -> None:
    practice = await store.save()
    await store.save("UDAN", draft=TABLET)
    await says(store, "UDAN", practice, Word.OLD, "It is 15 dollars now.")
    await says(store, "UBILL", practice, Word.WRONG)
    said = [("Bill T.", Word.WRONG, None), ("Dan K.", Word.OLD, "It is 15 dollars now.")]
    assert await waiting(store, user) == [(practice.id, said)]
    assert await listed(store, user, Tended.IN_DOUBT) == [practice.id]


@pytest.mark.parametrize("user", ["UDAN", "UOMAR"])
async def test_neither_other_reps_nor_other_pods_coaches_see_who_said_what(
    store: Store, user: str
) -> None:
    practice = await store.save(scope=Scope.COMPANY)
    await says(store, "UBILL", practice, Word.WRONG)
    assert await waiting(store, user) == []
    assert await listed(store, user, Tended.IN_DOUBT) == []


async def test_what_fits_another_question_only_is_no_doubt(store: Store) -> None:
    practice = await store.save()
    await says(store, "UDAN", practice, Word.NOT_THIS)
    assert await waiting(store, COACH) == []


async def test_a_look_settles_it(store: Store) -> None:
    practice = await store.save()
    await says(store, "UDAN", practice, Word.WRONG)
    store.step(1)
    await store.practices.confirm(store.delivery(), who(COACH), practice.id)
    assert await waiting(store, OWNER) == []
    await says(store, "UBILL", practice, Word.OLD)
    assert await waiting(store, OWNER) == [(practice.id, [("Bill T.", Word.OLD, None)])]


async def test_what_nobody_used_for_90_days_waits_from_the_day_its_owner_is_asked(
    store: Store,
) -> None:
    practice = await store.save()
    store.now += timedelta(days=89)
    await store.tick()
    assert await waiting(store, COACH) == []
    store.now += timedelta(days=2)
    await store.tick()
    assert await waiting(store, COACH) == [(practice.id, [])]


async def test_the_longest_waiting_comes_first_and_filters_narrow_it(store: Store) -> None:
    old = await store.save(topics=(Topic.NETWORK,))
    store.step(10)
    new = await store.save("UDAN", draft=TABLET, topics=(Topic.PLANS,))
    for practice in (new, old):
        await says(store, "UBILL", practice, Word.OLD)
    assert await listed(store, COACH, Tended.IN_DOUBT) == [old.id, new.id]
    assert await listed(store, COACH, Tended.IN_DOUBT, topic=Topic.PLANS) == [new.id]
    assert await listed(store, COACH, Tended.IN_DOUBT, author="UDAN") == [new.id]
    assert await listed(store, COACH, Tended.IN_DOUBT, "mission tabl") == [new.id]
    assert await listed(store, COACH, Tended.IN_DOUBT, "fax") == []
    assert await listed(store, OWNER, Tended.IN_DOUBT) == [old.id]


@pytest.mark.parametrize("tended", list(Tended))
async def test_words_are_looked_for_in_all_that_is_listed(store: Store, tended: Tended) -> None:
    """However many stand before it, in whichever order."""
    wanted = await store.save(draft=TABLET)
    other = await store.save("UDAN")
    for practice in (wanted, other):
        await says(store, "UBILL", practice, Word.OLD)
        if tended is Tended.ARCHIVED:
            await archive(store, COACH, practice)
    await copy(store, other.id, 101, days=-1)
    await copy(store, other.id, 101, days=1)
    assert await listed(store, COACH, tended, "táblet MISS", at_most=1) == [wanted.id]
    assert await listed(store, COACH, tended, "he can keep") == [wanted.id], "one way to say it"
    assert await listed(store, COACH, tended, "mission fax") == []
    assert await listed(store, COACH, tended, "ablet") == [], "only from where words begin"
    assert len(await listed(store, COACH, tended, "%")) == 10


WHO_SEES = {OWNER: True, COACH: True, LEADER: True, "UDAN": False, SPECIALIST: False}
OF_OTHER_PODS = {"UOMAR": False, "UOLGA": False}


@pytest.mark.parametrize(("user", "sees"), (WHO_SEES | OF_OTHER_PODS).items())
async def test_archived_ones_are_listed_for_their_owner_and_the_pods_coaches(
    store: Store, user: str, sees: bool
) -> None:
    practice = await store.save(scope=Scope.PARTNERS)
    await store.save("UDAN", draft=TABLET)
    await archive(store, OWNER, practice)
    assert await listed(store, user, Tended.ARCHIVED) == ([practice.id] if sees else [])


async def test_an_archived_draft_is_its_authors_alone(store: Store) -> None:
    draft = await store.save(state=PracticeState.DRAFT)
    await archive(store, OWNER, draft)
    assert await listed(store, OWNER, Tended.ARCHIVED) == [draft.id]
    for user in (COACH, LEADER, "UDAN"):
        assert await listed(store, user, Tended.ARCHIVED) == []


async def test_a_draft_that_became_somebody_elses_stays_its_authors_alone(store: Store) -> None:
    draft = await store.save(state=PracticeState.DRAFT)
    await archive(store, OWNER, draft)
    async with store.database.write() as session:
        kept = await session.get(Practice, draft.id)
        assert kept is not None
        kept.owner = COACH
    assert await listed(store, COACH, Tended.ARCHIVED) == []


async def test_what_was_made_part_of_another_is_not_brought_back_by_itself(store: Store) -> None:
    first, second = await store.save(), await store.save(draft=TABLET)
    await store.practices.merge(store.delivery(), who(OWNER), first.id, second.id)
    assert await listed(store, OWNER, Tended.ARCHIVED) == []


@pytest.mark.parametrize("user", [OWNER, COACH])
async def test_those_who_see_it_there_bring_it_back(store: Store, user: str) -> None:
    practice = await store.save()
    archived = await archive(store, OWNER, practice)
    (there,) = await listed(store, user, Tended.ARCHIVED)
    assert (await store.practices.show(who(user), there)).may_undo
    await store.practices.undo(store.delivery(), who(user), there, archived.version)
    assert await listed(store, user, Tended.ARCHIVED) == []
    found = await store.practices.find(who("UDAN"), OUTAGE.situation)
    assert [each.practice.id for each in found.shown] == [practice.id]


async def test_others_do_not_bring_it_back(store: Store) -> None:
    archived = await archive(store, OWNER, await store.save())
    assert not (await store.practices.show(who("UDAN"), archived.id)).may_undo
    with pytest.raises(OnlyTheOwnerOrACoach):
        await store.practices.undo(store.delivery(), who("UDAN"), archived.id, archived.version)


@pytest.mark.parametrize("words", ["%", "'; DROP TABLE practice; --", "\u0000", "🙂", "a" * 9000])
async def test_whatever_is_looked_for_there_is_only_words(store: Store, words: str) -> None:
    await archive(store, OWNER, await store.save())
    assert len(await listed(store, OWNER, Tended.ARCHIVED)) == 1
    await listed(store, OWNER, Tended.ARCHIVED, words)
    await listed(store, OWNER, Tended.IN_DOUBT, words)
