"""What every delivery passes before its listener: is it ours, and what is under way."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.errors import Stranger
from handlers.telling import accepted


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

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        if not self._open:
            return BoltResponse(status=503, body="")
        self._under_way += 1
        self._empty.clear()
        try:
            return await self._app.async_dispatch(request)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._empty.set()

    @property
    def idle(self) -> bool:
        return not self._under_way

    async def close(self, at_most: float) -> None:
        """Let nothing in, and wait up to `at_most` seconds for what is under way."""
        self._open = False
        try:
            await asyncio.wait_for(self._empty.wait(), at_most)
        except TimeoutError:
            return


def admit_only(team: str) -> Callable[..., Awaitable[BoltResponse | None]]:
    """Refuses foreign teams and Slack Connect strangers in one sentence; their events in none."""

    async def admit(
        body: dict[str, Any], next: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        if teams_of(body) <= {team}:
            await next()
            return None
        if "command" in body:
            return BoltResponse(status=200, body=Stranger.sentence)
        return accepted()

    return admit


def teams_of(body: dict[str, Any]) -> set[str]:
    """Every team that a payload speaks of: where it was, and whose person acted."""
    event, user = body.get("event") or {}, body.get("user") or {}
    named = [
        body.get("team_id"),
        event.get("user_team"),
        event.get("source_team"),
        user.get("team_id") if isinstance(user, dict) else None,
    ]
    return {team for team in named if team}
