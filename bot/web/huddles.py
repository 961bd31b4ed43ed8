"""The doors of calendars and of screens: whoever has a secret address may look, and nobody learns
why another one opens nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from logging import getLogger
from typing import Final

from aiohttp import ETag, web

from bot.commands import named
from bot.errors import NotSaved
from bot.huddles.links.page import policy, write_page
from bot.huddles.links.service import LinksService

log = getLogger(__name__)
# At once; the bot's own reading comes first, whoever hammers at a link that leaked.
MOST_AT_ONCE: Final = 2
MOST_WAITING: Final = 200
RETRY_AFTER: Final = "5"

_NOTHING: Final = (
    "There is nothing here, or nothing any more. Ask for a new link in Slack: the command is "
    "{agenda} calendar for a calendar, and the card of a huddle has the one of its screen.\n"
)
_BUSY: Final = "This cannot be shown at the moment. Try again in a few seconds.\n"
_SHUT: Final = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PAGE: Final = {
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

Now = Callable[[], datetime]
Look = Callable[[web.Request], Awaitable[web.Response]]


def huddle_routes(links: LinksService, now: Now) -> list[web.RouteDef]:
    """`/calendar/<secret>.ics` and `/huddles/<secret>`, for GET and HEAD."""

    async def calendar(request: web.Request) -> web.Response:
        secret, dot, ending = request.match_info["file"].rpartition(".")
        handed = await links.calendar(secret, now()) if (dot, ending) == (".", "ics") else None
        if handed is None:
            return _nothing()
        headers = {
            **_SHUT,
            "Cache-Control": "private, max-age=300",
            "Content-Type": "text/calendar; charset=utf-8; method=PUBLISH",
            "Content-Disposition": 'inline; filename="huddles.ics"',
        }
        return _answer(request, handed.etag, headers, lambda: handed.body)

    async def screen(request: web.Request) -> web.Response:
        at = now()
        seen = await links.screen(request.match_info["secret"], at)
        if seen is None:
            return _nothing()
        headers = {
            **_SHUT,
            **_PAGE,
            "Cache-Control": "private, no-cache",
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": policy(),
            # The browser's clock may be another one than ours.
            "X-Podline-Now": str(int(at.astimezone(UTC).timestamp() * 1000)),
        }
        etag = f'W/"{seen.etag}"'
        return _answer(request, etag, headers, lambda: write_page(seen.shown, etag, at).encode())

    door = _Door()
    return [
        web.get("/calendar/{file}", door.opens(calendar)),
        web.get("/huddles/{secret}", door.opens(screen)),
    ]


class _Door:
    """A few at a time, in the order in which they came; beyond that they come again later."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._waiting = 0

    def opens(self, look: Look) -> Look:
        return partial(self._answer, look)

    async def _answer(self, look: Look, request: web.Request) -> web.Response:
        if self._waiting >= MOST_WAITING:
            return _busy()
        self._waiting += 1
        try:
            async with self._places:
                return await look(request)
        except (NotSaved, TimeoutError):
            log.warning("a link could not be shown: the database did not answer")
            return _busy()
        finally:
            self._waiting -= 1


def _answer(
    request: web.Request, etag: str, headers: dict[str, str], body: Callable[[], bytes]
) -> web.Response:
    """Whoever has it already gets no body."""
    headers = headers | {"ETag": etag}
    if _has(request, etag):
        headers.pop("Content-Type")
        return web.Response(status=304, headers=headers)
    return web.Response(body=body(), headers=headers)


def _has(request: web.Request, etag: str) -> bool:
    known = request.if_none_match or ()
    value = etag.removeprefix("W/").strip('"')
    return any(isinstance(each, ETag) and each.value in (value, "*") for each in known)


def _nothing() -> web.Response:
    """The same for every reason."""
    return web.Response(
        status=404, text=named(_NOTHING), headers=_SHUT | {"Cache-Control": "no-store"}
    )


def _busy() -> web.Response:
    headers = _SHUT | {"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"}
    return web.Response(status=503, text=_BUSY, headers=headers)
