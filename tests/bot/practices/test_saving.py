"""Saving: three fields are enough, nothing of a customer is kept, and no second one by accident."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from bot.errors import AlreadyHandled, BadInput
from bot.practices.drafts import Alike, Draft, Saved, Source
from bot.practices.errors import (
    EndsInThePast,
    Gone,
    MissingWords,
    OnlyWhoVerifies,
    SearchBroken,
    TooManyWords,
)
from bot.practices.facts import What
from bot.practices.found import Found
from storage.practices import (
    Gap,
    Practice,
    PracticeChange,
    PracticeState,
    PracticeUse,
    Saying,
    Scope,
    Way,
)
from tests.bot.advice.scene import who
from tests.bot.practices.scene import OUTAGE, TABLET, Store

CARD = "4111 1111 1111 1111"


async def test_three_fields_are_enough(store: Store) -> None:
    saved = await store.practices.save(store.delivery(), who("UMAYA"), OUTAGE)

    assert isinstance(saved, Saved)
    practice = await store.practice(saved.practice.id)
    assert practice.title == "Outage with a known cause"
    assert practice.topics == ["network"]
    assert (practice.state, practice.scope) == (PracticeState.SHARED, Scope.MARKET)
    assert (practice.author, practice.owner, practice.author_name) == ("UMAYA", "UMAYA", "Maya R.")
    (saying,) = await store.all(Saying)
    assert (saying.language, saying.author) == ("en", "UMAYA")
    (entry,) = await store.all(PracticeChange)
    assert (entry.what, entry.version, entry.before) == (What.SAVED, 1, None)
    assert store.finder.woken == 1


async def test_the_language_is_guessed_of_the_practice_and_of_each_way_to_say_it(
    store: Store,
) -> None:
    draft = Draft(
        situation="El cliente dice que no tiene señal desde ayer",
        what_worked="Reiniciar el teléfono y esperar un minuto, con el cliente en la línea",
        say_it="We will restart it together, it takes one minute.",
    )
    practice = await store.save(draft=draft)
    (saying,) = await store.all(Saying)
    assert (practice.language, saying.language) == ("es", "en")


@pytest.mark.parametrize("name", ["title", "situation", "what_worked", "say_it"])
async def test_every_field_is_masked(store: Store, name: str) -> None:
    draft = replace(OUTAGE, **{name: f"The card {CARD} was refused and then it worked"})  # type: ignore[arg-type]
    saved = await store.practices.save(store.delivery(), who("UMAYA"), draft)

    assert isinstance(saved, Saved)
    assert [str(kind) for kind in saved.masked] == ["card"]
    kept = str(
        [each.model_dump() for each in [*await store.all(Practice), *await store.all(Saying)]]
    )
    assert "[card number]" in kept
    assert "4111" not in kept


@pytest.mark.parametrize("name", ["situation", "what_worked"])
@pytest.mark.parametrize("empty", ["", "  \n ", "\u200b\u2060"])
async def test_a_practice_without_words_is_given_back(store: Store, name: str, empty: str) -> None:
    with pytest.raises(MissingWords) as refused:
        await store.save(draft=replace(OUTAGE, **{name: empty}))  # type: ignore[arg-type]
    assert refused.value.field == name
    assert await store.all(Practice) == []


async def test_more_words_than_a_field_holds_are_given_back_and_not_cut(store: Store) -> None:
    with pytest.raises(TooManyWords) as refused:
        await store.save(draft=replace(OUTAGE, what_worked="x" * 10_000))
    assert refused.value.field == "what_worked"
    assert "10,000" in refused.value.sentence


async def test_emoji_and_mixed_scripts_are_words_too(store: Store) -> None:
    practice = await store.save(situation="📵 нет сети 信号", what_worked="🔁")
    assert practice.title == "📵 нет сети 信号"


@pytest.mark.parametrize("more", [{"topics": ("gardening",)}, {"link": "javascript:alert(1)"}])
async def test_what_is_no_topic_and_no_link_is_refused(store: Store, more: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        await store.save(**more)


async def test_an_end_in_the_past_is_refused(store: Store) -> None:
    with pytest.raises(EndsInThePast):
        await store.save(ends_at=store.now)


async def test_what_says_nearly_the_same_is_shown_first_and_nothing_is_saved(store: Store) -> None:
    first = await store.save("UDAN")
    again = replace(OUTAGE, what_worked=OUTAGE.what_worked + " Thanks.")

    alike = await store.practices.save(store.delivery(), who("UMAYA"), again)

    assert isinstance(alike, Alike)
    (shown,) = alike.shown
    assert shown.practice.id == first.id
    assert shown.saying is not None
    assert alike.draft.title == first.title
    assert len(await store.all(Practice)) == 1
    both = await store.practices.save(
        store.delivery(), who("UMAYA"), alike.draft, despite=alike.ids
    )
    assert isinstance(both, Saved)
    assert len(await store.all(Practice)) == 2


async def test_another_pods_draft_is_never_shown_as_alike(store: Store) -> None:
    await store.save("UOLGA", state=PracticeState.DRAFT)
    saved = await store.practices.save(store.delivery(), who("UMAYA"), OUTAGE)
    assert isinstance(saved, Saved)


async def test_link_gives_the_way_to_say_it_and_the_ask_to_the_one_that_is_there(
    store: Store,
) -> None:
    first, ask = await store.save("UDAN"), await store.ask()
    draft = replace(OUTAGE, say_it="They are on it; by nine it is back.", ask_id=ask.id)

    saved = await store.practices.save(store.delivery(), who("UMAYA"), draft, link_to=first.id)

    assert isinstance(saved, Saved)
    assert saved.practice.id == first.id
    whole = await store.practices.show(who("UMAYA"), first.id)
    assert [each.author for each in whole.sayings] == ["UDAN", "UMAYA"]
    assert [each.name for each in whole.credits] == ["Dan K.", "Maya R."]
    (use,) = await store.all(PracticeUse)
    assert (use.way, use.ask_id, use.user) == (Way.LINKED, ask.id, "UMAYA")
    assert whole.reuse == (0, 0), "said to resolve an ask is not used on a call"


async def test_saved_into_another_one_is_one_delivery(store: Store) -> None:
    first = await store.save("UDAN")
    saved = await store.practices.save(store.delivery(), who("UMAYA"), TABLET, merge_into=first.id)
    assert isinstance(saved, Saved)
    assert saved.practice.id == first.id
    (_, second) = await store.all(Practice)
    assert (second.merged_into, second.state) == (first.id, PracticeState.ARCHIVED)


async def test_a_draft_is_its_authors_alone(store: Store) -> None:
    draft = await store.save(state=PracticeState.DRAFT)
    assert (await store.practices.show(who("UMAYA"), draft.id)).practice.id == draft.id
    for user in ("UDAN", "UCARA", "UOLGA"):
        with pytest.raises(Gone):
            await store.practices.show(who(user), draft.id)


async def test_only_who_verifies_may_save_as_verified(store: Store) -> None:
    with pytest.raises(OnlyWhoVerifies):
        await store.save("UMAYA", state=PracticeState.VERIFIED)
    practice = await store.save("UINES", state=PracticeState.VERIFIED)
    assert practice.verified_by == "UINES"


async def test_a_form_that_comes_twice_saves_once(store: Store) -> None:
    delivery = store.delivery()
    await store.practices.save(delivery, who("UMAYA"), OUTAGE)
    (first,) = await store.all(Practice)
    with pytest.raises(AlreadyHandled):
        await store.practices.save(delivery, who("UMAYA"), OUTAGE, despite=frozenset({first.id}))
    assert len(await store.all(Practice)) == 1


async def test_a_practice_made_of_an_ask_says_what_resolved_it(store: Store) -> None:
    ask = await store.ask()
    practice = await store.save("UDAN", ask_id=ask.id, helper="UINES", helper_name="Ines V.")
    assert (practice.ask_id, practice.helper_name) == (ask.id, "Ines V.")
    (use,) = await store.all(PracticeUse)
    assert (use.way, use.practice_id) == (Way.LINKED, practice.id)


@pytest.mark.parametrize("link", [True, False])
async def test_how_the_helper_said_it_stays_the_helpers(store: Store, link: bool) -> None:
    first = await store.save("UCARA", draft=TABLET, say_it="") if link else None
    draft = replace(OUTAGE, helper="UDAN", helper_name="Dan K.", helper_said=True)
    await store.practices.save(
        store.delivery(), who("UMAYA"), draft, link_to=first.id if first else None
    )
    (saying,) = await store.all(Saying)
    assert (saying.author, saying.author_name) == ("UDAN", "Dan K.")


async def test_how_nobody_else_said_it_is_whose_who_saves_it(store: Store) -> None:
    await store.save(helper="UMAYA", helper_name="Maya R.", helper_said=True)
    await store.save(helper="UDAN", helper_name="Dan K.")
    assert [each.author for each in await store.all(Saying)] == ["UMAYA", "UMAYA"]


async def test_nothing_to_add_is_not_added(store: Store) -> None:
    first = await store.save("UDAN")
    with pytest.raises(MissingWords) as refused:
        await store.practices.save(
            store.delivery(), who("UMAYA"), replace(OUTAGE, say_it=" "), link_to=first.id
        )
    assert refused.value.field == "say_it"


async def test_what_is_made_of_the_same_message_is_shown_first(store: Store) -> None:
    source = Source("CHOME", "1.2")
    first = await store.save("UDAN", source=source)
    other = replace(TABLET, source=source)
    alike = await store.practices.save(store.delivery(), who("UMAYA"), other)
    assert isinstance(alike, Alike)
    assert [each.practice.id for each in alike.shown] == [first.id]
    both = await store.practices.save(
        store.delivery(), who("UMAYA"), other, despite=frozenset({first.id})
    )
    assert isinstance(both, Saved)


async def test_what_was_made_of_the_message_stands_before_what_says_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    same, gone = await store.save("UCARA"), await store.save("UCARA")
    await store.practices.archive(store.delivery(), who("UCARA"), gone.id)
    first = await store.save("UDAN", draft=TABLET, source=Source("CHOME", "1.2"))

    async def late(*_: object) -> list[Found]:
        return [Found(gone.id, 0.9), Found(same.id, 0.8)]

    monkeypatch.setattr(store.finder, "alike", late)
    draft = replace(OUTAGE, source=Source("CHOME", "1.2"))
    alike = await store.practices.save(store.delivery(), who("UMAYA"), draft)
    assert isinstance(alike, Alike)
    assert [each.practice.id for each in alike.shown] == [first.id, same.id]


async def test_of_two_who_save_the_same_answer_at_once_the_second_sees_the_firsts(
    store: Store,
) -> None:
    ask = await store.ask()
    draft = Draft("Outage?", "Say nine.", ask_id=ask.id, source=Source(ask.channel, "1.2"))
    made = await asyncio.gather(
        *(
            store.practices.save(store.delivery(), who(user), draft)
            for user in ("UMAYA", "UDAN", "UCARA")
        )
    )
    assert sorted(type(each).__name__ for each in made) == ["Alike", "Alike", "Saved"]
    assert len(await store.all(Practice)) == 1


async def test_nobody_is_their_own_helper(store: Store) -> None:
    practice = await store.save("UDAN", helper="UDAN", helper_name="Dan K.")
    assert (practice.helper, practice.helper_name) == (None, None)


async def test_what_answers_a_gap_closes_it_for_all_who_searched_the_same(store: Store) -> None:
    for user in ("UMAYA", "UDAN"):
        await store.practices.find(who(user), "mission tablet", delivery=store.delivery())
    (missing,) = await store.practices.gaps(who("UCARA"), store.now)

    practice = await store.save(draft=TABLET, gap_id=missing.gap_id)

    assert {gap.closed_by for gap in await store.all(Gap)} == {practice.id}
    assert await store.practices.gaps(who("UCARA"), store.now + timedelta(days=1)) == []


async def test_a_gap_is_answered_by_what_is_there_already(store: Store) -> None:
    await store.practices.find(who("UMAYA"), "mission tablet", delivery=store.delivery())
    (missing,) = await store.practices.gaps(who("UCARA"), store.now)
    first = await store.save("UDAN")
    draft = replace(TABLET, gap_id=missing.gap_id)
    await store.practices.save(store.delivery(), who("UMAYA"), draft, link_to=first.id)
    (gap,) = await store.all(Gap)
    assert gap.closed_by == first.id


async def test_another_pods_gap_is_not_closed_from_here(store: Store) -> None:
    await store.practices.find(who("UOLGA"), "mission tablet", delivery=store.delivery())
    (gap,) = await store.all(Gap)
    await store.save(draft=TABLET, gap_id=gap.id)
    (gap,) = await store.all(Gap)
    assert gap.closed_by is None


async def test_a_gap_that_is_gone_does_not_stand_in_the_way(store: Store) -> None:
    assert await store.save(gap_id=uuid4())


async def test_what_surely_answers_the_situation_is_shown_before_a_second_is_saved(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    sure, unsure = await store.save("UDAN"), await store.save("UDAN", title="Another")
    by_words = await store.save("UDAN", title="By its words alone")
    asked: list[str] = []

    async def find(text: str, *_: object, **__: object) -> list[Found]:
        asked.append(text)
        return [
            Found(sure.id, 0.9, by_meaning=0.9, sure=0.9),
            Found(unsure.id, 0.4, by_meaning=0.8, sure=0.4),
            Found(by_words.id, 0.9, by_words=0.9, sure=0.9),
        ]

    monkeypatch.setattr(store.finder, "find", find)
    alike = await store.practices.save(store.delivery(), who("UMAYA"), TABLET)
    assert asked == [TABLET.situation]
    assert isinstance(alike, Alike)
    assert [each.practice.id for each in alike.shown] == [sure.id]


async def test_a_broken_search_keeps_nobody_from_saving(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def find(*_: object, **__: object) -> list[Found]:
        raise SearchBroken

    monkeypatch.setattr(store.finder, "find", find)
    saved = await store.practices.save(store.delivery(), who("UMAYA"), TABLET)
    assert isinstance(saved, Saved)
