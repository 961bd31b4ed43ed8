"""The first answer reaches whoever asked: mentioned in the thread, and copied privately."""

from collections.abc import Sequence

from bot.advice import joined_card, thread
from bot.advice.changes import Change, Tools
from bot.advice.company import follow
from bot.advice.joined import MOST_MENTIONED, askers_of, batches, untold
from bot.advice.overflowing import author_pod, mirror
from bot.advice.private_copies import send_copies
from bot.advice.rules import first_to_tell
from storage.advice import Ask, Reply


def tell_first(tools: Tools, change: Change) -> None:
    """Edits and threads notify nobody: the first answer mentions the askers in a message. Nothing
    is said where one did already, or while nobody waits for it.
    """
    asks = untold((change.ask, *change.joined))
    first = first_to_tell(change.ask, change.replies) if asks else None
    if first is None or change.leading is not None:
        return
    to = askers_of(asks)[:MOST_MENTIONED]
    told = thread.first_answer(change.ask, first, author_pod(change, first), to)
    long = len(first.text) > thread.GIST
    if first.copied_at is not None:
        change.reply(told)
    elif first.channel != change.ask.channel and long:
        mirror(change, first)
        change.reply(told)
    else:
        change.copy(first, told)
    tell_where_they_are(tools, change, first, asks)


def tell_where_they_are(tools: Tools, change: Change, reply: Reply, asks: Sequence[Ask]) -> None:
    """Beside what mentions the askers in the thread: from now on they were told. Those for whom
    it had no room are mentioned after it.
    """
    for people in batches(askers_of(asks)[MOST_MENTIONED:]):
        change.reply(joined_card.answer_above(people, change.ask, reply))
    send_copies(tools, change, reply, asks)
    for ask in asks:
        ask.told_at = change.now
    follow(change, [each for each in asks if each is not change.ask])
