"""How asks end without an answer, and what is brought up again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.advice.errors import (
    AlreadySettled,
    CallBackInThePast,
    CallBackWithoutATime,
    NotYourPod,
    OnlyTheAskerOrACoach,
)
from bot.advice.facts import Due, Pressed
from storage.advice import Ask, AskState, CallState
from storage.outbox import Act, OutboxRow
from storage.topics import Topic
from tests.bot.advice.scene import Scene, ids, pick, who


async def test_only_the_asker_or_a_coach_says_that_it_is_not_a_question(scene: Scene) -> None:
    ask = await scene.ask()

    with pytest.raises(OnlyTheAskerOrACoach):
        await scene.service.not_a_question(scene.delivery(), who("UDAN"), ask.id, Pressed())
    await scene.service.not_a_question(scene.delivery(), who("UCARA"), ask.id, Pressed())

    assert (await scene.get(ask)).state is AskState.NOT_A_QUESTION


async def test_pressing_nothing_owed_twice_changes_nothing(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.nothing_owed(scene.delivery(), who("UMAYA"), ask.id, Pressed())
    before = await scene.get(ask)
    scene.step(3)

    await scene.service.nothing_owed(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    assert await scene.get(ask) == before


async def test_what_is_settled_is_settled_otherwise_only_after_undo(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.nothing_owed(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    with pytest.raises(AlreadySettled):
        await scene.service.withdraw(scene.delivery(), who("UMAYA"), ask.id, Pressed())
    await scene.service.unaccept(scene.delivery(), who("UMAYA"), ask.id, Pressed())
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    assert (await scene.get(ask)).state is AskState.WITHDRAWN


async def test_a_promised_call_back_keeps_the_ask_open_and_is_brought_to_mind(
    scene: Scene,
) -> None:
    ask = await scene.ask()
    at = scene.now + timedelta(hours=2)

    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, at)
    await scene.send()
    due = await scene.due()
    assert (due[Due.RUNG], due[Due.CALL_BACK]) == (
        scene.now + timedelta(minutes=15),
        at - timedelta(minutes=10),
    )

    said = await scene.pass_time(110 * 60)

    (reminder,) = [row for row in pick(said, Act.POST) if row.channel == "UMAYA"]
    assert "call-back" in reminder.body["text"]
    assert (await scene.get(ask)).state is AskState.OPEN


async def test_the_private_way_to_the_asker_is_forgotten_when_nothing_can_be_undone(
    scene: Scene,
) -> None:
    ask = await scene.ask()
    await scene.service.nothing_owed(scene.delivery(), who("UMAYA"), ask.id, Pressed())
    assert (await scene.get(ask)).response_url is not None

    await scene.pass_time(10)

    assert (await scene.get(ask)).response_url is None


async def test_the_private_way_to_the_asker_is_forgotten_when_an_ask_lapses(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.pass_time(30 * 60)

    ask = await scene.get(ask)

    assert ask.state is AskState.LAPSED
    assert (ask.response_url, ask.response_url_until) == (None, None)


async def test_after_half_an_hour_the_next_change_forgets_the_private_way(scene: Scene) -> None:
    ask = await scene.ask()
    at = scene.now + timedelta(hours=2)
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, at)
    await scene.pass_time(29 * 60)
    assert (await scene.get(ask)).response_url is not None

    scene.step(61)
    await scene.reply("UMAYA", ask, "It is about Julian, too.")

    assert (await scene.get(ask)).response_url is None


async def test_later_moves_the_promise_and_its_reminder(scene: Scene) -> None:
    ask = await scene.ask()
    at = scene.now + timedelta(hours=2)
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, at)
    await scene.pass_time(111 * 60)

    later = at + timedelta(hours=1)
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, later)

    assert (await scene.due())[Due.CALL_BACK] == later - timedelta(minutes=10)


async def test_a_promise_needs_a_time_that_is_still_to_come(scene: Scene) -> None:
    ask = await scene.ask()

    with pytest.raises(CallBackWithoutATime) as without:
        await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, None)
    with pytest.raises(CallBackInThePast) as past:
        await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, scene.now)

    assert without.value.field == past.value.field == "call_back_at"


async def test_the_customer_being_back_starts_a_new_wait(scene: Scene) -> None:
    ask = await scene.ask()
    at = scene.now + timedelta(hours=2)
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, at)
    scene.step(600)

    await scene.service.change_call_state(
        scene.delivery(), who("UMAYA"), ask.id, CallState.TALKING, Pressed()
    )

    assert (await scene.due())[Due.RUNG] == scene.now + timedelta(seconds=15)


async def test_what_was_left_open_comes_once_at_the_end_of_the_shift(scene: Scene) -> None:
    asks = [await scene.ask(), await scene.ask()]

    said = await scene.pass_time(13 * 3600)

    (reminder,) = [row for row in pick(said, Act.POST) if row.channel == "UMAYA"]
    assert all(str(ask_id) in str(reminder.body["blocks"]) for ask_id in ids(asks))
    assert reminder.written_at == scene.now.replace(day=17, hour=6, minute=0)  # 22:00 there
    assert await scene.due() == {}


async def test_what_was_settled_is_not_brought_up(scene: Scene) -> None:
    ask, other = await scene.ask(), await scene.ask()
    await scene.pass_time(25 * 60)
    await scene.service.nothing_owed(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    said = await scene.pass_time(13 * 3600)

    (reminder,) = [row for row in pick(said, Act.POST) if row.channel == "UMAYA"]
    assert str(other.id) in str(reminder.body["blocks"])
    assert str(ask.id) not in str(reminder.body["blocks"])


def brought_up(said: Sequence[OutboxRow]) -> list[datetime]:
    """When Maya was told what she left open."""
    mine = [row for row in pick(said, Act.POST) if row.channel == "UMAYA"]
    return [row.written_at for row in mine if "Before you go" in row.body["text"]]


async def test_an_ask_that_lapses_after_the_shift_is_brought_up_at_the_end_of_the_next(
    scene: Scene,
) -> None:
    scene.now += timedelta(hours=11, minutes=55)
    await scene.ask()

    said = await scene.pass_time(26 * 3600)

    assert brought_up(said) == [scene.now.replace(day=18, hour=6, minute=0)]


async def test_a_call_back_promised_in_the_last_minutes_is_not_brought_up_within_a_quarter(
    scene: Scene,
) -> None:
    scene.now += timedelta(hours=11, minutes=55)
    ask = await scene.ask()
    at = scene.now + timedelta(minutes=10)  # after their hours: somebody else may have to call
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, at)

    assert brought_up(await scene.pass_time(3600)) == [ask.asked_at + timedelta(minutes=15)]


async def test_a_call_back_in_the_next_shift_is_brought_up_at_the_end_of_that_one(
    scene: Scene,
) -> None:
    ask, other = await scene.ask(), await scene.ask()
    at = scene.now + timedelta(hours=24)
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, at)

    said = await scene.pass_time(38 * 3600)

    first, second = [row for row in pick(said, Act.POST) if "Before you go" in row.body["text"]]
    assert (shown(str(first.body), ask), shown(str(first.body), other)) == (False, True)
    assert shown(str(second.body), ask)
    assert second.written_at - first.written_at == timedelta(days=1)


async def test_a_call_back_at_night_is_brought_up_before_they_go(scene: Scene) -> None:
    ask = await scene.ask()
    at = scene.now + timedelta(hours=13)
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, at)

    said = await scene.pass_time(12 * 3600)

    assert brought_up(said) == [scene.now.replace(day=17, hour=6, minute=0)]


async def test_the_question_can_be_changed_by_its_asker_and_the_topic_by_the_pod(
    scene: Scene,
) -> None:
    ask = await scene.ask()
    args = (ask.id, "Is it the bill? 4111 1111 1111 1111", None, None)

    with pytest.raises(OnlyTheAskerOrACoach):
        await scene.service.edit(scene.delivery(), who("UDAN"), *args)
    await scene.service.edit(scene.delivery(), who("UMAYA"), *args)
    await scene.service.change_topic(scene.delivery(), who("UDAN"), ask.id, Topic.BILLING)
    with pytest.raises(NotYourPod):
        await scene.service.change_topic(scene.delivery(), who("UOLGA"), ask.id, Topic.OTHER)

    ask = await scene.get(ask)
    assert (ask.question, ask.topic) == ("Is it the bill? [card number]", Topic.BILLING)


async def test_a_question_that_its_form_made_long_follows_whole_in_the_thread(
    scene: Scene,
) -> None:
    ask = await scene.ask()
    long = "Why is there no service in Ramona? " * 30

    await scene.service.edit(scene.delivery(), who("UMAYA"), ask.id, long, None, None)

    (post,) = pick(await scene.waiting(), Act.POST)
    assert post.body["thread_ts"] == ask.thread_ts
    assert long.strip() in str(post.body["blocks"])


async def test_a_form_for_an_ask_that_was_settled_is_not_opened(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    with pytest.raises(AlreadySettled):
        await scene.service.call_ended_form(who("UMAYA"), ask.id, scene.now)
    with pytest.raises(AlreadySettled):
        await scene.service.edit_form(who("UMAYA"), ask.id)


async def test_home_shows_my_open_asks_and_those_i_could_help_with(scene: Scene) -> None:
    mine = await scene.ask("UINES", "Is my own bill right?")
    network = await scene.ask("UMAYA")
    billing = await scene.ask("UDAN", "Why was this customer billed twice on the invoice?")
    assert billing.topic is Topic.BILLING

    section = str(await scene.service.home_section(who("UINES")))

    assert shown(section, mine)
    assert shown(section, network)
    assert not shown(section, billing)


async def test_home_tells_somebody_without_a_pod_whom_to_see(scene: Scene) -> None:
    (section,) = await scene.service.home_section(who("UNEW"))

    assert "Ana Ruiz leads San Diego and can add you." in section["text"]["text"]


async def test_home_shows_what_i_am_on_until_i_let_it_go(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())

    mine = str(await scene.service.home_section(who("UDAN")))
    others = str(await scene.service.home_section(who("UINES")))
    await scene.service.release(scene.delivery(), who("UDAN"), ask.id, Pressed())
    later = str(await scene.service.home_section(who("UDAN")))

    assert "You are on it" in mine
    assert f"{ask.channel}/{ask.thread_ts}|Open the thread" in mine
    assert "You are on it" not in others + later


async def test_home_offers_nobody_what_was_answered_until_help_is_needed_again(
    scene: Scene,
) -> None:
    ask = await scene.ask("UMAYA")
    scene.step(5)
    await scene.reply("UDAN", ask, "Two sites are down.")
    assert not shown(str(await scene.service.home_section(who("UINES"))), ask)

    scene.step(5)
    await scene.service.still_need_help(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    assert shown(str(await scene.service.home_section(who("UINES"))), ask)


def shown(section: str, ask: Ask) -> bool:
    return str(ask.id) in section
