"""The people's door: what a person in a browser, a journey or a scripted colleague uses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.workspace import commands, deeds, presses, reading, shortcuts, submissions, suggestions
from bot.workspace.bodies import read_object
from bot.workspace.door_stream import close_window, open_window, watch
from bot.workspace.people import SLACKBOT, Person
from bot.workspace.shapes import Json, Unkind
from bot.workspace.state import State

Deed = Callable[[State, Person, Json], Json]
Asked = Callable[[State, Person, Json], Awaitable[Json]]

DEEDS: dict[str, Deed] = {
    "post": deeds.post,
    "edit": deeds.edit,
    "delete": deeds.delete,
    "react": deeds.react,
    "unreact": deeds.unreact,
    "read": deeds.read,
    "join": deeds.join,
    "leave": deeds.leave,
    "create": deeds.create,
    "invite": deeds.invite,
    "follow": deeds.follow,
    "unfollow": deeds.unfollow,
    "dm": deeds.direct,
    "home": deeds.home,
    "join_huddle": deeds.join_huddle,
    "leave_huddle": deeds.leave_huddle,
}
ASKED: dict[str, Asked] = {
    "command": commands.command,
    "press": presses.press,
    "options": suggestions.suggest,
    "submit": submissions.submit,
    "close": submissions.close,
    "shortcut": shortcuts.shortcut,
}


class Door:
    """Routes `/people/…`."""

    def __init__(self, state: State, guide: list[str], pair: list[str]) -> None:
        self._state = state
        self._guide = guide
        self._pair = pair
        self._windows: set[web.WebSocketResponse] = set()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/people/", self.everybody),
            web.get("/people/{user}/stream", self.stream),
            web.get("/people/{user}/{what}", self.look),
            web.post("/people/{user}/{deed}", self.act),
        ]

    async def everybody(self, request: web.Request) -> web.Response:
        return web.json_response(reading.everybody(self._state, self._pair, self._guide))

    async def look(self, request: web.Request) -> web.Response:
        person = self._person(request)
        view = reading.VIEWS.get(request.match_info["what"])
        if view is None:
            raise Unkind("not_found", "There is nothing here.", 404)
        return web.json_response(view(self._state, person, dict(request.query)))

    async def stream(self, request: web.Request) -> web.StreamResponse:
        window = open_window()
        self._windows.add(window)
        try:
            return await watch(self._state, self._person(request).uid, request, window)
        finally:
            self._windows.discard(window)

    async def close(self, app: web.Application) -> None:
        """End all streams: whoever stops the workspace does not wait for open pages."""
        await asyncio.gather(*(close_window(one) for one in self._windows))

    async def act(self, request: web.Request) -> web.Response:
        person = self._person(request)
        body = await read_object(request)
        self._state.saw(person.uid)
        name = request.match_info["deed"]
        if name in DEEDS:
            done = DEEDS[name](self._state, person, body)
        elif name in ASKED:
            done = await ASKED[name](self._state, person, body)
        else:
            raise Unkind("not_found", "Nobody can do that here.", 404)
        return web.json_response({"ok": True} | done)

    def _person(self, request: web.Request) -> Person:
        person = self._state.people.find(request.match_info["user"])
        if person is None or person.is_bot or person.deleted or person.uid == SLACKBOT:
            raise Unkind("user_not_found", "There is nobody by that name.", 404)
        return person
