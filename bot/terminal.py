"""Where the command line writes, how its commands end, and what they share."""

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
