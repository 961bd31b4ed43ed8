"""What is listed no more, and whether it was called off: asked for once a poll, and only then."""

import json
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot import metrics
from bot.alerts.facts import Lifecycle, Reading, Report
from bot.alerts.feeds import nws
from bot.alerts.following.confirming import confirm, gone_from
from bot.alerts.following.memory import Memory, events_of, heard
from bot.alerts.markets import market_of
from bot.alerts.sources import weather as weather_service
from bot.alerts.standing import by_area, standing
from storage.alerts_feeds import Feed
from tests.bot.alerts.by_hand.scene import replies
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import FakeFeed

RECORDED = Path(__file__).parent.parent / "expected" / "documents"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def counted(outcome: str) -> float:
    name, labels = "podline_feed_confirmations_total", {"feed": "nws", "outcome": outcome}
    return metrics.registry.get_sample_value(name, labels) or 0


def lists(active: dict[str, Any], off: dict[str, Any] | int) -> Answer:
    """A service that lists what is active, and what was called off, or fails at that."""

    async def answer(request: web.Request) -> web.Response:
        said = active if request.path.endswith("/active") else off
        if isinstance(said, int):
            return web.Response(status=said)
        body = json.dumps(said).encode()
        etag = f'"{hash(body)}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        return web.Response(body=body, headers={"ETag": etag})

    return answer


def asked_for_ends(feed: FakeFeed) -> list[tuple[str, dict[str, str]]]:
    return [each for each in feed.asked if "message_type=cancel" in each[0]]


async def gone(room: Following, feed: FakeFeed, off: Any) -> None:
    """It stood, and then it is not listed any more."""
    feed.answer = lists(weather(warning(room.now), at=room.now), off)
    await room.begin()
    assert len(await room.live()) == 1
    feed.answer = lists(weather(at=room.now + timedelta(minutes=1)), off)


async def test_what_was_called_off_is_over_and_told(room: Following, feed: FakeFeed) -> None:
    before = counted("ended")
    off = warning(room.now + timedelta(seconds=40), action="CAN") | {}
    off["properties"]["messageType"] = "Cancel"
    await gone(room, feed, weather(off, at=room.now))
    sent = await room.minutes(1)
    assert len(replies(sent)) == 2
    assert "Over since" in str([row.body for row in replies(sent)])
    assert not await room.live()
    ((path, _),) = asked_for_ends(feed)
    assert path.startswith("/alerts?status=actual&message_type=cancel&area=CA&start=2026-11-16T")
    assert counted("ended") == before + 1
    await room.minutes(3)
    assert len(asked_for_ends(feed)) == 1


async def test_what_nobody_called_off_goes_on_and_is_asked_for_a_quarter_of_an_hour(
    room: Following, feed: FakeFeed
) -> None:
    await gone(room, feed, weather(at=room.now))
    assert not await room.minutes(30)
    assert len(await room.live()) == 1
    asked = asked_for_ends(feed)
    assert 10 <= len(asked) <= 15
    first, *later = (headers for _, headers in asked)
    assert "If-None-Match" not in first
    assert all("If-None-Match" in each for each in later)


@pytest.mark.parametrize("status", [404, 500])
async def test_without_an_answer_nothing_is_known_and_the_feed_is_well(
    room: Following, feed: FakeFeed, status: int
) -> None:
    before = counted("not known")
    await gone(room, feed, status)
    assert not await room.minutes(20)
    assert len(await room.live()) == 1
    assert (await room.feed()).failures == 0
    assert counted("not known") > before


@pytest.mark.parametrize("off", [{"features": 5}, {"status": 500, "title": "x"}])
async def test_an_answer_that_is_none_ends_nothing(
    room: Following, feed: FakeFeed, off: dict[str, Any]
) -> None:
    await gone(room, feed, off)
    assert not await room.minutes(3)
    assert len(await room.live()) == 1


async def test_others_that_were_called_off_are_nobodys_news(
    room: Following, feed: FakeFeed
) -> None:
    others = [warning(room.now, number, action="CAN") for number in (7, 8)]
    news = warning(room.now, 9)  # not called off at all: a list of ends begins nothing
    await gone(room, feed, weather(*others, news, at=room.now))
    assert not await room.minutes(3)
    assert len(await room.live()) == 1


async def test_where_the_list_says_so_itself_nobody_is_asked(
    room: Following, feed: FakeFeed
) -> None:
    await gone(room, feed, 500)
    ended = warning(room.now + timedelta(seconds=30), action="CAN")
    feed.answer = lists(weather(ended, at=room.now + timedelta(minutes=1)), 500)
    await room.minutes(1)
    feed.answer = lists(weather(at=room.now), 500)
    await room.minutes(5)
    assert not await room.live()
    assert not asked_for_ends(feed)


async def test_what_ends_by_its_own_stated_end_is_not_asked_for(
    room: Following, feed: FakeFeed
) -> None:
    feed.answer = lists(weather(warning(room.now, hours=0.05), at=room.now), 500)
    await room.begin()
    await room.minutes(3)
    feed.answer = lists(weather(at=room.now), 500)
    await room.minutes(5)
    assert not await room.live()
    assert not asked_for_ends(feed)


def _read(name: str, at: datetime, *, without: bool = False) -> tuple[Memory, Reading]:
    """What stands after a recorded document; `without`: and after a list that names nothing."""
    reading = nws.read((RECORDED / name).read_bytes())
    memory = heard(Memory("nws"), reading.reports, at, rereads=True, all_named=False).memory
    return memory, reading._replace(reports=[] if without else reading.reports)


async def test_the_recorded_cancellation_ends_where_it_says_so_and_nowhere_else(
    feed: FakeFeed, session: ClientSession
) -> None:
    at = datetime(2025, 11, 25, 22, 55, tzinfo=UTC)
    memory, nothing = _read("tornado_watch_2_continued.json", at, without=True)
    lost = gone_from(memory, nothing, at + timedelta(minutes=1))
    assert lost is not None
    assert lost.keys == {"KMOB.TO.A.0641.2025"}
    last = json.loads((RECORDED / "tornado_watch_3_cancelled.json").read_text())
    off = [each for each in last["features"] if each["properties"]["messageType"] == "Cancel"]
    feed.says({**last, "features": off})
    source = weather_service(feed.url)
    later = at + timedelta(minutes=5)
    found = await confirm(session, source, Feed(name="nws"), [], lost, later)
    after = heard(memory, found.reports, later, rereads=True, all_named=False).memory
    areas = by_area(events_of([after]))
    for county, state in (("ALC129", "ended"), ("ALC025", "live")):
        market = market_of(county, county, "America/Chicago", {"counties": [county]})
        assert [each.state for each in standing(areas, market, {"nws": later})] == [state]


@pytest.mark.parametrize("name", ["2025-12-15T2155Z", "2026-05-14T1635Z"])
def test_nothing_of_a_national_list_that_is_read_again_is_gone(name: str) -> None:
    at = datetime.fromisoformat(f"{name[:13]}:{name[13:15]}:00+00:00")
    memory, reading = _read(f"{name}.json", at)
    assert gone_from(memory, reading, at + timedelta(minutes=1)) is None
    assert gone_from(memory, None, at + timedelta(minutes=1)) is None


def _goes_on(report: Report, at: datetime) -> bool:
    return bool(report.message) and (report.expected_end is None or report.expected_end > at)


def test_a_message_that_another_one_continues_is_not_gone() -> None:
    at = datetime(2025, 12, 15, 21, 55, tzinfo=UTC)
    memory, reading = _read("2025-12-15T2155Z.json", at)
    series = Counter(each.series for each in reading.reports)
    told = next(
        each
        for each in reading.reports
        if series[each.series] == 1 and each.lifecycle is Lifecycle.NEW and _goes_on(each, at)
    )
    only = reading._replace(reports=[each for each in reading.reports if each != told])
    lost = gone_from(memory, only, at)
    assert lost is not None
    assert lost.messages == {told.message}
    next_one = told._replace(key="another", message="m2", follows=frozenset({told.message}))
    continued = only._replace(reports=[*only.reports, next_one])
    assert gone_from(memory, continued, at) is None
