"""The form comes filled in: the situation from the question, what worked from the answer."""

import pytest

from bot.practices.errors import Gone, NoAnswerYet
from bot.practices.facts import Source
from storage.advice import Reply
from tests.bot.advice.scene import HOME, QUESTION, on_card, who
from tests.bot.practices.scene import Store

ANSWER = "Fire near Ramona took two sites down. Crews are there; about 24 hours."


async def test_from_an_ask_comes_what_was_asked_and_what_worked(store: Store) -> None:
    ask = await store.ask()
    await store.reply("UDAN", ask, ANSWER)
    await store.reply("UINES", ask, "No idea, sorry")
    first = next(each for each in await store.all(Reply) if each.author == "UDAN")
    await store.service.accept(store.delivery(), who("UMAYA"), ask.id, first.id, on_card(ask))

    draft = await store.practices.draft_from_ask(who("UMAYA"), ask.id)

    assert (draft.situation, draft.what_worked) == (QUESTION, ANSWER)
    assert draft.say_it == "Fire near Ramona took two sites down."
    assert (draft.helper, draft.helper_name) == ("UDAN", "Dan K.")
    assert (draft.ask_id, draft.topics) == (ask.id, ("network",))
    assert draft.source == Source(HOME, ask.thread_ts or "")
    assert draft.title == "Three customers in Ramona have no service since this morning"


async def test_from_an_answer_comes_that_answer_with_its_question(store: Store) -> None:
    ask = await store.ask()
    said = await store.reply("UDAN", ask, ANSWER)
    await store.reply("UINES", ask, "No idea, sorry")

    draft = await store.practices.draft_from_message(who("UMAYA"), HOME, said.ts, "as in Slack")

    assert (draft.situation, draft.what_worked, draft.helper) == (QUESTION, ANSWER, "UDAN")
    assert draft.source == Source(HOME, said.ts)


async def test_from_the_card_or_the_askers_words_comes_the_last_answer(store: Store) -> None:
    ask = await store.ask()
    await store.reply("UDAN", ask, ANSWER)
    thanks = await store.reply("UMAYA", ask, "Hm, let me see")
    for ts in (str(ask.card_ts), thanks.ts):
        draft = await store.practices.draft_from_message(who("UMAYA"), HOME, ts, "text")
        assert (draft.situation, draft.what_worked) == (QUESTION, ANSWER), ts


async def test_a_say_now_line_is_the_way_to_say_it(store: Store) -> None:
    ask = await store.ask()
    await store.service.answer(store.delivery(), who("UDAN"), ask.id, "By nine tomorrow.", "")
    draft = await store.practices.draft_from_ask(who("UDAN"), ask.id)
    assert (draft.what_worked, draft.say_it) == ("By nine tomorrow.", "By nine tomorrow.")
    assert draft.helper is None, "nobody is their own helper"


async def test_any_other_message_is_what_worked_and_its_writer_helped(store: Store) -> None:
    draft = await store.practices.draft_from_message(
        who("UMAYA"), "CELSE", "1.2", "Call <mailto:a@b.example|a@b.example> &amp; wait", "UDAN"
    )
    assert (draft.situation, draft.what_worked) == ("", "Call [e-mail] & wait")
    assert (draft.helper, draft.helper_name, draft.ask_id) == ("UDAN", "Dan K.", None)
    mine = await store.practices.draft_from_message(who("UMAYA"), "C", "1.2", "Wait", "UMAYA")
    assert mine.helper is None
    bot = await store.practices.draft_from_message(who("UMAYA"), "C", "1.2", "Wait")
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
    draft = await store.practices.draft_from_message(who("UOLGA"), HOME, said.ts, "Seen there")
    assert (draft.situation, draft.what_worked) == ("", "Seen there")


async def test_what_is_too_long_for_the_form_is_cut(store: Store) -> None:
    draft = await store.practices.draft_from(who("UMAYA"), "q " * 9000, "a " * 9000)
    assert max(len(draft.situation), len(draft.what_worked)) <= 3000
    assert len(draft.say_it) <= 140
