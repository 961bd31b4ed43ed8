"""Whatever order the events of a shared thread come in, the same is stored in the end."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advice.facts import Asking, Pressed, Said, Source
from bot.inbox import Delivery
from storage.advice import Ask, Reply
from storage.database import Database
from storage.timers import Timer
from tests.bot.advice.alike import Outage, outage
from tests.bot.advice.scene import BOT, HOME, who
from tests.bot.advice.test_any_order import (
    ANSWER,
    ASKER,
    BASE,
    FEW,
    LAST,
    OTHER,
    ROOT,
    Event,
    forget,
    orders,
    reply,
)
from tests.fakes import START

# Each example plays two days of two people.
FEWER = settings(FEW, max_examples=8)
SAME = f"{BASE + 3}.000300"  # Nick asks the same


def same(words: str, edited: str | None = None) -> Event:
    said = Said(HOME, SAME, None, f"<@{BOT}> {words}", edited, mentions_bot=True)
    return Event(f"message:{SAME}:{edited}", "UNICK", said)


# No answer is deleted: where the only one is gone when it is settled, the others go on at a card
# of their own, which nothing that is heard later takes back.
ANSWERS = (
    reply(ANSWER, "UDAN", "A fire near Ramona."),
    reply(ANSWER, "UDAN", "A fire near Ramona: 24 hours.", f"{BASE + 12}.000200"),
    reply(OTHER, "UINES", "Crews are on site."),
    reply(ASKER, "UMAYA", "Does it affect Julian, too?"),
    reply(LAST, "UMAYA", "thanks!"),
    Event(f"mark:{ANSWER}", "UMAYA", mark=ANSWER),
    Event(f"mark:{ANSWER}:nick", "UNICK", mark=ANSWER),
    Event(f"mark:{OTHER}:nick", "UNICK", mark=OTHER),
)
BY_MENTION = (
    same("No service in Romana?"),
    same("No service in Ramona?", f"{BASE + 9}.000200"),
    *ANSWERS,
)
JOINED = (
    reply(f"{BASE + 5}.000500", "UNICK", "Mine is in Julian."),
    reply(f"{BASE + 9}.000900", "UNICK", "thanks!"),
    reply(f"{BASE + 9}.000900", "UNICK", "What about Julian?", f"{BASE + 13}.000200"),
    *ANSWERS,
)


@pytest.fixture
async def scene(database: Database) -> Outage:
    return await outage(database)


@FEWER
@given(order=orders(BY_MENTION))
async def test_a_mention_that_joins_ends_alike_in_any_order(
    scene: Outage, order: tuple[list[int], list[tuple[int, str]]]
) -> None:
    await check_alike(scene, BY_MENTION, order, by_command=False)


@FEWER
@given(order=orders(JOINED), over=st.booleans())
async def test_a_thread_that_two_share_ends_alike_in_any_order(
    scene: Outage, order: tuple[list[int], list[tuple[int, str]]], over: bool
) -> None:
    await check_alike(scene, JOINED, order, by_command=True, over=over)


async def check_alike(
    scene: Outage,
    events: Sequence[Event],
    order: tuple[list[int], list[tuple[int, str]]],
    *,
    by_command: bool,
    over: bool = False,
) -> None:
    """`over`: in the end Maya withdraws hers, and who has no answer goes on."""
    happened, heard = order
    told = []
    for sequence in ([(index, "") for index in happened], heard):
        await forget(scene)
        scene.now = START
        await scene.service.ask(Delivery("first", START), who("UMAYA"), asking())
        await scene.send(card=ROOT)
        (first,) = await scene.all(Ask)
        scene.sensor.first = first.id
        if by_command:
            scene.step(1)
            await scene.service.ask(Delivery("second", scene.now), who("UNICK"), asking())
        scene.now = START.replace(second=30)
        for index, twin in sequence:
            await events[index].happen(scene, twin)
            if index % 3 == 0:
                await scene.send()
        if over:
            press = Delivery("withdraw", scene.now)
            first = await scene.get(first)
            if first.state in ("open", "claimed"):
                await scene.service.withdraw(press, who("UMAYA"), first.id, Pressed())
        await scene.send(card="1.5")
        told.append(await everything(scene))

    one, other = told
    for asker in one["asks"]:
        assert one["asks"][asker] == other["asks"].get(asker)
    assert one == other


def asking() -> Asking:
    return Asking("No service in Ramona, why?", Source.COMMAND, channel=HOME)


async def everything(scene: Outage) -> dict[str, Any]:
    """What is stored, without ids and without how it came about."""
    asks, replies = await scene.all(Ask), await scene.all(Reply)
    by_id = {each.id: each.ts for each in replies}
    names = {each.id: each.asker for each in asks}
    passing = {"id", "accepted_reply_id", "told_at", "undo_until", "card_ts", "joined_to"}
    return {
        "asks": {
            each.asker: each.model_dump(exclude=passing)
            | {"worked": by_id.get(each.accepted_reply_id), "joined": names.get(each.joined_to)}
            for each in asks
        },
        "replies": sorted(
            (each.ts, each.text, each.author, names.get(each.ask_id, ""), each.deleted_at)
            for each in replies
            if asks and each.ask_id is not None
        ),
        "due": sorted(
            (each.kind, names.get(UUID(each.subject.removeprefix("ask:")), ""), each.due_at)
            for each in await scene.all(Timer)
            if each.done_at is None and "undo" not in each.kind
        ),
    }
