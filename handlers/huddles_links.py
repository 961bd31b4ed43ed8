"""The links of calendars."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.huddles.links import words
from bot.huddles.links.service import LinksService
from bot.huddles.sub_commands import Word
from bot.huddles.words import read_id
from handlers.payloads import Command, Press, Routes, Said

Answer = Callable[[Command, str], Awaitable[Said]]


def answers(links: LinksService) -> dict[Word, Answer]:
    """Our words behind the command."""
    return {Word.CALENDAR: partial(_calendar, links)}


def routes(links: LinksService) -> Routes:
    """What is pressed."""
    return Routes(actions={words.NEW_LINK: partial(_new_link, links)})


async def _calendar(links: LinksService, command: Command, rest: str) -> Said:
    return await links.show_calendar(command.delivery, command.person)


async def _new_link(links: LinksService, press: Press) -> Said:
    return await links.renew_calendar(press.delivery, press.person, read_id(press.value))
