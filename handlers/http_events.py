"""Slack over HTTP: one route for events, commands and presses, open only to what Slack signed."""

from collections.abc import Callable
from datetime import datetime
from logging import getLogger

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_sdk.signature import Clock, SignatureVerifier

from handlers.middleware import Gate

log = getLogger(__name__)
PATH = "/slack/events"


class _Now(Clock):
    """The bot's clock, which a local workspace steps, as the verifier asks for the time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now().timestamp()


def slack_route(gate: Gate, signing_secret: str, now: Callable[[], datetime]) -> web.RouteDef:
    """The request URL of the app's events, commands and interactivity.

    What Slack did not sign within the last five minutes is answered 401, before it is read
    (docs.slack.dev/authentication/verifying-requests-from-slack); bolt would look at a clock of
    its own, and log the body. The server's limit of a body holds; a body that is no payload at
    all is answered 400.
    """
    verifier = SignatureVerifier(signing_secret, _Now(now))

    async def receive(request: web.Request) -> web.Response:
        if not await _is_slacks(verifier, request):
            log.warning("a request was not signed by Slack, or too long ago")
            return web.Response(status=401, text="This was not signed by Slack just now.\n")
        try:
            asked = await to_bolt_request(request)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            return web.Response(status=400, text="This is not a payload of Slack's.\n")
        return await to_aiohttp_response(await gate.dispatch(asked))

    return web.post(PATH, receive)


async def _is_slacks(verifier: SignatureVerifier, request: web.Request) -> bool:
    """Whether the signature holds; no header and no body makes the verifier fail."""
    body, headers = await request.read(), request.headers
    stamp, signature = headers.get("X-Slack-Request-Timestamp"), headers.get("X-Slack-Signature")
    try:
        return verifier.is_valid(body, stamp, signature)
    except (ValueError, TypeError):  # a timestamp or a body that is none, a signature beyond ASCII
        return False
