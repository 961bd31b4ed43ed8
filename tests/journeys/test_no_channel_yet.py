"""A pod that stands in the roster, but whose channel was not made yet."""

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from storage.advice import Ask
from storage.outbox import OutboxRow
from storage.pods import Pod
from tests.journeys.people import QUESTION, Day, Person

pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)


@pytest.fixture
async def general(day: Day, maya: Person) -> str:
    """San Diego has no channel, so its people ask wherever they are."""
    await without_a_channel(day)
    return await maya.channel("general")


async def without_a_channel(day: Day) -> None:
    async with day.trial.podline.database.write() as session:
        await session.execute(update(Pod).where(col(Pod.key) == "san-diego").values(channel=None))


async def accepted(day: Day) -> tuple[int, int]:
    """How many asks there are, and how many things to say."""
    async with day.trial.podline.database.read() as session:
        asks = await session.scalar(select(func.count()).select_from(Ask))
        return asks or 0, await session.scalar(select(func.count()).select_from(OutboxRow)) or 0


async def test_a_question_is_refused_at_once_with_what_to_do_and_its_words_masked(
    day: Day, maya: Person, general: str
) -> None:
    bells = await day.bells()
    await maya.runs("/advise", "No service? Card 4111 1111 1111 1111.", general)
    assert await maya.modal() is None
    told = (await maya.private())[-1]
    assert "Your pod has no channel yet" in told
    assert "Your team leader can have it set up" in told
    assert told.endswith("Here are your words, to copy: No service? Card [card number].")
    assert await accepted(day) == (0, 0)
    assert await day.bells() == bells


async def test_a_form_that_was_open_before_keeps_its_words_until_the_channel_is_there(
    day: Day, maya: Person
) -> None:
    general = await maya.channel("general")
    await maya.runs("/advise", QUESTION, general)
    form = await maya.form()
    await without_a_channel(day)
    errors = await maya.sends(form, question=QUESTION)
    assert "Your pod has no channel yet" in errors["question"]
    typed = (await maya.form())["state"]["values"]["question"]["question"]["value"]
    assert typed == QUESTION
    async with day.trial.podline.database.write() as session:
        made = update(Pod).where(col(Pod.key) == "san-diego")
        await session.execute(made.values(channel=maya.pod))
    assert await maya.sends(form, question=QUESTION) == {}
    assert await maya.card("Ramona")
    assert (await accepted(day))[0] == 1


async def test_pod_still_shows_who_is_there(day: Day, maya: Person, general: str) -> None:
    await maya.runs("/pod", channel=general)
    assert "Dan Kowalski" in (await maya.private())[-1]
