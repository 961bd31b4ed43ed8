"""Deleting the message that asked: it takes the question back, unless it had to be masked."""

from bot.advice.facts import Said
from storage.advice import Ask, AskState
from tests.bot.advice.scene import BOT, HOME, Scene, who

NUMBER = "619-555-0142"
PLAIN, PRIVATE = "no service in Ramona, why?", f"no service in Ramona for {NUMBER}, why?"


async def mention(scene: Scene, words: str, ts: str, edited: str | None = None) -> object:
    said = Said(HOME, ts, None, f"<@{BOT}> {words}", edited, mentions_bot=True)
    return await scene.service.note_message(scene.delivery(), who("UMAYA"), said)


async def delete(scene: Scene, ts: str) -> None:
    said = Said(HOME, ts, None, "", deleted=True)
    await scene.service.note_message(scene.delivery(), who("UMAYA"), said)


async def the_ask(scene: Scene) -> Ask:
    (ask,) = await scene.all(Ask)
    assert isinstance(ask, Ask)
    return ask


async def test_deleting_a_plain_question_withdraws_it(scene: Scene) -> None:
    ts = scene.ts()
    await mention(scene, PLAIN, ts)
    await scene.send()

    await delete(scene, ts)

    assert (await the_ask(scene)).state is AskState.WITHDRAWN


async def test_deleting_what_podline_masked_leaves_the_question_with_the_pod(scene: Scene) -> None:
    ts = scene.ts()
    assert await mention(scene, PRIVATE, ts) is not None
    await scene.send()

    await delete(scene, ts)

    ask = await the_ask(scene)
    assert (ask.state, ask.question) == (
        AskState.OPEN,
        "no service in Ramona for [phone number], why?",
    )


async def test_a_deletion_that_outruns_a_masked_question_leaves_it_open(scene: Scene) -> None:
    ts = scene.ts()
    await delete(scene, ts)

    await mention(scene, PRIVATE, ts)

    assert (await the_ask(scene)).state is AskState.OPEN
    assert any(row.part == "card" for row in await scene.waiting())


async def test_a_question_from_which_the_data_was_edited_away_is_taken_back_by_deleting_it(
    scene: Scene,
) -> None:
    ts = scene.ts()
    await mention(scene, PRIVATE, ts)
    await scene.send()
    await mention(scene, PLAIN, ts, edited=scene.ts())

    await delete(scene, ts)

    assert (await the_ask(scene)).state is AskState.WITHDRAWN


async def test_an_edit_that_was_masked_and_comes_after_the_deletion_opens_it_again(
    scene: Scene,
) -> None:
    ts, edited = scene.ts(), scene.ts()
    await mention(scene, PLAIN, ts)
    await scene.send()
    await delete(scene, ts)

    await mention(scene, PRIVATE, ts, edited=edited)

    assert (await the_ask(scene)).state is AskState.OPEN


async def test_only_words_that_stand_are_said_to_be_masked(scene: Scene) -> None:
    ask = await scene.ask()
    ts, edited = scene.ts(), scene.ts()
    late = Said(HOME, ts, ask.thread_ts, f"Call {NUMBER}, SSN 123-45-6789")
    await scene.reply("UDAN", ask, "Call them back.", ts=ts, edited=edited)

    assert await scene.service.note_message(scene.delivery(), who("UDAN"), late) is None
