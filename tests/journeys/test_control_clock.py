"""The control door's clock in a trial: time passes for the workspace and for the bot."""

import asyncio

from tests.journeys.people import Day, Json, Person, calls_for_help


async def step(day: Day, seconds: float) -> Json:
    address = f"{day.trial.workspace.url}/control/clock"
    async with day.session.post(address, json={"seconds": seconds}) as response:
        assert response.status == 200, await response.text()
        return dict(await response.json())


async def test_what_is_due_for_the_bot_has_happened_when_the_door_answers(
    day: Day, maya: Person
) -> None:
    card = await maya.asks()
    before = day.trial.time()
    assert (await step(day, 20))["now"] == before + 20
    assert len(calls_for_help(await maya.thread(card))) == 1
    assert day.trial.podline.idle()
    assert day.trial.workspace.state.now() == day.trial.time() == before + 20


async def test_two_who_step_at_once_step_one_after_the_other(day: Day) -> None:
    before = day.trial.time()
    await asyncio.gather(step(day, 5), step(day, 7))
    assert day.trial.time() == before + 12
