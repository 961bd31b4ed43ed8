"""Where the command line writes, how its commands end, and what they share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
