"""`podline feeds …`: what the sources of alerts say, tried on recorded documents."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import Misconfigured, PodlineError
from bot.terminal import (
    EXIT_REFUSED,
    counted,
    err,
    out,
    read_port,
    stay_on_this_machine,
    stop_signal,
)

if TYPE_CHECKING:
    from bot.alerts.facts import Market, Problem
    from bot.alerts.replaying import Replay
    from bot.pods.roster import Roster

_MOST_NOTES = 10
PODS = Path("pods.toml")

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
        Path | None,
        typer.Option(
            help="The roster: a file, or a folder with one file a pod. Without it pods.toml; "
            "a workspace has the sample pods where that is not there."
        ),
    ] = None,
    at: Annotated[
        datetime | None,
        typer.Option(help="When the first was read; else as it says itself.", parser=_time),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="With --json: what is only listed or muted, too.")
    ] = False,
    speed: Annotated[
        float, typer.Option(min=0, help="How much faster than it was; 0: at once, as with --json.")
    ] = 60,
    page: Annotated[int, typer.Option("--port", help="The page's port.", parser=read_port)] = 8765,
    then_exit: Annotated[
        bool, typer.Option("--then-exit", help="End after the last poll.")
    ] = False,
) -> None:
    """Play recorded documents of feeds into a local workspace: what would the pods have been told?

    The clock is that of the documents. What cannot be read is said, and ends nothing.
    """
    if not as_json:
        _show(files, pods, at, speed, page, then_exit)
        return
    from bot.alerts import replaying

    if pods is None and not PODS.exists():
        raise Misconfigured(f"There is no {PODS} here. Name your roster by --pods.")
    played = replaying.Replay(_markets(_roster(pods or PODS)))
    _play(files, at, played)
    shown = replaying.as_json(played.told, everything=everything)
    sys.stdout.write(json.dumps(shown, indent=2, ensure_ascii=False) + "\n")


def _show(
    files: list[Path],
    pods: Path | None,
    at: datetime | None,
    speed: float,
    page: int,
    then_exit: bool,
) -> None:
    import asyncio

    from bot.clock import Clock
    from bot.feeds_replay.polls import recordings
    from bot.feeds_replay.show import Show, show_replay
    from bot.logs import configure_logs
    from bot.pods.sample import FOLDER

    stay_on_this_machine()
    configure_logs("CRITICAL")  # what goes wrong with a feed is said in its poll's line
    folder = pods or (PODS if PODS.exists() else FOLDER)
    roster = _roster(folder)
    if not any(pod.members for pod in roster.pods.values()):
        raise Misconfigured(f"Nobody stands in a pod in {folder}. With --json markets are enough.")
    played = recordings(files, at, Clock().now(), _say)
    show = Show(played, roster, folder, _markets(roster), speed, page, then_exit)
    asyncio.run(show_replay(show, _print, stop_signal))


def _roster(path: Path) -> "Roster":
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
    return roster


def _markets(roster: "Roster") -> "list[Market]":
    from bot.alerts.markets import market_of

    found = roster.markets.values()
    return [
        market_of(each.key, each.name, each.timezone, each.areas, settings=_pods(roster, each.key))
        for each in found
    ]


def _pods(roster: "Roster", market: str) -> "dict[str, dict[str, Any]]":
    return {each.key: each.settings for each in roster.pods.values() if each.market == market}


def _play(files: list[Path], at: datetime | None, played: "Replay") -> None:
    """One file is one poll. Raises `PodlineError` where none can be read."""
    from bot.alerts.feeds.errors import Unreadable
    from bot.alerts.following.recorded import read_at, source_of
    from bot.alerts.replaying import Poll
    from bot.clock import Clock

    last: datetime | None = None
    for file in files:
        body = file.read_bytes()
        try:
            source = source_of(body)
            now = at if at and last is None else read_at(source, body, last, Clock().now())
            reading = source.read([body], played.before(source.name), now)
        except Unreadable as error:
            _say(f"note: {file} says nothing, and ends nothing. {error.sentence}")
            continue
        _say_problems(file, reading.problems)
        played.hear(Poll(source.name, reading, now, all_named=not source.asks))
        last = now
    if last is None:
        raise PodlineError("None of these documents could be read, so nothing is known.")


def _say_problems(file: Path, problems: "list[Problem]") -> None:
    for problem in problems[:_MOST_NOTES]:
        _say(f"note: {file}: {problem.where} {problem.why}")
    more = len(problems) - _MOST_NOTES
    if more > 0:
        _say(f"note: {file}: {counted(more, 'more problem', 'more problems')}")


def _say(sentence: str) -> None:
    err.print(sentence, highlight=False, markup=False, soft_wrap=True)


def _print(sentence: str) -> None:
    out.print(sentence, highlight=False, markup=False, soft_wrap=True)
