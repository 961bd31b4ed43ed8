"""What counts is reuse by others: not by whoever wrote it, said it, or has a part in it."""

from datetime import timedelta

from bot.practices.facts import Reuse
from storage.practices import Practice, PracticeState, PracticeUse, Scope, Way
from tests.bot.advice.scene import who
from tests.bot.practices.scene import OUTAGE, TABLET, Store


async def merged(store: Store) -> tuple[Practice, Practice]:
    """Maya's, which was made part of Dan's."""
    first, second = await store.save("UDAN"), await store.save("UMAYA", draft=TABLET)
    store.step(1)
    await store.practices.merge(store.delivery(), who("UMAYA"), first.id, second.id)
    return first, second


async def helped(store: Store, practice: Practice, *users: str) -> None:
    for user in users:
        await store.practices.helped(store.delivery(), who(user), practice.id)


async def test_those_whose_finds_became_one_are_not_each_others_colleagues(store: Store) -> None:
    first = await store.save("UDAN")
    second = await store.save("UMAYA", draft=TABLET, helper="UBILL", helper_name="Bill T.")
    await helped(store, second, "UDAN", "UINES")
    store.step(1)
    await store.practices.merge(store.delivery(), who("UMAYA"), first.id, second.id)
    store.step(60 * 60 * 13)
    await helped(store, first, "UMAYA", "UBILL", "UDAN", "UINES")
    whole = await store.practices.show(who("UMAYA"), first.id)
    assert whole.reuse == Reuse(2, 2), "Ines, twice"


async def test_whose_words_it_was_does_not_count_either(store: Store) -> None:
    practice = await store.save("UMAYA", helper="UDAN", helper_name="Dan K.")
    await helped(store, practice, "UDAN")
    assert (await store.practices.show(who("UMAYA"), practice.id)).reuse == Reuse(0, 0)
    assert await store.practices.top(who("UMAYA"), store.now) == []
    assert (await store.practice(practice.id)).used_at is None


async def test_top_keeps_what_the_merged_one_did(store: Store) -> None:
    first, second = await store.save("UDAN"), await store.save("UMAYA", draft=TABLET)
    other = await store.save("UCARA", situation="Roaming bill", what_worked="Add the pass")
    await helped(store, second, "UINES", "UBILL", "UTHEO")
    await helped(store, other, "UINES", "UBILL")
    store.step(1)
    await store.practices.merge(store.delivery(), who("UMAYA"), first.id, second.id)
    top = await store.practices.top(who("UINES"), store.now)
    assert [(each.practice.id, each.reuse) for each in top] == [
        (first.id, (3, 3)),
        (other.id, (2, 2)),
    ]


async def test_top_shows_nothing_that_helped_only_those_whose_it_is(store: Store) -> None:
    first, second = await store.save("UDAN"), await store.save("UMAYA", draft=TABLET)
    await helped(store, second, "UDAN")
    store.step(1)
    await store.practices.merge(store.delivery(), who("UMAYA"), first.id, second.id)
    assert await store.practices.top(who("UINES"), store.now) == []


async def test_top_shows_what_helped_lately_alone(store: Store) -> None:
    tried, old = await store.save("UDAN"), await store.save("UDAN", draft=TABLET)
    await helped(store, old, "UINES")
    store.step(timedelta(days=91).total_seconds())
    await store.practices.use(store.delivery(), who("UINES"), tried.id)
    assert await store.practices.top(who("UMAYA"), store.now) == []
    await helped(store, tried, "UINES")
    assert [each.practice.id for each in await store.practices.top(who("UMAYA"), store.now)] == [
        tried.id
    ]


async def test_top_leads_nobody_to_what_they_may_not_see(store: Store) -> None:
    first = await store.save("UDAN", scope=Scope.POD)
    second = await store.save("UMAYA", draft=TABLET, scope=Scope.COMPANY)
    await helped(store, second, "UINES", "UOLGA")
    store.step(1)
    await store.practices.merge(store.delivery(), who("UMAYA"), first.id, second.id)
    assert await store.practices.top(who("UOLGA"), store.now) == []
    assert len(await store.practices.top(who("UINES"), store.now)) == 1


async def test_home_shows_an_author_what_theirs_does_as_part_of_another(store: Store) -> None:
    first, _ = await merged(store)
    await helped(store, first, "UINES")
    own = await store.practices.own(who("UMAYA"))
    assert [(each.practice.id, each.reuse) for each in own.shown] == [(first.id, (1, 1))]
    assert own.reuse == (1, 1)


async def test_home_shows_one_of_two_that_became_one_and_nothing_that_cannot_be_opened(
    store: Store,
) -> None:
    one, two = await store.save("UDAN"), await store.save("UDAN", draft=TABLET)
    hidden = await store.save(
        "UOLGA", scope=Scope.POD, helper="UDAN", helper_name="Dan K.", situation="Fees"
    )
    store.step(1)
    await store.practices.merge(store.delivery(), who("UDAN"), one.id, two.id)
    await helped(store, hidden, "UOMAR")
    own = await store.practices.own(who("UDAN"))
    assert [each.practice.id for each in own.shown] == [one.id]
    assert own.reuse == (1, 1), "what it did for others counts wherever they are"


async def test_home_keeps_a_draft_to_its_author(store: Store) -> None:
    await store.save("UMAYA", helper="UDAN", helper_name="Dan K.", state=PracticeState.DRAFT)
    assert (await store.practices.own(who("UDAN"))).shown == ()
    assert len((await store.practices.own(who("UMAYA"))).shown) == 1


async def test_a_suggestion_that_is_put_into_the_thread_is_a_sign_of_life(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask()
    async with store.database.write() as session:
        session.add(
            PracticeUse(
                practice_id=practice.id,
                ask_id=ask.id,
                user="UMAYA",
                by="UMAYA",
                way=Way.SUGGESTED,
                at=store.now,
            )
        )
    await store.practices.use(store.delivery(), who("UMAYA"), practice.id)
    assert (await store.practice(practice.id)).used_at == store.now


async def test_on_a_call_my_own_draft_is_shown_to_me_alone(store: Store) -> None:
    practice = await store.save(state=PracticeState.DRAFT)
    await store.ask()
    before = len(await store.all_rows())
    used = await store.practices.use(store.delivery(), who("UMAYA"), practice.id)
    assert (used.ask_id, used.shown.practice.what_worked) == (None, OUTAGE.what_worked)
    assert len(await store.all_rows()) == before


async def test_helped_in_a_thread_is_said_by_its_asker_of_that_call(store: Store) -> None:
    practice, first = await store.save("UDAN"), await store.ask()
    await store.practices.use(store.delivery(), who("UMAYA"), practice.id)
    store.step(60)
    await store.ask(text="And what about the bill of last month?")
    await store.practices.helped(store.delivery(), who("UMAYA"), practice.id, first.id)
    (use,) = await store.all(PracticeUse)
    assert (use.ask_id, use.helped_at) == (first.id, store.now)
