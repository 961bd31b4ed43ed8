"""Alerts that no person posts: weather that goes on when the bot starts, and an event that network
operations send, from its first message to its last."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.alerts.feeds.intake_signature import sign
from bot.trial import Setup
from bot.workspace.visitor import words
from tests.bot.alerts.following.scene import warning, weather
from tests.bot.alerts.following.source import FakeFeed, serving
from tests.journeys.people import MORNING, Day, Person, open_day

SECRET = "s" * 32
CUT = {
    "version": 1,
    "key": "INC1",
    "revision": 1,
    "lifecycle": "new",
    "kind": "network_outage",
    "severity": "severe",
    "areas": ["market:san-diego"],
    "headline": "Fiber cut in Chula Vista",
    "facts": {"who": "Field crew 7", "source": "Network operations"},
    "say": {"en": "A cable was cut near you; there is no time yet."},
    "starts": "2026-11-16T18:30:00Z",
    "basis": "unknown",
}


@pytest.fixture
async def feed() -> AsyncIterator[FakeFeed]:
    async with serving() as feed:
        feed.says(weather(*(warning(MORNING - timedelta(hours=1), each) for each in (1, 2))))
        yield feed


@pytest.fixture
async def day(setup: Setup, feed: FakeFeed, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Day]:
    monkeypatch.setenv("PODLINE_FEEDS_CONTACT", "noc@example.com")
    monkeypatch.setenv("PODLINE_FEED_NWS", "true")
    monkeypatch.setenv("PODLINE_FEED_NWS_URL", feed.url)
    monkeypatch.setenv("PODLINE_INTAKE_SECRETS", SECRET)
    async with open_day(setup) as day:
        yield day


async def _sends(day: Day, **changed: Any) -> int:
    body = json.dumps(CUT | changed).encode()
    stamp = int(day.trial.time())
    headers = {
        "Podline-Timestamp": str(stamp),
        "Podline-Signature": sign(SECRET, stamp, body),
    }
    url = f"http://127.0.0.1:{day.trial.podline.port}/alerts/intake"
    async with day.session.post(url, data=body, headers=headers) as answer:
        return answer.status


async def _said(person: Person, words_of_it: str) -> list[str]:
    return [words(one) for one in await person.messages(person.pod) if words_of_it in words(one)]


async def test_what_goes_on_at_the_start_is_one_message(day: Day, maya: Person) -> None:
    await day.passes(5)
    (digest,) = await _said(maya, "igh wind warning")
    assert "going on now: 2" in digest
    await day.passes(180)
    assert len(await _said(maya, "igh wind warning")) == 1


async def test_an_event_of_network_operations_lives_in_the_pod(day: Day, maya: Person) -> None:
    await day.passes(5)
    assert await _sends(day) == 202
    await day.passes(2)
    card = await maya.card("Fiber cut")
    assert "No time yet" in words(card)
    assert "A cable was cut near you" in words(card)
    assert await _sends(day) == 200
    assert await _sends(day, revision=2, lifecycle="update", severity="extreme") == 202
    await day.passes(2)
    assert len(await _said(maya, "Now extreme")) == 1
    assert "🟪" in words(await maya.again(card))
    assert await _sends(day, revision=3, lifecycle="ended") == 202
    await day.passes(2)
    assert "All clear" in words(await maya.again(card))


async def test_home_says_since_when_a_feed_is_stale(day: Day, maya: Person, feed: FakeFeed) -> None:
    await day.passes(5)
    assert "stale" not in words(await maya.opens_their_home())
    feed.fails(503)
    for _ in range(8):
        await day.passes(61)
    assert "The Weather Service: stale since 10:41 AM" in words(await maya.opens_their_home())
    assert len(await _said(maya, "cannot be read since 10:41 AM")) == 1
    feed.says(weather(*(warning(MORNING - timedelta(hours=1), each) for each in (1, 2))))
    for _ in range(8):
        await day.passes(120)
    assert "stale" not in words(await maya.opens_their_home())
    assert len(await _said(maya, "can be read again")) == 1


async def test_what_nobody_was_told_of_is_in_the_list_and_its_facts_a_press_away(
    day: Day, maya: Person
) -> None:
    await day.passes(5)
    slow = {"key": "INC2", "severity": "minor", "event": "Slow data"}
    assert await _sends(day, **slow, headline="Slow data in Alpine") == 202
    await day.passes(2)
    assert not await _said(maya, "Slow data in Alpine")
    home = words(await maya.opens_their_home())
    assert "Also in force, not posted: 1. `/alert list` shows what." in home

    await maya.runs("/alert", "list")
    (listed,) = [one for one in await maya.messages(maya.pod) if "Alpine" in words(one)]
    assert listed["ephemeral"]
    assert "🟦 Slow data in Alpine · minor · No time yet · Network operations" in words(listed)
    rest = {**listed, "blocks": [one for one in listed["blocks"] if "Alpine" in str(one)]}
    await maya.clicks("Show", rest)
    shown = (await maya.private())[-1]
    assert "Field crew 7" in shown
    assert "Not posted: it is below what your pod is told of." in shown
