"""The links of calendars and screens."""

from collections.abc import Awaitable, Callable

from bot.huddles.links.service import LinksService
from bot.huddles.sub_commands import Word
from handlers.payloads import Command, Routes, Said

Answer = Callable[[Command, str], Awaitable[Said]]


def answers(links: LinksService) -> dict[Word, Answer]:
    """Our words behind the command."""
    return {}


def routes(links: LinksService) -> Routes:
    """What is pressed and sent."""
    return Routes()
