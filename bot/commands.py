"""What people type here to reach us: a second installation's commands have a prefix.

Known to what runs from `use_prefix` on, and to nothing else: two bots in one process do not
confuse each other's.
"""

import re
from contextvars import ContextVar

PREFIX = re.compile(r"[a-z0-9]{1,12}")
PREFIX_NEEDS = "1 to 12 letters a-z and digits, like: test"
_prefix: ContextVar[str] = ContextVar("prefix", default="")


def use_prefix(prefix: str) -> None:
    """Before anything is started that may speak; "" for the only installation, or the first."""
    _prefix.set(prefix)


def with_prefix(command: str, prefix: str) -> str:
    """`/advise` is `/test-advise` in an installation with the prefix "test"."""
    return f"/{prefix}-{command.removeprefix('/')}" if prefix else command


def app_name(prefix: str) -> str:
    """The app's, and the bot's, by which people mention it."""
    return f"Podline {prefix}" if prefix else "Podline"


def advise() -> str:
    return with_prefix("/advise", _prefix.get())


def pod() -> str:
    return with_prefix("/pod", _prefix.get())


def alert() -> str:
    return with_prefix("/alert", _prefix.get())


def agenda() -> str:
    return with_prefix("/agenda", _prefix.get())


def practice() -> str:
    return with_prefix("/practice", _prefix.get())


def invite() -> str:
    """What somebody types in a channel to let us in."""
    prefix = _prefix.get()
    return f"/invite @{app_name(prefix) if prefix else 'podline'}"


def named(sentence: str) -> str:
    """One of our own sentences, with the commands in the places of `{advise}`, `{agenda}`,
    `{alert}`, `{pod}` and `{practice}`, and our name in that of `{app}`.

    Never for a sentence that holds people's words.
    """
    ours = sentence.replace("{advise}", advise()).replace("{pod}", pod())
    ours = ours.replace("{alert}", alert()).replace("{agenda}", agenda())
    return ours.replace("{practice}", practice()).replace("{app}", app_name(_prefix.get()))
