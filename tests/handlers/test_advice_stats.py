"""`/advise stats`: the word alone is ours, in a question it is the asker's."""

from typing import Any

import pytest

from bot.pods.errors import NoPod
from bot.text.kit import Card
from handlers import advice
from handlers.payloads import Command
from storage.advice import Ask
from storage.database import Database
from tests.bot.advice.scene import ELSEWHERE, HOME, Scene, who

NOTHING_YET = "San Diego, today · no asks yet"


@pytest.fixture
async def scene(database: Database) -> Scene:
    """San Diego at ten on a Monday morning."""
    scene = Scene(database)
    await scene.people()
    return scene


async def advise(scene: Scene, text: str, channel: str = HOME, user: str = "UMAYA") -> Any:
    url = "https://hooks.test/1"
    said = Command(scene.delivery(), who(user), "/advise", text, channel, url, "1")
    return await advice.routes(scene.service).commands["/advise"](said)


@pytest.mark.parametrize("text", ["stats", " Stats ", "STATS"])
async def test_alone_it_is_the_command(scene: Scene, text: str) -> None:
    said = await advise(scene, text)
    assert isinstance(said, Card)
    assert said.text == NOTHING_YET


@pytest.mark.parametrize("text", ["stats are wrong for this customer", "stats?", "help stats"])
async def test_in_a_question_it_is_the_asker_s(scene: Scene, text: str) -> None:
    await advise(scene, text)
    assert [each.question for each in await scene.all(Ask)] == [text]


async def test_nobody_else_sees_it_wherever_it_is_asked_for(scene: Scene) -> None:
    for channel in (HOME, ELSEWHERE, "D0DIRECT"):
        assert (await advise(scene, "stats", channel)).text == NOTHING_YET
    assert await scene.waiting() == []


async def test_somebody_without_a_pod_is_told_whom_to_see(scene: Scene) -> None:
    with pytest.raises(NoPod):
        await advise(scene, "stats", user="USTRANGER")


async def test_help_names_it(scene: Scene) -> None:
    said = await advise(scene, "help")
    assert any("/advise stats" in block.get("text", {}).get("text", "") for block in said.blocks)
