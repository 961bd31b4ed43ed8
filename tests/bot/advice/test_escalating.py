"""The ladder at work: who is called, when, and who is left in peace."""

from datetime import timedelta

import pytest

from bot.advice.errors import AlreadyDeclined
from bot.advice.facts import Due, Pressed
from storage.advice import AskState, CallState, Contact, Mention
from storage.database import Database
from storage.outbox import Act, OutboxRow
from storage.pods import Member, set_presence
from tests.bot.advice.scene import HOME, THERE, Scene, pick, pressed_on, texts, who


def called(rows: list[OutboxRow]) -> list[str]:
    """Whom the ladder mentioned in these messages."""
    words = " ".join(text for text in texts(pick(rows, Act.POST)) if "customer" in text)
    return [part.split(">")[0] for part in words.split("<@")[1:]]


async def presence(scene: Scene, user: str, minutes: int) -> None:
    (member,) = (each for each in await scene.all(Member) if each.user == user)
    async with scene.database.write() as session:
        await set_presence(session, member.id, away_until=scene.now + timedelta(minutes=minutes))


async def test_a_question_that_nobody_answers_climbs_the_whole_ladder(scene: Scene) -> None:
    ask = await scene.ask(call_state=CallState.TALKING)

    assert called(await scene.pass_time(14)) == []
    specialists = called(await scene.pass_time(1))
    assert len(specialists) == 2
    assert set(specialists) < {"UINES", "UTHEO", "UNINA"}
    assert called(await scene.pass_time(14)) == []
    assert called(await scene.pass_time(1)) in (["UCARA"], ["UCOLE"])
    assert called(await scene.pass_time(30)) == ["URUTH"]
    overflow = await scene.pass_time(60)
    # The linked card, which shows a usual question whole; at home the card says so.
    assert [row.channel for row in pick(overflow, Act.POST)] == [THERE]
    (here,) = [row for row in pick(overflow, Act.REPAINT) if row.channel == HOME]
    assert "Detroit sees it" in str(here.body["blocks"])
    assert called(overflow) == []
    assert set(await scene.due()) == {Due.LAPSE}
    assert len({each.user for each in await scene.all(Mention)}) == 4
    assert (await scene.get(ask)).next_rung == 4


async def test_the_calls_stand_in_the_asks_thread(scene: Scene) -> None:
    ask = await scene.ask()

    (call,) = await scene.pass_time(15)

    assert call.body["thread_ts"] == ask.thread_ts
    assert "Not me" in str(call.body["blocks"])


async def test_a_late_tick_loses_no_rung_and_moves_none(scene: Scene) -> None:
    await scene.ask()

    scene.step(29)
    await scene.tick()
    assert len(called(await scene.send())) == 2

    scene.step(1)
    await scene.tick()
    assert len(called(await scene.send())) == 1


async def test_a_call_back_calls_its_own_people_after_every_rung_of_the_call(scene: Scene) -> None:
    ask = await scene.ask()
    before = called(await scene.pass_time(130))
    await scene.service.promise_call_back(
        scene.delivery(), who("UMAYA"), ask.id, scene.now + timedelta(hours=2)
    )

    assert called(await scene.pass_time(15 * 60 - 1)) == []
    (specialist,) = called(await scene.pass_time(1))
    assert called(await scene.pass_time(75 * 60 - 1)) == []
    (coach,) = called(await scene.pass_time(1))

    assert {specialist} == {"UINES", "UTHEO", "UNINA"} - set(before)
    assert {coach} == {"UCARA", "UCOLE"} - set(before)


async def test_after_a_call_back_climbed_the_customer_on_the_line_gets_every_rung(
    scene: Scene,
) -> None:
    ask = await scene.ask()
    at = scene.now + timedelta(hours=2)
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, at)
    early = called(await scene.pass_time(110 * 60))
    await scene.service.change_call_state(
        scene.delivery(), who("UMAYA"), ask.id, CallState.TALKING, Pressed()
    )

    late = called(await scene.pass_time(60))

    assert len(early) == 2
    assert len(late) == 4
    assert not set(early) & set(late)


async def test_a_reply_by_a_colleague_holds_the_ladder_for_half_a_minute(scene: Scene) -> None:
    ask = await scene.ask()
    scene.step(10)
    await scene.reply("UDAN", ask, "One moment, looking.")

    assert called(await scene.pass_time(29)) == []
    assert len(called(await scene.pass_time(1.1))) == 2


async def test_the_askers_own_words_hold_nothing(scene: Scene) -> None:
    ask = await scene.ask()
    scene.step(10)
    await scene.reply("UMAYA", ask, "It is about Julian, too.")

    assert len(called(await scene.pass_time(5))) == 2


async def test_still_need_help_lets_the_ladder_go_on(scene: Scene) -> None:
    ask = await scene.ask()
    scene.step(10)
    await scene.reply("UDAN", ask, "Did they restart the phone?")
    scene.step(8)

    said = await scene.service.still_need_help(scene.delivery(), who("UMAYA"), ask.id, Pressed())
    await scene.tick()

    assert said is not None
    assert said.text == "I am calling more people for this one."
    assert len(called(await scene.send())) == 2


async def test_still_need_help_promises_only_what_will_happen(scene: Scene) -> None:
    ask = await scene.ask()
    told = []
    for seconds in (0, 70, 60):
        await scene.pass_time(seconds)
        said = await scene.service.still_need_help(
            scene.delivery(), who("UMAYA"), ask.id, Pressed()
        )
        told.append(said.text if said else "")
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    said = await scene.service.still_need_help(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    assert told[0] == "I am calling more people for this one."
    assert told[1] == "Detroit gets this one next."
    assert told[2].startswith("Nobody else is free now; the question stays open.")
    assert said is not None
    assert said.text == "Dan K. is still on this one."


async def test_without_mentions_still_need_help_promises_no_calls(scene: Scene) -> None:
    for _ in range(5):
        await scene.ask()
    ask = await scene.ask()

    said = await scene.service.still_need_help(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    assert said is not None
    assert "calling" not in said.text


async def test_not_me_says_whether_anybody_is_left_and_nothing_the_second_time(
    scene: Scene,
) -> None:
    ask = await scene.ask()
    first, second = called(await scene.pass_time(15))
    await scene.pass_time(110)
    told = [
        await scene.service.not_me(scene.delivery(), who(user), ask.id, Pressed())
        for user in (first, second, second)
    ]

    assert told[0] is not None
    assert told[0].text == "Thanks, I move on to someone else."
    assert told[1] is not None
    assert told[1].text == "Thanks. Nobody else is free now; the question stays open."
    assert told[2] is None


async def test_a_claim_stops_the_ladder_and_back_to_the_pod_lets_it_go_on(scene: Scene) -> None:
    ask = await scene.ask()
    scene.step(5)
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    assert called(await scene.pass_time(40)) == []

    await scene.service.release(scene.delivery(), who("UDAN"), ask.id, Pressed())
    await scene.tick()

    assert len(called(await scene.send())) == 2


async def test_not_me_moves_on_to_somebody_who_was_not_asked(scene: Scene) -> None:
    ask = await scene.ask()
    first = called(await scene.pass_time(15))

    await scene.service.not_me(scene.delivery(), who(first[0]), ask.id, Pressed())

    (second,) = called(await scene.send())
    assert second in {"UINES", "UTHEO", "UNINA"} - set(first)


async def test_a_call_that_everybody_handed_on_loses_its_buttons(scene: Scene) -> None:
    ask = await scene.ask()
    first, second = called(await scene.pass_time(15))
    pressed = await pressed_on(scene, ask, "call:")

    await scene.service.not_me(scene.delivery(), who(first), ask.id, pressed)
    assert not [row for row in await scene.send() if row.act is Act.REPAINT]
    scene.step(1)
    await scene.service.not_me(scene.delivery(), who(second), ask.id, pressed)

    (repaint,) = [row for row in await scene.send() if row.act is Act.REPAINT]
    assert (repaint.part[:5], repaint.body["response_url"]) == ("call:", pressed.response_url)
    assert first in repaint.body["text"]
    assert "actions" not in str(repaint.body["blocks"])


async def test_a_claim_on_a_call_takes_its_buttons_away(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.pass_time(15)
    pressed = await pressed_on(scene, ask, "call:")

    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, pressed)

    (repaint,) = [row for row in await scene.send() if row.part.startswith("call:")]
    assert repaint.body["response_url"] == pressed.response_url
    assert "actions" not in str(repaint.body["blocks"])


async def test_nobody_is_called_twice_for_one_ask(scene: Scene) -> None:
    ask = await scene.ask()
    calls = called(await scene.pass_time(15))

    for user in (*calls, "UINES", "UTHEO", "UNINA"):
        if user in {each.user for each in await scene.all(Mention)}:
            await scene.service.not_me(scene.delivery(), who(user), ask.id, Pressed())
            calls += called(await scene.send())

    assert sorted(calls) == ["UINES", "UNINA", "UTHEO"]


async def test_not_me_pressed_twice_calls_nobody_more(database: Database) -> None:
    scene = Scene(database)
    await scene.people(specialists=1)
    ask = await scene.ask()
    (first,) = called(await scene.pass_time(15))

    for calls in (1, 0):
        await scene.service.not_me(scene.delivery(), who(first), ask.id, Pressed())
        assert len(called(await scene.send())) == calls


async def test_not_me_by_somebody_who_was_not_called_is_kindly_refused(scene: Scene) -> None:
    ask = await scene.ask()

    with pytest.raises(AlreadyDeclined):
        await scene.service.not_me(scene.delivery(), who("UDAN"), ask.id, Pressed())


async def test_nobody_on_a_call_or_away_is_called(scene: Scene) -> None:
    await presence(scene, "UTHEO", minutes=30)
    await scene.ask("UINES", "Is there an outage in Julian?")

    await scene.ask()

    calls = called(await scene.pass_time(15))
    assert "UINES" not in calls
    assert "UTHEO" not in calls
    assert "UNINA" in calls


async def test_whoever_took_another_ask_lately_is_not_called(scene: Scene) -> None:
    other = await scene.ask("UDAN", "Is there an outage in Julian?")
    await scene.service.claim(scene.delivery(), who("UINES"), other.id, Pressed())
    await scene.send()

    await scene.ask()

    assert "UINES" not in called(await scene.pass_time(15))


async def test_the_sixth_ask_within_an_hour_calls_nobody_and_the_asker_is_told(
    scene: Scene,
) -> None:
    for _ in range(5):
        ask = await scene.ask()
        await scene.service.withdraw(scene.delivery(), who("UMAYA"), ask.id, Pressed())
        scene.step(60)

    ask = await scene.ask()

    assert not ask.mentions_allowed
    assert called(await scene.pass_time(70)) == []
    assert (await scene.get(ask)).state is AskState.OPEN


async def test_putting_five_customers_on_hold_does_not_make_room_for_a_sixth_ask(
    scene: Scene,
) -> None:
    for _ in range(5):
        ask = await scene.ask()
        await scene.service.change_call_state(
            scene.delivery(), who("UMAYA"), ask.id, CallState.ON_HOLD, Pressed()
        )
        scene.step(60)

    assert not (await scene.ask()).mentions_allowed


async def test_asks_that_began_on_hold_or_in_a_chat_do_not_count_among_the_five(
    scene: Scene,
) -> None:
    for number in range(6):
        how = {"contact": Contact.CHAT} if number % 2 else {"call_state": CallState.ON_HOLD}
        assert (await scene.ask(**how)).mentions_allowed
        scene.step(60)

    assert (await scene.ask()).mentions_allowed


async def test_putting_the_customer_on_hold_gives_the_pod_more_time(scene: Scene) -> None:
    ask = await scene.ask()
    scene.step(5)
    await scene.service.change_call_state(
        scene.delivery(), who("UMAYA"), ask.id, CallState.ON_HOLD, Pressed()
    )

    assert called(await scene.pass_time(24)) == []
    assert len(called(await scene.pass_time(1))) == 2


async def test_twenty_silent_minutes_close_an_ask_quietly(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.pass_time(125)
    scene.now = ask.asked_at + timedelta(minutes=20)

    await scene.tick()

    assert (await scene.get(ask)).state is AskState.LAPSED
    assert {row.act for row in await scene.waiting()} == {Act.REPAINT}
    assert set(await scene.due()) == {Due.END_OF_SHIFT}
