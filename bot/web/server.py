"""The routes that are not Slack's, on one aiohttp server: health, readiness, metrics."""

import asyncio
import errno
from collections.abc import Awaitable, Callable, Sequence
from logging import getLogger

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.errors import Misconfigured
from bot.metrics import forget_gauges, registry

log = getLogger(__name__)
# A message of 40,000 emoji comes back from a shortcut form-encoded, in its text and again in its
# blocks: 2 MB. A body beyond this is neither Slack's nor a feed's.
LARGEST_BODY = 4_000_000
# Orchestrators give a probe a second or a few; a check that hangs is an answer too.
CHECK_WITHIN = 2.0
_NOT_YOURS = {errno.EADDRINUSE: "is taken", errno.EACCES: "needs more rights than Podline has"}

Check = Callable[[], Awaitable[str | None]]


def why_not(error: OSError) -> str:
    """Why a port cannot be listened on, as the end of a sentence."""
    return _NOT_YOURS.get(error.errno or 0, "cannot be used")


class WebServer:
    """`ready` answers None, or what stands in the way; `measure` fills the gauges at a scrape."""

    def __init__(
        self,
        host: str,
        port: int,
        ready: Check,
        measure: Callable[[], Awaitable[None]],
        routes: Sequence[web.RouteDef] = (),
        check_within: float = CHECK_WITHIN,
    ) -> None:
        self._host, self._port, self._check_within = host, port, check_within
        self._ready, self._measure = ready, measure
        app = web.Application(client_max_size=LARGEST_BODY)
        app.add_routes(
            [
                web.get("/healthz", self._health),
                web.get("/readyz", self._readiness),
                web.get("/metrics", self._metrics),
                *routes,
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)

    async def start(self) -> int:
        """Listen; the port, which the system chose where 0 was asked for."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            place = f"Port {self._port} on {self._host} {why_not(error)}."
            raise Misconfigured(f"{place} Set PODLINE_PORT or PODLINE_HOST.") from error
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _readiness(self, _: web.Request) -> web.Response:
        obstacle = await self._obstacle()
        return web.Response(text=f"{obstacle or 'ready'}\n", status=503 if obstacle else 200)

    async def _obstacle(self) -> str | None:
        try:
            async with asyncio.timeout(self._check_within):
                return await self._ready()
        except TimeoutError:
            return "the checks take too long"
        except Exception as error:
            log.error("a readiness check failed", exc_info=error)
            return "a check failed"

    async def _metrics(self, _: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(self._check_within):
                await self._measure()
        except Exception as error:
            log.warning("the gauges could not be measured", exc_info=error)
            forget_gauges()
        return web.Response(
            body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )
