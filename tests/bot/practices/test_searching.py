"""Searching: within reach alone, masked, and what finds nothing is kept as a gap."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from bot.advice.facts import Pressed
from bot.errors import AlreadyHandled
from bot.practices import searching
from bot.practices.errors import OnlyForCoaches
from bot.practices.facts import Shown
from bot.practices.found import Found, Missing
from bot.practices.searching import begins_words
from storage.database import Database
from storage.practices import Gap, Narrow, PracticeState, Scope
from tests.bot.advice.scene import who
from tests.bot.advice.test_overflowing import overflowed
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


def ids(shown: Sequence[Shown]) -> list[UUID]:
    return [each.practice.id for each in shown]


async def test_without_words_the_newest_come_first_within_the_filters(store: Store) -> None:
    outage, tablet = await store.save("UDAN"), await store.save("UDAN", draft=TABLET)
    draft = await store.save("UDAN", state=PracticeState.DRAFT)
    assert ids((await store.practices.browse(who("UMAYA"))).shown) == [tablet.id, outage.id]
    assert ids((await store.practices.browse(who("UDAN"))).shown)[0] == draft.id
    (found,) = (await store.practices.browse(who("UMAYA"), Narrow(topic="network"))).shown
    assert found.practice.id == outage.id
    nothing = await store.practices.browse(who("UMAYA"), Narrow(author="UINES"))
    assert (nothing.shown, nothing.is_gap) == ((), False)


async def test_what_became_part_of_another_one_is_not_among_the_newest(store: Store) -> None:
    outage, tablet = await store.save("UDAN"), await store.save("UDAN", draft=TABLET)
    await store.practices.merge(store.delivery(), who("UDAN"), outage.id, tablet.id)
    assert ids((await store.practices.browse(who("UDAN"))).shown) == [outage.id]


async def test_while_one_types_those_come_first_whose_title_has_it(store: Store) -> None:
    inside = await store.save("UDAN", draft=TABLET, title="Two years without a telephone")
    titled = await store.save("UDAN", draft=TABLET, title="A mission of two years")
    assert ids(await store.practices.suggest(who("UMAYA"), "missi years mission")) == [
        titled.id,
        inside.id,
    ]
    assert (
        ids(await store.practices.suggest(who("UMAYA"), "telephone years mission"))[0] == inside.id
    )


async def test_while_one_types_nothing_is_offered_out_of_reach(store: Store) -> None:
    await store.save("UDAN", state=PracticeState.DRAFT)
    await store.save("UOLGA", scope=Scope.MARKET)
    await store.save("UOLGA", scope=Scope.POD)
    for typed in ("outage", "", " ", "out", "%", "' OR 1=1 --", "*", '"', "\u200b"):
        assert await store.practices.suggest(who("UMAYA"), typed) == []
    assert await store.all(Gap) == []


async def test_what_is_typed_is_masked_before_it_is_looked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def look(text: str, *_: object) -> list[Found]:
        asked.append(text)
        return []

    monkeypatch.setattr(store.finder, "find", look)
    await store.practices.suggest(who("UMAYA"), "refund 4111 1111 1111 1111")
    assert asked == ["refund [card number]"]


async def test_pods_are_offered_by_name_my_own_first_and_to_a_partner_no_others(
    store: Store,
) -> None:
    mine = await store.practices.pods_to_find(who("UMAYA"))
    assert len(mine) == 2
    theirs = await store.practices.pods_to_find(who("UOLGA"))
    assert [each.id for each in theirs] == [each.id for each in reversed(mine)]
    name = mine[1].name
    assert [each.name for each in await store.practices.pods_to_find(who("UMAYA"), name[:3])] == [
        name
    ]
    assert await store.practices.pods_to_find(who("UMAYA"), "%' OR 1=1") == []


async def test_a_partner_is_offered_neither_our_pods_nor_what_is_ours(database: Database) -> None:
    store = Store(database)
    await store.people(partner=True)
    await store.save("UMAYA", scope=Scope.COMPANY)
    ours = await store.save("UMAYA", draft=TABLET, scope=Scope.PARTNERS)
    assert len(await store.practices.pods_to_find(who("UOLGA"))) == 1
    assert ids((await store.practices.browse(who("UOLGA"))).shown) == [ours.id]
    assert ids(await store.practices.suggest(who("UOLGA"), "outage")) == []
    assert ids(await store.practices.suggest(who("UOLGA"), "two-year mission")) == [ours.id]


async def test_the_question_that_waits_in_a_thread_is_a_colleagues(store: Store) -> None:
    ask = await store.ask("UMAYA")
    thread = (ask.channel, ask.thread_ts or ask.card_ts or "")
    assert await store.practices.ask_of_thread(who("UDAN"), *thread) == ask.id
    assert await store.practices.ask_of_thread(who("UMAYA"), *thread) is None
    assert await store.practices.ask_of_thread(who("UDAN"), ask.channel, "1.0") is None
    await store.service.withdraw(store.delivery(), who("UMAYA"), ask.id, Pressed())
    assert await store.practices.ask_of_thread(who("UDAN"), *thread) is None


async def test_the_overflow_pods_thread_is_the_questions_too(store: Store) -> None:
    ask = await overflowed(store)
    thread = (ask.overflow_channel or "", ask.overflow_thread_ts or "")
    assert await store.practices.ask_of_thread(who("UOLGA"), *thread) == ask.id


async def test_what_is_only_shown_counts_once_for_a_delivery(store: Store) -> None:
    delivery = store.delivery()
    await store.practices.see(delivery, who("UMAYA"))
    with pytest.raises(AlreadyHandled):
        await store.practices.see(delivery, who("UMAYA"))


@pytest.mark.parametrize(
    ("text", "typed", "begins"),
    [
        ("Teléfono perdido", "telefono per", True),
        ("Lost phone", "phone lo", True),
        ("Lost phone", "hone", False),
        ("Lost phone", "", True),
        ("Wi-Fi calling", "wifi", True),
    ],
)
def test_each_word_typed_begins_one_of_the_text(text: str, typed: str, begins: bool) -> None:
    assert begins_words(text, typed) is begins


def finds(monkeypatch: pytest.MonkeyPatch, store: Store, *found: Found) -> None:
    async def find(*_: object, **__: object) -> list[Found]:
        return list(found)

    monkeypatch.setattr(store.finder, "find", find)


async def test_what_covers_the_words_fits_and_is_no_gap_though_not_suggested_unasked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    outage = await store.save("UDAN")
    finds(monkeypatch, store, Found(outage.id, 0.45, by_words=0.95, by_meaning=0.8, sure=0.55))
    assert not store.finder.fits((await store.finder.find())[0])
    results = await store.practices.find(who("UMAYA"), "outage", delivery=store.delivery())
    assert (results.is_gap, [each.fits for each in results.shown]) == (False, [True])


async def test_a_gap_is_gone_when_a_practice_covers_its_words(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await search(store, "UMAYA", "discount")
    assert len(await store.practices.gaps(who("UCARA"), store.now)) == 1
    outage = await store.save("UDAN")
    finds(monkeypatch, store, Found(outage.id, 0.45, by_words=0.95, by_meaning=0.8, sure=0.55))
    assert await store.practices.gaps(who("UCARA"), store.now) == []


async def test_where_nothing_fits_the_last_place_is_for_another_language(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    spanish = [await store.save("UDAN", title=f"E{each}", language="es") for each in range(4)]
    english = await store.save("UDAN", title="In English")
    found = [Found(each.id, 0.4, sure=0.1) for each in spanish]
    finds(monkeypatch, store, *found, Found(english.id, 0.1, sure=0.05))
    words = "el teléfono perdido de un cliente"
    first = [each.id for each in spanish[:3]]
    assert await search(store, "UMAYA", words) == [*first[:2], english.id]

    fits = Found(spanish[0].id, 0.9, sure=0.9)
    finds(monkeypatch, store, fits, *found[1:], Found(english.id, 0.1, sure=0.05))
    assert await search(store, "UMAYA", words) == first


async def test_while_one_types_what_is_far_below_the_best_is_not_offered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    best, near, far = [await store.save("UDAN", title=f"N{each}") for each in range(3)]
    found = [Found(best.id, 0.4, sure=0.4), Found(near.id, 0.2, sure=0.2), Found(far.id, 0.1)]
    finds(monkeypatch, store, *found)
    for typed in ("outage", "zebra"):
        assert ids(await store.practices.suggest(who("UMAYA"), typed)) == [best.id, near.id]


async def test_while_one_types_nothing_is_offered_that_can_hardly_fit(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    angry = await store.save("UDAN")
    finds(monkeypatch, store, Found(angry.id, 0.4, sure=0.05))
    assert await store.practices.suggest(who("UMAYA"), "wedding") == []


async def test_our_own_words_and_signs_are_no_gaps_and_old_ones_are_not_listed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in ("neww", '%_%" AND NEAR('):
        results = await store.practices.find(who("UMAYA"), words, delivery=store.delivery())
        assert results.is_gap
    assert await store.all(Gap) == []
    monkeypatch.setattr(searching, "worth_noting", lambda words: True)
    await search(store, "UMAYA", "neww")
    assert len(await store.all(Gap)) == 1
    assert await store.practices.gaps(who("UCARA"), store.now) == []


async def test_what_is_not_needed_is_gone_for_all_who_searched_it_until_it_is_searched_again(
    store: Store,
) -> None:
    for user, words in (("UMAYA", "Fax line"), ("UDAN", "fax LINE"), ("UMAYA", "esim swap")):
        await search(store, user, words)
    coach, first = who("UCARA"), await store.practices.gaps(who("UCARA"), store.now)
    (fax,) = (each for each in first if each.times == 2)
    with pytest.raises(OnlyForCoaches):
        await store.practices.dismiss_gap(store.delivery(), who("UMAYA"), fax.gap_id)

    for _ in range(2):
        await store.practices.dismiss_gap(store.delivery(), coach, fax.gap_id)
        left = await store.practices.gaps(coach, store.now)
        assert [each.words for each in left] == ["esim swap"]

    await search(store, "UDAN", "fax line")
    assert len(await store.practices.gaps(coach, store.now)) == 2


async def test_nobody_dismisses_another_pods_gap(store: Store) -> None:
    await search(store, "UOLGA", "fax line")
    (gap,) = await store.all(Gap)
    await store.practices.dismiss_gap(store.delivery(), who("UCARA"), gap.id)
    assert len(await store.all(Gap)) == 1
