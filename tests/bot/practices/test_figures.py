"""What practices do on calls is counted where it happens: once, and only what counts."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot import metrics
from bot.practices.drafts import Draft
from storage.advice import Ask
from storage.practices import Practice, Way
from tests.bot.advice.scene import on_card, who
from tests.bot.practices.scene import OUTAGE, TABLET, Store

Counted = Callable[..., float]


@pytest.fixture
def counted() -> Counted:
    """How much a series rose since the test began."""
    before = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in metrics.registry.collect()
        for sample in family.samples
        if not sample.name.endswith("_bucket")
    }

    def rise(name: str, **labels: str) -> float:
        series = f"podline_{name}"
        value = metrics.registry.get_sample_value(series, labels) or 0.0
        return value - before.get((series, *map(str, labels.values())), 0.0)

    return rise


async def asked(store: Store) -> tuple[Practice, Ask]:
    """A practice that fits, suggested to whoever asks."""
    store.suggest()
    practice = await store.save("UDAN", TABLET)
    words = TABLET.situation
    return practice, await store.ask(text=words)


async def test_a_suggestion_that_nobody_took_is_shown_and_no_more(
    store: Store, counted: Counted
) -> None:
    await asked(store)
    assert counted("practice_suggestions_total", fate="shown") == 1
    assert counted("practice_uses_total", way=Way.SUGGESTED) == 1
    assert counted("asks_with_practice_total") == 0


async def test_this_solves_it_counts_the_ask_as_answered_by_the_store(
    store: Store, counted: Counted
) -> None:
    practice, ask = await asked(store)
    for _ in range(2):  # pressed again, it is no second one
        await store.service.solve(store.delivery(), who("UMAYA"), ask.id, practice.id, on_card(ask))
    assert counted("practice_suggestions_total", fate="accepted") == 1
    assert counted("practice_helped_total") == 1
    assert counted("asks_with_practice_total") == 1
    assert counted("asks_answered_by_practice_total") == 1


async def test_an_ask_that_a_colleague_answered_first_needed_one(
    store: Store, counted: Counted
) -> None:
    practice, ask = await asked(store)
    store.step(10)
    await store.reply("UINES", ask, "Move him to a tablet line.")
    store.step(5)
    await store.service.solve(store.delivery(), who("UMAYA"), ask.id, practice.id, on_card(ask))
    assert counted("asks_with_practice_total") == 1
    assert counted("asks_answered_by_practice_total") == 0


async def test_a_colleague_s_answer_that_worked_is_not_the_store_s(
    store: Store, counted: Counted
) -> None:
    _, ask = await asked(store)
    await store.reply("UINES", ask, "Move him to a tablet line.")
    (reply,) = await store.replies()
    await store.service.accept(store.delivery(), who("UMAYA"), ask.id, reply.id, on_card(ask))
    assert counted("accept_seconds_count") == 1
    assert counted("asks_answered_by_practice_total") == 0


async def test_two_practices_on_one_ask_are_one_ask(store: Store, counted: Counted) -> None:
    first, second = await store.save("UDAN"), await store.save("UDAN", TABLET)
    ask = await store.ask()
    for practice in (first, second, first):
        await store.practices.use(store.delivery(), who("UMAYA"), practice.id, ask.id)
    await store.practices.helped(store.delivery(), who("UMAYA"), first.id, ask.id)
    assert counted("practice_uses_total", way=Way.SHARED_IN_THREAD) == 2
    assert counted("practice_helped_total") == 1
    assert counted("asks_with_practice_total") == 1


async def test_a_suggestion_put_into_the_thread_is_a_use(store: Store, counted: Counted) -> None:
    practice, ask = await asked(store)
    await store.practices.use(store.delivery(), who("UMAYA"), practice.id, ask.id)
    assert counted("practice_uses_total", way=Way.SHARED_IN_THREAD) == 1
    assert counted("asks_with_practice_total") == 1


async def test_without_an_ask_no_ask_is_counted(store: Store, counted: Counted) -> None:
    practice = await store.save("UDAN")
    for _ in range(2):
        await store.practices.use(store.delivery(), who("UMAYA"), practice.id)
        await store.practices.helped(store.delivery(), who("UMAYA"), practice.id)
    assert counted("practice_uses_total", way=Way.SEARCHED) == 1
    assert counted("practice_helped_total") == 1
    assert counted("asks_with_practice_total") == 0


async def test_what_is_saved_from_an_ask_is_linked_to_it_once(
    store: Store, counted: Counted
) -> None:
    ask = await store.ask()
    draft: Draft = replace(OUTAGE, ask_id=ask.id)
    practice = await store.save("UDAN", draft)
    await store.practices.link(store.delivery(), who("UMAYA"), practice.id, draft)
    assert counted("practice_uses_total", way=Way.LINKED) == 1
    assert counted("asks_with_practice_total") == 1


async def test_a_search_in_vain_is_a_gap_and_a_look_without_a_delivery_is_neither(
    store: Store, counted: Counted
) -> None:
    await store.save("UDAN", TABLET)
    person = who("UMAYA")
    await store.practices.find(person, "mission tablet phone")
    assert counted("practice_searches_total") == 0
    await store.practices.find(person, "mission keeps phone", delivery=store.delivery())
    await store.practices.find(person, "hearing aids buzz", delivery=store.delivery())
    assert counted("practice_searches_total") == 2
    assert counted("practice_gaps_total") == 1


async def test_a_refused_suggestion_is_counted_as_such(store: Store, counted: Counted) -> None:
    practice, ask = await asked(store)
    for _ in range(2):
        await store.practices.not_this(store.delivery(), who("UMAYA"), practice.id, ask.id)
    assert counted("practice_suggestions_total", fate="refused") == 1
