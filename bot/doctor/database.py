"""Whether the database answers, can be written, and is of the revision that we need."""

from bot.doctor.facts import Finding, note, ok
from bot.settings_reading import database_name
from storage.database import Database
from storage.migrations import check, head
from storage.practices_health import list_missing_extensions

CHECK = "database"


async def look_at_database(url: str) -> list[Finding]:
    """Raises what the commands raise that need a database."""
    await check(url)
    return [ok(CHECK, f"{database_name(url)} answers, and is at {head()}.")]


async def look_at_extensions(database: Database) -> list[Finding]:
    """Nothing of SQLite; without those of PostgreSQL each process does their work itself."""
    async with database.read() as session:
        missing = await list_missing_extensions(session)
    if not missing:
        return []
    names = " and ".join(missing)
    said = f"PostgreSQL lacks {names}: each process searches in its own memory instead."
    create = " ".join(f"CREATE EXTENSION {name};" for name in missing)
    return [note(CHECK, said, f"As its administrator: {create} Then start Podline anew.")]
