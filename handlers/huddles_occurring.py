"""Huddles that are planned: when, skip, move, once, and the schedule's form."""

from collections.abc import Awaitable, Callable

from bot.huddles.occurring.service import OccurringService
from bot.huddles.sub_commands import Word
from handlers.payloads import Command, Routes, Said

Answer = Callable[[Command, str], Awaitable[Said]]


def answers(occurring: OccurringService) -> dict[Word, Answer]:
    """Our words behind the command."""
    return {}


def routes(occurring: OccurringService) -> Routes:
    """What is pressed and sent."""
    return Routes()
