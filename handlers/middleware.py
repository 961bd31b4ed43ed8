"""What every delivery passes before its listener: is it whole, is it ours, what is under way."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from logging import getLogger
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.errors import Guest, Stranger
from handlers.fields import find, part, parts
from handlers.payloads import Payload
from handlers.reading_messages import is_guest
from handlers.responses import accepted

log = getLogger(__name__)

Answer = Callable[[BoltResponse], Awaitable[Any]]


class Gate:
    """Counts what is under way, so that a shutdown leaves safely what runs.

    A closed gate answers 503: events are then sent again by Slack, to whoever is up.
    """

    def __init__(self, app: AsyncApp) -> None:
        self._app = app
        self._open = True
        self._under_way = 0
        self._empty = asyncio.Event()
        self._empty.set()

    async def dispatch(
        self, request: AsyncBoltRequest, answer: Answer | None = None
    ) -> BoltResponse:
        """Hand a request to its listener; `answer`, where given, counts as under way too."""
        if not self._open:
            return BoltResponse(status=503, body="")
        with self._counted():
            response = await self._app.async_dispatch(request)
            if answer is not None:
                await answer(response)
            return response

    @property
    def idle(self) -> bool:
        return not self._under_way

    async def close(self, at_most: float) -> None:
        """Let nothing in, and wait up to `at_most` seconds for what is under way."""
        self._open = False
        try:
            async with asyncio.timeout(at_most):
                await self._empty.wait()
        except TimeoutError:
            log.warning("stopped before everything was answered", extra={"left": self._under_way})

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._under_way += 1
        self._empty.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._empty.set()


def admit_only(team: str, organisation: str | None = None) -> AsyncMiddleware:
    """Refuses foreign teams, Slack Connect strangers and guests, each in one sentence.

    What is malformed, or of a kind that nobody answers, is accepted and left aside: anything
    else would bring it again and again. Belongs right behind the check of the signature.
    `organisation` is our own Enterprise Grid, whose id stands in some payloads for the team's.
    """
    return _AdmitOnly(frozenset({team, organisation} - {None}))


class _AdmitOnly(AsyncMiddleware):
    # A class, because bolt builds some forty arguments for each call of a function.
    def __init__(self, ours: frozenset[str | None]) -> None:
        self._ours = ours

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse | None:
        if not _is_whole(req.body):
            log.warning("a payload was left aside", extra={"mode": req.mode})
            return accepted()
        if not teams_of(req.body) <= self._ours:
            raise Stranger
        event = part(req.body, "event")
        if is_guest(event) or is_guest(part(event, "message")):
            raise Guest
        return await next()


def teams_of(body: Payload) -> set[str]:
    """Every team that a payload speaks of: where it was handed out, and whose person acted.

    In a shared channel an event's own `team_id` may be its host's; whom Slack hands it out for
    stands under `authorizations` (docs.slack.dev/apis/events-api).
    """
    event = part(body, "event")
    message = part(event, "message")
    handed_to = [find(each, "team_id") for each in parts(body, "authorizations")[:1]]
    named = [
        *(handed_to or [find(body, "team_id"), find(part(body, "team"), "id")]),
        find(part(body, "user"), "team_id"),
        *(find(spoken, key) for spoken in (event, message) for key in _WRITERS_TEAM),
    ]
    return {team for team in named if team}


_WRITERS_TEAM = ("user_team", "source_team")


def _is_whole(body: Payload) -> bool:
    """Whether bolt can match it, and one of our listeners is for it."""
    if "command" in body:
        return find(body, "command") is not None
    kind = body.get("type")
    return isinstance(kind, str) and kind in _WHOLE and _WHOLE[kind](body)


def _has_event(body: Payload) -> bool:
    return find(part(body, "event"), "type") is not None


def _has_action(body: Payload) -> bool:
    pressed = body.get("actions")
    first = pressed[0] if isinstance(pressed, list) and pressed else None
    return isinstance(first, dict) and find(first, "action_id") is not None


def _has_menu(body: Payload) -> bool:
    return find(body, "action_id") is not None


def _has_view(body: Payload) -> bool:
    view = part(body, "view")
    return "type" in view and find(view, "callback_id") is not None


def _has_callback(body: Payload) -> bool:
    return find(body, "callback_id") is not None


_WHOLE: dict[str, Callable[[Payload], bool]] = {
    "event_callback": _has_event,
    "block_actions": _has_action,
    "block_suggestion": _has_menu,
    "view_submission": _has_view,
    "shortcut": _has_callback,
    "message_action": _has_callback,
    "url_verification": lambda _: True,
}
