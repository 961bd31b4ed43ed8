"""On a call: put into the ask's thread or before one person, and counted for others alone."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.advice.facts import Pressed
from bot.practices.errors import Archived, Gone, OnlyTheAsker
from storage.advice import Ask
from storage.outbox import Act, OutboxRow
from storage.practices import PracticeState, PracticeUse, Scope, Way
from tests.bot.advice.scene import HOME, THERE, pick, who
from tests.bot.practices.scene import OUTAGE, Store


async def posts(store: Store) -> list[OutboxRow]:
    return pick(await store.waiting(), Act.POST)


async def whispers(store: Store) -> list[OutboxRow]:
    return pick(await store.waiting(), Act.WHISPER)


async def answer(store: Store, ask: Ask) -> None:
    await store.service.answer(store.delivery(), who("UINES"), ask.id, "", "Two towers are down.")


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


async def test_in_a_shared_thread_it_hangs_on_the_first_ones_card(store: Store) -> None:
    practice, first, mine = await store.save("UDAN"), await store.ask(), await store.ask()
    async with store.database.write() as session:
        shares = update(Ask).where(col(Ask.id) == mine.id)
        await session.execute(shares.values(joined_to=first.id, thread_ts=None))

    await store.practices.use(store.delivery(), who("UINES"), practice.id, mine.id)

    assert {row.subject for row in await posts(store)} == {f"ask:{first.id}"}


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


async def test_what_a_helper_puts_there_mentions_the_asker_once(store: Store) -> None:
    practices = [await store.save("UDAN", situation=each) for each in ("Outage", "Towers", "Fire")]
    ask = await store.ask()
    for user, practice in zip(("UINES", "UMAYA", "UDAN"), practices, strict=True):
        await store.practices.use(store.delivery(), who(user), practice.id, ask.id)
    first, own, second = await posts(store)
    assert first.body["text"].startswith("<@UMAYA> — Ines V. found what worked for Dan K.: Say")
    assert own.body["text"].startswith("Maya R. uses what worked for Dan K.")
    assert second.body["text"].startswith("Dan K. shares what worked: Say")
    (copy,) = await whispers(store)
    assert copy.body["user"] == "UMAYA"
    assert copy.body["text"].startswith("Ines V. found what worked for Dan K.")


async def test_whoever_was_answered_already_is_not_mentioned_by_a_practice(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask()
    await answer(store, ask)
    await store.send()
    await store.practices.use(store.delivery(), who("UINES"), practice.id, ask.id)
    (row,) = await posts(store)
    assert "<@" not in str(row.body)
    assert await whispers(store) == []


async def test_what_is_over_rings_for_nobody(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask()
    await store.service.withdraw(store.delivery(), who("UMAYA"), ask.id, Pressed())
    await store.send()
    await store.practices.use(store.delivery(), who("UINES"), practice.id, ask.id)
    (row,) = await posts(store)
    assert "<@" not in str(row.body)


async def test_an_answer_after_it_still_mentions_the_asker(store: Store) -> None:
    """A practice may not be what they need."""
    practice, ask = await store.save("UDAN"), await store.ask()
    await store.practices.use(store.delivery(), who("UINES"), practice.id, ask.id)
    await answer(store, ask)
    assert [row.body["text"].startswith("<@UMAYA>") for row in await posts(store)] == [True, True]


async def test_what_the_overflow_pod_uses_stands_in_its_thread_and_in_the_askers(
    store: Store,
) -> None:
    practice = await store.save("UDAN", scope=Scope.COMPANY)
    ask = await store.ask()
    await store.pass_time(130)
    for _ in range(2):
        await store.practices.use(store.delivery(), who("UOLGA"), practice.id, ask.id)
    here, there = await posts(store)
    assert (here.channel, there.channel) == (HOME, THERE)
    assert here.body["thread_ts"] == ask.thread_ts
    told = "Olga D. from Detroit found what worked for Dan K.: Say"
    assert here.body["text"].startswith(f"<@UMAYA> — {told}")
    assert there.body["text"].startswith("Olga D. found what worked for Dan K.: Say")
    (copy,) = await whispers(store)
    assert copy.body["text"].startswith(told)
    assert copy.body["response_url"] == "https://hooks.test/ask"


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
