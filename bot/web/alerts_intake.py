"""The door for systems that send alerts: signed or with a token, bounded, and kept before it is
answered. docs/alerts-intake.md says the same to whoever sends.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime
from logging import getLogger
from typing import Any, Final

from aiohttp import web

from bot import metrics
from bot.alerts.facts import Problem
from bot.alerts.feeds.errors import BadIdempotencyKey, NotSigned, OutOfTime, Unreadable
from bot.alerts.feeds.intake_signature import SHORTEST_SECRET, has_token, verify
from bot.alerts.following.hearing import TooMany
from bot.alerts.following.receiving import NoSuchPage, Receiver, Sent, UsedForAnother
from bot.errors import NotSaved, PodlineError
from bot.settings import Settings
from bot.settings_feeds import secrets

log = getLogger(__name__)
MOST_SIGNED: Final = 200_000
MOST_BODY: Final = 2_000_000
READ_WITHIN: Final = 10.0  # seconds; a sender that drips holds nobody up
# At once; more wait at the door for a moment, and then come again.
MOST_AT_ONCE: Final = 20
RETRY_AFTER: Final = "5"

_STATUS: Final[dict[type[PodlineError], int]] = {
    NotSigned: 401,
    OutOfTime: 401,
    BadIdempotencyKey: 400,
    Unreadable: 400,
    UsedForAnother: 409,
    NoSuchPage: 404,
    TooMany: 429,
    NotSaved: 503,
}

# All that it answers, for whoever watches.
ANSWERS: Final = tuple(sorted({200, 202, 408, 413, 422, 500, *_STATUS.values()}))

Now = Callable[[], datetime]
Take = Callable[[web.Request, bytes], Awaitable[Sent]]


class Refused(Exception):
    """An answer that needs no more words than its own."""

    def __init__(self, status: int, text: str) -> None:
        self.status, self.text = status, text
        super().__init__(text)


def alert_routes(receiver: Receiver, settings: Settings, now: Now) -> list[web.RouteDef]:
    """Those that have a secret; the others are not there."""
    signed = secrets(settings.intake_secrets.get_secret_value())
    for_cap = secrets(settings.cap_secrets.get_secret_value())
    tokens = secrets(settings.alertmanager_tokens.get_secret_value())
    in_paths = secrets(settings.statuspage_tokens.get_secret_value())

    async def intake(request: web.Request, body: bytes) -> Sent:
        proof = verify(signed, request.headers, body, now())
        return await receiver.intake(body, proof, now())

    async def cap(request: web.Request, body: bytes) -> Sent:
        proof = verify(for_cap, request.headers, body, now())
        return await receiver.cap(body, proof, now())

    async def alertmanager(request: web.Request, body: bytes) -> Sent:
        if not request.headers.get("Authorization"):
            raise NotSigned("The header Authorization is missing: Bearer, and the token.")
        if not has_token(tokens, request.headers.get("Authorization", "")):
            raise NotSigned("The token in the header Authorization is none that is known here.")
        return await receiver.alertmanager(body, now())

    async def statuspage(request: web.Request, body: bytes) -> Sent:
        if not _is_one_of(in_paths, request.match_info["secret"]):
            raise NotSigned("The secret in this address is none that is known here.")
        return await receiver.statuspage(body, request.match_info["page"], now())

    door = _Door()
    routes = []
    if signed:
        routes.append(web.post("/alerts/intake", door.opens("intake", intake, MOST_SIGNED)))
    if for_cap:
        routes.append(web.post("/alerts/cap", door.opens("cap", cap, MOST_BODY)))
    if tokens:
        routes.append(
            web.post("/alerts/alertmanager", door.opens("alertmanager", alertmanager, MOST_BODY))
        )
    if in_paths:
        path = "/alerts/statuspage/{page}/{secret}"
        routes.append(web.post(path, door.opens("statuspage", statuspage, MOST_BODY)))
    return routes


class _Door:
    """A few at a time: what is sent in a flood is taken in turns, and the bot stays quick."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(MOST_AT_ONCE)

    def opens(
        self, name: str, take: Take, most: int
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        metrics.expect_answers(name, ANSWERS)

        async def receive(request: web.Request) -> web.Response:
            answer = await answered(request)
            metrics.door_answers.labels(name, answer.status).inc()
            return answer

        async def answered(request: web.Request) -> web.Response:
            try:
                body = await _body(request, most)
                async with self._places:
                    return _answer(await take(request, body))
            except Refused as refused:
                return _plain(refused.status, refused.text)
            except PodlineError as error:
                status = _STATUS.get(type(error), 500)
                log.warning(
                    "an alert was not taken",
                    extra={"status": status, "error": type(error).__name__},
                )
                return _plain(status, error.sentence)

        return receive


async def _body(request: web.Request, most: int) -> bytes:
    """At most so much, and within some seconds. Raises `Refused`."""
    too_large = Refused(413, f"This is too large: at most {most:,} bytes are read.")
    if (request.content_length or 0) > most:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(READ_WITHIN):
            async for chunk in request.content.iter_chunked(65_536):
                body += chunk
                if len(body) > most:
                    raise too_large
    except TimeoutError as error:
        raise Refused(408, "This came too slowly.") from error
    return bytes(body)


def _answer(sent: Sent) -> web.Response:
    if sent.problems and not sent.taken:
        return web.json_response({"errors": _errors(sent.problems)}, status=422)
    told: dict[str, Any] = {"taken": sent.taken}
    if sent.problems:
        told["errors"] = _errors(sent.problems)
    return web.json_response(told, status=200 if sent.is_known else 202)


def _errors(problems: list[Problem]) -> list[dict[str, str]]:
    return [{"where": each.where, "why": each.why} for each in problems]


def _plain(status: int, text: str) -> web.Response:
    headers = {"Retry-After": RETRY_AFTER} if status in (429, 503) else {}
    return web.Response(status=status, text=f"{text}\n", headers=headers)


def _is_one_of(known: tuple[str, ...], given: str) -> bool:
    """Each is compared in constant time."""
    usable = [_digest(each) for each in known if len(each) >= SHORTEST_SECRET]
    found = [hmac.compare_digest(each, _digest(given)) for each in usable]
    return any(found)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="replace")).digest()
