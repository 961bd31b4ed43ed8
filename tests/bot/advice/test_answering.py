"""Answers from the modal and in the thread, and the one mention of the asker."""

from datetime import timedelta

import pytest

from bot.advice.errors import EmptyAnswer, NotYourPod, OwnAsk, SayNowTooLong
from bot.advice.facts import Pressed
from storage.advice import Ask
from storage.outbox import Act
from tests.bot.advice.scene import HOME, Scene, pick, texts, who


async def answer(scene: Scene, user: str, ask: Ask, line: str, detail: str = "") -> object:
    return await scene.service.answer(scene.delivery(), who(user), ask.id, line, detail)


async def test_an_answer_from_the_modal_stands_in_the_thread_and_mentions_the_asker(
    scene: Scene,
) -> None:
    ask = await scene.ask()

    await answer(scene, "UDAN", ask, "Two sites are down; crews are there.", "Ticket 4471.")
    said = await scene.send()

    (post,) = pick(said, Act.POST)
    assert post.body["thread_ts"] == ask.thread_ts
    assert post.body["text"] == "<@UMAYA> — Dan K.: Two sites are down; crews are there."
    assert "Ticket 4471." in str(post.body["blocks"])
    assert len(pick(said, Act.WHISPER)) == 1


async def test_a_second_answer_from_the_modal_mentions_nobody(scene: Scene) -> None:
    ask = await scene.ask()
    await answer(scene, "UDAN", ask, "Two sites are down.")
    await scene.send()

    await answer(scene, "UINES", ask, "About 24 hours.")

    (post,) = pick(await scene.send(), Act.POST)
    assert "<@" not in post.body["text"]


async def test_a_later_line_to_say_reaches_whoever_still_waits_where_they_asked_once(
    scene: Scene,
) -> None:
    ask = await scene.ask()
    await scene.reply("UDAN", ask, "Looking.")
    scene.step(5)
    await scene.send()

    for user, line in (("UINES", "Two sites are down."), ("UTHEO", "About 24 hours.")):
        scene.step(5)
        await answer(scene, user, ask, line)

    (told,) = pick(await scene.send(), Act.WHISPER)
    assert (told.body["user"], told.body["response_url"]) == ("UMAYA", ask.response_url)
    assert told.body["text"] == "Ines V.: Two sites are down."


@pytest.mark.parametrize("line", ["", "Two sites are down."])
async def test_a_later_answer_is_told_privately_only_with_a_line_to_say_and_before_it_is_settled(
    scene: Scene, line: str
) -> None:
    ask = await scene.ask()
    await answer(scene, "UDAN", ask, "Looking.")
    scene.step(5)
    await scene.send()
    if line:
        (reply,) = await scene.replies()
        await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, Pressed())
        scene.step(5)

    await answer(scene, "UINES", ask, line, "Ticket 4471.")

    assert pick(await scene.waiting(), Act.WHISPER) == []


async def test_where_the_asker_cannot_be_reached_privately_any_more_only_the_thread_tells(
    scene: Scene,
) -> None:
    ask = await scene.ask()
    scene.now += timedelta(minutes=30)

    await answer(scene, "UDAN", ask, "Two sites are down.")

    assert pick(await scene.waiting(), Act.WHISPER) == []


async def test_a_mark_on_the_answer_that_podline_posted_accepts_it(scene: Scene) -> None:
    ask = await scene.ask()
    await answer(scene, "UDAN", ask, "Two sites are down.")
    await scene.send()
    (reply,) = await scene.replies()

    await scene.service.note_mark(scene.delivery(), who("UMAYA"), HOME, str(reply.copy_ts), True)

    assert (await scene.get(ask)).helper == "UDAN"


async def test_a_customers_data_in_an_answer_is_masked_and_its_writer_told(scene: Scene) -> None:
    ask = await scene.ask()

    said = await answer(scene, "UDAN", ask, "Refund to 4111 1111 1111 1111.")

    assert said is not None
    (reply,) = await scene.replies()
    assert "4111" not in str(reply.say_now)
    assert not any("4111" in text for text in texts(await scene.waiting()))


async def test_an_answer_without_words_is_refused_at_its_field(scene: Scene) -> None:
    ask = await scene.ask()

    with pytest.raises(EmptyAnswer) as refused:
        await answer(scene, "UDAN", ask, "  ", "\u0000")

    assert refused.value.field == "say_now"


async def test_a_line_to_say_now_fits_into_one_breath(scene: Scene) -> None:
    ask = await scene.ask()

    with pytest.raises(SayNowTooLong, match="141"):
        await answer(scene, "UDAN", ask, "x" * 141)


async def test_neither_the_asker_nor_a_stranger_answers(scene: Scene) -> None:
    ask = await scene.ask()

    with pytest.raises(OwnAsk):
        await answer(scene, "UMAYA", ask, "Never mind.")
    with pytest.raises(NotYourPod):
        await answer(scene, "UOLGA", ask, "Two sites are down.")


async def test_a_reply_in_the_thread_shows_on_the_card(scene: Scene) -> None:
    ask = await scene.ask()

    await scene.reply("UDAN", ask, "Two sites are down.")

    (repaint,) = pick(await scene.waiting(), Act.REPAINT)
    assert "response_url" not in repaint.body
    assert "This worked" in str(repaint.body["blocks"])


async def test_the_repaint_of_the_first_answer_shows_it_masked(scene: Scene) -> None:
    ask = await scene.ask()

    await scene.reply("UDAN", ask, "Call 619-555-0142 about it.")

    (repaint,) = pick(await scene.waiting(), Act.REPAINT)
    assert 'Dan K.: "Call [phone number] about' in str(repaint.body["blocks"])
    assert "0142" not in str(repaint.body)


async def test_an_edited_answer_is_shown_as_it_says_now(scene: Scene) -> None:
    ask = await scene.ask()
    said = await scene.reply("UDAN", ask, "Two sites are down.")
    await scene.send()

    await scene.reply("UDAN", ask, "Only their phones.", ts=said.ts, edited=scene.ts())

    (card,) = [row for row in await scene.waiting() if row.part == "card"]
    assert 'Dan K.: "Only their phones."' in str(card.body["blocks"])
    assert "sites" not in str(card.body)


async def test_a_deleted_answer_leaves_the_card(scene: Scene) -> None:
    ask = await scene.ask()
    said = await scene.reply("UDAN", ask, "Two sites are down.")
    await scene.send()

    await scene.reply("UDAN", ask, "", ts=said.ts, deleted=True)

    (card,) = [row for row in await scene.waiting() if row.part == "card"]
    assert "sites" not in str(card.body)


@pytest.mark.parametrize("words", ["Three sites are down.", ""])
async def test_what_became_of_the_answer_reaches_the_asker_where_they_have_it(
    scene: Scene, words: str
) -> None:
    ask = await scene.ask()
    said = await scene.reply("UDAN", ask, "Two sites are down.")
    await scene.send()

    change = {"edited": scene.ts()} if words else {"deleted": True}
    await scene.reply("UDAN", ask, words, ts=said.ts, **change)

    (whisper,) = pick(await scene.waiting(), Act.WHISPER)
    assert (whisper.body["user"], whisper.body["response_url"]) == ("UMAYA", ask.response_url)
    assert words in whisper.body["text"]
    assert ("changed the answer" if words else "took this answer back") in whisper.body["text"]


async def test_a_later_answer_that_was_edited_is_told_to_nobody(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.reply("UDAN", ask, "Two sites are down.")
    await scene.send()
    scene.step(5)
    said = await scene.reply("UINES", ask, "Crews are there.")
    await scene.send()

    await scene.reply("UINES", ask, "Crews are on site.", ts=said.ts, edited=scene.ts())

    assert pick(await scene.waiting(), Act.WHISPER) == []


async def test_an_edit_that_changes_no_word_repaints_nothing(scene: Scene) -> None:
    ask = await scene.ask()
    said = await scene.reply("UDAN", ask, "Two sites are down.")
    await scene.send()

    await scene.reply("UDAN", ask, said.text, ts=said.ts, edited="1795000000.000100")

    assert await scene.waiting() == []


async def test_whoever_shows_a_customers_data_in_a_reply_is_told_privately(scene: Scene) -> None:
    ask = await scene.ask()
    said = await scene.reply("UDAN", ask, "Hello.")

    told = await scene.service.note_message(
        scene.delivery(),
        who("UINES"),
        type(said)(HOME, scene.ts(), ask.thread_ts, "Card 4111 1111 1111 1111"),
    )

    assert told is not None
    assert "still shows it" in told.text


async def test_a_late_answer_to_an_ask_that_needs_none_mentions_nobody(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.nothing_owed(scene.delivery(), who("UMAYA"), ask.id, Pressed())
    await scene.send()

    await scene.reply("UDAN", ask, "Two sites are down.")

    assert pick(await scene.waiting(), Act.POST) == []
