"""Events and interactivity over HTTP to the app's request URL, signed as Slack signs.

Sources: docs.slack.dev/authentication/verifying-requests-from-slack (v0 signatures) and
docs.slack.dev/apis/events-api (retry headers, URL verification).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from urllib.parse import urlencode

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.workspace.shapes import Json
from bot.workspace.state import State
from bot.workspace.transport import Answer, AskKind

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


class HttpDelivery:
    """Posts to one request URL. The URL is verified before the first event goes out."""

    def __init__(self, state: State, url: str, ack_seconds: float) -> None:
        self._state = state
        self._url = url
        self._timeout = ClientTimeout(total=ack_seconds)
        self._session: ClientSession | None = None
        self._verified = False

    async def send_event(self, payload: Json, attempt: int, reason: str) -> str | None:
        if not self._verified and not await self.verify():
            return "http_error"
        headers = {}
        if attempt:
            headers = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        answer = await self._post(json.dumps(payload), JSON_TYPE, headers)
        return answer.error

    async def ask(self, kind: AskKind, payload: Json) -> Answer:
        if payload.get("type") == "block_suggestion" and not self._state.manifest.asks_for_options:
            return Answer(error="dispatch_failed")
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        answer = await self._post(urlencode(form), FORM_TYPE, {})
        if answer.error is None:
            return answer
        timed_out = answer.error == "http_timeout"
        return Answer(error="operation_timeout" if timed_out else "dispatch_failed")

    async def verify(self) -> bool:
        """Slack's challenge: whether the app sends it back."""
        challenge = secrets.token_hex(20)
        body = {"token": "local", "challenge": challenge, "type": "url_verification"}
        answer = await self._post(json.dumps(body), JSON_TYPE, {})
        said = answer.body.get("challenge", answer.body.get("text"))
        self._verified = answer.error is None and said == challenge
        return self._verified

    def signed(self, body: str) -> dict[str, str]:
        """Slack's headers for a body."""
        at = str(int(self._state.now()))
        secret = self._state.app.signing_secret.encode()
        digest = hmac.new(secret, f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}

    async def _post(self, body: str, kind: str, headers: dict[str, str]) -> Answer:
        if self._session is None:
            self._session = ClientSession(timeout=self._timeout)
        headers = headers | self.signed(body) | {"Content-Type": kind}
        data = body.encode()
        try:
            async with self._session.post(self._url, data=data, headers=headers) as response:
                return await _read(response)
        except TimeoutError:
            return Answer(error="http_timeout")
        except ClientError:
            return Answer(error="connection_failed")

    async def stop(self) -> None:
        if self._session:
            await self._session.close()


async def _read(response: ClientResponse) -> Answer:
    text = await response.text()
    if response.status != 200:
        return Answer(error="http_error")
    try:
        body = json.loads(text) if text.strip() else {}
    except ValueError:
        return Answer({"text": text})
    return Answer(body if isinstance(body, dict) else {"text": text})
