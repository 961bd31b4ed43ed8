"""A corrected answer: what was made of it is not suggested until somebody has looked."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.advice.facts import Said
from bot.advice.service import AdviceService
from bot.delivery.transaction import Transactions
from bot.text.masking import Masker
from storage.advice import Ask, AskState
from storage.advice_threads import list_replies
from storage.practices import Practice, PracticeChange
from tests.bot.advice.scene import BOT, on_card, texts, who
from tests.bot.practices.scene import Store

ANSWER = "Fire near Ramona took two sites down; say about 24 hours."


@pytest.fixture
async def store(store: Store) -> Store:
    """Where advice hands on what was corrected, as in the running bot."""
    store.service = AdviceService(
        Transactions(store.database, store._wake),
        Masker(),
        bot_user=BOT,
        corrected=store.practices.suspend_of_ask,
    )
    return store


async def solved(store: Store, by_mark: bool = False) -> tuple[Ask, Said, Practice]:
    """Maya's question, Dan's answer that worked, and the practice that Maya made of it."""
    ask = await store.ask()
    store.step(5)
    said = await store.reply("UDAN", ask, ANSWER)
    if by_mark:
        await store.service.note_mark(store.delivery(), who("UMAYA"), ask.channel, said.ts, True)
    else:
        async with store.database.read() as session:
            (reply,) = await list_replies(session, ask.id)
        await store.service.accept(
            store.delivery(), who("UMAYA"), ask.id, reply.id, on_card(await store.get(ask))
        )
    assert (await store.get(ask)).state is AskState.ACCEPTED
    draft = await store.draft_of("UMAYA", ask)
    practice = await store.save("UMAYA", draft)
    assert practice.ask_id == ask.id
    await store.send()
    store.step(600)
    return ask, said, practice


async def edits(store: Store, ask: Ask, said: Said, text: str) -> None:
    """Dan edits his answer in Slack, now."""
    store.step(60)
    edited = f"{store.now.timestamp():.6f}"
    changed = replace(said, text=text, edited=edited)
    await store.service.note_message(store.delivery(), who("UDAN"), changed)


async def told(store: Store, user: str = "UMAYA") -> Sequence[str]:
    return [text for text in texts(await store.told(user)) if "was corrected" in text]


async def suspended(store: Store, practice: Practice) -> bool:
    return (await store.practice(practice.id)).suspended_at is not None


async def test_an_edited_answer_tells_the_owner_once(store: Store) -> None:
    ask, said, practice = await solved(store)
    await edits(store, ask, said, ANSWER.replace("24", "48"))
    assert await suspended(store, practice)
    assert len(await told(store)) == 1
    await edits(store, ask, said, "Forget it, the sites are up.")
    assert len(await told(store)) == 1


async def test_whoever_looks_ends_it_and_the_next_correction_tells_again(store: Store) -> None:
    ask, said, practice = await solved(store)
    await edits(store, ask, said, "The sites are up.")
    await store.practices.confirm(store.delivery(), who("UCARA"), practice.id)
    assert not await suspended(store, practice)
    await edits(store, ask, said, "The sites are down again.")
    assert await suspended(store, practice)
    assert len(await told(store)) == 2


async def test_a_deleted_answer_is_a_correction(store: Store) -> None:
    _, said, practice = await solved(store)
    gone = replace(said, text="", deleted=True)
    await store.service.note_message(store.delivery(), who("UDAN"), gone)
    assert await suspended(store, practice)


async def test_slips_that_are_put_right_and_an_older_edit_annoy_nobody(store: Store) -> None:
    ask, said, practice = await solved(store)
    await edits(store, ask, said, ANSWER.replace("sites", "sitess").upper())
    older = replace(said, text="Nothing is known.", edited=said.ts)
    await store.service.note_message(store.delivery(), who("UDAN"), older)
    assert not await suspended(store, practice)
    assert await told(store) == []


async def test_an_answer_that_was_not_the_one_that_worked_may_be_edited(store: Store) -> None:
    ask, _, practice = await solved(store)
    other = await store.reply("UINES", ask, "Ask the store.")
    await edits(store, ask, other, "No, do not ask the store.")
    assert not await suspended(store, practice)


async def test_before_a_practice_is_saved_an_edit_tells_nobody(store: Store) -> None:
    ask = await store.ask()
    said = await store.reply("UDAN", ask, ANSWER)
    await store.service.note_mark(store.delivery(), who("UMAYA"), ask.channel, said.ts, True)
    await edits(store, ask, said, "The sites are up.")
    draft = await store.draft_of("UMAYA", ask)
    assert draft.what_worked == "The sites are up."
    assert not await suspended(store, await store.save("UMAYA", draft))


async def test_an_acceptance_that_is_taken_back_is_a_correction(store: Store) -> None:
    ask, said, practice = await solved(store, by_mark=True)
    await store.service.note_mark(store.delivery(), who("UMAYA"), ask.channel, said.ts, False)
    assert (await store.get(ask)).state is AskState.OPEN
    assert await suspended(store, practice)


async def test_undo_is_one_too(store: Store) -> None:
    ask = await store.ask()
    await store.reply("UDAN", ask, ANSWER)
    async with store.database.read() as session:
        (reply,) = await list_replies(session, ask.id)
    card = on_card(await store.get(ask))
    await store.service.accept(store.delivery(), who("UMAYA"), ask.id, reply.id, card)
    practice = await store.save(ask_id=ask.id)
    await store.service.unaccept(store.delivery(), who("UMAYA"), ask.id, card)
    assert await suspended(store, practice)


async def test_what_was_settled_without_an_answer_is_reopened_without_a_word(store: Store) -> None:
    ask = await store.ask()
    practice, card = await store.save(ask_id=ask.id), on_card(await store.get(ask))
    await store.service.nothing_owed(store.delivery(), who("UMAYA"), ask.id, card)
    await store.service.unaccept(store.delivery(), who("UMAYA"), ask.id, card)
    assert not await suspended(store, practice)


async def test_what_is_archived_stays_in_peace(store: Store) -> None:
    ask, said, practice = await solved(store)
    await store.practices.archive(store.delivery(), who("UMAYA"), practice.id)
    known = len(await store.all(PracticeChange))
    await edits(store, ask, said, "The sites are up.")
    assert (len(await store.all(PracticeChange)), await told(store)) == (known, [])
