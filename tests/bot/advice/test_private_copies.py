"""The asker's private copy of an answer: pressed, its words stay where they may be read aloud."""

import pytest

from bot.advice.errors import AlreadySettled, Stale
from bot.advice.facts import Pressed
from bot.text.kit import Card
from storage.advice import Ask, AskState, Reply
from tests.bot.advice.samples import labels, texts
from tests.bot.advice.scene import Scene, who

SAID = "*Dan K.*: Two sites are down."


async def answered(scene: Scene) -> tuple[Ask, Reply]:
    ask = await scene.ask()
    scene.step(10)
    await scene.reply("UDAN", ask, "Two sites are down.")
    await scene.send()
    (reply,) = await scene.replies()
    return ask, reply


def on_copy(reply: Reply) -> Pressed:
    return Pressed("CELSE", "1.1", "https://hooks.test/press", copy_of=reply.id)


async def worked(scene: Scene, ask: Ask, reply: Reply) -> Card | None:
    pressed, delivery = on_copy(reply), scene.delivery()
    return await scene.service.accept(delivery, who("UMAYA"), ask.id, reply.id, pressed)


async def test_this_worked_on_the_copy_leaves_the_answer_and_says_that_it_is_settled(
    scene: Scene,
) -> None:
    ask, reply = await answered(scene)

    told = await worked(scene, ask, reply)

    assert told is not None
    assert texts(told.blocks) == [SAID, "You said that this worked. The question is settled."]
    assert labels(told.blocks) == []
    assert (await scene.get(ask)).state is AskState.ACCEPTED


async def test_still_need_help_on_the_copy_leaves_the_answer_and_says_who_is_next(
    scene: Scene,
) -> None:
    ask, reply = await answered(scene)

    told = await scene.service.still_need_help(
        scene.delivery(), who("UMAYA"), ask.id, on_copy(reply)
    )

    assert told is not None
    assert texts(told.blocks) == [SAID, "I am calling more people for this one."]
    assert labels(told.blocks) == []
    assert (await scene.get(ask)).resumed_at == scene.now


async def test_pressed_twice_the_copy_still_shows_the_answer(scene: Scene) -> None:
    ask, reply = await answered(scene)

    first, second = await worked(scene, ask, reply), await worked(scene, ask, reply)

    assert first == second


@pytest.mark.parametrize("seconds", [1, 11])
async def test_a_copy_of_what_was_settled_meanwhile_keeps_its_words(
    scene: Scene, seconds: int
) -> None:
    ask, reply = await answered(scene)
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), ask.id, Pressed())
    await scene.pass_time(seconds)

    for told in (
        await worked(scene, ask, reply),
        await scene.service.still_need_help(scene.delivery(), who("UMAYA"), ask.id, on_copy(reply)),
    ):
        assert told is not None
        assert texts(told.blocks)[0] == SAID
        assert "settled already" in texts(told.blocks)[1]

    assert (await scene.get(ask)).state is AskState.WITHDRAWN


async def test_a_press_elsewhere_is_answered_as_before(scene: Scene) -> None:
    ask, reply = await answered(scene)

    async def press() -> Card | None:
        delivery = scene.delivery()
        return await scene.service.accept(delivery, who("UMAYA"), ask.id, reply.id, Pressed())

    assert await press() is None
    await scene.service.unaccept(scene.delivery(), who("UMAYA"), ask.id, Pressed())
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), ask.id, Pressed())
    with pytest.raises(AlreadySettled):
        await press()


async def test_an_answer_that_was_deleted_is_not_shown_again(scene: Scene) -> None:
    ask, reply = await answered(scene)
    await scene.reply("UDAN", ask, "", ts=reply.ts, deleted=True)

    with pytest.raises(Stale):
        await worked(scene, ask, reply)
    told = await scene.service.still_need_help(
        scene.delivery(), who("UMAYA"), ask.id, on_copy(reply)
    )

    assert told is not None
    assert texts(told.blocks) == ["I am calling more people for this one."]
