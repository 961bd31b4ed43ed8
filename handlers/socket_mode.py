"""Slack over Socket Mode: several connections, each kept up by a watchdog that rebuilds it."""

import asyncio
from collections.abc import Callable
from logging import getLogger

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Misconfigured
from handlers.middleware import Gate
from handlers.socket_keeper import Keeper, Pace
from handlers.socket_link import SocketLink

log = getLogger(__name__)
CONNECTIONS = 2
# What apps.connections.open says where only a person can help.
_NOT_OURS_TO_MEND = frozenset(
    {
        *("invalid_auth", "not_authed", "not_allowed_token_type", "account_inactive"),
        *("token_revoked", "token_expired", "missing_scope", "no_permission", "access_denied"),
        *("forbidden_team", "org_login_required", "ekm_access_denied"),
    }
)


class SocketMode:
    """Keeps `connections` Socket Mode connections up and hands what comes to the gate.

    When Slack asks one to leave, its successor is connected first; the old one still answers
    what it was handed. With two, something always listens.
    """

    def __init__(
        self,
        gate: Gate,
        app_token: str,
        client: AsyncWebClient,
        connections: int = CONNECTIONS,
        pace: Pace | None = None,
    ) -> None:
        self._gate, self._app_token, self._client = gate, app_token, client
        self._pace = pace or Pace()
        self._keepers = [Keeper(self._new_link, self._pace) for _ in range(connections)]
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Connect once, so that a wrong token is said at start; the watchdogs keep it up.

        Raises `Misconfigured` where Slack refuses the token; a Slack that is down is tried on.
        """
        try:
            async with asyncio.timeout(self._pace.open_within):
                await self._keepers[0].replace()
        except SlackApiError as error:
            if error.response["error"] in _NOT_OURS_TO_MEND:
                await self.stop()
                raise Misconfigured(
                    f"Slack refused PODLINE_SLACK_APP_TOKEN ({error.response['error']}). "
                    "It starts with xapp- and needs the scope connections:write."
                ) from error
            log.warning("no connection to Slack yet", exc_info=error)
        except Exception as error:
            log.warning("no connection to Slack yet", exc_info=error)
        self._tasks = [asyncio.create_task(keeper.keep()) for keeper in self._keepers]

    async def stop(self) -> None:
        """Close every connection; nothing of it runs afterwards."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(keeper.stop() for keeper in self._keepers))

    async def connected(self) -> int:
        """How many connections are up."""
        return sum([await keeper.alive() for keeper in self._keepers])

    def _new_link(self, on_leaving: Callable[[str], None]) -> SocketLink:
        token, ping_every = self._app_token, self._pace.ping_every
        return SocketLink(self._gate, token, self._client, ping_every, on_leaving)
