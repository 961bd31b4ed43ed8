"""On a call: put into the ask's thread or before one person, and counted for others alone."""

import pytest

from bot.practices.errors import Archived, Gone, OnlyTheAsker
from storage.outbox import Act
from storage.practices import PracticeState, PracticeUse, Scope, Way
from tests.bot.advice.scene import HOME, THERE, who
from tests.bot.practices.scene import OUTAGE, Store


async def test_it_goes_into_the_thread_of_my_newest_live_ask(store: Store) -> None:
    practice = await store.save("UDAN")
    await store.ask()
    store.step(5)
    ask = await store.ask(text="And what do I say about the outage?")

    used = await store.practices.use(store.delivery(), who("UMAYA"), practice.id)

    (row,) = [row for row in await store.waiting() if row.act is Act.POST]
    assert (row.channel, row.body["thread_ts"]) == (HOME, ask.thread_ts)
    assert "Say the cause" in row.body["text"]
    assert (used.ask_id, used.channel) == (ask.id, HOME)
    assert used.permalink == f"https://slack.test/{HOME}/{ask.thread_ts}"
    assert used.shown.saying is not None
    assert used.shown.saying.text == OUTAGE.say_it
    (use,) = await store.all(PracticeUse)
    assert (use.user, use.by, use.way, use.ask_id) == (
        "UMAYA",
        "UMAYA",
        Way.SHARED_IN_THREAD,
        ask.id,
    )


async def test_pressed_again_it_is_not_posted_again(store: Store) -> None:
    practice = await store.save("UDAN")
    await store.ask()
    for _ in range(3):
        await store.practices.use(store.delivery(), who("UMAYA"), practice.id)
    assert len([row for row in await store.waiting() if row.act is Act.POST]) == 1
    assert len(await store.all(PracticeUse)) == 1


async def test_without_an_ask_it_is_mine_alone(store: Store) -> None:
    practice = await store.save("UDAN")
    before = len(await store.all_rows())

    used = await store.practices.use(store.delivery(), who("UMAYA"), practice.id)

    assert (used.ask_id, used.channel) == (None, None)
    assert len(await store.all_rows()) == before
    (use,) = await store.all(PracticeUse)
    assert (use.way, use.ask_id) == (Way.SEARCHED, None)
    assert (await store.practice(practice.id)).used_at == store.now


async def test_a_helper_puts_it_into_the_askers_thread(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask()
    used = await store.practices.use(store.delivery(), who("UINES"), practice.id, ask.id)
    (use,) = await store.all(PracticeUse)
    assert (used.ask_id, use.user, use.by) == (ask.id, "UMAYA", "UINES")


async def test_the_overflow_pod_puts_it_into_its_own_thread(store: Store) -> None:
    practice = await store.save("UDAN", scope=Scope.COMPANY)
    ask = await store.ask()
    await store.pass_time(130)
    await store.practices.use(store.delivery(), who("UOLGA"), practice.id, ask.id)
    (row,) = [row for row in await store.waiting() if row.act is Act.POST]
    assert row.channel == THERE


async def test_a_thread_of_another_pod_is_not_written_in(store: Store) -> None:
    practice = await store.save("UDAN", scope=Scope.COMPANY)
    ask = await store.ask()
    used = await store.practices.use(store.delivery(), who("UOLGA"), practice.id, ask.id)
    assert used.ask_id is None


async def test_another_pods_practice_is_as_if_it_were_not_there(store: Store) -> None:
    practice = await store.save(scope=Scope.POD)
    for deed in (store.practices.use, store.practices.helped, store.practices.archive):
        with pytest.raises(Gone):
            await deed(store.delivery(), who("UOLGA"), practice.id)


async def test_what_is_archived_is_not_used(store: Store) -> None:
    practice = await store.save()
    await store.practices.archive(store.delivery(), who("UMAYA"), practice.id)
    with pytest.raises(Archived):
        await store.practices.use(store.delivery(), who("UDAN"), practice.id)


async def test_helped_counts_once_for_a_call_and_for_others_alone(store: Store) -> None:
    practice = await store.save("UDAN")
    for user in ("UDAN", "UMAYA", "UMAYA", "UBILL"):
        shown = await store.practices.helped(store.delivery(), who(user), practice.id)
    assert shown.reuse == (2, 2)
    await store.ask()
    shown = await store.practices.helped(store.delivery(), who("UMAYA"), practice.id)
    assert shown.reuse == (3, 3), "another call"


async def test_helped_follows_the_use(store: Store) -> None:
    practice = await store.save("UDAN")
    await store.practices.use(store.delivery(), who("UMAYA"), practice.id)
    await store.practices.helped(store.delivery(), who("UMAYA"), practice.id)
    (use,) = await store.all(PracticeUse)
    assert use.helped_at == store.now


async def test_whether_it_helped_on_a_call_is_not_said_by_others(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask()
    await store.practices.use(store.delivery(), who("UMAYA"), practice.id)
    with pytest.raises(OnlyTheAsker) as refused:
        await store.practices.helped(store.delivery(), who("UINES"), practice.id, ask.id)
    assert refused.value.sentence.startswith("Maya R. says")
    (use,) = await store.all(PracticeUse)
    assert use.helped_at is None


async def test_the_authors_own_use_is_no_sign_of_life(store: Store) -> None:
    practice = await store.save("UDAN")
    await store.practices.use(store.delivery(), who("UDAN"), practice.id)
    assert (await store.practice(practice.id)).used_at is None


async def test_top_and_own_show_what_practices_did_for_colleagues(store: Store) -> None:
    first, second = await store.save("UDAN"), await store.save("UDAN", situation="Roaming bill")
    for user in ("UMAYA", "UBILL"):
        await store.practices.helped(store.delivery(), who(user), second.id)
    await store.practices.use(store.delivery(), who("UMAYA"), first.id)
    hidden = await store.save("UOLGA", scope=Scope.POD)
    await store.practices.helped(store.delivery(), who("UOMAR"), hidden.id)

    top = await store.practices.top(who("UMAYA"), store.now)
    assert [(each.practice.id, each.reuse) for each in top] == [(second.id, (2, 2))]
    own = await store.practices.own(who("UDAN"))
    assert [each.practice.id for each in own.shown] == [second.id, first.id]
    assert own.reuse == (3, 2)
    assert own.states == {PracticeState.SHARED: 2}


async def test_what_was_archived_meanwhile_is_not_said_to_have_helped(store: Store) -> None:
    practice = await store.save("UDAN")
    await store.practices.use(store.delivery(), who("UMAYA"), practice.id)
    await store.practices.archive(store.delivery(), who("UDAN"), practice.id)
    with pytest.raises(Archived, match="Search again, or ask its owner"):
        await store.practices.helped(store.delivery(), who("UMAYA"), practice.id)
    (use,) = await store.all(PracticeUse)
    assert use.helped_at is None
