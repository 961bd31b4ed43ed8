"""What becomes of a question that shares a thread shows on no card: whoever did it reads it."""

from datetime import timedelta

import pytest

from bot.advice.facts import Pressed
from storage.database import Database
from storage.outbox import Act
from tests.bot.advice.alike import Outage, outage
from tests.bot.advice.scene import pick, who


@pytest.fixture
async def scene(database: Database) -> Outage:
    return await outage(database)


async def _noted(scene: Outage) -> list[tuple[str, str, str | None]]:
    """What is said privately: to whom, where, what."""
    whispers = [row.body for row in pick(await scene.send(), Act.WHISPER)]
    return [(one["user"], one["response_url"], one["text"]) for one in whispers]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("4471", "Noted: you call back by 12 PM San Diego time, case 4471. You are reminded."),
        ("", "Noted: you call back by 12 PM San Diego time. You are reminded."),
    ],
)
async def test_a_promised_call_back_is_noted_where_they_asked(
    scene: Outage, case: str, said: str
) -> None:
    await scene.first()
    ask, _ = await scene.joins()
    at = scene.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)

    await scene.service.promise_call_back(scene.delivery(), who("UNICK"), ask.id, at, case)

    assert await _noted(scene) == [("UNICK", "https://hooks.test/UNICK", said)]


async def test_a_call_back_that_is_only_moved_is_noted_on_home_alone(scene: Outage) -> None:
    await scene.first()
    ask, _ = await scene.joins()
    for hours in (2, 3):
        at = scene.now + timedelta(hours=hours)
        await scene.service.promise_call_back(scene.delivery(), who("UNICK"), ask.id, at)

    assert len(await _noted(scene)) == 1


async def test_nothing_owed_is_noted_for_whoever_has_no_card(scene: Outage) -> None:
    await scene.first()
    ask, _ = await scene.joins()

    await scene.service.nothing_owed(scene.delivery(), who("UNICK"), ask.id, Pressed())

    said = "Noted. Your question is settled; the others' goes on."
    assert await _noted(scene) == [("UNICK", "https://hooks.test/UNICK", said)]


async def test_whoever_has_a_card_reads_it_there_alone(scene: Outage) -> None:
    first = await scene.first()
    at = scene.now + timedelta(hours=2)

    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), first.id, at)

    assert await _noted(scene) == []
