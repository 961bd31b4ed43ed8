"""The doors of calendars and screens, over the wire: whoever has the address may look."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientResponse, ClientSession, ClientTimeout
from icalendar import Calendar

from bot.errors import NotSaved
from bot.huddles.links.facts import Handed
from bot.huddles.links.service import LinksService
from bot.web import huddles
from bot.web.huddles import huddle_routes
from bot.web.server import WebServer
from storage.database import Database
from storage.huddles import Huddle
from tests.bot.huddles.links.scene import Links
from tests.engines import on_sqlite

pytestmark = on_sqlite


@dataclass
class Doors:
    """A server with both doors; `calendar` and `screen` are addresses of links that hold."""

    there: Links
    session: ClientSession
    url: str
    huddle: Huddle
    calendar: str = ""
    screen: str = ""

    async def get(self, address: str, method: str = "GET", **headers: str) -> ClientResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self.session.request(method, address, headers=sent)
        await answer.read()
        return answer


class Ready:
    async def __call__(self) -> None:
        return None


@pytest.fixture
async def doors(database: Database) -> AsyncIterator[Doors]:
    there = Links(database)
    await there.people()
    await there.calendar_card()
    huddle, _ = await there.huddle("Roaming")
    screen = await there.screen_of(huddle)
    server = WebServer(
        *("127.0.0.1", 0, Ready(), Ready()), huddle_routes(there.links, lambda: there.now)
    )
    url = f"http://127.0.0.1:{await server.start()}"
    async with ClientSession(timeout=ClientTimeout(total=20)) as session:
        yield Doors(
            *(there, session, url, huddle, f"{url}/calendar/{await there.secret()}.ics"),
            f"{url}/huddles/{screen}",
        )
    await server.stop()


async def test_a_calendar_is_handed_out_as_one(doors: Doors) -> None:
    answer = await doors.get(doors.calendar)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Content-Disposition"] == 'inline; filename="huddles.ics"'
    assert len(Calendar.from_ical(await answer.read()).events) == 2


async def test_a_screen_is_a_page_for_itself_alone(doors: Doors) -> None:
    answer = await doors.get(doors.screen)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in answer.headers
    assert int(answer.headers["X-Podline-Now"]) == int(doors.there.now.timestamp() * 1000)
    assert "Roaming" in await answer.text()


@pytest.mark.parametrize("which", ["calendar", "screen"])
async def test_whoever_has_it_already_is_told_so_until_it_changes(doors: Doors, which: str) -> None:
    address = getattr(doors, which)
    etag = (await doors.get(address)).headers["ETag"]
    for known in (etag, f'"other", {etag}', "*", etag.removeprefix("W/")):
        again = await doors.get(address, If_None_Match=known)
        assert (again.status, await again.read()) == (304, b"")
        assert again.headers["ETag"] == etag
    assert (await doors.get(address, If_None_Match='"other"')).status == 200
    assert (await doors.get(address, If_None_Match="rubbish, W/")).status == 200
    later = doors.huddle.starts_at.replace(hour=20)
    await doors.there.change(doors.huddle, starts_at=later)
    assert (await doors.get(address, If_None_Match=etag)).status == 200


@pytest.mark.parametrize("which", ["calendar", "screen"])
async def test_head_says_the_same_without_the_body(doors: Doors, which: str) -> None:
    whole = await doors.get(getattr(doors, which))
    head = await doors.get(getattr(doors, which), "HEAD")
    assert (head.status, await head.read()) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
async def test_nothing_can_be_sent_there(doors: Doors, method: str) -> None:
    for address in (doors.calendar, doors.screen, f"{doors.url}/calendar/{'A' * 43}.ics"):
        assert (await doors.get(address, method)).status == 405


async def test_every_reason_to_show_nothing_looks_the_same(doors: Doors) -> None:
    card = await doors.there.calendar_card("UCARA")
    await doors.there.renew(card)
    ended = doors.calendar
    secret = doors.screen.rpartition("/")[2]
    addresses = [
        ended,
        f"{doors.url}/calendar/{'A' * 43}.ics",
        f"{doors.url}/calendar/{secret}.ics",
        f"{doors.url}/calendar/{ended.rpartition('/')[2].removesuffix('.ics')}",
        f"{doors.url}/calendar/{await doors.there.secret()}.txt",
        f"{doors.url}/calendar/x.ics",
        f"{doors.url}/calendar/.ics",
        f"{doors.url}/calendar/{'A' * 4000}.ics",
        f"{doors.url}/huddles/{'A' * 43}",
        f"{doors.url}/huddles/x",
        f"{doors.url}/huddles/{'%F0%9F%94%A5' * 10}",
    ]
    answers = [await doors.get(each) for each in addresses]
    told = {(each.status, await each.text(), *_without_date(each)) for each in answers}
    assert len(told) == 1
    assert answers[0].status == 404
    assert "Ask for a new link in Slack" in await answers[0].text()


def _without_date(answer: ClientResponse) -> list[tuple[str, str]]:
    return sorted((name, value) for name, value in answer.headers.items() if name != "Date")


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/../../etc/passwd",
        "/calendar/..%2F..%2Fetc%2Fpasswd.ics",
        "/calendar/%2e%2e/%2e%2e/etc/passwd.ics",
        "/huddles/..%5C..%5Cwindows",
        "/huddles/%00",
        "/huddles//",
        "/calendar/",
        "/huddles/' OR 1=1 --".replace(" ", "%20"),
    ],
)
async def test_a_path_that_leads_elsewhere_leads_nowhere(doors: Doors, path: str) -> None:
    parts = urlsplit(doors.url)

    def ask() -> tuple[int, bytes]:
        # As it is: a client would tidy it up.
        with closing(HTTPConnection(str(parts.hostname), parts.port, timeout=10)) as connection:
            connection.putrequest("GET", path)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read()

    status, body = await asyncio.to_thread(ask)
    assert status in (400, 404)
    assert b"root:" not in body


async def test_an_address_longer_than_any_line_is_refused_before_it_is_read(doors: Doors) -> None:
    assert (await doors.get(f"{doors.url}/huddles/{'A' * 20_000}")).status == 400


async def test_a_database_that_does_not_answer_is_said_and_tried_again_later(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> Handed:
        raise NotSaved

    monkeypatch.setattr(LinksService, "calendar", fails)
    monkeypatch.setattr(LinksService, "screen", fails)
    for address in (doors.calendar, doors.screen):
        answer = await doors.get(address)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        assert "Try again in a few seconds" in await answer.text()


async def test_a_flood_takes_turns_and_beyond_that_comes_again_later(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huddles, "MOST_WAITING", 4)
    at_once: list[int] = []
    inside, real, go = 0, LinksService.screen, asyncio.Event()

    async def slow(*asked: object) -> object:
        nonlocal inside
        inside += 1
        at_once.append(inside)
        await go.wait()
        inside -= 1
        return await real(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(LinksService, "screen", slow)
    asking = [asyncio.create_task(doors.get(doors.screen)) for _ in range(6)]
    await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
    go.set()
    statuses = [each.status for each in await asyncio.gather(*asking)]
    assert sorted(statuses) == [200] * 4 + [503] * 2
    assert max(at_once) == huddles.MOST_AT_ONCE


async def test_no_secret_gets_into_the_log(
    doors: Doors, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = [doors.screen.rpartition("/")[2], await doors.there.secret()]

    async def breaks(*_: object) -> Handed:
        raise RuntimeError("a mistake of ours")

    for address in (doors.calendar, doors.screen, f"{doors.screen}x"):
        await doors.get(address)
        await doors.get(address, "POST")
    monkeypatch.setattr(LinksService, "calendar", breaks)
    assert (await doors.get(doors.calendar)).status == 500
    assert "a mistake of ours" in caplog.text
    assert not any(secret in caplog.text for secret in secrets)
