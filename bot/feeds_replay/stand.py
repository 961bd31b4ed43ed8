"""A stand-in for the sources: on this machine alone, it answers with what was recorded of them."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from aiohttp import web
from pydantic import SecretStr

from bot.alerts.following.recorded import NAMED
from bot.alerts.sources import ALERTMANAGER, INTAKE

LOOPBACK: Final = "127.0.0.1"
_WEATHER, _PAGE, _PUBLISHER, _OUTAGES = "nws", f"statuspage:{NAMED}", f"cap:{NAMED}", "odin"


class Stand:
    """Shows one document of each source at a time, with its ETag, as the sources do; of the
    Weather Service the list of what is active. `url` is known once it stands."""

    def __init__(self) -> None:
        self.url = ""
        self._shown: dict[str, bytes] = {}
        self._asked: set[str] = set()

    def show(self, source: str, body: bytes) -> None:
        self._shown[source] = body
        self._asked.discard(source)

    def was_asked(self, source: str) -> bool:
        """Whether somebody came for what is shown since it is."""
        return source in self._asked

    async def answer(self, request: web.Request) -> web.Response:
        source = request.match_info["source"]
        body = self._shown.get(source)
        if body is None:
            return web.Response(status=503, text="Nothing of this was recorded yet.")
        self._asked.add(source)
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {"ETag": etag}
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers)

    def settings(self, sources: set[str], secret: str) -> dict[str, Any]:
        """The bot's settings: these feeds, here, and no other, whatever the environment says."""
        door = SecretStr(secret)
        shut = SecretStr("")
        return {
            "feeds_contact": "podline@localhost",
            "feed_nws": _WEATHER in sources,
            "feed_nws_url": f"{self.url}/{_WEATHER}",
            "feed_statuspages": f"{NAMED}={self.url}/{_PAGE}#all" if _PAGE in sources else "",
            "feed_cap": f"{NAMED}={self.url}/{_PUBLISHER}/alerts/active"
            if _PUBLISHER in sources
            else "",
            "feed_odin": _OUTAGES in sources,
            "feed_odin_url": f"{self.url}/{_OUTAGES}/outages",
            "cap_secrets": shut,
            "intake_secrets": door if INTAKE in sources else shut,
            "alertmanager_tokens": door if ALERTMANAGER in sources else shut,
            "statuspage_tokens": shut,
        }


@asynccontextmanager
async def standing() -> AsyncIterator[Stand]:
    stand = Stand()
    app = web.Application()
    listed = r"/{source}/{rest:alerts/active|outages|api/v2/(?:incidents|summary)\.json}"
    app.router.add_get(listed, stand.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, 0).start()
        stand.url = f"http://{LOOPBACK}:{runner.addresses[0][1]}"
        yield stand
    finally:
        await runner.cleanup()
