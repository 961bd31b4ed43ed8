"""`podline feeds …`: what the sources of alerts say, tried on recorded documents."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import Misconfigured, PodlineError
from bot.terminal import EXIT_REFUSED, counted, err

if TYPE_CHECKING:
    from bot.alerts.facts import Market, Problem
    from bot.alerts.replaying import Poll

_MOST_NOTES = 10

feeds = typer.Typer(help="The sources of alerts: try what their documents would tell.")


@feeds.callback()
def _feeds() -> None:
    """The sources of alerts: try what their documents would tell."""


def _time(given: str) -> datetime:
    try:
        at = datetime.fromisoformat(str(given))
    except ValueError:
        raise typer.BadParameter(f"{given} is no time; write 2025-12-15T21:55:00Z.") from None
    if at.tzinfo is None:
        raise typer.BadParameter(f"{given} says no zone; write {given}Z, or +02:00 at its end.")
    return at


@feeds.command("replay")
def feeds_replay(
    files: Annotated[
        list[Path], typer.Argument(help="Recorded documents, one a poll, in the order of polls.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the cards that would stand; needs no workspace.")
    ] = False,
    pods: Annotated[
        Path, typer.Option(help="The roster: a pods.toml, or a folder with one file a pod.")
    ] = Path("pods.toml"),
    at: Annotated[
        datetime | None,
        typer.Option(help="When the first was read; else as it says itself.", parser=_time),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="What is only listed or muted, too.")
    ] = False,
    speed: Annotated[
        float, typer.Option(min=0, help="How much faster than it was; --json plays at once.")
    ] = 1,
) -> None:
    """Play recorded documents of feeds: which cards the pods of each market would have.

    The clock is that of the documents. What cannot be read is said, and ends nothing.
    """
    if not as_json:
        raise Misconfigured(
            "There is no workspace to play these into. With --json the cards that would stand, "
            "and how many posts and edits led there, are printed for each market of --pods."
        )
    from bot.alerts import replaying

    markets = _markets(pods)
    told = replaying.replay(_polls(files, at), markets)
    shown = replaying.as_json(told, everything=everything)
    sys.stdout.write(json.dumps(shown, indent=2, ensure_ascii=False) + "\n")


def _markets(path: Path) -> "list[Market]":
    from bot.alerts.markets import market_of
    from bot.pods.roster_files import check_files

    report = check_files(path)
    roster, errors = report.roster, report.errors
    # Markets alone are enough here: that a whole roster has no pod is its one error, of no line.
    if errors and not (
        roster.markets and not roster.pods and not any(e.place.line for e in errors)
    ):
        for problem in errors:
            _say(str(problem))
        raise typer.Exit(EXIT_REFUSED)
    found = roster.markets.values()
    return [market_of(each.key, each.name, each.timezone, each.areas) for each in found]


def _polls(files: list[Path], at: datetime | None) -> "Iterator[Poll]":
    from bot.alerts.feeds.errors import Unreadable
    from bot.alerts.feeds.registry import read_any
    from bot.alerts.replaying import Poll
    from bot.clock import Clock

    unread = 0
    for file in files:
        try:
            source, reading = read_any(file.read_bytes())
        except Unreadable as error:
            unread += 1
            _say(f"note: {file} says nothing, and ends nothing. {error.sentence}")
            continue
        _say_problems(file, reading.problems)
        read_at = at or reading.at or Clock().now()
        yield Poll(source, reading, read_at)
        at = None
    if unread == len(files):
        raise PodlineError("None of these documents could be read, so nothing is known.")


def _say_problems(file: Path, problems: "list[Problem]") -> None:
    for problem in problems[:_MOST_NOTES]:
        _say(f"note: {file}: {problem.where} {problem.why}")
    more = len(problems) - _MOST_NOTES
    if more > 0:
        _say(f"note: {file}: {counted(more, 'more problem', 'more problems')}")


def _say(sentence: str) -> None:
    err.print(sentence, highlight=False, markup=False, soft_wrap=True)
