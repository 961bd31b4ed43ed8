"""Slack over HTTP: one route for events, commands and presses; bolt verifies the signature."""

from logging import getLogger

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

from handlers.middleware import Gate

log = getLogger(__name__)
PATH = "/slack/events"


def slack_route(gate: Gate) -> web.RouteDef:
    """The request URL of the app's events, commands and interactivity.

    The server's limit of a body holds; a body that is no payload at all is answered 400.
    """

    async def receive(request: web.Request) -> web.Response:
        try:
            asked = await to_bolt_request(request)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            return web.Response(status=400, text="This is not a payload of Slack's.\n")
        return await to_aiohttp_response(await gate.dispatch(asked))

    return web.post(PATH, receive)
