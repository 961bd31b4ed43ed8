"""One Socket Mode connection: the SDK's client, which leaves reconnecting to its keeper.

By itself the SDK closes before it reopens when Slack says `disconnect`, so that answers to
presses are lost (slackapi/python-slack-sdk#1940), and tries a refused URL for ever.
"""

import asyncio
from collections.abc import Callable
from logging import getLogger
from typing import Any

from aiohttp import ClientError
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.middleware import Gate
from handlers.reading_messages import is_by_a_bot
from handlers.responses import accepted

log = getLogger(__name__)
CLOSE_WITHIN = 1.0
# Slack takes no more connections: the old one must go before a new one comes.
FULL = "too_many_websockets"


class SocketLink(SocketModeClient):
    """`tell_keeper` is called with Slack's reason when this connection is to be replaced."""

    def __init__(
        self,
        gate: Gate,
        app_token: str,
        client: AsyncWebClient,
        ping_every: float,
        tell_keeper: Callable[[str], None],
    ) -> None:
        logger = getLogger("slack_sdk.socket_mode")
        super().__init__(
            app_token=app_token, web_client=client, ping_interval=ping_every, logger=logger
        )
        self._gate, self._tell_keeper = gate, tell_keeper
        self._answering = 0
        self._answered = asyncio.Event()
        self._answered.set()
        self.leaving = False
        self.socket_mode_request_listeners.append(self._receive)

    async def open(self, within: float) -> None:
        """Connect with a fresh URL. Raises SlackApiError, TimeoutError, or a network error."""
        self.wss_uri = await self.issue_new_wss_url()
        async with asyncio.timeout(within):
            await self.connect()  # type: ignore[no-untyped-call]

    async def alive(self) -> bool:
        """Connected, answering pings, and not asked to leave."""
        return not self.leaving and await self.is_connected()

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """The SDK's monitor found the connection closed or deaf."""
        self._leave("lost")

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        if message.get("type") == "disconnect":
            self._leave(str(message.get("reason")))
        else:
            await super().run_message_listeners(message, raw_message)

    async def retire(self, answer_within: float = 0.0) -> None:
        """Give what is being answered up to `answer_within` seconds, then close for good: also
        where that is cancelled."""
        try:
            if self._answering and answer_within:
                await self._wait_for_answers(answer_within)
        finally:
            await self._close_for_good()

    async def _close_for_good(self) -> None:
        self.closed = True
        tasks = [self.message_processor, self.current_session_monitor, self.message_receiver]
        running = [task for task in tasks if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        try:
            # A deaf peer never answers the close frame.
            async with asyncio.timeout(CLOSE_WITHIN):
                await self.close()  # type: ignore[no-untyped-call]
        except (TimeoutError, OSError, ClientError) as error:
            log.info("a connection was cut rather than closed", exc_info=error)
        finally:
            await self.aiohttp_client_session.close()

    async def _wait_for_answers(self, at_most: float) -> None:
        try:
            async with asyncio.timeout(at_most):
                await self._answered.wait()
        except TimeoutError:
            log.warning("a connection closed before everything was answered")

    def _leave(self, reason: str) -> None:
        if not self.leaving and not self.closed:
            self.leaving = True
            self._tell_keeper(reason)

    async def _receive(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self._answering += 1
        self._answered.clear()
        try:
            await self._pass_on(request)
        finally:
            self._answering -= 1
            if not self._answering:
                self._answered.set()

    async def _pass_on(self, request: SocketModeRequest) -> None:
        async def answer(response: BoltResponse) -> None:
            try:
                await send_async_response(self, request, response, 0.0)
            except (ConnectionError, RuntimeError) as error:
                log.warning("an acknowledgement did not reach Slack", exc_info=error)

        # What we post comes back as an event: half of all there are, and no work for bolt.
        payload = getattr(request, "payload", None)
        if isinstance(payload, dict) and is_by_a_bot(payload):
            await answer(accepted())
            return
        asked = read_request(request)
        if asked is None:
            log.warning("a malformed payload was left aside", extra={"mode": "socket_mode"})
            await answer(accepted())
        else:
            await self._gate.dispatch(asked, answer)


def read_request(request: SocketModeRequest) -> AsyncBoltRequest | None:
    """For bolt; None where the payload is so malformed that bolt cannot take it in."""
    try:
        headers: Any = build_headers(request)
        return AsyncBoltRequest(mode="socket_mode", body=request.payload, headers=headers)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
