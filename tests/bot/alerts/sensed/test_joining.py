"""From the third like ask on, the next one joins the thread of the first of its pod."""

from datetime import timedelta

from bot.alerts.sensor import Known
from storage.advice import Ask, AskState
from storage.alerts_matters import AlertMatterAsk
from storage.topics import Topic
from tests.bot.advice.scene import who
from tests.bot.alerts.by_hand.scene import SECOND
from tests.bot.alerts.matters import CHARGED, RAMONA
from tests.bot.alerts.sensed.scene import REPS, Crowd


async def many_ask(crowd: Crowd, count: int = 3, first: int = 0) -> list[Ask]:
    asks = []
    for number in range(first, first + count):
        asks.append(await crowd.ask(REPS[number], RAMONA[number % len(RAMONA)]))
        await crowd.tick()
        crowd.step(5)
    return asks


async def test_the_fourth_joins_the_first_and_no_note_goes_to_it(crowd: Crowd) -> None:
    asks = await many_ask(crowd, 5)
    joined = [each.joined_to for each in asks]
    assert joined == [None, None, None, asks[0].id, asks[0].id]
    assert {ask for ask, _ in crowd.told} == {each.id for each in asks[:3]}
    rows = {each.ask_id: each.in_thread for each in await crowd.all(AlertMatterAsk)}
    assert rows == {each.id: each.joined_to is not None or each is asks[0] for each in asks}


async def test_each_pod_has_a_first_of_its_own(crowd: Crowd) -> None:
    first = (await many_ask(crowd, 3))[0]
    there = await crowd.ask("UNICK", RAMONA[4])
    await crowd.tick()
    again = await crowd.ask("UEVE", RAMONA[5])
    assert (there.joined_to, again.joined_to) == (None, there.id)
    assert again.channel == SECOND != first.channel


async def test_another_matter_gets_a_card(crowd: Crowd) -> None:
    await many_ask(crowd, 3)
    assert (await crowd.ask(REPS[8], CHARGED[0])).joined_to is None


async def test_ten_minutes_later_a_like_ask_gets_a_card(crowd: Crowd) -> None:
    await many_ask(crowd, 3)
    crowd.step(600)
    assert (await crowd.ask(REPS[8], RAMONA[3])).joined_to is None


async def test_what_was_taken_back_is_nobody_s_first(crowd: Crowd) -> None:
    asks = await many_ask(crowd, 4)
    await crowd.call_off(asks[0])
    await crowd.call_off(asks[1], AskState.NOT_A_QUESTION)
    await crowd.tick()
    more = await many_ask(crowd, 1, first=5)
    assert more[0].joined_to is None  # two are left
    await many_ask(crowd, 1, first=6)
    last = await many_ask(crowd, 1, first=7)
    assert last[0].joined_to == asks[2].id


async def test_whoever_says_that_theirs_is_different_is_not_put_there_again(crowd: Crowd) -> None:
    asks = await many_ask(crowd, 5)
    await crowd.part(asks[4])
    await crowd.tick()
    matter = await crowd.matter()
    assert await crowd.asks_of(matter) == {each.id for each in asks[:4]}
    assert (await crowd.ask(REPS[4], RAMONA[1])).joined_to is None
    assert (await crowd.ask(REPS[9], RAMONA[1])).joined_to == asks[0].id


async def test_without_a_matter_nothing_is_looked_up_while_the_ask_is_made(crowd: Crowd) -> None:
    known = await crowd.sensor.look(who(REPS[0]), None, RAMONA[0], Topic.NETWORK, crowd.now)
    assert known == Known()


async def test_a_process_that_remembers_nothing_joins_like_any_other(crowd: Crowd) -> None:
    asks = await many_ask(crowd, 3)
    crowd.replica()
    assert (await crowd.ask(REPS[7], RAMONA[5])).joined_to == asks[0].id


async def test_an_ask_that_came_late_stands_where_it_was_asked(crowd: Crowd) -> None:
    asks = await many_ask(crowd, 2)
    late = await crowd.ask(REPS[5], RAMONA[4], asked_at=crowd.now - timedelta(minutes=3))
    await crowd.tick()
    assert await crowd.asks_of(await crowd.matter()) == {late.id, *(each.id for each in asks)}
