"""Where the command line writes, how its commands end, and what they share."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from bot.errors import PodlineError

EXIT_REFUSED = 1
EXIT_BY_HAND = 3
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141

out, err = Console(), Console(stderr=True)


class Interrupted(PodlineError):
    """Ctrl-C while a roster is applied."""

    sentence = "Stopped. Run it again: it does what is left."


def read_port(given: str) -> int:
    """Raises `typer.BadParameter`."""
    text = str(given)
    if not text.isdecimal() or int(text) > 65535:
        raise typer.BadParameter(
            f"{text} is no port; take a number from 1 to 65535, or 0 for any that is free."
        )
    return int(text)


def stay_on_this_machine() -> None:
    """For a process that talks to itself alone: Slack's client would ask a proxy of the environment
    even for that."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ.pop(name, None)
        os.environ.pop(name.upper(), None)


async def stop_signal() -> None:
    """Wait for Ctrl-C or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many}"


@contextmanager
def progress() -> Iterator[Callable[[int, int, str], None]]:
    """A bar that goes by what is done, of how much, and what is being done."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # Where nobody watches, nothing is drawn: not even an empty line.
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, what: bar.update(
            task, completed=done, total=total, description=what
        )
