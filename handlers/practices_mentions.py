""" "@Podline practice words": the way to search in a thread, where Slack has no commands."""

from functools import partial

from bot.advice.whispers import masked_notice
from bot.practices import lists, views, whispers
from bot.practices.mentioned import Mentioned, read_mention, to_ask
from bot.practices.service import PracticesService
from bot.practices.sub_commands import read_word
from bot.text.kit import Card
from handlers.payloads import Claim, Message, Routes, Said


def routes(practices: PracticesService) -> Routes:
    """Messages that are ours alone; they become no ask, and no answer to one."""
    return Routes(claims=[Claim(_is_ours, partial(_hear, practices))])


def _is_ours(message: Message) -> bool:
    """Also when it is edited: what was asked before it spoke of practices stays as it was."""
    return message.change != "deleted" and read_mention(message.to_bot) is not None


async def _hear(practices: PracticesService, message: Message) -> Said:
    """A word of ours, alone, or what is looked for. What opens a form needs a button first."""
    mentioned = read_mention(message.to_bot) or Mentioned("", "")
    now = message.delivery.now
    word = read_word(mentioned.words)
    match word or mentioned.words.lower():
        case "" | "help" | "new" | "search":
            await practices.see(message.delivery, message.person)
            return whispers.help_card()
        case "top":
            await practices.see(message.delivery, message.person)
            return lists.top_card(await practices.top(message.person, now))
        case "gaps":
            await practices.see(message.delivery, message.person)
            return lists.gaps_card(await practices.gaps(message.person, now), now)
    found = await practices.find(
        message.person, mentioned.words, delivery=message.delivery, as_typed=True
    )
    thread = (message.channel, message.thread_ts) if message.thread_ts else None
    for_ask = await practices.ask_of_thread(message.person, *thread) if thread else None
    card = views.found(found, now, to_ask(mentioned.first, found.words), for_ask)
    if not found.masked:
        return card
    notice = masked_notice(found.masked, still_shown=True)
    return Card(f"{card.text} {notice.text}", [*card.blocks, *notice.blocks])
