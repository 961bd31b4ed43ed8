"""What is taken back of a thread that several share is taken back for all of them."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice.errors import TooLateToUndo
from bot.advice.facts import Pressed
from bot.advice.messages import CALL
from bot.advice.suggesting import NothingSuggested
from bot.pods.facts import Home
from bot.text.kit import Card
from storage.advice import LIVE, Ask, CallState
from storage.database import Database
from storage.outbox import Act, OutboxRow
from tests.bot.advice.alike import Outage, outage
from tests.bot.advice.scene import pick, texts, who


class Practice(NamedTuple):
    practice_id: UUID
    author: str = "UTHEO"
    author_name: str = "Theo B."
    say_now: str | None = "Restart it."
    text: str = "Then wait."
    told: Card = Card("It is settled.", [])


class Store(NothingSuggested):
    """Every practice in it is Theo's."""

    async def solve(
        self,
        session: AsyncSession,
        home: Home,
        ask: Ask,
        practice_id: UUID,
        now: datetime,
        *,
        again: bool = False,
    ) -> Practice:
        return Practice(practice_id)


@pytest.fixture
async def scene(database: Database) -> Outage:
    scene = await outage(database)
    scene.answer_from(Store())
    return scene


async def test_a_practice_that_did_not_solve_it_leaves_nobody_with_its_answer(
    scene: Outage,
) -> None:
    first = await scene.first()
    joined, _ = await scene.joins()
    await scene.service.solve(scene.delivery(), who("UMAYA"), first.id, uuid4(), Pressed())
    assert "<@UNICK>" in str(texts(pick(await scene.send(), Act.POST)))
    scene.step(3)
    await scene.service.unaccept(scene.delivery(), who("UMAYA"), first.id, Pressed())
    await scene.send()
    joined = await scene.get(joined)
    assert (joined.told_at, joined.first_reply_at) == (None, None)

    await scene.reply("UDAN", first, "Fire near Ramona took two sites down.")

    (answer,) = texts(pick(await scene.send(), Act.POST))
    assert answer.startswith("<@UMAYA> <@UNICK> — Dan K.: Fire near")


async def test_who_goes_on_alone_is_mentioned_by_the_next_answer(scene: Outage) -> None:
    first = await scene.first()
    joined, _ = await scene.joins()
    await scene.reply("UDAN", first, "Fire near Ramona took two sites down.")
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), first.id, Pressed())
    await scene.send()
    assert (await scene.get(joined)).joined_to == first.id
    scene.step(40)
    await scene.service.still_need_help(scene.delivery(), who("UNICK"), joined.id, Pressed())
    await scene.send()
    alone = await scene.get(joined)
    assert (alone.joined_to, alone.told_at) == (None, None)

    await scene.reply("UINES", alone, "It is back at six.")

    (answer,) = texts(pick(await scene.send(), Act.POST))
    assert answer.startswith("<@UNICK> — Ines")


@pytest.mark.parametrize("asks_too", [False, True])
async def test_whoever_asks_the_same_is_not_called_to_help(scene: Outage, asks_too: bool) -> None:
    await scene.first()
    if asks_too:  # with a customer on hold, so that no call of theirs keeps the others away
        await scene.joins("UINES", call_state=CallState.ON_HOLD)
    called = {user for row in await scene.pass_time(45) for user in calls(row)}
    assert ("UINES" in called) is not asks_too


def calls(row: OutboxRow) -> list[str]:
    return re.findall(r"<@(U\w+)>", row.body["text"]) if row.part.startswith(CALL) else []


async def test_who_joins_somebody_that_waits_starts_no_ladder_anew(scene: Outage) -> None:
    first = await scene.first()
    later = scene.now + timedelta(hours=2)
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), first.id, later)
    await scene.joins("UNICK")
    await scene.pass_time(60)
    climbed = (await scene.get(first)).next_rung
    assert climbed > 0

    await scene.joins("UANN")

    assert (await scene.get(first)).next_rung == climbed


async def test_who_joined_takes_back_that_it_worked_where_they_said_so(scene: Outage) -> None:
    first = await scene.first()
    joined, _ = await scene.joins()
    await scene.reply("UDAN", first, "Fire near Ramona took two sites down.")
    await scene.send()
    (reply,) = await scene.replies()
    said = await scene.service.accept(
        scene.delivery(), who("UNICK"), joined.id, reply.id, Pressed()
    )
    assert said is not None
    assert "Undo" in str(said.blocks)
    scene.step(3)

    back = await scene.service.unaccept(scene.delivery(), who("UNICK"), joined.id, Pressed())

    assert back is not None
    assert back.text == "Taken back: your question is open again."
    assert "This worked" in str(back.blocks)
    assert (await scene.get(joined)).state in LIVE


async def test_undone_on_a_private_copy_the_answer_stays_to_be_read(scene: Outage) -> None:
    first = await scene.first()
    joined, _ = await scene.joins()
    await scene.reply("UDAN", first, "Fire near Ramona took two sites down.")
    await scene.send()
    (reply,) = await scene.replies()
    copy = Pressed(response_url="https://hooks.test/copy", copy_of=reply.id)
    said = await scene.service.accept(scene.delivery(), who("UNICK"), joined.id, reply.id, copy)
    back = await scene.service.unaccept(scene.delivery(), who("UNICK"), joined.id, copy)
    for card, buttons in ((said, ["Undo"]), (back, ["This worked", "Still need help"])):
        assert card is not None
        assert "Fire near Ramona" in str(card.blocks)
        pressable = [each for each in card.blocks if each["type"] == "actions"]
        labels = [each["text"]["text"] for row in pressable for each in row["elements"]]
        assert labels == buttons


async def test_too_late_to_take_it_back(scene: Outage) -> None:
    first = await scene.first()
    joined, _ = await scene.joins()
    await scene.reply("UDAN", first, "Fire near Ramona took two sites down.")
    await scene.send()
    (reply,) = await scene.replies()
    await scene.service.accept(scene.delivery(), who("UNICK"), joined.id, reply.id, Pressed())
    scene.step(11)
    with pytest.raises(TooLateToUndo):
        await scene.service.unaccept(scene.delivery(), who("UNICK"), joined.id, Pressed())
