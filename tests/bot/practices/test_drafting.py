"""The form comes filled in: the situation from the question, what worked from the answer."""

from dataclasses import replace

import pytest

from bot.practices import words
from bot.practices.drafts import Alike, Draft, Pressed, Saved, Source
from bot.practices.errors import Gone, NoAnswerYet
from storage.advice import Ask, Reply
from storage.outbox import Act, OutboxRow
from storage.practices import PracticeState
from tests.bot.advice.scene import HOME, QUESTION, on_card, who
from tests.bot.practices.scene import TABLET, Store

ANSWER = "Fire near Ramona took two sites down. Crews are there; about 24 hours."


async def of_message(store: Store, user: str, place: str, ts: str, *rest: str) -> Draft:
    draft = await store.practices.draft_from_message(who(user), place, ts, *rest)
    assert isinstance(draft, Draft)
    return draft


async def test_from_an_ask_comes_what_was_asked_and_what_worked(store: Store) -> None:
    ask = await store.ask()
    await store.reply("UDAN", ask, ANSWER)
    await store.reply("UINES", ask, "No idea, sorry")
    first = next(each for each in await store.all(Reply) if each.author == "UDAN")
    await store.service.accept(store.delivery(), who("UMAYA"), ask.id, first.id, on_card(ask))

    draft = await store.draft_of("UMAYA", ask)

    assert (draft.situation, draft.what_worked) == (QUESTION, ANSWER)
    assert (draft.say_it, draft.helper_said) == ("", False), "nobody said how"
    assert (draft.helper, draft.helper_name) == ("UDAN", "Dan K.")
    assert (draft.ask_id, draft.topics) == (ask.id, ("network",))
    assert draft.source == Source(HOME, ask.thread_ts or "")
    assert draft.title == "Three customers in Ramona have no service since this morning"


async def test_from_an_answer_comes_that_answer_with_its_question(store: Store) -> None:
    ask = await store.ask()
    said = await store.reply("UDAN", ask, ANSWER)
    await store.reply("UINES", ask, "No idea, sorry")

    draft = await of_message(store, "UMAYA", HOME, said.ts, "as in Slack")

    assert (draft.situation, draft.what_worked, draft.helper) == (QUESTION, ANSWER, "UDAN")
    assert draft.source == Source(HOME, said.ts)


async def test_from_the_card_or_the_askers_words_comes_the_last_answer(store: Store) -> None:
    ask = await store.ask()
    await store.reply("UDAN", ask, ANSWER)
    thanks = await store.reply("UMAYA", ask, "Hm, let me see")
    for ts in (str(ask.card_ts), thanks.ts):
        draft = await of_message(store, "UMAYA", HOME, ts, "text")
        assert (draft.situation, draft.what_worked) == (QUESTION, ANSWER), ts


async def test_what_was_taken_back_is_no_answer(store: Store) -> None:
    ask = await store.ask()
    await store.reply("UDAN", ask, ANSWER)
    await store.reply("UINES", ask, "No idea, sorry")
    async with store.database.write() as session:
        for reply in await store.all(Reply):
            if reply.author == "UINES":
                reply.deleted_at = store.now
                await session.merge(reply)
    assert (await store.draft_of("UMAYA", ask)).what_worked == ANSWER


async def test_a_say_now_line_is_the_way_to_say_it(store: Store) -> None:
    ask = await store.ask()
    await store.service.answer(store.delivery(), who("UDAN"), ask.id, "By nine tomorrow.", "")
    draft = await store.draft_of("UDAN", ask)
    assert (draft.what_worked, draft.say_it) == ("By nine tomorrow.", "By nine tomorrow.")
    assert (draft.helper, draft.helper_said) == (None, False), "nobody is their own helper"
    theirs = await store.draft_of("UMAYA", ask)
    assert (theirs.helper, theirs.helper_said) == ("UDAN", True)


async def test_any_other_message_is_what_worked_and_its_writer_helped(store: Store) -> None:
    draft = await of_message(
        store, "UMAYA", "CELSE", "1.2", "Call <mailto:a@b.example|a@b.example> &amp; wait", "UDAN"
    )
    assert (draft.situation, draft.what_worked) == ("", "Call [e-mail] & wait")
    assert (draft.helper, draft.helper_name, draft.ask_id) == ("UDAN", "Dan K.", None)
    mine = await of_message(store, "UMAYA", "C", "1.2", "Wait", "UMAYA")
    assert mine.helper is None
    bot = await of_message(store, "UMAYA", "C", "1.2", "Wait")
    assert (bot.helper, bot.helper_name) == (None, None)


async def test_nothing_is_made_of_another_pods_ask_nor_of_one_without_an_answer(
    store: Store,
) -> None:
    ask = await store.ask()
    with pytest.raises(NoAnswerYet):
        await store.practices.draft_from_ask(who("UMAYA"), ask.id)
    said = await store.reply("UDAN", ask, ANSWER)
    with pytest.raises(Gone):
        await store.practices.draft_from_ask(who("UOLGA"), ask.id)
    draft = await of_message(store, "UOLGA", HOME, said.ts, "Seen there")
    assert (draft.situation, draft.what_worked) == ("", "Seen there")


async def test_what_is_too_long_for_the_form_is_cut(store: Store) -> None:
    draft = await store.practices.draft_from("q " * 9000)
    assert len(draft.situation) <= 3000
    draft = await of_message(store, "UMAYA", "C", "1.2", "a " * 9000)
    assert len(draft.what_worked) <= 3000


async def test_whoever_comes_second_sees_what_was_made_of_the_same_answer(store: Store) -> None:
    ask = await store.ask()
    said = await store.reply("UDAN", ask, ANSWER)
    draft = await store.draft_of("UMAYA", ask)
    practice = await store.save("UMAYA", draft=draft)

    alike = await store.practices.draft_from_ask(who("UCARA"), ask.id)
    assert isinstance(alike, Alike)
    assert [each.practice.id for each in alike.shown] == [practice.id]
    other = await of_message(store, "UCARA", HOME, said.ts, "")
    assert isinstance(other, Draft), "another message of the thread may hold another find"


async def accepted(store: Store) -> Ask:
    ask = await store.ask()
    await store.reply("UDAN", ask, ANSWER)
    (reply,) = await store.all(Reply)
    await store.service.accept(store.delivery(), who("UMAYA"), ask.id, reply.id, on_card(ask))
    await store.pass_time(60)
    return await store.get(ask)


def buttons(row: OutboxRow) -> list[tuple[str, str]]:
    """What the newest look of the card lets one press."""
    pressable = [block for block in row.body["blocks"] if block["type"] == "actions"]
    return [(each["action_id"], each["value"]) for each in pressable[0]["elements"]]


@pytest.mark.parametrize("instead", ["", "link_to", "merge_into"])
async def test_the_card_from_which_it_was_saved_leads_to_it_from_then_on(
    store: Store, instead: str
) -> None:
    first = await store.save("UCARA", draft=TABLET) if instead else None
    ask = await accepted(store)
    pressed = Pressed(ask.channel, ask.card_ts, "https://hooks.test/save")
    draft = replace(await store.draft_of("UDAN", ask), pressed=pressed)
    saved = await store.practices.save(
        *(store.delivery(), who("UDAN"), draft),
        link_to=first.id if first and instead == "link_to" else None,
        merge_into=first.id if first and instead == "merge_into" else None,
    )
    assert isinstance(saved, Saved)
    (row,) = await store.waiting()
    assert (row.act, row.body["response_url"]) == (Act.REPAINT, "https://hooks.test/save")
    assert buttons(row) == [(words.MORE, str(saved.practice.id))]


async def test_the_card_leads_nobody_to_a_draft(store: Store) -> None:
    ask = await accepted(store)
    pressed = Pressed(ask.channel, ask.card_ts, "https://hooks.test/save")
    draft = replace(await store.draft_of("UDAN", ask), pressed=pressed)
    await store.save("UDAN", draft, state=PracticeState.DRAFT)
    for row in await store.waiting():
        assert buttons(row) == [(words.SAVE_ASK, str(ask.id))]


async def test_saved_from_elsewhere_it_costs_no_edit(store: Store) -> None:
    ask = await accepted(store)
    await store.save("UDAN", await store.draft_of("UDAN", ask))
    assert await store.waiting() == []


async def test_a_draft_or_an_archived_one_stands_in_nobodys_way(store: Store) -> None:
    ask = await store.ask()
    await store.reply("UDAN", ask, ANSWER)
    draft = await store.draft_of("UMAYA", ask)
    mine = await store.save("UMAYA", draft=draft, state=PracticeState.DRAFT)
    assert isinstance(await store.practices.draft_from_ask(who("UCARA"), ask.id), Draft)
    assert isinstance(await store.practices.draft_from_ask(who("UMAYA"), ask.id), Alike)
    await store.practices.archive(store.delivery(), who("UMAYA"), mine.id)
    assert isinstance(await store.practices.draft_from_ask(who("UMAYA"), ask.id), Draft)
