"""What Prometheus reads of feeds: how they are read, how old that is, and what came of it."""

import math

import pytest

from bot import metrics
from tests.bot.alerts.by_hand.scene import FIRE
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import FakeFeed


def value(name: str, **labels: str) -> float:
    found = metrics.registry.get_sample_value(name, labels)
    assert found is not None, name
    return found


async def test_readings_are_counted_by_what_came_of_them(room: Following, feed: FakeFeed) -> None:
    def polls() -> list[float]:
        outcomes = ("new", "unchanged", "failed")
        return [value("podline_feed_polls_total", feed="nws", outcome=each) for each in outcomes]

    before = polls()
    feed.says(weather(at=room.now))
    await room.begin()
    await room.minutes(2)
    feed.fails(503)
    await room.minutes(1)
    assert [now - then for now, then in zip(polls(), before, strict=True)] == [1, 2, 1]


async def test_the_age_of_a_feed_grows_while_it_cannot_be_read(
    room: Following, feed: FakeFeed
) -> None:
    async def age() -> float:
        async with room.database.read() as session:
            metrics.show_feeds(await room.follower.measure(session, room.now))
        return value("podline_feed_age_seconds", feed="nws")

    assert math.isnan(await age())
    feed.says(weather(at=room.now))
    await room.begin()
    assert await age() == 0
    feed.fails(503)
    await room.minutes(3)
    assert await age() == 180
    metrics.forget_gauges()
    assert math.isnan(value("podline_feed_age_seconds", feed="nws"))


@pytest.mark.parametrize("source", ["nws", "people"])
async def test_what_is_posted_is_counted_once_for_all_its_pods(
    room: Following, feed: FakeFeed, source: str
) -> None:
    kind = "weather" if source == "nws" else "network_outage"
    metrics.alerts_posted.labels(source, kind)
    before = value("podline_alerts_posted_total", source=source, kind=kind)
    feed.says(weather(warning(room.now, 1)))
    await room.begin()
    await room.post(draft=FIRE)
    assert value("podline_alerts_posted_total", source=source, kind=kind) == before + 1
