"""Whoever asks about something that goes on gets its facts at once."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.alerts.errors import NotTheirQuestion
from bot.alerts.words import read_about
from bot.text.kit import Card
from storage.alerts import Basis
from tests.bot.advice.samples import controls, labels, texts
from tests.bot.advice.scene import HOME, who
from tests.bot.alerts.asks.scene import BILL, RAMONA, Meeting
from tests.bot.alerts.by_hand.scene import FIRE, SECOND, repaints, shown

SAID = "One way to say it: “A brush fire outside the city is affecting service near you.”"


async def test_who_asks_about_it_reads_the_facts_and_is_linked(room: Meeting) -> None:
    alert = await room.post(expected_end=room.now + timedelta(hours=2), basis=Basis.ESTIMATED)
    ask, card = await room.asks()
    assert card is not None
    first, facts, said, why = texts(card.blocks)[:4]
    assert first == "🟥 *Network outage* · severe · parts of eastern San Diego County"
    assert "Fire near Ramona has taken two sites down. Crews are on site." in facts
    assert "Until about noon, San Diego time (their estimate) · since 10 AM" in facts
    assert said == SAID
    assert why == "Going on now, and it sounds like your question."
    assert labels(card.blocks) == ["This is it", "Not this", "Open the alert"]
    place = (await room.cards(alert))[HOME]
    assert controls(card.blocks)[-1]["url"] == f"https://slack.test/{HOME}/{place.ts}"
    assert card.text.startswith("🟥 Network outage · severe")
    assert SAID in card.text
    kept = (await room.links())[ask.id]
    assert (kept.alert_id, kept.told_at, kept.said_at) == (alert.id, room.now, None)


async def test_the_thread_has_one_line_that_leads_to_the_card_and_calls_nobody(
    room: Meeting,
) -> None:
    await room.post()
    ask, _ = await room.asks()
    ((about, line, quietly),) = room.told
    assert (about, quietly) == (ask.id, True)
    assert texts(line.blocks)[0] == (
        "🟥 *Network outage* · severe · parts of eastern San Diego County: may be what this is "
        "about."
    )
    assert labels(line.blocks) == ["Open the alert"]


@pytest.mark.parametrize(
    ("question", "is_about"),
    [
        (RAMONA, True),
        ("cliente en Ramona sin señal, ¿hay falla?", True),
        ("No service in Poway, is there an outage?", False),
        ("only his phone has no service, the others in Ramona work", False),
        (BILL, False),
    ],
)
async def test_only_what_is_about_it_is_linked(
    room: Meeting, question: str, is_about: bool
) -> None:
    await room.post()
    ask, card = await room.asks(question)
    assert (card is not None) is is_about
    assert (ask.id in await room.links()) is is_about


@pytest.mark.parametrize(
    ("headline", "question", "is_about"),
    [
        ("Fiber cut", "No service in San Diego, outage?", True),
        ("Fiber cut in San Diego", "No service in San Diego, outage?", True),
        (
            "Fiber cut in San Diego, towers down",
            "fiber cut? no service, towers down in Poway",
            True,
        ),
        (
            "Fiber cut near Ramona, towers down",
            "fiber cut? no service, towers down in Poway",
            False,
        ),
        ("Fiber cut near Ramona, San Diego", "No service in Ramona", True),
        ("Fiber cut near Ramona, San Diego", "No service in San Diego, outage?", False),
    ],
)
async def test_the_market_itself_is_no_place_within_it(
    room: Meeting, headline: str, question: str, is_about: bool
) -> None:
    await room.post(headline=headline, areas_words="")
    assert ((await room.asks(question))[1] is not None) is is_about


async def test_facts_come_in_the_language_of_the_question_where_there_are_words(
    room: Meeting,
) -> None:
    await room.post(say_es="Un incendio afecta el servicio cerca de usted.")
    _, spanish = await room.asks("cliente en Ramona sin señal, ¿hay falla?")
    assert spanish is not None
    assert "“Un incendio afecta el servicio cerca de usted.”" in spanish.text
    _, english = await room.asks()
    assert english is not None
    assert SAID in english.text


async def test_what_is_not_certain_says_so(room: Meeting) -> None:
    await room.post("USAM", replace(FIRE, expected_end=None))
    _, card = await room.asks()
    assert card is not None
    assert "severe · unconfirmed" in card.text
    assert "No time yet · since 10 AM, San Diego time" in card.text


async def test_an_end_that_nobody_confirmed_says_so(room: Meeting) -> None:
    alert = await room.post(expected_end=room.now + timedelta(hours=1), basis=Basis.STATED)
    await room.pass_time(95 * 60)
    assert (await room.alert(alert.id)).end_unconfirmed_at is not None
    _, card = await room.asks()
    assert card is not None
    assert "Expected until 11 AM, San Diego time; end unconfirmed" in card.text


async def test_an_alert_for_some_pods_counts_only_for_their_asks(room: Meeting) -> None:
    await room.post(only_pods=(str(room.pods[SECOND]),))
    assert (await room.asks())[1] is None
    assert (await room.asks(user="UNICK", there=SECOND))[1] is not None


async def test_another_markets_alert_says_nothing_of_ours(room: Meeting) -> None:
    await room.post()
    assert (await room.asks(user="UOMAR", there=_there(room)))[1] is None


async def test_what_ended_between_looking_and_asking_is_told_to_nobody(room: Meeting) -> None:
    alert = await room.post()
    real = room.asked

    async def ends_first(*given: object, **more: object) -> object:
        await room.end(alert)
        return await real(*given, **more)  # type: ignore[arg-type]

    room.asked = ends_first  # type: ignore[method-assign, assignment]
    _, card = await room.asks()
    assert card is None
    assert await room.links() == {}


async def test_of_two_alerts_the_one_that_fits_better_is_told(room: Meeting) -> None:
    await room.post(headline="Power is out in Julian", what="No power at home", areas_words="")
    fire = await room.post()
    ask, _ = await room.asks()
    assert (await room.links())[ask.id].alert_id == fire.id


async def test_this_is_it_counts_as_said_and_nobody_is_called(room: Meeting) -> None:
    alert = await room.post()
    ask, card = await room.asks()
    about = _value(card, "This is it")
    assert about == (alert.id, ask.id)
    told = await room.alerts.this_is_it(room.delivery(), who("UMAYA"), *about)
    assert "Noted: nobody is called for your question." in told.text
    assert room.rested == [(ask.id, alert.id, alert.headline)]
    assert (await room.links())[ask.id].said_at == room.now


async def test_for_what_is_over_somebody_is_called_and_no_list_is_promised(room: Meeting) -> None:
    alert = await room.post()
    ask, card = await room.asks()
    await room.end(alert)
    about = _value(card, "This is it")
    told = await room.alerts.this_is_it(room.delivery(), who("UMAYA"), *about)
    assert told.text == "Noted. It is over by now. Your question stays open."
    assert (await room.links())[ask.id].said_at == room.now
    assert room.rested == []


async def test_not_this_takes_it_back_for_good_and_tells_those_who_help(room: Meeting) -> None:
    alert = await room.post()
    ask, card = await room.asks()
    about = _value(card, "Not this")
    for _ in range(2):
        told = await room.alerts.not_this(room.delivery(), who("UMAYA"), *about)
    assert told.text == "Noted: yours is something else. Your question stays open."
    assert room.went_on == [(ask.id, alert.id)] * 2
    assert room.heard(ask)[1:] == ["It is something else than the alert."]
    assert (await room.links())[ask.id].refused_at == room.now
    await room.edit(alert, what="Calls fail.")
    await room.pass_time(60)
    assert len(room.heard(ask)) == 2


async def test_what_it_is_about_says_whoever_asked(room: Meeting) -> None:
    alert = await room.post()
    ask, _ = await room.asks()
    for press in (room.alerts.this_is_it, room.alerts.not_this):
        with pytest.raises(NotTheirQuestion):
            await press(room.delivery(), who("UNICK"), alert.id, ask.id)
    kept = (await room.links())[ask.id]
    assert (kept.said_at, kept.refused_at) == (None, None)


async def test_the_pods_card_counts_its_asks_within_five_minutes_by_one_edit(
    room: Meeting,
) -> None:
    alert = await room.post()
    await room.pass_time(10)
    for user in ("UMAYA", "USAM"):
        await room.asks(user=user)
    await room.asks(user="UNICK", there=SECOND)
    sent = repaints(await room.pass_time(300))
    assert {row.channel: "2 related asks" in shown(row) for row in sent} == {
        HOME: True,
        SECOND: False,
    }
    assert "1 related ask" in shown(next(row for row in sent if row.channel == SECOND))
    assert await room.pass_time(600) == []
    await room.end(alert)
    await room.send()
    await room.pass_time(10)


def _value(card: Card | None, label: str) -> tuple[UUID, UUID]:
    assert card is not None
    (value,) = (each["value"] for each in controls(card.blocks) if each["text"]["text"] == label)
    return read_about(value)


def _there(room: Meeting) -> str:
    return next(channel for channel in room.pods if channel not in (HOME, SECOND))
