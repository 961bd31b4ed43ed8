"""`podline practices …`: practices from files and into files, and the search's index of them."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.terminal import EXIT_REFUSED, Interrupted, counted, err, out, progress

if TYPE_CHECKING:
    from bot.meaning.embedder import Embedder
    from bot.pods.problems import Problem
    from bot.practices.importing import Outcome
    from bot.practices.interchange import Placed
    from bot.practices.interchange_practice import WrittenPractice
    from bot.practices.reindexing import Reindexed
    from bot.settings import Settings

_FATES = {
    "new": "new",
    "changed": "changed",
    "same": "as they were",
    "left": "left alone (merged into others, or over)",
    "twin": "left out (another one says the same)",
}

practices = typer.Typer(help="The practices: files of them, and what finds them.")

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]


@practices.command("import")
def practices_import(
    path: Annotated[
        Path,
        # What cannot be read is told with the other problems.
        typer.Argument(help="A folder of Markdown files, or a .csv or .jsonl.", readable=False),
    ],
    pod: Annotated[
        str | None, typer.Option(help="The key of the pod of practices that name none.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Bring practices in from files; the same files again change nothing.

    Everything that is wrong is said with file and line, and then nothing is imported.
    """
    from bot.practices.interchange import read_practices
    from bot.settings_reading import read_settings_without_slack

    settings = read_settings_without_slack()
    reading = read_practices(path)
    _refuse(reading.problems)
    try:
        outcome = asyncio.run(_import(settings, reading.found, pod, dry_run))
    except KeyboardInterrupt:
        raise Interrupted from None
    if any(not each.is_warning for each in outcome.problems):
        _refuse(outcome.problems)
    _say_outcome(outcome, dry_run)


@practices.command("export")
def practices_export(
    path: Annotated[
        Path, typer.Argument(help="A folder for Markdown files, or a name in .csv or .jsonl.")
    ],
    archived: Annotated[bool, typer.Option("--archived", help="Archived ones, too.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Write what is shared and verified to files; drafts stay with their authors."""
    from bot.practices.interchange import check_form, write_practices
    from bot.settings_reading import database_url

    check_form(path)
    found = asyncio.run(_export(database_url(), archived))
    total = counted(len(found), "practice", "practices")
    if dry_run:
        _say(f"{total} would be written to {path}.")
        return
    wrote = write_practices(found, path)
    new = f"{counted(wrote.new, 'file', 'files')} written" if wrote.new else ""
    changed = f"{counted(wrote.changed, 'file', 'files')} changed" if wrote.changed else ""
    _say(f"{total} in {path}: {', '.join(filter(None, (new, changed))) or 'nothing changed'}.")


@practices.command("reindex")
def practices_reindex() -> None:
    """Look through the search's index of words, and make anew what is not as it should be.

    The bot may run meanwhile, and this may be stopped: run again, it does what is left.
    """
    from bot.settings_reading import database_url

    try:
        done = asyncio.run(_reindex(database_url()))
    except KeyboardInterrupt:
        raise Interrupted from None
    total = counted(done.practices, "practice", "practices")
    _say(f"{total}: {done.anew or 'none'} indexed anew.")


@practices.command("reembed")
def practices_reembed() -> None:
    """Make the vectors that are missing, or that another model made: a tenth of a second each.

    The bot does the same by itself, in the background. It may run meanwhile, and this may be
    stopped: run again, it does what is left.
    """
    from bot.settings_reading import database_url

    try:
        made, left = asyncio.run(_reembed(database_url()))
    except KeyboardInterrupt:
        raise Interrupted from None
    _say(f"{counted(made, 'vector', 'vectors')} made.")
    if left:
        these = counted(left, "practice is", "practices are")
        err.print(f"{these} found by words alone: the model failed. Run it again.", highlight=False)
        raise typer.Exit(EXIT_REFUSED)


async def _reindex(url: str) -> "Reindexed":
    from bot.practices.reindexing import reindex
    from storage.database import Database
    from storage.migrations import check

    await check(url, writes=True)
    database = Database(url)
    try:
        with progress() as advance:
            return await reindex(database, lambda done, total: advance(done, total, "words"))
    finally:
        await database.close()


async def _reembed(url: str) -> tuple[int, int]:
    """How many vectors were made, and how many are still missing."""
    from bot.practices.embedding import embed_all
    from storage.database import Database
    from storage.migrations import check
    from storage.practices_embedding import count_waiting

    await check(url, writes=True)
    embedder = await _embedder()
    database = Database(url)
    try:
        with progress() as advance:
            made = await embed_all(
                database, embedder, lambda done, total: advance(done, total, "meaning")
            )
        async with database.read() as session:
            return made, await count_waiting(session, embedder.name)
    finally:
        embedder.close()
        await database.close()


async def _embedder() -> "Embedder":
    """One that answers; else it is said why there is none, and what to do, and that is all."""
    from bot.doctor.facts import is_well
    from bot.doctor.meaning import look_at_meaning
    from bot.meaning.embedder import find_embedder, missing_packages

    embedder = find_embedder()
    (found,) = await look_at_meaning(missing_packages(), embedder)
    if embedder is not None and is_well([found]):
        return embedder
    if embedder is not None:
        embedder.close()
    err.print(f"{found.said} {found.do}".strip(), highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(EXIT_REFUSED)


async def _import(
    settings: "Settings", found: "list[Placed]", pod: str | None, dry_run: bool
) -> "Outcome":
    from bot.clock import Clock
    from bot.practices.importing import import_practices
    from bot.text.masking import Masker
    from storage.database import Database
    from storage.looking import looking_url
    from storage.migrations import check

    url = settings.database_url
    await check(url, writes=not dry_run)
    database = Database((looking_url(url) or url) if dry_run else url)
    masker = Masker(settings.kept_numbers, settings.kept_patterns)
    try:
        with progress() as advance:
            return await import_practices(
                database,
                masker,
                found,
                Clock().now(),
                default_pod=pod,
                dry_run=dry_run,
                progress=advance,
            )
    finally:
        await database.close()


async def _export(url: str, archived: bool) -> "list[WrittenPractice]":
    from bot.practices.exporting import export_practices
    from storage.database import Database
    from storage.looking import looking_url
    from storage.migrations import check

    await check(url, writes=False)
    database = Database(looking_url(url) or url)
    try:
        with progress() as advance:
            return await export_practices(database, archived=archived, progress=advance)
    finally:
        await database.close()


def _refuse(problems: "Iterable[Problem]") -> None:
    """Say all of them and end, where there are any."""
    sentences = [str(each) for each in problems]
    for sentence in sentences:
        err.print(sentence, highlight=False, markup=False, soft_wrap=True)
    if sentences:
        raise typer.Exit(EXIT_REFUSED)


def _say_outcome(outcome: "Outcome", dry_run: bool) -> None:
    from bot.practices.importing import Fate

    for problem in outcome.problems:
        err.print(str(problem), highlight=False, markup=False, soft_wrap=True)
    if dry_run:
        for step in outcome.steps:
            if step.fate is not Fate.SAME:
                parts = f" ({', '.join(step.parts)})" if step.parts else ""
                _say(f"  {step.fate}: {step.title}{parts}")
    counts = {fate: outcome.count(fate) for fate in Fate}
    total = counted(len(outcome.steps), "practice", "practices")
    parts = ", ".join(f"{count} {_FATES[fate]}" for fate, count in counts.items() if count)
    _say(f"{total}: {parts}.{' Nothing was done yet.' if dry_run else ''}")


def _say(sentence: str) -> None:
    """As it stands: a title may look like markup, and is not broken in two."""
    out.print(sentence, highlight=False, markup=False, soft_wrap=True)
