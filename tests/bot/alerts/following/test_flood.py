"""A flood of alerts: grouped, bounded a pod and a minute, and nothing of it is lost."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from bot.alerts.following import memory
from bot.alerts.following.feeding import MOST_LIVE
from bot.alerts.following.posting_by_feed import MOST_A_MINUTE
from storage.alerts import Alert
from storage.alerts_feeds import FeedEvent
from storage.outbox import Act, OutboxRow
from tests.bot.alerts.following.conftest import Opens
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import FakeFeed

TOKEN = "t" * 20


def notification(numbers: range, status: str = "firing", severity: str = "critical") -> bytes:
    alerts = [
        {
            "status": status,
            "labels": {"alertname": f"Site{number}", "severity": severity, "market": "sd"},
            "annotations": {"summary": f"Site {number} is down", "revision": "1"},
            "startsAt": "2026-11-16T17:55:00Z",
            "endsAt": "0001-01-01T00:00:00Z",
            "fingerprint": f"{number:016x}",
        }
        for number in numbers
    ]
    return json.dumps({"version": "4", "status": status, "alerts": alerts}).encode()


def most_in_a_minute(rows: list[OutboxRow]) -> int:
    """Messages that a pod got, by the minute in which they were sent."""
    minutes = Counter(
        (row.channel, row.not_before.replace(second=0, microsecond=0))
        for row in rows
        if row.act is Act.POST
    )
    return max(minutes.values())


async def flood(room: Following, count: int = 5_000, **said: Any) -> list[OutboxRow]:
    """So many alerts in fifty seconds, told as they come."""
    sent, step = [], count // 10
    for first in range(0, count, step):
        numbers = range(first, first + step)
        await room.receiver.alertmanager(notification(numbers, **said), room.now)
        sent += await room.minutes(5 / 60)
    return sent


@pytest.fixture
async def room(opens: Opens) -> Following:
    return await opens(alertmanager_tokens=TOKEN)


async def test_five_thousand_alerts_in_a_minute_are_a_few_messages(room: Following) -> None:
    sent = await flood(room)
    assert most_in_a_minute(sent) <= MOST_A_MINUTE
    assert len(await room.rows(FeedEvent)) == 5_000
    assert len(await room.all(Alert)) <= MOST_LIVE
    later = await room.minutes(3)
    assert most_in_a_minute(sent + later) <= MOST_A_MINUTE + 1
    assert len(await room.live()) == MOST_LIVE


async def test_their_ends_are_told_together_too(room: Following) -> None:
    await flood(room, 100)
    await room.minutes(5)
    sent = await flood(room, 100, status="resolved")
    sent += await room.minutes(5)
    assert most_in_a_minute(sent) <= MOST_A_MINUTE + 1
    assert not await room.live()


async def test_one_list_of_five_thousand_is_one_message_a_minute(
    opens: Opens, feed: FakeFeed
) -> None:
    room = await opens(feed_nws=True, feed_nws_url=feed.url)
    feed.says(weather())
    await room.begin()
    began = room.now + timedelta(seconds=30)
    feed.says(
        weather(
            *(
                warning(began, number, event="Tornado Warning", code="TO.W", ugc="CAZ043")
                for number in range(1, 5_001)
            )
        )
    )
    sent = await room.minutes(1)
    assert most_in_a_minute(sent) == 1
    sent = await room.minutes(3)
    assert most_in_a_minute(sent) <= 2
    assert len(await room.live()) == MOST_LIVE


async def test_what_is_worse_goes_first(room: Following) -> None:
    await room.receiver.alertmanager(notification(range(100), severity="warning"), room.now)
    await room.receiver.alertmanager(notification(range(100, 110), severity="page"), room.now)
    await room.settle()
    assert sum(each.severity == "extreme" for each in await room.live()) == 10


async def test_more_events_than_any_source_has_are_not_taken(
    room: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_EVENTS", 150)
    assert (await room.receiver.alertmanager(notification(range(100)), room.now)).taken == 100
    await room.receiver.alertmanager(notification(range(100, 200)), room.now)
    assert len(await room.rows(FeedEvent)) == 150
    ended = await room.receiver.alertmanager(notification(range(100), "resolved"), room.now)
    assert ended.taken == 100
