"""Reads roster files and brings a Slack workspace to them, with the settings of the environment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.commands import use_prefix
from bot.pods.apply import Outcome, apply
from bot.pods.directory import SlackDirectory, Sleep
from bot.pods.plan import Plan, Progress, make_plan, silent
from bot.pods.roster_files import check_files
from bot.settings import Settings
from storage.database import Database
from storage.migrations import check


@asynccontextmanager
async def open_provisioning(
    settings: Settings, clock: Clock, roster: Path, sleep: Sleep = asyncio.sleep
) -> AsyncIterator["Provisioning"]:
    """Raises `Misconfigured` for a database that is not at this version's revision. `sleep` is how
    it waits where Slack asks for patience.
    """
    use_prefix(settings.command_prefix)
    await check(settings.database_url)
    client = AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        retry_handlers=[],
    )
    database = Database(settings.database_url)
    try:
        yield Provisioning(database, SlackDirectory(client, clock.now, sleep), clock, roster)
    finally:
        await database.close()


class Provisioning:
    """One roster, one workspace: first the plan, then the deed."""

    def __init__(
        self, database: Database, workspace: SlackDirectory, clock: Clock, roster: Path
    ) -> None:
        self._database, self._workspace = database, workspace
        self._clock, self.report = clock, check_files(roster)

    async def plan(self, progress: Progress = silent) -> Plan:
        return await make_plan(
            self.report, self._database, self._workspace, self._clock.now(), progress
        )

    async def apply(self, plan: Plan, progress: Progress = silent) -> Outcome:
        return await apply(plan, self._database, self._workspace, self._clock.now(), progress)
