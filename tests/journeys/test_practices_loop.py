"""What worked for one rep is saved in two clicks, found by the next one on a call, and counted."""

import asyncio
from typing import Any

from bot.workspace.visitor import labels, words
from tests.journeys.people import Day, Person
from tests.waiting import PATIENCE

ANSWER = "Fire near Ramona took two sites down; crews are on site; say about 24 hours."
SEARCH = "ramona no service outage"


async def test_an_accepted_answer_is_saved_in_two_clicks_and_helps_the_next_one(
    day: Day, maya: Person, nick: Person, dan: Person
) -> None:
    settled = await _settled(day, maya, dan)
    bells = await day.bells()

    await maya.clicks("Save as a practice", settled)
    form = await maya.form()
    assert ANSWER in str(form["blocks"])
    assert await maya.sends(form) == {}
    assert "All pods of your market find it now" in (await maya.private())[-1]
    saved = await maya.again(settled)
    assert "Save as a practice" not in labels(saved["blocks"])
    await dan.clicks("See the practice", saved)
    assert ANSWER in str((await dan.form())["blocks"])

    mine = await nick.asks("Customers around Ramona say that they have no bars at all")
    found = await _finds(nick, SEARCH)
    assert words(found).startswith("Fire near Ramona took two sites down")
    assert "shared · Dan K. · today" in words(found)
    assert labels(found["blocks"])[:4] == ["Use on this call", "Helped", "More", "Add how I say it"]

    await nick.clicks("Use on this call", found)
    used = await _whisper(nick)
    assert ANSWER in words(used)
    assert "in the thread of your question" in words(used)
    (note,) = await nick.thread(mine)
    assert words(note).startswith("💡 Nick P. uses what worked for Dan K.")

    await nick.clicks("Helped", used)
    assert "You said that it helped. Dan K. sees that in Home." in (await nick.private())[-1]
    assert "Fire near Ramona" in (await nick.private())[-1]
    assert "shared · helped once · Dan K." in words(await _finds(maya, SEARCH))
    home = words(await dan.opens_their_home())
    assert "Yours were used once by colleagues, and helped once." in home
    after = await day.bells()
    assert {who: after[who] - bells[who] for who in ("maya.reyes",)} == {"maya.reyes": 0}


async def _settled(day: Day, maya: Person, dan: Person) -> dict[str, Any]:
    """Maya's question, which Dan's answer solved."""
    card = await maya.asks()
    await dan.writes(ANSWER, card)
    await day.passes(2)
    await maya.clicks("This worked", await maya.again(card))
    return await maya.again(card)


async def _finds(person: Person, typed: str) -> dict[str, Any]:
    """What `/practice` shows them alone, once what was saved is known to the search."""
    await asyncio.wait_for(person.day.trial.podline.finder.settled(), PATIENCE)
    await person.runs("/practice", typed)
    return await _whisper(person)


async def _whisper(person: Person, thread: str | None = None) -> dict[str, Any]:
    """The newest message that only they see."""
    shown = await person.messages(person.pod, thread)
    return [one for one in shown if one["ephemeral"]][-1]
