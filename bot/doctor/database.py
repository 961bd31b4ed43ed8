"""Whether the database answers, can be written, and is of the revision that we need."""

from bot.doctor.facts import Finding, ok
from bot.settings import database_name
from storage.migrations import check, head

CHECK = "database"


async def look_at_database(url: str) -> list[Finding]:
    """Raises what the commands raise that need a database."""
    await check(url)
    return [ok(CHECK, f"{database_name(url)} answers, and is at {head()}.")]
