"""Gaps: what was searched in vain is closed by whatever answers it later."""

from dataclasses import replace

import pytest

from bot.practices.facts import Due
from storage.practices import Gap, PracticeState
from storage.timers import Timer
from tests.bot.advice.scene import who
from tests.bot.practices.scene import OUTAGE, TABLET, Store

SEARCHED = "mission tablet"


async def search(store: Store, user: str = "UMAYA", words: str = SEARCHED) -> None:
    await store.practices.find(who(user), words, delivery=store.delivery())


async def closed_by(store: Store) -> list[object]:
    return [gap.closed_by for gap in await store.all(Gap)]


async def missing(store: Store) -> list[str]:
    return [each.words for each in await store.practices.gaps(who("UCARA"), store.now)]


async def test_a_practice_that_is_saved_later_closes_what_it_answers(store: Store) -> None:
    await search(store)
    await search(store, "UDAN")
    await search(store, "UBILL", "porting numbers")
    practice = await store.save(draft=TABLET)
    assert await closed_by(store) == [None, None, None], "nobody who saves waits for it"
    await store.pass_time(11)
    assert await closed_by(store) == [practice.id, practice.id, None]


async def test_what_is_answered_is_not_shown_even_before_it_is_closed(store: Store) -> None:
    await search(store)
    await search(store, words="porting numbers")
    await store.save("UDAN", draft=TABLET)
    assert await missing(store) == ["porting numbers"]


@pytest.mark.parametrize("user", ["UCARA", "UMAYA"])
async def test_a_draft_answers_nobodys_search_until_it_is_shared(store: Store, user: str) -> None:
    await search(store)
    draft = await store.save(user, draft=TABLET, state=PracticeState.DRAFT)
    assert Due.ANSWERS not in await store.due()
    await store.pass_time(11)
    assert (await closed_by(store), await missing(store)) == ([None], [SEARCHED])
    await store.practices.share(store.delivery(), who(user), draft.id)
    await store.pass_time(11)
    assert await closed_by(store) == [draft.id]


async def test_what_is_archived_meanwhile_closes_nothing(store: Store) -> None:
    await search(store)
    practice = await store.save(draft=TABLET)
    await store.practices.archive(store.delivery(), who("UMAYA"), practice.id)
    await store.pass_time(11)
    assert await closed_by(store) == [None]
    assert Due.ANSWERS not in await store.due()


async def test_another_pods_gaps_are_its_own(store: Store) -> None:
    await search(store, "UOLGA")
    await store.save(draft=TABLET)
    await store.pass_time(11)
    assert await closed_by(store) == [None]


async def test_where_nothing_is_missing_nothing_is_looked_at(store: Store) -> None:
    await store.save(draft=OUTAGE)
    assert Due.ANSWERS not in {each.kind for each in await store.all(Timer)}


@pytest.mark.parametrize("with_gap", [True, False])
async def test_a_way_to_say_it_that_is_added_instead_closes_what_it_was_written_for(
    store: Store, with_gap: bool
) -> None:
    """Where the form was opened under the search itself, it stands there as the situation."""
    practice = await store.save("UDAN")
    await search(store)
    await search(store, "UDAN", "Mission: TABLET?")
    await search(store, "UBILL", "porting numbers")
    gap = (await store.practices.gaps(who("UCARA"), store.now))[0]
    assert gap.words == "Mission: TABLET?"
    situation = TABLET.situation if with_gap else f"{SEARCHED} for a customer"
    draft = replace(TABLET, situation=situation, gap_id=gap.gap_id if with_gap else None)
    await store.practices.save(store.delivery(), who("UMAYA"), draft, link_to=practice.id)
    assert await missing(store) == ["porting numbers"]
    assert await closed_by(store) == [practice.id, practice.id, None]


async def test_words_of_one_gap_close_every_way_to_write_it(store: Store) -> None:
    await search(store)
    await search(store, "UDAN", "Mission: TABLET?")
    gap = (await store.practices.gaps(who("UCARA"), store.now))[0]
    practice = await store.save(gap_id=gap.gap_id)
    assert await closed_by(store) == [practice.id, practice.id]
