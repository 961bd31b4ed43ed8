"""`podline pods …`: check, apply and show the roster files."""

import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import Misconfigured
from bot.terminal import EXIT_BY_HAND, EXIT_REFUSED, Interrupted, counted, err, out, progress

if TYPE_CHECKING:
    from bot.pods.plan import Plan
    from bot.pods.problems import Problem
    from bot.pods.roster import Report
    from bot.settings import Settings
    from storage.pods_roster import PodCount

pods = typer.Typer(help="The pods: check, apply and show the roster files.")

RosterPath = Annotated[
    Path,
    # What cannot be read is told with the other problems.
    typer.Argument(
        help="A pods.toml, or a folder with one file a pod.", show_default=True, readable=False
    ),
]


@pods.command("check")
def pods_check(path: RosterPath = Path("pods.toml")) -> None:
    """Read the roster files and say everything that is wrong, with file and line."""
    report = _read_roster(path)
    _say_problems(report.problems)
    members = sum(len(pod.members) for pod in report.roster.pods.values())
    teams = counted(len(report.roster.pods), "pod", "pods")
    out.print(f"{teams} with {counted(members, 'member', 'members')}: ready to apply.")


@pods.command("apply")
def pods_apply(
    path: RosterPath = Path("pods.toml"),
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before applying.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name everybody, however many.")
    ] = False,
) -> None:
    """Show what will change, then do it. Can be stopped, and run again, at any point.

    Exit code 3: done, but for what people must do by hand.
    """
    from bot.settings_reading import read_settings

    settings = read_settings(listens=False)
    _read_roster(path)
    try:
        asyncio.run(_apply(settings, path, yes, verbose))
    except KeyboardInterrupt:
        raise typer.Abort from None


@pods.command("show")
def pods_show() -> None:
    """What the database knows of the pods, without asking Slack."""
    from rich.table import Table

    from bot.pods.show import show
    from bot.settings_reading import database_url
    from storage.database import Database
    from storage.looking import looking_url
    from storage.migrations import check

    async def look() -> "Sequence[PodCount]":
        await check(database_url(), writes=False)
        database = Database(looking_url(database_url()) or database_url())
        try:
            return await show(database)
        finally:
            await database.close()

    table = Table("pod", "market", "site", "channel", "overflow", "members", box=None)
    for pod in asyncio.run(look()):
        channel, overflow = pod.channel or "none yet", pod.overflow or "none"
        table.add_row(pod.key, pod.market, pod.site, channel, overflow, str(pod.members))
    out.print(table)


def _read_roster(path: Path) -> "Report":
    """The roster files; where they have errors, says all of them and ends."""
    from bot.pods.roster_files import check_files

    report = check_files(path)
    if report.errors:
        _say_problems(report.problems)
        raise typer.Exit(EXIT_REFUSED)
    return report


def _say_problems(problems: "Sequence[Problem]") -> None:
    for problem in problems:
        err.print(str(problem), highlight=False, markup=False, soft_wrap=True)


async def _apply(settings: "Settings", path: Path, yes: bool, verbose: bool) -> None:
    from bot.clock import Clock
    from bot.pods.changes import total
    from bot.provisioning import open_provisioning

    async with open_provisioning(settings, Clock(), path) as provisioning:
        with progress() as advance:
            plan = await provisioning.plan(advance)
        _say_plan(plan, provisioning.report.warnings, verbose)
        if plan.is_empty:
            out.print("Nothing to do: the workspace is as the files say.")
            _say_by_hand(plan.by_hand)
            return
        if not yes and not _agreed():
            out.print("Nothing was changed.")
            return
        try:
            with progress() as advance:
                outcome = await provisioning.apply(plan, advance)
        except asyncio.CancelledError:
            raise Interrupted from None
        out.print(f"Done: {total(outcome.done) or 'nothing could be changed'}.", highlight=False)
        _say_by_hand(outcome.by_hand)


def _say_plan(plan: "Plan", warnings: "Sequence[Problem]", verbose: bool) -> None:
    from bot.pods.changes import sum_up, total

    for note in [*map(str, warnings), *plan.notes]:
        err.print(f"note: {note}", highlight=False, markup=False, soft_wrap=True)
    for sentence in map(str, plan.changes) if verbose else sum_up(plan.changes):
        out.print(f"  {sentence}", highlight=False, markup=False, soft_wrap=True)
    if plan.changes:
        out.print(f"In all: {total(plan.changes)}.", highlight=False, markup=False)
    if plan.changes and plan.by_hand:
        left = counted(len(plan.by_hand), "thing is", "things are")
        out.print(f"{left} left to do by hand, named at the end.", highlight=False)


def _agreed() -> bool:
    """Raises `Misconfigured` where nobody can answer, `Abort` for Ctrl-C."""
    # The loop's own handler would let the first Ctrl-C pass until the question is answered.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if sys.stdin is not None:
            return typer.confirm("Apply this?")
    except typer.Abort:
        err.print()
        if sys.stdin.isatty():
            raise
    finally:
        signal.signal(signal.SIGINT, handler)
    raise Misconfigured(
        "Nobody can answer here, so nothing was changed. To apply without being asked, add --yes."
    )


def _say_by_hand(sentences: Sequence[str]) -> None:
    """What Podline could not do; scripts see it in the exit code."""
    for sentence in sentences:
        err.print(f"by hand: {sentence}", highlight=False, markup=False, soft_wrap=True)
    if sentences:
        raise typer.Exit(EXIT_BY_HAND)
