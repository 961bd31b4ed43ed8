"""A coach and a rep: their agenda for two."""

from collections.abc import Awaitable, Callable

from bot.huddles.coaching.service import CoachingService
from bot.huddles.sub_commands import Word
from handlers.payloads import Command, Routes, Said

Answer = Callable[[Command, str], Awaitable[Said]]


def answers(coaching: CoachingService) -> dict[Word, Answer]:
    """Our words behind the command."""
    return {}


def routes(coaching: CoachingService) -> Routes:
    """What is pressed and sent."""
    return Routes()
