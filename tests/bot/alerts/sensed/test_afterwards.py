"""What was asked before an alert was over is no matter after it."""

from storage.advice import AskState
from storage.alerts_matters import AlertMatter
from storage.timers import Timer
from tests.bot.alerts.matters import CHARGED, RAMONA
from tests.bot.alerts.sensed.scene import REPS, Crowd
from tests.bot.alerts.sensed.test_joining import many_ask


async def test_after_the_all_clear_those_who_asked_before_it_are_no_matter_again(
    crowd: Crowd,
) -> None:
    await many_ask(crowd, 4)
    made = await crowd.alert_for("URUTH", await crowd.matter())
    await crowd.tick()
    crowd.step(120)
    await crowd.end(made.alert)
    await crowd.tick()
    told = len(crowd.told)
    crowd.step(60)
    await crowd.ask(REPS[5], RAMONA[2])
    await crowd.tick()
    assert len(await crowd.all(AlertMatter)) == 1
    assert len(crowd.told) == told
    for number in (6, 7):
        await crowd.ask(REPS[number], RAMONA[number % 7])
    await crowd.tick()
    first, again = await crowd.all(AlertMatter)
    assert len(await crowd.asks_of(again)) == 3
    assert len(await crowd.asks_of(first)) == 4


async def test_an_alert_is_compared_anew_only_where_somebody_new_asks(crowd: Crowd) -> None:
    asks = await many_ask(crowd, 4)
    await crowd.alert_for("URUTH", await crowd.matter())
    await crowd.pass_time(60)
    await crowd.call_off(asks[3])
    await crowd.tick()
    due = [each for each in await crowd.all(Timer) if each.kind == "alert.asks"]
    assert [each for each in due if each.done_at is None] == []


async def test_a_matter_whose_asks_are_another_ones_by_now_does_not_say_they_were_taken_back(
    crowd: Crowd,
) -> None:
    asks = await many_ask(crowd, 3)
    charged = [await crowd.ask(REPS[5 + at], text) for at, text in enumerate(CHARGED)]
    await crowd.tick()
    assert len(await crowd.all(AlertMatter)) == 2
    for each in charged:
        await crowd.reword(each, asks[0].question)
    await crowd.tick()
    said = [str(each.body["text"]) for each in await crowd.cards_to("URUTH")]
    said += [str(each.body["text"]) for each in await crowd.cards_to("ULUIS")]
    assert "It is over: those who asked took their questions back." not in said
    assert "It is over: those who asked ask something else by now." in said


async def test_what_was_taken_back_and_comes_back_hears_it_once(crowd: Crowd) -> None:
    asks = await many_ask(crowd, 3)
    heard = len(crowd.told)
    assert heard == 3
    await crowd.call_off(asks[0])
    await crowd.tick()
    assert len(await crowd.asks_of(await crowd.matter())) == 2
    await crowd.call_off(asks[0], AskState.OPEN)
    await crowd.tick()
    assert len(await crowd.asks_of(await crowd.matter())) == 3
    assert len(crowd.told) == heard


async def test_a_matter_that_was_taken_back_as_a_whole_and_comes_back_is_heard_once(
    crowd: Crowd,
) -> None:
    asks = await many_ask(crowd, 3)
    heard = len(crowd.told)
    for state in (AskState.WITHDRAWN, AskState.OPEN):
        for each in asks:
            await crowd.call_off(each, state)
        await crowd.tick()
    assert len(crowd.told) == heard
