"""What is broken, hostile, late or too much, by every way in which it can come in.

Two rules hold for all: what cannot be read ends nothing and breaks nothing, and what is read costs
no more than its part.
"""

import gzip
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web

from bot.alerts.following.feeding import MOST_LIVE
from bot.alerts.following.posting_by_feed import MOST_A_MINUTE
from bot.web.alerts_intake import alert_routes
from storage.alerts_feeds import Feed, FeedEvent
from tests.bot.advice.scene import HOME
from tests.bot.alerts.by_hand.scene import posts
from tests.bot.alerts.feeds.test_cap_hostile import BOMB, XXE
from tests.bot.alerts.following.conftest import Opens
from tests.bot.alerts.following.source import FakeFeed
from tests.bot.alerts.following.test_flood import most_in_a_minute
from tests.bot.alerts.following.ways import SECRET, WAYS, Coming
from tests.engines import on_sqlite

pytestmark = on_sqlite
MANY = ("nws", "alertmanager", "statuspage read", "cap read", "cap sent", "odin")
DATED = tuple(name for name, way in WAYS.items() if way.dated)
ENDING = tuple(name for name in WAYS if "statuspage" not in name)  # a page names no end
PLACED = ENDING  # nor any place
NONE = {
    "HTML": b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
    "an entity bomb": BOMB.encode(),
    "an external entity": XXE.encode(),
    "nothing": b"  ",
    "half of it": b'{"type": "FeatureCollection", "features": [{',
    "deep": b"[" * 100_000,
    "no UTF-8": b"\xff\xfe\x00{",
    "NaN": b'{"alerts": NaN}',
}


@pytest.fixture
async def coming(
    request: pytest.FixtureRequest, opens: Opens, feed: FakeFeed
) -> AsyncIterator[Coming]:
    way = WAYS[request.param]
    named = {
        name: value.format(url=feed.url) if isinstance(value, str) else value
        for name, value in way.settings.items()
    }
    room = await opens(**named)
    app = web.Application()
    app.add_routes(alert_routes(room.receiver, room.settings, lambda: room.now))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with ClientSession() as session:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        coming = Coming(way, room, feed, url, session)
        await coming.begin()
        yield coming
    await runner.cleanup()


def by(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("coming", names, indirect=True)


@by(*WAYS)
async def test_what_is_no_document_ends_nothing_and_breaks_nothing(coming: Coming) -> None:
    said = coming.said()
    assert len(posts(await coming.come(said), HOME)) == 1
    for body in NONE.values():
        assert not await coming.comes(body)
        assert len(await coming.room.live()) == 1
        if not coming.way.path:
            (failing,) = [each for each in await coming.room.rows(Feed) if each.failures]
            assert failing.error
            assert not await coming.come(said)
    assert set(coming.answers[1:]) <= {400}
    await coming.come(coming.said(over=True, revision=2))
    assert not await coming.room.live()


@by(*WAYS)
async def test_fifty_megabytes_are_not_read(coming: Coming) -> None:
    await coming.come(coming.said())
    if coming.way.path:
        with suppress(ConnectionError):  # told while the sender still talks
            assert await coming.send(b" " * 50_000_000) == 413
    else:
        packed = gzip.compress(b" " * 50_000_000)
        coming.feed.fails(200, packed, **{"Content-Encoding": "gzip"})
        await coming.room.minutes(coming.way.minutes)
    assert len(await coming.room.live()) == 1


@by(*MANY)
async def test_one_entry_of_wrong_types_costs_no_other(coming: Coming) -> None:
    two = coming.said(), coming.said(number=2)
    await coming.come(*two, with_broken=True)
    assert len(await coming.room.live()) == 2
    if coming.way.path:
        assert coming.answers == [202]


@by(*WAYS)
async def test_the_same_again_and_again_is_said_once(coming: Coming) -> None:
    said = coming.said()
    assert len(posts(await coming.come(said), HOME)) == 1
    for _ in range(3):
        assert not await coming.come(said)
    assert len(await coming.room.live()) == 1


@by(*(name for name in WAYS if name != "odin"))
async def test_an_older_word_after_a_newer_one_changes_nothing(coming: Coming) -> None:
    first = coming.said()
    over = coming.said(at=first.at + timedelta(seconds=1), over=True, revision=2)
    coming.room.step(5)
    assert not await coming.come(over)
    assert not await coming.come(first)
    assert not await coming.room.live()


@by(*DATED)
async def test_a_clock_that_is_a_month_ahead_outdoes_no_correction(coming: Coming) -> None:
    ahead = coming.said(at=coming.room.now + timedelta(days=30))
    await coming.come(ahead)
    assert len(await coming.room.live()) == 1
    await coming.come(coming.said(over=True))
    assert not await coming.room.live()


@by(*ENDING)
async def test_an_end_before_the_start_is_none(coming: Coming) -> None:
    await coming.come(coming.said(end=coming.room.now - timedelta(hours=1)))
    live = await coming.room.live()
    if coming.way.name == "intake":
        assert (live, coming.answers) == ([], [422])
        return
    (alert,) = live
    assert alert.expected_end is None


@by(*PLACED)
async def test_a_place_that_nobody_knows_is_told_to_nobody(coming: Coming) -> None:
    assert not await coming.come(coming.said(known=False))
    assert not await coming.room.live()
    await coming.come(coming.said(number=2))
    assert len(await coming.room.live()) == 1


@by(*WAYS)
async def test_markup_in_what_a_source_says_mentions_nobody(coming: Coming) -> None:
    words = "<!channel> <@UMAYA> <https://evil.example|click> &lt;!here&gt; is down"
    (card,) = posts(await coming.come(coming.said(words=words)), HOME)
    said = str(card.body)
    for mention in ("<!channel", "<@UMAYA", "<https://evil", "<!here"):
        assert mention not in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("coming", "count"),
    [("statuspage read", 5_000), ("cap read", 3_000), ("odin", 5_000), ("cap sent", 3_000)],
    indirect=["coming"],
)
async def test_thousands_at_once_are_a_few_messages(coming: Coming, count: int) -> None:
    sent = await coming.come(*(coming.said(number=number) for number in range(1, count + 1)))
    sent += await coming.room.minutes(3)
    assert most_in_a_minute(sent) <= MOST_A_MINUTE
    assert len(await coming.room.live()) <= 2 * MOST_LIVE
    assert len(await coming.room.rows(FeedEvent)) == count


@pytest.mark.slow
@by("intake", "statuspage sent")
async def test_hundreds_that_come_one_by_one_are_a_few_messages(coming: Coming) -> None:
    sent = []
    for number in range(1, 301):
        await coming.send(coming.way.body(coming.said(number=number)))
        if number % 50 == 0:
            sent += await coming.room.minutes(0.1)
    sent += await coming.room.minutes(3)
    assert most_in_a_minute(sent) <= MOST_A_MINUTE
    assert set(coming.answers) == {202}


@by("intake", "cap sent")
@pytest.mark.parametrize(
    ("secret", "ago"), [("x" * 32, 0), (SECRET, 301), (SECRET, -301), ("x" * 32, 301)]
)
async def test_a_wrong_or_old_signature_opens_nothing(
    coming: Coming, secret: str, ago: float
) -> None:
    body = coming.way.body(coming.said())
    assert await coming.send(body, secret, ago) == 401
    assert not await coming.room.rows(FeedEvent)
    assert await coming.send(body) == 202


@by("cap sent")
async def test_a_document_that_is_sent_again_is_taken_once(coming: Coming) -> None:
    body = coming.way.body(coming.said())
    assert [await coming.send(body) for _ in range(2)] == [202, 200]
    over = coming.way.body(coming.said(over=True))
    assert await coming.send(over) == 202
    await coming.room.minutes(0.1)
    assert not await coming.room.live()
