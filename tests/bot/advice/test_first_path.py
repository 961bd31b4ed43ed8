"""From a question to an accepted answer."""

from bot.advice.facts import Due, Pressed
from storage.advice import AskState
from storage.outbox import Act
from tests.bot.advice.scene import HOME, QUESTION, Scene, on_card, pick, texts, who


async def test_a_question_becomes_a_card_whose_thread_is_its_own(scene: Scene) -> None:
    ask = await scene.ask()

    (card,) = pick(await scene.all_rows(), Act.POST)
    assert card.channel == HOME
    assert "thread_ts" not in card.body
    assert QUESTION in card.body["text"]
    assert ask.thread_ts == ask.card_ts
    assert ask.thread_ts is not None


async def test_i_have_got_this_says_so_on_the_card_that_was_pressed(scene: Scene) -> None:
    ask = await scene.ask()

    said = await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, on_card(ask))

    assert said is not None
    assert "Maya" in said.text
    (repaint,) = await scene.waiting()
    assert repaint.act is Act.REPAINT
    assert repaint.body["response_url"] == "https://hooks.test/press"
    assert "Dan" in repaint.body["text"]
    assert set(await scene.due()) == {Due.CLAIM_CHECK, Due.CLAIM_RELEASE}


async def test_the_first_answer_mentions_the_asker_once_and_reaches_them_privately(
    scene: Scene,
) -> None:
    ask = await scene.ask()

    await scene.reply("UDAN", ask, "Fire near Ramona took two sites down.")
    first = await scene.send()
    await scene.reply("UINES", ask, "About 24 hours.")
    second = await scene.send()

    assert [text for text in texts(first) if "<@UMAYA> — Dan" in text]
    (whisper,) = pick(first, Act.WHISPER)
    assert whisper.body["user"] == "UMAYA"
    assert whisper.body["response_url"] == "https://hooks.test/ask"
    assert pick(second, Act.POST) == []
    assert pick(second, Act.WHISPER) == []


async def test_this_worked_settles_says_who_helped_and_pings_nobody(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.reply("UDAN", ask, "Fire near Ramona took two sites down.")
    await scene.send()
    (reply,) = await scene.replies()

    await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, on_card(ask))

    ask = await scene.get(ask)
    assert (ask.state, ask.helper) == (AskState.ACCEPTED, "UDAN")
    (repaint,) = await scene.waiting()
    assert repaint.act is Act.REPAINT
    assert "Undo" in str(repaint.body["blocks"])
    assert set(await scene.due()) == {Due.UNDO_END}


async def test_undo_is_there_for_ten_seconds_and_then_the_card_loses_it(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.reply("UDAN", ask, "Fire near Ramona took two sites down.")
    (reply,) = await scene.replies()
    await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, Pressed())
    await scene.send()

    assert await scene.pass_time(9) == []
    (repaint,) = await scene.pass_time(1)

    assert repaint.act is Act.REPAINT
    assert "response_url" not in repaint.body
    assert "Undo" not in str(repaint.body["blocks"])
    assert await scene.due() == {}
