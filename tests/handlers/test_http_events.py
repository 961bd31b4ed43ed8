"""Slack over HTTP: only what Slack signed, lately, and whole."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientResponse, ClientSession

from bot.errors import NotSaved
from bot.text.kit import Card
from bot.web.server import WebServer
from handlers.http_events import PATH, slack_route
from handlers.payloads import Command, Message, Routes, Shortcut
from tests.fakes import SteppedClock
from tests.handlers import shapes
from tests.handlers.desk import SECRET, Desk

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Bot:
    """The bot's web server, and Slack's way of calling it."""

    def __init__(self, url: str, session: ClientSession, clock: SteppedClock) -> None:
        self._url, self._session, self.clock = url, session, clock

    async def post(
        self,
        body: str,
        kind: str = JSON,
        age: float = 0,
        secret: str = SECRET,
        headers: dict[str, str] | None = None,
    ) -> ClientResponse:
        stamp = str(int(self.clock.now().timestamp() - age))
        digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        signed = {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest.hexdigest()}",
            "Content-Type": kind,
        }
        sent = {k: v for k, v in (signed | (headers or {})).items() if v}
        return await self._session.post(self._url, data=BytesIO(body.encode()), headers=sent)

    async def post_bytes(self, body: bytes) -> ClientResponse:
        stamp = str(int(self.clock.now().timestamp()))
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=00"}
        return await self._session.post(self._url, data=BytesIO(body), headers=headers)

    async def event(self, body: dict[str, Any], **more: Any) -> ClientResponse:
        return await self.post(json.dumps(body), JSON, **more)


@pytest.fixture
async def bot(desk: Desk, session: ClientSession) -> AsyncIterator[Bot]:
    """Listening for the desk's app, whatever it serves by then."""

    async def hear(message: Message) -> None:
        if message.text == "lost":
            raise NotSaved
        desk.heard.append(message.text)

    async def answer(command: Command) -> Card:
        return Card(f"heard: {command.text}")

    async def measure(shortcut: Shortcut) -> Card:
        return Card(f"{len(shortcut.message_text or '')} characters")

    routes = Routes(
        commands={"/advise": answer}, messages=[hear], shortcuts={"on_message": measure}
    )
    desk.serving(routes)
    route = slack_route(desk.gate, SECRET, desk.clock.now)
    server = WebServer("127.0.0.1", 0, _ready, _measure, [route])
    port = await server.start()
    yield Bot(f"http://127.0.0.1:{port}{PATH}", session, desk.clock)
    await server.stop()


async def _ready() -> None:
    return None


async def _measure() -> None:
    return None


async def test_a_signed_event_reaches_its_feature(bot: Bot, desk: Desk) -> None:
    assert (await bot.event(shapes.message("hello"))).status == 200
    assert desk.heard == ["hello"]


async def test_a_signed_command_is_answered_in_the_response(bot: Bot) -> None:
    response = await bot.post(urlencode(shapes.command("no <service>")), FORM)
    assert response.content_type == JSON
    assert (await response.json())["text"] == "heard: no <service>"


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another"},
        {"headers": {"X-Slack-Signature": ""}},
        {"headers": {"X-Slack-Request-Timestamp": ""}},
        {"headers": {"X-Slack-Signature": "v0=00"}},
        {"headers": {"X-Slack-Signature": "v0=é"}},
        {"headers": {"X-Slack-Request-Timestamp": "noon"}},
        {"age": 301},
        {"age": -301},
    ],
    ids=[
        "secret",
        "no signature",
        "no timestamp",
        "signature",
        "letters",
        "noon",
        "old",
        "from the future",
    ],
)
async def test_what_slack_did_not_sign_in_the_last_five_minutes_is_refused(
    bot: Bot, desk: Desk, wrong: dict[str, Any]
) -> None:
    assert (await bot.event(shapes.message(), **wrong)).status == 401
    assert desk.heard == []


@pytest.mark.parametrize("age", [299, -299])
async def test_five_minutes_are_not_too_old(bot: Bot, desk: Desk, age: float) -> None:
    assert (await bot.event(shapes.message(), age=age)).status == 200
    assert len(desk.heard) == 1


async def test_what_is_old_follows_from_the_bot_s_own_clock(bot: Bot, desk: Desk) -> None:
    desk.clock.step(90 * 24 * 3600)
    assert (await bot.event(shapes.message("fresh"))).status == 200
    assert (await bot.event(shapes.message("old"), age=90 * 24 * 3600)).status == 401
    assert desk.heard == ["fresh"]


async def test_what_is_refused_leaves_no_words_in_the_logs(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await bot.event(shapes.message("4111 1111 1111 1111"), secret="another")
    assert "not signed by Slack" in caplog.text
    assert "4111" not in caplog.text


async def test_a_body_that_is_no_text_is_refused(bot: Bot) -> None:
    assert (await bot.post_bytes(b"\xff\xfe{}")).status == 401


async def test_slacks_challenge_is_sent_back(bot: Bot) -> None:
    response = await bot.event({"type": "url_verification", "challenge": "c1", "token": "t"})
    assert (await response.json())["challenge"] == "c1"


async def test_a_challenge_that_slack_did_not_sign_is_refused(bot: Bot) -> None:
    body = {"type": "url_verification", "challenge": "c1"}
    assert (await bot.event(body, secret="another")).status == 401


async def test_a_retry_is_handled_like_a_first_delivery(bot: Bot, desk: Desk) -> None:
    headers = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    assert (await bot.event(shapes.message("late"), headers=headers)).status == 200
    assert desk.heard == ["late"]


async def test_an_event_that_was_not_saved_is_answered_500(bot: Bot) -> None:
    assert (await bot.event(shapes.message("lost"))).status == 500


@pytest.mark.parametrize("body", ["{", "[1]", "5", '{"team": 5}', "payload={", "payload=[]"])
async def test_what_is_no_payload_at_all_is_refused_without_a_traceback(
    bot: Bot, body: str
) -> None:
    response = await bot.post(body, JSON if body[0] != "p" else FORM, secret="another")
    assert response.status in (400, 401)
    assert "Traceback" not in await response.text()


async def test_a_body_beyond_every_payload_of_slacks_is_refused(bot: Bot) -> None:
    assert (await bot.post("a" * 4_100_000)).status == 413


async def test_a_shortcut_on_a_message_of_40000_emoji_fits(bot: Bot, desk: Desk) -> None:
    text = "🚒" * 40_000
    element = {"type": "text", "text": text}
    rich = [
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}
    ]
    body = shapes.message_shortcut(text=text, blocks=rich)
    body["response_url"] = desk.slack.response_url
    response = await bot.post(urlencode({"payload": json.dumps(body)}), FORM)
    await desk.teller.finish()
    assert response.status == 200
    assert desk.slack.responses[0]["text"] == "40000 characters"


async def test_a_closed_gate_is_answered_503_so_that_slack_sends_it_again(
    bot: Bot, desk: Desk
) -> None:
    await desk.gate.close(at_most=0.1)
    assert (await bot.event(shapes.message())).status == 503
