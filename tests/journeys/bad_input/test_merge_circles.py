"""Merges in circles are refused, whoever begins them, and a circle in the data holds up nobody."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.errors import PodlineError
from bot.inbox import Delivery
from bot.inbox import Person as Actor
from bot.practices.errors import SamePractice
from bot.workspace.visitor import words
from storage.ids import new_id
from storage.practices import Practice, PracticeState
from tests.journeys.bad_input.doing import OUTAGE, TABLET, finds, kept, saves
from tests.journeys.people import Day, Person

PORT = {"situation": "A port-in is refused over the PIN.", "what_worked": "Ask for a new PIN."}


async def merges(person: Person, into: Practice, other: Practice) -> Practice:
    """As the form's "merge" does, by a coach, who may merge what others wrote."""
    podline = person.day.trial.podline
    delivery = Delivery(str(new_id()), podline.clock.now())
    actor = Actor(person.day.trial.workspace.state.team_id, person.user)
    return await podline.practices.merge(delivery, actor, into.id, other.id)


async def three(maya: Person) -> list[Practice]:
    return [await saves(maya, each) for each in (TABLET, OUTAGE, PORT)]


async def leads(day: Day) -> dict[UUID, UUID | None]:
    return {each.id: each.merged_into for each in await kept(day, Practice)}


async def test_every_way_round_is_refused_and_all_is_found_in_one_place(
    day: Day, maya: Person, grace: Person
) -> None:
    one, two, other = await three(maya)
    await merges(grace, one, two)
    await merges(grace, other, one)
    before = await leads(day)
    for into, merged in ((two, one), (one, other), (two, other), (one, two), (one, one)):
        with pytest.raises(SamePractice):
            await merges(grace, into, merged)
    assert await leads(day) == before == {one.id: other.id, two.id: one.id, other.id: None}
    for typed in (TABLET["say_it"], OUTAGE["say_it"], PORT["situation"]):
        assert PORT["what_worked"] in words(await finds(maya, typed))


async def test_a_circle_in_the_data_holds_up_nobody(day: Day, maya: Person, grace: Person) -> None:
    """No deed makes one; a restored backup or a slip of the hand might."""
    one, two, other = await three(maya)
    async with day.trial.podline.database.write() as session:
        for each, into in ((one, two), (two, one)):
            changed: dict[str, Any] = {"merged_into": into.id, "state": PracticeState.ARCHIVED}
            here = update(Practice).where(col(Practice.id) == each.id)
            await session.execute(here.values(**changed))
    assert PORT["what_worked"] in words(await finds(maya, "port-in refused mission ramona"))
    with pytest.raises(PodlineError):
        await merges(grace, other, one)
    await maya.clicks("More", await finds(maya, "port-in"))
    assert PORT["what_worked"] in words(await maya.form())
    home = words(await maya.opens_their_home())
    assert "practices" in home.lower()
