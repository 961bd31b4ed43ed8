"""A feed that fails is unknown: stale for all to see, told once, and never an all-clear."""

import json
from datetime import timedelta

import pytest
from aiohttp import web

from bot.alerts.following.polling import pause
from bot.text.kit import Block
from storage.pods import Pod
from tests.bot.advice.scene import HOME
from tests.bot.alerts.by_hand.scene import posts, shown
from tests.bot.alerts.following.conftest import Opens
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import DOCUMENTS, FakeFeed
from tests.bot.alerts.following.test_sources import CAP

BROKEN = {
    "500": (500, (DOCUMENTS / "500_unexpected.json").read_bytes()),
    "503": (503, (DOCUMENTS / "503_unavailable.json").read_bytes()),
    "400": (400, (DOCUMENTS / "400_limit_not_recognized_excerpt.json").read_bytes()),
    "an error with 200": (200, (DOCUMENTS / "500_unexpected.json").read_bytes()),
    "HTML": (200, b"<!DOCTYPE html><title>Maintenance</title>"),
    "nothing": (200, b""),
    "half of it": (200, b'{"type": "FeatureCollection", "features": ['),
    "another document": (200, b'{"page": {"id": "1"}, "incidents": []}'),
    "deep": (200, b"[" * 100_000),
}


async def notes(room: Following) -> list[Block]:
    async with room.database.read() as session:
        return await room.follower.notes(session, room.now, "America/Los_Angeles")


@pytest.mark.parametrize("what", BROKEN)
async def test_what_is_no_list_of_alerts_ends_nothing(
    room: Following, feed: FakeFeed, what: str
) -> None:
    feed.says(weather(warning(room.now, 1)))
    await room.begin()
    feed.fails(*BROKEN[what])
    assert not await room.minutes(2)
    assert len(await room.live()) == 1
    failing = await room.feed()
    assert failing.failures == 2
    assert failing.error


async def test_an_event_whose_end_passes_goes_on_while_its_source_cannot_be_read(
    room: Following, feed: FakeFeed
) -> None:
    feed.says(weather(warning(room.now, 1, hours=0.05)))
    await room.begin()
    feed.fails(503)
    await room.minutes(30)
    assert len(await room.live()) == 1
    feed.says(weather(at=room.now))
    await room.minutes(20)
    assert not await room.live()


async def test_the_fifth_failure_is_told_once_and_so_is_the_recovery(
    room: Following, feed: FakeFeed
) -> None:
    feed.says(weather(warning(room.now, 1)))
    await room.begin()
    feed.fails(500)
    assert not await room.minutes(6)
    (told,) = posts(await room.minutes(0.5), HOME)
    assert "The Weather Service cannot be read since 10 AM, San Diego time." in shown(told)
    assert not await room.minutes(40)
    feed.says(weather(warning(room.now - timedelta(minutes=45), 1)))
    (back,) = posts(await room.minutes(17), HOME)
    assert "can be read again" in shown(back)
    assert not await room.minutes(5)


async def test_feeds_that_fail_together_are_one_message_and_so_is_their_recovery(
    opens: Opens, feed: FakeFeed
) -> None:
    room = await opens(feed_nws=True, feed_nws_url=feed.url, feed_cap=f"county={feed.url}/cap.xml")
    sent = room.now

    async def both(request: web.Request) -> web.Response:
        document = CAP.format(name="A1", sent=sent.isoformat(), kind="Alert", references="")
        listed = json.dumps(weather(warning(sent, 1)))
        return web.Response(text=document if "cap.xml" in request.path else listed)

    feed.answer = both
    await room.begin()
    assert {each.feed for each in await room.live()} == {"nws", "cap:county"}
    feed.fails(500)
    (told,) = posts(await room.minutes(8), HOME)
    assert "2 sources of alerts cannot be read" in shown(told)
    assert "• The Weather Service, since 10 AM" in shown(told)
    assert "• The publisher county, since 10 AM" in shown(told)
    feed.answer = both
    (back,) = posts(await room.minutes(20), HOME)
    assert "These can be read again" in shown(back)
    assert "• The publisher county" in shown(back)


async def test_a_feed_that_fails_again_at_once_is_not_told_to_be_well(
    room: Following, feed: FakeFeed
) -> None:
    feed.says(weather(warning(room.now, 1)))
    await room.begin()
    feed.fails(500)
    assert posts(await room.minutes(7), HOME)
    asked = len(feed.asked)
    feed.says(weather(warning(room.now - timedelta(minutes=7), 1)))
    while len(feed.asked) == asked:
        assert not posts(await room.minutes(0.25), HOME)
    feed.fails(500)
    assert not posts(await room.minutes(3), HOME)


async def test_a_pod_that_closed_meanwhile_hears_of_the_recovery_when_it_opens(
    room: Following, feed: FakeFeed
) -> None:
    feed.says(weather(warning(room.now, 1)))
    await room.begin()
    feed.fails(500)
    assert posts(await room.minutes(7), HOME)
    async with room.database.write() as session:
        home = await session.get(Pod, room.pods[HOME])
        assert home is not None
        home.hours = {"mon": [["11:00", "20:00"]]}
    feed.says(weather(warning(room.now - timedelta(minutes=7), 1)))
    assert not posts(await room.minutes(52), HOME)
    (back,) = posts(await room.minutes(2), HOME)
    assert "can be read again" in shown(back)


async def test_pods_without_a_card_of_it_are_told_nothing(room: Following, feed: FakeFeed) -> None:
    feed.fails(500)
    await room.begin()
    assert not await room.minutes(30)


async def test_a_failing_feed_is_asked_less_often(room: Following, feed: FakeFeed) -> None:
    feed.fails(500)
    await room.begin()
    await room.minutes(5)
    assert len(feed.asked) == 5
    await room.minutes(60)
    assert len(feed.asked) <= 5 + 7
    feed.says(weather())
    await room.minutes(15)
    asked = len(feed.asked)
    await room.minutes(5)
    assert len(feed.asked) == asked + 5


def test_pauses_double_up_to_a_quarter_of_an_hour() -> None:
    minute = timedelta(minutes=1)
    minutes = [pause(failures, minute) / minute for failures in range(1, 11)]
    assert minutes == [1, 1, 1, 1, 2, 4, 8, 15, 15, 15]
    assert pause(10_000, timedelta(hours=1)) == timedelta(hours=1)


async def test_lists_say_since_when_a_feed_is_stale(room: Following, feed: FakeFeed) -> None:
    feed.says(weather())
    await room.begin()
    assert not await notes(room)
    feed.fails(500)
    await room.minutes(4)
    assert not await notes(room)
    await room.minutes(2)
    (note,) = await notes(room)
    assert "The Weather Service: stale since 10 AM" in str(note)


async def test_a_feed_that_nobody_reads_is_stale_too(room: Following, feed: FakeFeed) -> None:
    feed.says(weather())
    await room.begin()
    room.step(600)
    assert len(await notes(room)) == 1


async def test_a_feed_that_was_never_read_is_not_known_to_be_quiet(
    room: Following, feed: FakeFeed
) -> None:
    feed.fails(500)
    await room.begin()
    await room.minutes(10)
    (note,) = await notes(room)
    assert "not read yet" in str(note)
    assert not (await room.feed()).read_at


async def test_one_broken_feature_costs_no_other_and_is_written_down(
    room: Following, feed: FakeFeed
) -> None:
    broken = warning(room.now, 2)
    broken["properties"] = ["not", "an", "object"]
    wrong = warning(room.now, 3, severity=17, event=None, geocode="everywhere")
    feed.says(weather(broken, warning(room.now, 1), wrong))
    await room.begin()
    assert len(await room.live()) >= 1
    assert (await room.feed()).problems


async def test_whoever_reads_it_with_a_clock_that_is_behind_keeps_its_corrections(
    room: Following, feed: FakeFeed
) -> None:
    ahead = room.now + timedelta(hours=3)
    feed.says(weather(warning(ahead, 1, hours=9)))
    await room.begin()
    feed.says(weather(warning(room.now + timedelta(seconds=50), 1, action="CAN")))
    await room.minutes(1)
    assert not await room.live()
