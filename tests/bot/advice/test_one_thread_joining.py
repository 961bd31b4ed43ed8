"""Who joins whose thread, and what counts of those who did."""

from datetime import timedelta

import pytest

from bot.advice.facts import Said
from bot.text.kit import Card
from storage.advice import Ask, AskState
from storage.advice_stats import list_courses
from storage.database import Database
from tests.bot.advice.alike import Outage, outage
from tests.bot.advice.scene import BOT, HOME, THERE, texts, who
from tests.fakes import START


@pytest.fixture
async def scene(database: Database) -> Outage:
    return await outage(database)


async def test_who_asks_again_joins_nobody_else_than_themselves(scene: Outage) -> None:
    await scene.first()

    again, told = await scene.joins("UMAYA")

    assert (again.joined_to, told) == (None, None)
    assert again.card_ts is not None


async def test_nobody_joins_the_thread_of_another_pod(scene: Outage) -> None:
    await scene.first()

    asked, _ = await scene.joins("UOLGA", channel=THERE)

    assert asked.joined_to is None
    assert asked.card_ts is not None


async def test_whoever_is_named_by_a_joined_ask_joins_nothing(scene: Outage) -> None:
    """A first ask never is one that joined another one."""
    await scene.first()
    nick, _ = await scene.joins("UNICK")
    scene.sensor.first = nick.id

    ann, _ = await scene.joins("UANN")

    assert ann.joined_to is None


async def test_a_mention_in_a_thread_stays_there(scene: Outage) -> None:
    await scene.first()
    root, ts = scene.ts(), scene.ts()
    said = Said(HOME, ts, root, f"<@{BOT}> No service in Ramona?", mentions_bot=True)

    await scene.service.note_message(scene.delivery(), who("UNICK"), said)

    asked = next(each for each in await scene.all(Ask) if each.asker == "UNICK")
    assert (asked.joined_to, asked.thread_ts) == (None, root)


async def test_a_question_edited_in_later_joins_too(scene: Outage) -> None:
    first = await scene.first()
    ts = scene.ts()
    said = Said(HOME, ts, None, f"<@{BOT}> No service?", f"{float(ts) + 3:.6f}", mentions_bot=True)

    await scene.service.note_message(scene.delivery(), who("UNICK"), said)

    asked = next(each for each in await scene.all(Ask) if each.asker == "UNICK")
    assert asked.joined_to == first.id
    assert scene.sensor.kept[-1] == (asked.id, "known of No service?")


async def test_stats_count_what_joined_as_any_other(scene: Outage) -> None:
    first = await scene.first()
    await scene.joins("UNICK")
    scene.step(30)
    await scene.reply("UDAN", first, "A fire near Ramona.")

    async with scene.database.read() as session:
        courses = await list_courses(session, first.pod_id, START - timedelta(days=1))

    assert len(courses) == 2
    assert all(each.first_reply_at is not None for each in courses)


async def test_who_joined_with_a_customer_on_the_line_is_on_a_call(scene: Outage) -> None:
    first = await scene.first()
    await scene.joins("UNICK")

    async with scene.database.read() as session:
        busy = await scene.service.on_a_call(session, first.pod_id, scene.now)

    assert {"UMAYA", "UNICK"} <= busy


async def test_a_mark_that_outran_its_answer_is_that_of_whoever_set_it(scene: Outage) -> None:
    first = await scene.first()
    nick, _ = await scene.joins("UNICK")
    scene.step(5)
    ts = scene.ts()
    await scene.service.note_mark(scene.delivery(), who("UNICK"), HOME, ts, True)

    await scene.reply("UDAN", first, "A fire near Ramona.", ts=ts)

    assert (await scene.get(nick)).state is AskState.ACCEPTED
    assert (await scene.get(first)).state is AskState.OPEN


async def test_a_mark_that_is_heard_before_the_question_counts(scene: Outage) -> None:
    first = await scene.first()
    ts = scene.ts()
    scene.step(5)
    answer = await scene.reply("UDAN", first, "A fire near Ramona.")
    await scene.service.note_mark(scene.delivery(), who("UNICK"), HOME, answer.ts, True)

    said = Said(HOME, ts, None, f"<@{BOT}> No service in Ramona?", mentions_bot=True)
    await scene.service.note_message(scene.delivery(), who("UNICK"), said)

    nick = next(each for each in await scene.all(Ask) if each.asker == "UNICK")
    assert nick.state is AskState.ACCEPTED


async def test_a_mark_from_before_they_asked_settles_nothing(scene: Outage) -> None:
    first = await scene.first()
    answer = await scene.reply("UDAN", first, "A fire near Ramona.")
    await scene.service.note_mark(scene.delivery(), who("UNICK"), HOME, answer.ts, True)
    scene.step(60)

    nick, _ = await scene.joins("UNICK")

    assert nick.state is AskState.OPEN


async def test_a_call_back_of_the_first_calls_nobody_anew_for_the_others(scene: Outage) -> None:
    first = await scene.first()
    await scene.joins("UNICK")
    await scene.pass_time(400)
    at = scene.now + timedelta(hours=3)
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), first.id, at)

    sent = await scene.pass_time(60)

    assert not any("a customer is waiting" in text for text in texts(sent))


async def test_what_goes_on_is_read_before_whose_thread_it_is(scene: Outage) -> None:
    """The customer is waiting for the facts."""
    await scene.first()
    scene.sensor.says = Card("Network outage, Ramona.", [])

    _, told = await scene.joins()

    assert told is not None
    assert told.text.startswith("Network outage, Ramona. Maya R. asks the same.")
