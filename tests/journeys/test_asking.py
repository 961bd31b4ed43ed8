"""A question comes to the pod, from whatever place it is asked in."""

from functools import partial

import pytest

from bot.workspace.visitor import buttons, labels, until, words
from tests.journeys.people import QUESTION, TRIES, Day, Person, Stopwatch
from tests.waiting import PATIENCE

AT_ONCE = 2.0  # seconds of real time
pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)


async def test_the_card_is_there_at_once_and_mentions_whoever_asked(day: Day, maya: Person) -> None:
    before = await day.bells()
    await maya.commands(maya.pod, "/advise", QUESTION)
    await day.quiet()
    card = await maya.card("Ramona")
    assert f"<@{maya.user}>" in words(card)
    assert "on the line" in words(card)
    assert QUESTION in words(card)
    assert "network" in words(card)
    assert buttons(card["blocks"]) == ["I've got this", "Answer"]
    assert await _rung(day, before) == ["maya.reyes"]


async def test_the_card_is_there_within_two_seconds(day: Day, maya: Person) -> None:
    took = []
    for number in range(TRIES):
        there = partial(_is_there, maya, f"Case {number}")
        watch = Stopwatch()
        await maya.commands(maya.pod, "/advise", f"Case {number}: no service in Ramona?")
        await until(there, "the card", PATIENCE)
        took.append(watch.seconds)
        await day.passes(5)
    assert min(took) < AT_ONCE


async def test_the_command_answers_nothing_that_needs_reading(day: Day, maya: Person) -> None:
    await maya.asks()
    assert await maya.private() == []


async def test_advise_alone_opens_a_form_that_asks(day: Day, maya: Person) -> None:
    await maya.runs("/advise")
    form = await maya.form()
    typed = {"question": QUESTION, "call_state": "on_hold", "topic": "device", "contact": "chat"}
    assert await maya.sends(form, **typed) == {}
    card = await maya.card("Ramona")
    assert "chat on hold" in words(card)
    assert "device" in words(card)


async def test_a_mention_is_answered_in_its_own_thread(day: Day, maya: Person) -> None:
    ts = await maya.writes(f"@podline {QUESTION}")
    card = await maya.card("Ramona")
    assert card["thread_ts"] == ts
    assert "I've got this" in buttons(card["blocks"])


async def test_a_mention_in_a_thread_is_answered_there(
    day: Day, maya: Person, nick: Person
) -> None:
    root = {"ts": await nick.writes("The store in Ramona is closed today.")}
    await maya.writes("@podline where do I send them for a SIM?", root)
    card = await maya.card("send them")
    assert card["thread_ts"] == root["ts"]


async def test_from_another_channel_it_is_looked_over_and_then_asked_at_home(
    day: Day, maya: Person
) -> None:
    lobby = await maya.channel("general")
    await maya.runs("/advise", QUESTION, lobby)
    form = await maya.form()
    assert form["blocks"][1]["element"]["initial_value"] == QUESTION
    assert await maya.sends(form) == {}
    assert "Ramona" in words(await maya.card("Ramona"))
    assert all(
        "Ramona" not in words(one) for one in await maya.messages(lobby) if not one["ephemeral"]
    )


async def test_from_a_direct_message_it_reaches_the_own_pod(
    day: Day, maya: Person, nick: Person
) -> None:
    direct = (await maya.act("dm", user=nick.user))["channel"]
    await maya.runs("/advise", QUESTION, direct)
    await maya.sends(await maya.form())
    assert "Ramona" in words(await nick.card("Ramona"))


async def test_from_the_other_pods_channel_it_reaches_the_own_pod(
    day: Day, maya: Person, raj: Person
) -> None:
    await raj.act("invite", channel=raj.pod, users=[maya.user])
    await maya.runs("/advise", QUESTION, raj.pod)
    await maya.sends(await maya.form())
    assert "Ramona" in words(await maya.card("Ramona"))
    with pytest.raises(AssertionError, match="sees no card"):
        await raj.card("Ramona")


async def test_a_question_out_of_a_thread_by_the_messages_menu(
    day: Day, maya: Person, nick: Person
) -> None:
    root = {"ts": await nick.writes("The store in Ramona is closed today.")}
    ts = await maya.writes("Where do I send a customer for an eSIM then?", root)
    await maya.uses("advice.ask_the_pod", maya.pod, ts)
    assert await maya.sends(await maya.form()) == {}
    assert "eSIM" in words(await nick.card("eSIM"))


async def test_the_shortcut_from_anywhere_opens_an_empty_form(day: Day, maya: Person) -> None:
    await maya.uses("advice.ask_from_anywhere")
    form = await maya.form()
    assert await maya.sends(form, question=QUESTION) == {}
    assert "Ramona" in words(await maya.card("Ramona"))


async def test_home_offers_the_form_too(day: Day, maya: Person) -> None:
    await maya.clicks_in("Ask the pod", await maya.opens_their_home())
    assert await maya.sends(await maya.form(), question=QUESTION) == {}
    assert "Ramona" in words(await maya.card("Ramona"))


async def test_a_mention_where_the_pod_is_not_is_shown_before_it_is_published(
    day: Day, maya: Person
) -> None:
    app = day.trial.workspace.state.app.user
    lobby = (await maya.act("create", name="lounge"))["channel"]
    await maya.act("invite", channel=lobby, users=[app])
    await maya.writes(f"@podline {QUESTION}", there=lobby)
    told = (await maya.private())[-1]
    assert "Your pod is not in this channel" in told
    whisper = [one for one in await maya.messages(lobby) if one["ephemeral"]][-1]
    await maya.clicks("Ask my pod", whisper, lobby)
    assert await maya.sends(await maya.form()) == {}
    assert "Ramona" in words(await maya.card("Ramona"))


async def test_someone_without_a_pod_is_told_whom_to_see(day: Day, nora: Person) -> None:
    lobby = await nora.channel("general")
    await nora.runs("/advise", QUESTION, lobby)
    told = (await nora.private())[-1]
    assert "Ana Ruiz leads San Diego" in told
    assert told.endswith(f"Here are your words, to copy: {QUESTION}")
    assert await nora.modal() is None
    home = words(await nora.opens_their_home())
    assert "You are not in a pod yet." in home
    assert "Ana Ruiz leads San Diego" in home


@pytest.mark.parametrize("name", ["gil", "otto"])
async def test_guests_and_people_of_other_workspaces_are_refused(day: Day, name: str) -> None:
    person = await day.person(name)
    lobby = await person.channel("general")
    await person.runs("/advise", QUESTION, lobby)
    assert len(await person.private()) == 1
    assert await person.modal() is None


async def test_a_customers_data_is_masked_before_anything_is_posted(day: Day, maya: Person) -> None:
    await maya.runs("/advise", "Charged twice on card 4111 1111 1111 1111, can I credit it?")
    card = await maya.card("Charged twice")
    assert "1111" not in words(card) + card["text"]
    assert "card number" in words(card)


async def test_what_a_mention_shows_is_masked_in_the_card_and_said_privately(
    day: Day, maya: Person
) -> None:
    await maya.writes("@podline charged twice on card 4111 1111 1111 1111?")
    assert "1111" not in words(await maya.card("charged twice"))
    assert "I masked what looks like a card number" in (await maya.private())[-1]


async def test_after_five_talking_asks_an_hour_nobody_is_called_by_name(
    day: Day, maya: Person
) -> None:
    for number in range(5):
        await maya.asks(f"Question {number} about no service in Ramona?")
        await day.passes(61)
    assert await maya.private() == []
    card = await maya.asks("And a sixth one about no service?")
    assert "Posted without calling anyone" in (await maya.private())[-1]
    await day.passes(60)
    assert [one for one in await maya.thread(card) if "a customer is waiting" in words(one)] == []
    assert "Answer" in labels((await maya.again(card))["blocks"])


async def _is_there(person: Person, said: str) -> bool:
    return any(said in words(one) for one in await person.messages(person.pod))


async def _rung(day: Day, before: dict[str, int]) -> list[str]:
    return [name for name, count in (await day.bells()).items() if count > before[name]]
