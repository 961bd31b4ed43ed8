"""Slack over HTTP: one route for events, commands and presses; bolt verifies the signature."""

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

from handlers.middleware import Gate

PATH = "/slack/events"
# Slack's own payloads stay far below this; a larger body is not Slack's.
LARGEST_BODY = 1_000_000


def slack_route(gate: Gate) -> web.RouteDef:
    """The request URL of the app's events, commands and interactivity."""

    async def receive(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await gate.dispatch(await to_bolt_request(request)))

    return web.post(PATH, receive)
