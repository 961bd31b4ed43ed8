"""The command line: `podline`, also `python -m bot`."""

import asyncio
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from bot.doctor_cli import doctor
from bot.errors import PodlineError
from bot.feeds_cli import feeds
from bot.huddles_cli import huddles
from bot.manifest import read_manifest, write_manifest
from bot.people_cli import export, forget, hold, release
from bot.pods_cli import pods
from bot.practices_cli import practices
from bot.terminal import (
    EXIT_BROKEN_PIPE,
    EXIT_INTERRUPTED,
    EXIT_REFUSED,
    Interrupted,
    err,
    out,
    read_port,
    stay_on_this_machine,
    stop_signal,
)
from bot.troubles import sentence_for

if TYPE_CHECKING:
    from bot.app import Podline

cli = typer.Typer(
    help="Podline: a rep on a call asks, the pod answers in seconds.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
database = typer.Typer(help="The database: create or upgrade it, say its revision.")
cli.add_typer(database, name="db", no_args_is_help=True)
cli.add_typer(pods, name="pods", no_args_is_help=True)
cli.add_typer(practices, name="practices", no_args_is_help=True)
cli.add_typer(feeds, name="feeds", no_args_is_help=True)
cli.add_typer(huddles, name="huddles", no_args_is_help=True)
cli.command()(doctor)
for command in (forget, export, hold, release):
    cli.command()(command)


def _say_version(wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        out.print(f"podline {version('podline')}", highlight=False)
    except PackageNotFoundError:
        raise PodlineError(
            "This Podline was not installed, so nothing says its version. Run: pip install ."
        ) from None
    raise typer.Exit


@cli.callback()
def _podline(
    _: Annotated[
        bool,
        typer.Option(
            "--version", help="Say which version this is.", callback=_say_version, is_eager=True
        ),
    ] = False,
) -> None:
    pass


@cli.command()
def run() -> None:
    """Run the bot against Slack, with the settings of the environment (docs/settings.md)."""
    from bot.app import Podline
    from bot.clock import Clock
    from bot.logs import configure_logs
    from bot.settings_reading import read_settings

    settings = read_settings()
    configure_logs(settings.log_level)
    asyncio.run(_until_stopped(Podline(settings, Clock())))


@cli.command(name="try")
def try_(
    port: Annotated[int, typer.Option(help="The page's port.", parser=read_port)] = 8765,
    play: Annotated[bool, typer.Option("--play", help="Play the sample day, then end.")] = False,
) -> None:
    """A local workspace with a page in the browser, two sample pods, and the bot."""
    from bot.logs import configure_logs

    stay_on_this_machine()
    configure_logs("WARNING")
    if play:
        from bot.sample_day.play import play_the_day

        raise typer.Exit(asyncio.run(play_the_day(out)))
    from bot.trial import show_trial

    asyncio.run(show_trial(port, out, stop_signal))


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
    huddle_events: Annotated[
        bool,
        typer.Option(
            "--huddle-events",
            help="With PODLINE_HUDDLE_EVENTS: count who joins a pod's huddle in Slack.",
            envvar="PODLINE_HUDDLE_EVENTS",
        ),
    ] = False,
) -> None:
    """Print the Slack app manifest, to paste at https://api.slack.com/apps."""
    sys.stdout.write(
        write_manifest(read_manifest(prefix, request_url, huddle_events=huddle_events))
    )


@database.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to this version's revision; safe to run again."""
    from bot.settings_reading import database_name, database_url
    from storage.migrations import head, upgrade

    url = database_url()
    asyncio.run(upgrade(url))
    _say(f"The database {database_name(url)} is at {head()}.")


@database.command("current")
def db_current() -> None:
    """Say which revision the database has, and which one this version wants."""
    from bot.settings_reading import database_name, database_url
    from storage.migrations import current, head

    url = database_url()
    found = asyncio.run(current(url))
    state = f"at {found}" if found else "empty, or not there yet"
    _say(f"The database {database_name(url)} is {state}; this version needs {head()}.")
    if found is None:
        _say("Run: podline db upgrade")
    if found != head():
        raise typer.Exit(EXIT_REFUSED)


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


def _say(sentence: str) -> None:
    """As it stands: a file's name may look like markup, and is not broken in two."""
    out.print(sentence, highlight=False, markup=False, soft_wrap=True)


async def _until_stopped(podline: "Podline") -> None:
    from bot.app import shorten_pauses

    await podline.start()
    shorten_pauses()
    try:
        await stop_signal()
    finally:
        await podline.stop()


if __name__ == "__main__":
    main()
