"""The command line: `podline`, also `python -m bot`."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from typer.exceptions import TyperException

from bot.errors import Misconfigured, PodlineError
from bot.manifest import read_manifest, write_manifest
from bot.troubles import sentence_for

if TYPE_CHECKING:
    from bot.app import Podline
    from bot.pods.plan import Plan
    from bot.pods.problems import Problem
    from bot.pods.roster import Report
    from bot.settings import Settings
    from storage.pods_roster import PodCount

EXIT_REFUSED = 1
EXIT_BY_HAND = 3
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141

cli = typer.Typer(
    help="Podline: a rep on a call asks, the pod answers in seconds.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
database = typer.Typer(help="The database: create or upgrade it, say its revision.")
pods = typer.Typer(help="The pods: check, apply and show the roster files.")
cli.add_typer(database, name="db", no_args_is_help=True)
cli.add_typer(pods, name="pods", no_args_is_help=True)
out, err = Console(), Console(stderr=True)

RosterPath = Annotated[
    Path,
    # What cannot be read is told with the other problems.
    typer.Argument(
        help="A pods.toml, or a folder with one file a pod.", show_default=True, readable=False
    ),
]


class Interrupted(PodlineError):
    """Ctrl-C while a roster is applied."""

    sentence = "Stopped. Run it again: it does what is left."


def _port(given: str) -> int:
    text = str(given)
    if not text.isdecimal() or int(text) > 65535:
        raise typer.BadParameter(
            f"{text} is no port; take a number from 1 to 65535, or 0 for any that is free."
        )
    return int(text)


@cli.command()
def run() -> None:
    """Run the bot against Slack, with the settings of the environment (docs/settings.md)."""
    from bot.app import Podline
    from bot.clock import Clock
    from bot.logs import configure_logs
    from bot.settings import read_settings

    settings = read_settings()
    configure_logs(settings.log_level)
    asyncio.run(_until_stopped(Podline(settings, Clock())))


@cli.command(name="try")
def try_(
    port: Annotated[int, typer.Option(help="The page's port.", parser=_port)] = 8765,
    play: Annotated[bool, typer.Option("--play", help="Play the sample day, then end.")] = False,
) -> None:
    """A local workspace with a page in the browser, two sample pods, and the bot."""
    from bot.logs import configure_logs

    configure_logs("WARNING")
    if play:
        from bot.sample_day.play import play_the_day

        raise typer.Exit(asyncio.run(play_the_day(out)))
    from bot.trial import show_trial

    asyncio.run(show_trial(port, out, _stop_signal))


@cli.command()
def manifest(
    prefix: Annotated[
        str | None,
        typer.Option(
            help="For a second installation: test gives /test-advise. "
            "Run it with the same PODLINE_COMMAND_PREFIX.",
            envvar="PODLINE_COMMAND_PREFIX",
        ),
    ] = None,
    request_url: Annotated[
        str | None, typer.Option(help="For HTTP instead of Socket Mode: https://bot.example.com")
    ] = None,
) -> None:
    """Print the Slack app manifest, to paste at https://api.slack.com/apps."""
    sys.stdout.write(write_manifest(read_manifest(prefix, request_url)))


@database.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to this version's revision; safe to run again."""
    from bot.settings import database_url
    from storage.migrations import head, upgrade

    asyncio.run(upgrade(database_url()))
    out.print(f"The database is at {head()}.")


@database.command("current")
def db_current() -> None:
    """Say which revision the database has, and which one this version wants."""
    from bot.settings import database_url
    from storage.migrations import current, head

    found = asyncio.run(current(database_url()))
    out.print(f"database {found or 'empty'}, this version {head()}", highlight=False)
    if found is None:
        out.print("Run: podline db upgrade", highlight=False)
    if found != head():
        raise typer.Exit(EXIT_REFUSED)


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
    from bot.settings import read_settings

    settings = read_settings(listens=False)
    _read_roster(path)
    try:
        asyncio.run(_apply(settings, path, yes, verbose))
    except KeyboardInterrupt:
        raise typer.Abort from None


@pods.command("show")
def pods_show() -> None:
    """What the database knows of the pods, without asking Slack."""
    from bot.pods.show import show
    from bot.settings import database_url
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


def main() -> None:
    """Run the command line.

    People's mistakes are one line on stderr; the exit code is 1, or 2 for a command that cannot
    be read.
    """
    try:
        code = _flushed(cli(prog_name="podline", standalone_mode=False))
    except BrokenPipeError:
        code = _silently_ended()
    except Exception as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        if sentence:
            err.print(f"podline: {sentence}", highlight=False, soft_wrap=True, markup=False)
        code = _code_for(error)
        if isinstance(error, OSError):
            _forget_output()
    except SystemExit:
        # Commands end by an exception of typer's; only it and rich exit, where nobody reads on.
        code = _silently_ended()
    if code:
        sys.exit(code)


def _code_for(error: Exception) -> int:
    if isinstance(error, typer.Abort | Interrupted):
        return EXIT_INTERRUPTED
    return error.exit_code if isinstance(error, TyperException) else EXIT_REFUSED


def _flushed(code: int | None) -> int:
    """What waits to be written may still fail, and then there is somebody to say so."""
    sys.stdout.flush()
    return code or 0


def _silently_ended() -> int:
    """As `podline manifest | head -1` ends every program."""
    _forget_output()
    return EXIT_BROKEN_PIPE


def _forget_output() -> None:
    """What could not be written would be tried, and fail, once more when Python ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many}"


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
        with _progress() as advance:
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
            with _progress() as advance:
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


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # Where nobody watches, nothing is drawn: not even an empty line.
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, what: bar.update(
            task, completed=done, total=total, description=what
        )


async def _until_stopped(podline: "Podline") -> None:
    from bot.app import shorten_pauses

    await podline.start()
    shorten_pauses()
    try:
        await _stop_signal()
    finally:
        await podline.stop()


async def _stop_signal() -> None:
    """Wait for Ctrl-C or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


if __name__ == "__main__":
    main()
