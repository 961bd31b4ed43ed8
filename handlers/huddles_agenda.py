"""The agenda: seen, added to, arranged."""

from collections.abc import Awaitable, Callable

from bot.huddles.agenda.service import AgendaService
from bot.huddles.sub_commands import Word
from handlers.payloads import Command, Routes, Said

Answer = Callable[[Command, str], Awaitable[Said]]


def answers(agenda: AgendaService) -> dict[Word, Answer]:
    """Our words behind the command."""
    return {}


def routes(agenda: AgendaService) -> Routes:
    """What is pressed and sent."""
    return Routes()
