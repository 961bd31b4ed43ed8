"""The Web API's door: finds the method, checks token, limits, scopes and arguments, and runs it."""

from __future__ import annotations

from aiohttp import web

from bot.workspace import (
    api_apps,
    api_channels,
    api_chat,
    api_conversations,
    api_reactions,
    api_users,
    api_views,
)
from bot.workspace.arguments import EVERYWHERE, Arguments, read_arguments
from bot.workspace.calls import ApiCall
from bot.workspace.method import Method
from bot.workspace.mishaps import with_faults
from bot.workspace.shapes import Json, Refusal
from bot.workspace.state import State

FAMILIES = (
    api_apps,
    api_channels,
    api_chat,
    api_conversations,
    api_reactions,
    api_users,
    api_views,
)
METHODS: dict[str, Method] = {one.name: one for family in FAMILIES for one in family.METHODS}


class WebApi:
    """Answers `/api/<method>`."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call, with the faults that were ordered for it."""
        name = request.match_info["method"]
        try:
            given = await read_arguments(request)
        except Refusal as refusal:
            return self._answer(name, {}, {"ok": False, "error": refusal.code})
        token = _token(request, given)
        shown = {key: value for key, value in given.items() if key not in EVERYWHERE}

        def run() -> web.Response:
            return self._run(name, shown, token)

        def failed(status: int) -> None:
            self._log(name, shown, status, None)

        return await with_faults(self._state, name, shown, request, run, failed)

    def _run(self, name: str, given: Json, token: str) -> web.Response:
        method = METHODS.get(name)
        if method:
            wait = self._state.limits.over(name, method.tier, given.get("channel"))
            if wait is not None:
                return self._limited(name, given, wait)
        try:
            answer: Json = {"ok": True} | self._call(method, given, token)
        except Refusal as refusal:
            answer = {"ok": False, "error": refusal.code} | refusal.details
        return self._answer(name, given, answer)

    def _call(self, method: Method | None, given: Json, token: str) -> Json:
        if method is None:
            raise Refusal("unknown_method")
        self._authorise(method, token)
        self._state.manifest.require(*method.scopes)
        args = Arguments(given)
        args.check(method.known, method.required)
        return method.run(self._state, args)

    def _authorise(self, method: Method, token: str) -> None:
        app = self._state.app
        if not token:
            raise Refusal("not_authed")
        if token not in (app.bot_token, app.app_token):
            raise Refusal("invalid_auth")
        if token != (app.bot_token if method.token == "bot" else app.app_token):  # noqa: S105
            raise Refusal("not_allowed_token_type")

    def _limited(self, name: str, given: Json, wait: int) -> web.Response:
        self._log(name, given, 429, "ratelimited")
        body = {"ok": False, "error": "ratelimited"}
        return web.json_response(body, status=429, headers={"Retry-After": str(wait)})

    def _answer(self, name: str, given: Json, answer: Json) -> web.Response:
        self._log(name, given, 200, answer.get("error"))
        scopes = ",".join(self._state.manifest.scopes)
        return web.json_response(answer, headers={"X-OAuth-Scopes": scopes})

    def _log(self, name: str, given: Json, status: int, error: str | None) -> None:
        self._state.calls.add(ApiCall(name, given, status, error, self._state.now()))


def _token(request: web.Request, given: Json) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(given.get("token", ""))
