"""A huddle that goes on, its action items and its recap."""

from collections.abc import Awaitable, Callable

from bot.huddles.meeting.service import MeetingService
from bot.huddles.sub_commands import Word
from handlers.payloads import Command, Routes, Said

Answer = Callable[[Command, str], Awaitable[Said]]


def answers(meeting: MeetingService) -> dict[Word, Answer]:
    """Our words behind the command."""
    return {}


def routes(meeting: MeetingService) -> Routes:
    """What is pressed and sent."""
    return Routes()
