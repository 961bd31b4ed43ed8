"""What Slack sends about huddles: the command, which each room answers by its words."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from bot.errors import Outdated
from bot.huddles import whispers, words
from bot.huddles.agenda.service import AgendaService
from bot.huddles.service import HuddlesService
from bot.huddles.sub_commands import Word, read_typed
from handlers import (
    huddles_agenda,
    huddles_coaching,
    huddles_links,
    huddles_meeting,
    huddles_occurring,
)
from handlers.payloads import Command, Press, Routes, Said

Answer = Callable[[Command, str], Awaitable[Said]]
"""To a word of ours; the second is what follows it, as Slack sends it: escaped."""


def routes(huddles: HuddlesService, *, joins: bool = False) -> list[Routes]:
    """Everything that huddles answer; with `joins` also who is in a huddle of Slack's."""
    answers: dict[Word, Answer] = {
        **huddles_agenda.answers(huddles.agenda),
        **huddles_occurring.answers(huddles.occurring),
        **huddles_meeting.answers(huddles.meeting),
        **huddles_coaching.answers(huddles.coaching),
        **huddles_links.answers(huddles.links),
    }
    own = Routes(
        commands={"/agenda": partial(_agenda, huddles.agenda, answers)},
        actions={words.ASKED: _asked, words.OPEN_HUDDLE: _nothing},
    )
    return [
        own,
        huddles_agenda.routes(huddles.agenda),
        huddles_occurring.routes(huddles.occurring),
        huddles_meeting.routes(huddles.meeting, joins=joins),
        huddles_coaching.routes(huddles.coaching),
        huddles_links.routes(huddles.links),
    ]


async def _agenda(agenda: AgendaService, answers: Mapping[Word, Answer], command: Command) -> Said:
    if not agenda.on:
        return whispers.off()
    typed = read_typed(command.text)
    if typed.word is None:
        said = await agenda.as_read(command.person, typed.rest)
        return whispers.unknown(said, typed.near)
    answer = answers.get(typed.word)
    return await answer(command, typed.rest) if answer else whispers.help_card()


async def _asked(press: Press) -> Said:
    if press.value != Word.HELP:
        raise Outdated
    return whispers.help_card()


async def _nothing(press: Press) -> Said:
    """A button that opens an address only needs an acknowledgement."""
    return None
