"""The bot in a process of its own, with the settings of the environment."""

import asyncio
import json
import signal

from bot.app import Podline, shorten_pauses
from bot.clock import Clock
from bot.logs import configure_logs
from bot.settings_reading import read_settings


async def serve() -> None:
    """Run until SIGTERM; the first line says that it is ready."""
    settings = read_settings()
    configure_logs(settings.log_level)
    podline = Podline(settings, Clock())
    await podline.start()
    shorten_pauses()
    print(json.dumps({"port": podline.port}), flush=True)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
    await podline.stop()


if __name__ == "__main__":
    asyncio.run(serve())
