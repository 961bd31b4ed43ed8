"""What others noted about the words of a search, to be shown below the practices."""

from collections.abc import Awaitable, Callable

from bot.inbox import Person
from bot.text.kit import Block

Elsewhere = Callable[[Person, str], Awaitable[list[Block]]]
"""Whoever searches, and the words, which are masked."""


async def nothing_elsewhere(_person: Person, _words: str) -> list[Block]:
    """Where nobody else notes anything."""
    return []
