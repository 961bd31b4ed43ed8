"""What these journeys do again and again: save, search, and look at what is kept."""

import asyncio
from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import SQLModel

from storage.practices import Practice
from tests.journeys.people import Day, Person
from tests.waiting import PATIENCE

Json = dict[str, Any]
Row = TypeVar("Row", bound=SQLModel)

TABLET = {
    "situation": "A young man leaves on a two-year mission and keeps no phone.",
    "what_worked": "Move his number to a tablet line; the family keeps it for ten dollars.",
    "say_it": "He can keep his number while he is away.",
}
OUTAGE = {
    "situation": "No bars around Ramona since this morning.",
    "what_worked": "Say the cause, who is on site, and the hour.",
    "say_it": "Our engineers are on site.",
}


async def saves(person: Person, typed: Mapping[str, str] = TABLET, **more: str) -> Practice:
    """By `/practice new`; `more` is what the form is told beside the words."""
    await person.runs("/practice", "new")
    assert await person.sends(await person.form(), **typed, **more) == {}
    return max(await kept(person.day, Practice), key=lambda each: each.id)


async def finds(person: Person, typed: str) -> Json:
    """What `/practice` shows them alone, once what was saved is known to the search."""
    await known(person.day)
    await person.runs("/practice", typed)
    return await whisper(person)


async def known(day: Day) -> None:
    """Until the search knows what was saved."""
    await asyncio.wait_for(day.trial.podline.finder.settled(), PATIENCE)


async def whisper(person: Person) -> Json:
    """The newest message that only they see."""
    return [one for one in await person.messages(person.pod) if one["ephemeral"]][-1]


async def kept(day: Day, table: type[Row]) -> list[Row]:
    """Every row of a table, as the database has it."""
    async with day.trial.podline.database.read() as session:
        return list(await session.scalars(select(table)))
