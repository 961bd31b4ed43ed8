"""Whether every practice can be found: by its words, and by its meaning."""

from sqlalchemy.exc import DBAPIError

from bot.doctor.facts import Finding, note, ok, problem
from bot.meaning.embedder import Embedder
from bot.terminal import counted
from storage.database import Database
from storage.practices_embedding import count_waiting
from storage.practices_health import count_unindexed
from storage.practices_terms import check_terms
from storage.practices_to_index import count_practices

CHECK = "search"
_REBUILD = (
    "Run: podline practices reindex. Podline does so, too, when it starts; no practice is lost."
)
_EMBED = "Podline does that while it runs. At once: podline practices reembed"


async def look_at_search(database: Database, embedder: Embedder | None) -> list[Finding]:
    """Writers wait while the index is read through."""
    async with database.read() as session:
        practices = await count_practices(session)
    findings = [await _look_at_words(database, practices)]
    if embedder is not None and practices:
        findings.append(await _look_at_vectors(database, embedder, practices))
    return findings


async def _look_at_words(database: Database, practices: int) -> Finding:
    try:
        async with database.write() as session:
            await check_terms(session)
            left_out = await count_unindexed(session)
    except DBAPIError as error:
        reason = str(error.orig).partition("\n")[0]
        if "locked" in reason:  # by whoever writes for long: that says nothing of the index
            raise
        return problem(CHECK, f"The index of words is broken ({reason}).", _REBUILD)
    if left_out:
        missing = counted(left_out, "practice is", "practices are")
        return problem(CHECK, f"{missing} missing from the index of words.", _REBUILD)
    if not practices:
        return ok(CHECK, "The index of words is whole. There are no practices yet.")
    total = counted(practices, "practice is", "practices are")
    return ok(CHECK, f"The index of words is whole: {total} in it.")


async def _look_at_vectors(database: Database, embedder: Embedder, practices: int) -> Finding:
    async with database.read() as session:
        waiting = await count_waiting(session, embedder.name)
    if not waiting:
        return ok(CHECK, "Every practice is found by its meaning, too.")
    total = counted(practices, "practice", "practices")
    said = f"Found by words alone, as they wait for their vector: {waiting} of {total}."
    return note(CHECK, said, _EMBED)
