"""The local workspace in a process of its own: `python -m benchmarks.workspace PODS MEMBERS`."""

import asyncio
import json
import sys

from benchmarks.company import Company
from bot.manifest import read_manifest
from bot.workspace.server import Workspace


async def serve(pods: int, members: int) -> None:
    """Serve until ended; the first line says where, and with which tokens."""
    people = list(Company(pods, members).people())
    workspace = Workspace(people, read_manifest(), ack_seconds=30)
    await workspace.start()
    said = {
        "url": workspace.url,
        "team": workspace.state.team_id,
        "bot_token": workspace.bot_token,
        "app_token": workspace.app_token,
    }
    print(json.dumps(said), flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await workspace.stop()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
