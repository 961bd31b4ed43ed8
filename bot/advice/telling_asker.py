"""The first answer reaches its asker: mentioned in the thread, and copied to where they asked."""

from bot.advice import thread
from bot.advice.changes import Change, Tools
from bot.advice.overflowing import author_pod, mirror
from bot.advice.private_copies import send_copy
from bot.advice.rules import first_to_tell
from storage.advice import Reply


def tell_first(tools: Tools, change: Change) -> None:
    """Edits and threads notify nobody: the first answer mentions the asker in a message. Nothing
    is said where one did already, or while nobody waits for it.
    """
    first = first_to_tell(change.ask, change.replies)
    if first is None:
        return
    told = thread.first_answer(change.ask, first, author_pod(change, first))
    long = len(first.text) > thread.GIST
    if first.copied_at is not None:
        change.reply(told)
    elif first.channel != change.ask.channel and long:
        mirror(change, first)
        change.reply(told)
    else:
        change.copy(first, told)
    tell_where_they_are(tools, change, first)


def tell_where_they_are(tools: Tools, change: Change, reply: Reply) -> None:
    """Beside what mentions the asker in the thread: from now on they were told."""
    change.ask.told_at = change.now
    send_copy(tools, change, reply)
