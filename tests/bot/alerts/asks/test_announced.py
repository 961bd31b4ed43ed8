"""Whoever asked before it was announced gets the facts then: once each."""

from datetime import timedelta

import pytest

from bot.alerts.asks import linking, telling_due
from bot.alerts.words import read_about
from storage.advice import AskState
from storage.alerts_reading import find_alert
from tests.bot.advice.samples import controls, labels
from tests.bot.advice.scene import HOME, who
from tests.bot.alerts.asks.scene import BILL, Meeting
from tests.bot.alerts.by_hand.scene import SECOND, repaints, shown

POWAY = "No service in Poway, is there an outage?"


async def test_open_asks_that_are_about_it_get_its_facts_once(room: Meeting) -> None:
    mine, other = await room.asked(), await room.asked(user="UNICK", there=SECOND, ago=30)
    bill = await room.asked(BILL, "USAM")
    alert = await room.post()
    assert room.told == []  # not in the transaction of whoever posts
    await room.tick()
    assert {ask_id for ask_id, _, quietly in room.told if not quietly} == {mine.id, other.id}
    (said,) = room.heard(mine)
    assert said.startswith("🟥 Network outage · severe")
    assert room.heard(bill) == []
    links = await room.links()
    assert {ask: link.told_at for ask, link in links.items()} == {
        mine.id: room.now,
        other.id: room.now,
    }
    await room.pass_time(60)
    await room.edit(alert, what="Calls fail.")
    await room.pass_time(60)
    assert len(room.told) == 2


async def test_the_facts_in_a_thread_can_be_settled_by_its_asker(room: Meeting) -> None:
    ask = await room.asked()
    alert = await room.post()
    await room.tick()
    ((_, card, _),) = room.told
    assert labels(card.blocks) == ["This is it", "Not this", "Open the alert"]
    about = read_about(controls(card.blocks)[0]["value"])
    assert about == (alert.id, ask.id)
    await room.alerts.not_this(room.delivery(), who("UMAYA"), *about)
    assert (await room.links())[ask.id].refused_at is not None


async def test_those_in_one_thread_settle_each_their_own(room: Meeting) -> None:
    first = await room.asked()
    joined = await room.asked(user="USAM", joined_to=first.id)
    await room.post()
    await room.tick()
    cards = {ask_id: card for ask_id, card, _ in room.told}
    assert cards[first.id] == cards[joined.id]  # so that one message mentions both
    about = read_about(controls(cards[joined.id].blocks)[0]["value"])
    await room.alerts.not_this(room.delivery(), who("USAM"), *about)
    links = await room.links()
    assert links[joined.id].refused_at is not None
    assert links[first.id].refused_at is None
    assert len(room.heard(joined)) == 1  # nobody takes it for the others' word


async def test_asks_that_are_settled_count_and_nobody_is_told(room: Meeting) -> None:
    settled = await room.asked(state=AskState.ACCEPTED)
    withdrawn = await room.asked(state=AskState.WITHDRAWN)
    old = await room.asked(ago=5 * 60)
    await room.post()
    await room.tick()
    assert room.told == []
    links = await room.links()
    assert links.keys() == {settled.id}
    assert links[settled.id].told_at is None
    assert {withdrawn.id, old.id}.isdisjoint(links)


async def test_what_it_says_later_may_be_about_more_asks(room: Meeting) -> None:
    ask = await room.asked(POWAY)
    alert = await room.post()
    await room.pass_time(60)
    assert room.told == []
    words = "parts of eastern San Diego County, Poway"
    await room.edit(alert, areas_words=words, what="No service in Poway either.")
    await room.tick()
    assert len(room.heard(ask)) == 1


async def test_a_question_saved_while_the_alert_was_posted_is_found_after_all(
    room: Meeting,
) -> None:
    await room.post()
    await room.tick()
    ask = await room.asked()  # it was looked at before the alert was there
    await room.pass_time(4)
    assert room.told == []
    await room.pass_time(2)
    assert len(room.heard(ask)) == 1


async def test_pods_that_it_is_not_for_are_told_nothing(room: Meeting) -> None:
    await room.asked()
    there = await room.asked(user="UNICK", there=SECOND)
    await room.post(only_pods=(str(room.pods[SECOND]),))
    await room.tick()
    assert [ask_id for ask_id, _, _ in room.told] == [there.id]


async def test_many_are_told_a_few_at_a_time(
    room: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_due, "MOST_TOLD", 2)
    asks = [await room.asked(ago=at) for at in range(5)]
    await room.post()
    await room.pass_time(1)
    assert room.batches == [2, 2, 1]
    assert sorted(ask_id for ask_id, _, _ in room.told) == sorted(ask.id for ask in asks)


async def test_asks_that_somebody_names_are_told_whatever_their_words(room: Meeting) -> None:
    ask = await room.asked(BILL)
    posted = await room.post()
    await room.pass_time(60)
    assert room.told == []
    async with room.database.write() as session:
        alert = await find_alert(session, posted.id)
        assert alert is not None
        await linking.link_asks(session, alert, [ask.id], room.now)
    await room.tick()
    assert len(room.heard(ask)) == 1
    assert (await room.links())[ask.id].said_at is not None


async def test_what_ended_meanwhile_is_told_to_nobody(room: Meeting) -> None:
    await room.asked()
    alert = await room.post()
    await room.end(alert)
    await room.pass_time(60)
    assert room.told == []
    assert await room.links() == {}


async def test_its_cards_count_the_asks_that_it_found(room: Meeting) -> None:
    await room.asked()
    await room.post()
    await room.send()
    sent = repaints(await room.pass_time(301))
    assert [row.channel for row in sent] == [HOME]
    assert "1 related ask" in shown(sent[0])
    assert await room.pass_time(timedelta(minutes=30).total_seconds()) == []
