"""The whole examination: what cannot be looked at is told, and hides nothing else."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

from bot.clock import Clock
from bot.doctor import alerts, database, feeds, huddles, meaning, search, slack
from bot.doctor.facts import Finding, failed, is_well
from bot.doctor.settings import look_at_settings
from bot.meaning.embedder import Embedder, find_embedder, missing_packages
from bot.settings import Settings
from bot.settings_reading import inspect_settings
from storage.database import Database

AT_MOST_SECONDS = 30


async def examine(*, offline: bool = False) -> list[Finding]:
    """Everything, in the order in which it is put right. `offline`: nothing of Slack."""
    inspected = inspect_settings(slack=not offline)
    settings = inspected.settings
    findings = look_at_settings(inspected)
    embedder = find_embedder()
    try:
        if "database_url" not in inspected.faults:
            findings += await _look_at_data(settings, embedder)
        looks = meaning.look_at_meaning(missing_packages(), embedder)
        findings += await _looked(meaning.CHECK, looks)
    finally:
        if embedder is not None:
            embedder.close()
    if not offline and settings.slack_bot_token.get_secret_value().startswith("xoxb-"):
        findings += await _looked(slack.CHECK, slack.look_at_slack(settings))
    return findings


async def _look_at_data(settings: Settings, embedder: Embedder | None) -> list[Finding]:
    """What is kept in a database is looked at where that is as it should be."""
    found = await _looked(database.CHECK, database.look_at_database(settings.database_url))
    if not is_well(found):
        return found
    async with _opened(settings.database_url) as opened:
        found += await _looked(database.CHECK, database.look_at_extensions(opened))
        found += await _looked(search.CHECK, search.look_at_search(opened, embedder))
        now = Clock().now()
        found += await _looked(feeds.CHECK, feeds.look_at_feeds(settings, opened, now))
        found += await _looked(alerts.CHECK, alerts.look_at_alerts(opened))
        looks = huddles.look_at_huddles(settings, opened, now)
        return [*found, *await _looked(huddles.CHECK, looks)]


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    opened = Database(url)
    try:
        yield opened
    finally:
        await opened.close()


async def _looked(check: str, looking: Awaitable[list[Finding]]) -> list[Finding]:
    try:
        async with asyncio.timeout(AT_MOST_SECONDS):
            return await looking
    except Exception as error:
        return [failed(check, error)]
