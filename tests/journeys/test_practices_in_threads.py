""" "@Podline practice …": commands do not work in threads, and whoever helps there looks there."""

import asyncio
from typing import Any

import pytest

from bot.workspace.visitor import buttons, words
from tests.journeys.people import Day, Person
from tests.journeys.test_practices_search import OUTAGE, saves

pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)


async def mentions(
    person: Person, said: str, thread: dict[str, Any] | None = None, there: str = ""
) -> str:
    """A message that calls Podline by name; its ts."""
    name = f"<@{person.day.trial.workspace.state.app.user}>"
    return await person.writes(f"{name} {said}", thread, there)


async def whispers(person: Person, thread: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """What only they see in the channel, or in a thread of it."""
    shown = await person.messages(person.pod, thread["ts"] if thread else None)
    return [one for one in shown if one["ephemeral"]]


async def cards(person: Person) -> list[str]:
    """The asks in the pod's channel and its threads."""
    shown = [one for one in await person.messages(person.pod) if not one["ephemeral"]]
    every = [*shown, *[each for one in shown for each in await replies(person, one)]]
    return [words(one) for one in every if one.get("blocks") and "🙋" in words(one)]


async def replies(person: Person, root: dict[str, Any]) -> list[dict[str, Any]]:
    return await person.thread(root) if root.get("reply_count") else []


async def test_in_the_thread_of_an_ask_it_answers_whoever_looks_and_is_no_answer(
    day: Day, maya: Person, nick: Person, dan: Person
) -> None:
    await saves(nick, OUTAGE)
    card = await maya.asks()
    mentioned = await maya.mentions()
    await mentions(dan, "practice outage known cause", card)
    (found,) = await whispers(dan, card)
    assert OUTAGE["what_worked"] in words(found)
    assert await maya.mentions() == mentioned, "nobody answered her"
    assert "answered" not in words(await maya.again(card))
    assert len(await cards(maya)) == 1


async def test_whoever_helps_puts_what_they_found_into_that_thread(
    day: Day, maya: Person, nick: Person, dan: Person
) -> None:
    await saves(nick, OUTAGE)
    card = await maya.asks()
    await mentions(dan, "Practices: outage known cause", card)
    (found,) = await whispers(dan, card)
    assert "Put it in the thread" in buttons(found["blocks"])
    assert "Use on this call" not in buttons(found["blocks"])
    mentioned = len(await maya.mentions())
    await dan.clicks("Put it in the thread", found)
    said = [words(one) for one in await maya.thread(card)]
    assert any(OUTAGE["what_worked"] in one for one in said)
    (told,) = (await maya.mentions())[mentioned:]
    assert "Dan K. found what worked for Nick" in told


async def test_what_the_overflow_pod_puts_there_reaches_the_asker(
    day: Day, maya: Person, nick: Person, raj: Person
) -> None:
    await saves(nick, OUTAGE, shown_to="company")
    card = await maya.asks()
    await day.passes(120)
    linked = await raj.card("Ramona")
    await mentions(raj, "practice outage known cause", linked)
    (found,) = await whispers(raj, linked)
    mentioned = len(await maya.mentions())
    await raj.clicks("Put it in the thread", found)
    assert "Raj P. found what worked for Nick" in words((await raj.thread(linked))[-1])
    (told,) = (await maya.mentions())[mentioned:]
    assert "Raj P. from Detroit found what worked for Nick" in told
    stands = (await maya.thread(card))[-1]
    assert OUTAGE["what_worked"] in words(stands)
    await maya.clicks("Helped", stands)
    assert "helped" in (await maya.private())[-1]


async def test_whoever_helps_looks_further_and_still_puts_it_there(
    day: Day, maya: Person, nick: Person, dan: Person
) -> None:
    await saves(nick, OUTAGE)
    card = await maya.asks()
    await mentions(dan, "practice outage known cause", card)
    (found,) = await whispers(dan, card)
    await dan.clicks("Search further", found)
    await dan.clicks_in("Put it in the thread", await dan.form())
    assert "It's in the question's thread" in words(await dan.form())
    said = [words(one) for one in await maya.thread(card)]
    assert any(OUTAGE["what_worked"] in one for one in said)


async def test_in_their_own_thread_the_asker_uses_it_on_the_call(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(nick, OUTAGE)
    card = await maya.asks()
    await mentions(maya, "practice outage known cause", card)
    found = (await whispers(maya, card))[-1]
    assert "Use on this call" in buttons(found["blocks"])


async def test_it_is_said_once_though_slack_tells_of_a_mention_twice(
    day: Day, maya: Person, nick: Person
) -> None:
    root = {"ts": await maya.writes("Anybody for lunch?")}
    for said in ("practice fax line", "practice", "practice top"):
        before = len(await whispers(nick, root))
        await mentions(nick, said, root)
        assert len(await whispers(nick, root)) == before + 1


@pytest.mark.parametrize("said", ["practice fax line", "prácticas: línea de fax", "*Practica* fax"])
async def test_in_any_thread_and_in_the_channel_it_becomes_no_ask(
    day: Day, maya: Person, said: str
) -> None:
    root = {"ts": await maya.writes("Anybody for lunch?")}
    await mentions(maya, said, root)
    await mentions(maya, said)
    assert await cards(maya) == []
    assert "No practice fits" in words((await whispers(maya, root))[-1])
    assert "No practice fits" in words((await whispers(maya))[-1])


async def test_whoever_meant_a_question_asks_it_whole_with_one_press_more(
    day: Day, maya: Person
) -> None:
    await mentions(maya, "practice makes perfect? My customer wants to know why.")
    (found,) = await whispers(maya)
    assert buttons(found["blocks"])[0] == "Ask the pod"
    await maya.clicks("Ask the pod", found)
    form = await maya.form()
    asked = "practice makes perfect? My customer wants to know why."
    assert asked in str(form["blocks"])
    assert await maya.sends(form, question=asked) == {}
    assert len(await cards(maya)) == 1


async def test_the_pod_can_be_asked_also_where_something_fits(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(nick, OUTAGE)
    await mentions(maya, "practice outage with a known cause")
    found = (await whispers(maya))[-1]
    assert OUTAGE["what_worked"] in words(found)
    assert "Ask the pod" in buttons(found["blocks"])


async def test_alone_it_explains_itself(day: Day, maya: Person) -> None:
    await mentions(maya, "practice")
    (told,) = await whispers(maya)
    assert "@Podline practice* and a few words" in words(told)
    assert buttons(told["blocks"]) == ["Search", "Save a practice"]


@pytest.mark.parametrize(
    "said", ["practical question: no service?", "in practice it fails, why?", "Outage? practice"]
)
async def test_other_questions_are_asks_as_ever(day: Day, maya: Person, said: str) -> None:
    await mentions(maya, said)
    assert len(await cards(maya)) == 1


async def test_a_search_that_is_edited_into_a_question_becomes_an_ask(
    day: Day, maya: Person
) -> None:
    ts = await mentions(maya, "practice fax line")
    name = f"<@{day.trial.workspace.state.app.user}>"
    await maya.edits(maya.pod, ts, f"{name} can a fax line be ported?")
    await day.quiet()
    (card,) = await cards(maya)
    assert "can a fax line be ported?" in card


async def test_an_ask_that_is_edited_into_a_search_stays_the_ask_it_was(
    day: Day, maya: Person
) -> None:
    ts = await mentions(maya, "can a fax line be ported?")
    name = f"<@{day.trial.workspace.state.app.user}>"
    await maya.edits(maya.pod, ts, f"{name} practice fax line")
    await day.quiet()
    (card,) = await cards(maya)
    assert "can a fax line be ported?" in card
    assert "No practice fits “fax line”" in (await maya.private())[-1]


async def test_a_search_that_is_edited_searches_again_and_deleted_does_nothing(
    day: Day, maya: Person
) -> None:
    ts = await mentions(maya, "practice fax lime")
    name = f"<@{day.trial.workspace.state.app.user}>"
    await maya.edits(maya.pod, ts, f"{name} practice fax line")
    await day.quiet()
    assert "“fax line”" in (await maya.private())[-1]
    await maya.deletes(maya.pod, ts)
    await day.quiet()
    assert await cards(maya) == []


async def test_customers_data_is_masked_and_its_writer_told(day: Day, maya: Person) -> None:
    await mentions(maya, "practice refund to 4111 1111 1111 1111")
    told = (await maya.private())[-1]
    assert "[card number]" in told
    assert "still shows it" in told


async def test_whoever_is_in_no_pod_is_told_whom_to_see(day: Day, nora: Person) -> None:
    general = await nora.channel("general")
    await asyncio.sleep(0)
    await nora.act("invite", channel=general, users=[day.trial.workspace.state.app.user])
    await mentions(nora, "practice fax", there=general)
    assert "You are not in a pod yet" in (await nora.private())[-1]
