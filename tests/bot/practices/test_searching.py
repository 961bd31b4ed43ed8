"""Searching: within reach alone, masked, and what finds nothing is kept as a gap."""

from uuid import uuid4

import pytest

from bot.errors import AlreadyHandled
from bot.practices.errors import OnlyForCoaches
from bot.practices.facts import Found, Missing
from storage.practices import Gap, Narrow, PracticeState, Scope
from tests.bot.advice.scene import who
from tests.bot.practices.scene import TABLET, Store


async def search(store: Store, user: str, words: str, **more: object) -> list[object]:
    found = await store.practices.find(
        who(user),
        words,
        delivery=store.delivery(),
        **more,  # type: ignore[arg-type]
    )
    return [each.practice.id for each in found.shown]


async def test_the_best_come_first_with_what_they_did_and_a_way_to_say_it(store: Store) -> None:
    outage, tablet = await store.save("UDAN"), await store.save("UDAN", draft=TABLET)
    await store.practices.helped(store.delivery(), who("UINES"), tablet.id)

    results = await store.practices.find(who("UMAYA"), "customers on a two-year mission")

    assert [each.practice.id for each in results.shown] == [tablet.id, outage.id]
    assert results.shown[0].reuse == (1, 1)
    assert results.shown[0].saying is not None
    assert results.shown[0].fits


async def test_what_finds_nothing_is_kept_masked_and_once(store: Store) -> None:
    words = "esim for 4111 1111 1111 1111"
    for _ in range(2):
        results = await store.practices.find(who("UMAYA"), words, delivery=store.delivery())
        assert results.is_gap
        assert [str(kind) for kind in results.masked] == ["card"]
    (gap,) = await store.all(Gap)
    assert (gap.words, gap.user) == ("esim for [card number]", "UMAYA")


async def test_what_fits_badly_is_shown_and_is_a_gap_too(store: Store) -> None:
    outage = await store.save("UDAN")
    words = "customers porting numbers from another carrier"
    assert await search(store, "UMAYA", words) == [outage.id]
    assert len(await store.all(Gap)) == 1


async def test_while_typing_and_with_filters_nothing_is_noted(store: Store) -> None:
    await store.practices.find(who("UMAYA"), "esim")
    await search(store, "UMAYA", "esim", narrow=Narrow(topic="device"))
    assert await store.all(Gap) == []


@pytest.mark.parametrize("words", ["", " ", "🙂🙂", "\"*'%_", "()", "\u200b"])
async def test_what_has_no_words_finds_nothing_and_is_no_gap(store: Store, words: str) -> None:
    await store.save("UDAN")
    assert await search(store, "UMAYA", words) == []
    assert await store.all(Gap) == []


async def test_ten_thousand_characters_are_a_search_like_any_other(store: Store) -> None:
    outage = await store.save("UDAN")
    assert await search(store, "UMAYA", "outage " * 1500) == [outage.id]
    await search(store, "UMAYA", "esim' OR 1=1 -- " * 700)
    (gap,) = await store.all(Gap)
    assert len(gap.words) <= 300


async def test_a_search_that_comes_twice_is_answered_once(store: Store) -> None:
    delivery = store.delivery()
    await store.practices.find(who("UMAYA"), "esim", delivery=delivery)
    with pytest.raises(AlreadyHandled):
        await store.practices.find(who("UMAYA"), "esim", delivery=delivery)


async def test_drafts_of_others_and_other_pods_notes_are_not_found(store: Store) -> None:
    mine = await store.save("UMAYA", state=PracticeState.DRAFT)
    await store.save("UDAN", state=PracticeState.DRAFT)
    await store.save("UOLGA", scope=Scope.MARKET)
    assert await search(store, "UMAYA", "outage") == [mine.id]


async def test_what_an_index_still_knows_and_nobody_may_see_any_more_is_left_out(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden, seen = await store.save("UDAN", scope=Scope.POD), await store.save("UDAN")

    async def late(*_: object) -> list[Found]:
        return [Found(hidden.id, 0.9), Found(uuid4(), 0.8), Found(seen.id, 0.7)]

    monkeypatch.setattr(store.finder, "find", late)
    assert await search(store, "UOLGA", "outage") == []
    assert await search(store, "UBILL", "outage") == [hidden.id, seen.id]


async def test_gaps_are_for_coaches_and_the_most_wanted_come_first(store: Store) -> None:
    for user, words in (
        ("UMAYA", "military discount"),
        ("UMAYA", "Dónde está mi eSIM"),
        ("UDAN", "donde esta mi ESIM"),
        ("UOLGA", "elsewhere"),
    ):
        store.step(1)
        await search(store, user, words)

    missing = await store.practices.gaps(who("UCARA"), store.now)

    assert [(each.words, each.times, each.people) for each in missing] == [
        ("donde esta mi ESIM", 2, 2),
        ("military discount", 1, 1),
    ]
    assert isinstance(missing[0], Missing)
    with pytest.raises(OnlyForCoaches):
        await store.practices.gaps(who("UMAYA"), store.now)
