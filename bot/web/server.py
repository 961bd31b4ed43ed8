"""The routes that are not Slack's, on one aiohttp server: health, readiness, metrics."""

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.errors import Misconfigured
from bot.metrics import registry

# A body beyond this is neither Slack's nor a feed's.
LARGEST_BODY = 1_000_000

Check = Callable[[], Awaitable[str | None]]


class WebServer:
    """`ready` answers None, or what stands in the way; `measure` fills the gauges at a scrape."""

    def __init__(
        self,
        host: str,
        port: int,
        ready: Check,
        measure: Callable[[], Awaitable[None]],
        routes: Sequence[web.RouteDef] = (),
    ) -> None:
        self._host, self._port = host, port
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
            raise Misconfigured(
                f"Port {self._port} on {self._host} is taken. Set PODLINE_PORT to a free one."
            ) from error
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _readiness(self, _: web.Request) -> web.Response:
        obstacle = await self._ready()
        return web.Response(text=f"{obstacle or 'ready'}\n", status=503 if obstacle else 200)

    async def _metrics(self, _: web.Request) -> web.Response:
        await self._measure()
        return web.Response(
            body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )
