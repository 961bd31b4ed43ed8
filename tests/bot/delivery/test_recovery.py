"""What a sender leaves behind is taken over; what fails in our own house loses nothing."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import sender as sender_module
from bot.delivery.call import call_for
from bot.delivery.claiming import Room, claim
from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from bot.delivery.pace import SLACK
from bot.delivery.transaction import Transactions
from bot.inbox import Delivery
from storage.ids import new_id
from storage.outbox import OutboxRow, RowState
from tests.bot.delivery.conftest import Floor
from tests.engines import on_postgresql, on_sqlite
from tests.waiting import until

CARD = Post("ask:1", "C1", "card", part="card")


async def die_while_sending(floor: Floor, accepted: bool) -> None:
    """Another sender commits `sending`, reaches Slack or not, and is never heard of again."""
    await floor.say(CARD)
    holder = None if floor.database.is_sqlite else new_id()
    async with floor.database.write() as session:
        (attempt,) = (await claim(session, holder, floor.clock.now(), Room(5, 5), SLACK)).attempts
    if accepted:
        await floor.slack.send(call_for(attempt.row, None))


@pytest.mark.parametrize("accepted", [True, False])
async def test_what_a_dead_sender_was_sending_ends_in_one_message(
    floor: Floor, accepted: bool
) -> None:
    await die_while_sending(floor, accepted)
    await floor.start()
    for _ in range(5):
        await floor.step(5)
    assert floor.slack.texts() == ["card"]
    assert len(floor.slack.looked) == 1
    assert [part for _, part, _ in floor.posted] == ["card"]


async def test_nobody_takes_over_what_a_living_sender_is_sending(floor: Floor) -> None:
    floor.slack.open.clear()
    await floor.start()
    await floor.say(CARD)
    await until(lambda: bool(floor.slack.calls))
    if not floor.database.is_sqlite:
        await floor.start()
    floor.clock.step(10)
    for sender in floor.senders:
        sender.wake()
    await until(lambda: not any(each._woken.is_set() or each._looking for each in floor.senders))
    assert [row.state for row in await floor.rows()] == [RowState.SENDING]
    floor.slack.open.set()
    await floor.step(1)
    assert floor.slack.texts() == ["card"]
    assert not floor.slack.looked


@on_postgresql
async def test_two_senders_say_everything_once_and_in_order(floor: Floor) -> None:
    await floor.start()
    await floor.start()
    for number in range(30):
        await floor.say(Post(f"s:{number % 5}", f"C{number % 5}", str(number)))
    for _ in range(8):
        await floor.step(1)
    for channel in range(5):
        assert floor.slack.texts(f"C{channel}") == [str(n) for n in range(channel, 30, 5)]


@on_postgresql
async def test_a_commit_wakes_the_senders_of_other_processes(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender_module, "POLL_SECONDS", 60.0)
    await floor.settle(CARD)
    async with floor.database.write() as session:
        await say(session, floor.clock.now(), Post("ask:2", "C2", "from elsewhere"))
    await until(lambda: "from elsewhere" in floor.slack.texts(), seconds=10)


async def test_a_deed_that_fails_loses_neither_its_message_nor_others(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def on_posted(session: AsyncSession, row: OutboxRow, ts: str, now: datetime) -> None:
        if row.subject == "ask:1":
            raise ValueError("a mistake of ours")
        floor.posted.append((row.subject, row.part, ts))

    monkeypatch.setattr(floor, "on_posted", on_posted)
    await floor.settle(CARD, Post("ask:2", "C2", "other", part="card"))
    assert sorted(floor.slack.texts()) == ["card", "other"]
    assert [row.state for row in await floor.rows()] == [RowState.SENT, RowState.SENT]
    assert [subject for subject, _, _ in floor.posted] == ["ask:2"]


@on_sqlite
async def test_a_claim_joins_the_transaction_that_says_it(floor: Floor) -> None:
    sender = await floor.start()
    await floor.settle()
    transactions = Transactions(floor.database)
    transactions.join_with(sender.join)
    async with transactions.of(Delivery("d:1", floor.clock.now())) as session:
        await say(session, floor.clock.now(), replace(CARD, priority=Priority.URGENT))
    (row,) = await floor.rows()
    assert row.state is RowState.SENDING  # before the sender had any turn of its own
    await floor.settle()
    assert floor.slack.texts() == ["card"]


async def test_a_transaction_that_fails_says_nothing(floor: Floor) -> None:
    sender = await floor.start()
    await floor.settle()
    transactions = Transactions(floor.database, sender.wake)
    transactions.join_with(sender.join)

    async def fail() -> None:
        async with transactions.of(Delivery("d:1", floor.clock.now())) as session:
            await say(session, floor.clock.now(), CARD)
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        await fail()
    await floor.settle()
    assert floor.slack.calls == []
    assert await floor.rows() == []
