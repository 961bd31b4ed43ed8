"""/pod, and the buttons of my pod."""

from bot.pods import views
from bot.pods.errors import UnknownWord, UnreadableTime
from bot.pods.service import PodsService
from bot.text.escaping import plain, shows_something
from bot.text.kit import Block, Card
from handlers.payloads import Command, HomeOpened, Press, Routes, Said


def routes(pods: PodsService) -> Routes:
    """What pods answer."""

    async def pod(command: Command) -> Said:
        return await _pod(pods, command)

    async def away(press: Press) -> Said:
        return _told(press, await pods.away(press.delivery, press.person, press.value))

    async def busy(press: Press) -> Said:
        return _told(press, await pods.busy(press.delivery, press.person, press.value))

    async def back(press: Press) -> Said:
        return _told(press, await pods.back(press.delivery, press.person))

    async def home(opened: HomeOpened) -> list[Block]:
        return await pods.home_section(opened.delivery, opened.person)

    return Routes(
        commands={"/pod": pod},
        actions={views.AWAY: away, views.BUSY: busy, views.BACK: back},
        home=(home,),
    )


async def _pod(pods: PodsService, command: Command) -> Card:
    # A command's text comes escaped, as a message's does.
    text = plain(command.text).strip()
    word, _, rest = text.partition(" ")
    who = (command.delivery, command.person)
    match word.lower():
        case "" | "show":
            return await pods.show(*who)
        case "away":
            return await pods.away(*who, _until(command, "away", rest.strip()))
        case "busy":
            return await pods.busy(*who, _until(command, "busy", rest.strip()))
        case "back":
            return await pods.back(*who)
        case "help" | "?":
            return views.help_card()
        case _:
            raise UnknownWord(text)


def _until(command: Command, word: str, said: str) -> str:
    """ "" where no time was typed. Something that shows nothing is not no time."""
    if not shows_something(said) and (said or command.has_hidden):
        raise UnreadableTime(said, word)
    return said


def _told(press: Press, card: Card) -> Said:
    """On the Home tab the section itself shows what changed."""
    return None if press.view_type == "home" else card
