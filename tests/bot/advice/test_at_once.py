"""Many people, events, timers and the sender at one ask at the same moment."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.advice.facts import Pressed, Said
from bot.errors import NotSaved, PodlineError
from storage.advice import Ask, AskState
from storage.outbox import Act
from tests.bot.advice.scene import HOME, QUESTION, Scene, pick, who

USERS = ("UDAN", "UINES", "UTHEO", "UNINA", "UCARA")


async def test_presses_replies_timers_and_the_sender_leave_nothing_half_done(
    scene: Scene,
) -> None:
    ask = await scene.ask()
    scene.step(15)
    service = scene.service
    acts: list[Coroutine[Any, Any, Any]] = [scene.tick()]
    for user in USERS:
        acts.append(service.claim(scene.delivery(), who(user), ask.id, Pressed()))
        acts.append(scene.reply(user, ask, f"An answer of {user}."))
        acts.append(service.answer(scene.delivery(), who(user), ask.id, f"Line of {user}.", ""))
    acts += [scene.send(), scene.tick(), scene.send()]

    results = await asyncio.gather(*acts, return_exceptions=True)

    unexpected = [each for each in results if isinstance(each, Exception)]
    assert all(kind_refusal(each) for each in unexpected), unexpected
    ask = await scene.get(ask)
    assert ask.state is AskState.CLAIMED
    assert len(await scene.replies()) == 10
    posts = pick(await scene.all_rows(), Act.POST)
    assert sum("<@UMAYA> — " in row.body["text"] for row in posts) == 1


async def test_replies_and_the_posting_of_their_card_never_miss_each_other(scene: Scene) -> None:
    for number in range(8):
        ask = await scene.ask(text=f"{QUESTION} {number}", sent=False)
        root = scene.ts()
        said = [Said(HOME, scene.ts(), root, f"Answer {each}.") for each in range(3)]

        await asyncio.gather(
            scene.send(card=root),
            *(service_notes(scene, user, each) for user, each in zip(USERS, said, strict=False)),
        )

        mine = [reply for reply in await scene.replies() if reply.ask_id == ask.id]
        assert len(mine) == 3


async def test_a_mention_that_comes_twice_at_once_is_one_ask(scene: Scene) -> None:
    said = Said(HOME, scene.ts(), None, QUESTION, mentions_bot=True)

    await asyncio.gather(*(service_notes(scene, "UMAYA", said) for _ in range(4)))

    assert len(await scene.all(Ask)) == 1


async def service_notes(scene: Scene, user: str, said: Said) -> None:
    await scene.service.note_message(scene.delivery(), who(user), said)


def kind_refusal(error: Exception) -> bool:
    """A sentence for a person, and not that the database failed."""
    return isinstance(error, PodlineError) and not isinstance(error, NotSaved)
