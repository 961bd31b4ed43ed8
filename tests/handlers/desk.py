"""The real bolt app with our listeners, and features that a test makes up."""

import json
from collections.abc import Sequence
from typing import Any

from aiohttp import ClientSession
from slack_bolt import BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.text.masking import Masker
from handlers.bolt import slack_app
from handlers.middleware import Gate
from handlers.payloads import Routes
from handlers.responses import accepted
from handlers.socket_link import read_request
from handlers.telling import Teller
from tests.fakes import SteppedClock
from tests.handlers.shapes import BOT, TEAM
from tests.handlers.slack_stub import SlackStub

SECRET = "signing-secret"
# Real seconds: a machine that does other things, too, may stall for a few.
PATIENCE = 30.0
# The company's own hotline is no customer's number.
HOTLINE = "619-555-0100"
MASKER = Masker(kept_numbers=[HOTLINE])
ORGANISATION = "E0ORG"
ME = AuthorizeResult(
    enterprise_id=ORGANISATION,
    team_id=TEAM,
    bot_user_id=BOT,
    bot_id="B0BOT",
    bot_token="xoxb-1",
)


class Desk:
    """Hands payloads to the app as Socket Mode does; `told` waits for the immediate lane."""

    def __init__(self, slack: SlackStub, session: ClientSession, clock: SteppedClock) -> None:
        self.slack, self.clock, self._session = slack, clock, session
        self.client = AsyncWebClient(
            token="xoxb-1", base_url=f"{slack.url}/api/", session=session, retry_handlers=[]
        )
        self.heard: list[str] = []
        self.teller = Teller(self.client, session)
        self.serving()

    def serving(self, *routes: Routes) -> "Desk":
        """With these features."""
        features: Sequence[Routes] = routes
        app = slack_app(self.client, ME, features, self.teller, self.clock.now, MASKER)
        self.app, self.gate = app, Gate(app)
        return self

    async def send(self, body: dict[str, Any]) -> BoltResponse:
        """Dispatch, then wait for what runs beside the acknowledgement."""
        response = await self.dispatch(body)
        await self.teller.finish(PATIENCE)
        return response

    async def receive(self, payload: dict[str, Any]) -> BoltResponse:
        """As `send`, for payloads that bolt may not even take in."""
        request = read_request(SocketModeRequest("events_api", "e1", payload))
        response = await self.gate.dispatch(request) if request else accepted()
        await self.teller.finish(PATIENCE)
        return response

    async def dispatch(self, body: dict[str, Any]) -> BoltResponse:
        if "response_url" in body:
            body = body | {"response_url": self.slack.response_url}
        return await self.gate.dispatch(AsyncBoltRequest(mode="socket_mode", body=body))


def said(response: BoltResponse) -> dict[str, Any]:
    """The response's body as Slack reads it."""
    answer: dict[str, Any] = json.loads(response.body)
    return answer
