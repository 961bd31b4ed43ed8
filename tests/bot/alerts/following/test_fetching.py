"""One GET of a feed: polite, bounded, and never taken for "nothing"."""

import gzip
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, ClientTimeout, web

from bot.alerts.feeds.errors import Unreadable
from bot.alerts.following import fetching
from bot.alerts.following.fetching import Unreachable, fetch, session_for
from tests.bot.alerts.following.source import FakeFeed, drips, serving


@pytest.fixture
async def feed() -> AsyncIterator[FakeFeed]:
    async with serving() as feed:
        yield feed


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with session_for("noc@example.com") as session:
        yield session


async def test_whoever_is_asked_learns_who_asks_and_for_what(
    feed: FakeFeed, session: ClientSession
) -> None:
    feed.says({"a": 1})
    assert (await fetch(session, feed.url)).body == b'{"a": 1}'
    headers = feed.asked[0][1]
    assert "noc@example.com" in headers["User-Agent"]
    assert headers["Accept"].startswith("application/geo+json")
    assert "If-None-Match" not in headers


async def test_a_document_that_is_the_same_is_not_sent_again(
    feed: FakeFeed, session: ClientSession
) -> None:
    first = await fetch(session, feed.url)
    assert first.etag is not None
    assert first.etag.startswith("W/")
    again = await fetch(session, feed.url, first.etag)
    assert again == (None, first.etag)
    feed.says(b"new")
    assert (await fetch(session, feed.url, first.etag)).body == b"new"


@pytest.mark.parametrize("status", [204, 206, 400, 403, 404, 429, 500, 502, 503])
async def test_any_other_status_is_no_document(
    feed: FakeFeed, session: ClientSession, status: int
) -> None:
    feed.fails(status, b'{"features": []}' if status != 204 else b"")
    with pytest.raises(Unreachable, match=str(status)):
        await fetch(session, feed.url)


async def test_not_modified_is_believed_only_where_something_is_known(
    feed: FakeFeed, session: ClientSession
) -> None:
    feed.fails(304)
    with pytest.raises(Unreachable):
        await fetch(session, feed.url)


async def test_a_document_without_an_end_is_left_where_it_is(
    feed: FakeFeed, session: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = 0

    async def floods(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(1_000):
            await answer.write(b" " * 50_000)
            sent += 50_000
        return answer

    feed.answer = floods
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000_000)
    with pytest.raises(Unreadable, match="longer"):
        await fetch(session, feed.url)
    assert sent < 20_000_000


async def test_fifty_megabytes_in_a_small_parcel_are_not_unpacked(
    feed: FakeFeed, session: ClientSession
) -> None:
    feed.fails(200, gzip.compress(b" " * 50_000_000), **{"Content-Encoding": "gzip"})
    with pytest.raises(Unreadable, match="longer"):
        await fetch(session, feed.url)


@pytest.mark.parametrize(
    "body", [b"no gzip at all", gzip.compress(b"half of it" * 9, mtime=0)[:-12]]
)
async def test_a_parcel_that_is_broken_is_no_document(
    feed: FakeFeed, session: ClientSession, body: bytes
) -> None:
    feed.fails(200, body, **{"Content-Encoding": "gzip"})
    with pytest.raises(Unreadable):
        await fetch(session, feed.url)


async def test_a_way_of_packing_that_nobody_asked_for_is_refused(
    feed: FakeFeed, session: ClientSession
) -> None:
    feed.fails(200, b"...", **{"Content-Encoding": "br"})
    with pytest.raises(Unreadable, match="br"):
        await fetch(session, feed.url)


async def test_a_source_that_drips_is_not_waited_for(
    feed: FakeFeed, session: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.answer = drips
    async with session_for("noc@example.com") as session:
        session._timeout = ClientTimeout(total=0.3)
        with pytest.raises(Unreachable, match="in time"):
            await fetch(session, feed.url)


async def test_who_moved_within_the_same_host_is_followed(
    feed: FakeFeed, session: ClientSession
) -> None:
    async def moved(request: web.Request) -> web.Response:
        if request.path == "/new":
            return web.Response(body=b"here")
        return web.Response(status=301, headers={"Location": "/new"})

    feed.answer = moved
    assert (await fetch(session, f"{feed.url}/old")).body == b"here"


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "http://localhost:1/", "file:///etc/passwd", "//evil.example/"]
)
async def test_another_host_is_not_asked_in_its_place(
    feed: FakeFeed, session: ClientSession, to: str
) -> None:
    feed.fails(302, Location=to)
    with pytest.raises(Unreachable, match="another host"):
        await fetch(session, feed.url)


async def test_a_circle_ends(feed: FakeFeed, session: ClientSession) -> None:
    feed.fails(307, Location="/")
    with pytest.raises(Unreachable, match="circle"):
        await fetch(session, feed.url)
    assert len(feed.asked) == 4


async def test_nobody_there_is_no_document(session: ClientSession) -> None:
    with pytest.raises(Unreachable):
        await fetch(session, "http://127.0.0.1:9/")


async def test_an_absurd_etag_is_not_kept(feed: FakeFeed, session: ClientSession) -> None:
    feed.fails(200, b"x", ETag='"' + "x" * 500 + '"')
    assert (await fetch(session, feed.url)).etag is None
