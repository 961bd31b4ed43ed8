"""The asker's private copies of answers: sent where they asked, kept readable when pressed.

A response_url takes five messages in thirty minutes: one is for the first answer, one at most for
a later line to say, the others tell what became of the first.
"""

from bot.advice import elsewhere, whispers
from bot.advice.changes import Change, Tools
from bot.advice.claiming import link
from bot.advice.errors import AlreadySettled
from bot.advice.overflowing import author_pod
from bot.text.kit import Card
from storage.advice import LIVE, Reply


def send_copy(tools: Tools, change: Change, reply: Reply) -> None:
    """An answer, to wherever the asker typed the command, while that can be reached."""
    ask, url = change.ask, _way(change)
    if url:
        told = whispers.private_copy(ask, reply, link(tools, ask), author_pod(change, reply))
        change.whisper(ask.asker, told, url)


def tell_a_later_line(tools: Tools, change: Change, reply: Reply) -> None:
    """A line to say that is not the first answer mentions nobody; who still waits reads it, once
    for an ask.
    """
    ask = change.ask
    earlier = [each for each in change.replies if each.say_now and each.copied_at != ask.told_at]
    if ask.state in LIVE and not earlier:
        send_copy(tools, change, reply)


def tell_of_change(change: Change, reply: Reply) -> None:
    """A private copy cannot be edited; where it was sent, they hear what became of the answer."""
    ask, url = change.ask, _way(change)
    if url:
        gone = reply.deleted_at is not None
        told = elsewhere.taken_back(reply) if gone else elsewhere.reworded(ask, reply)
        change.whisper(ask.asker, told, url)


def copy_pressed(tools: Tools, change: Change, happened: Card) -> Card | None:
    """What takes the place of the private copy that was pressed; None where none was."""
    copy_of = change.pressed.copy_of if change.pressed else None
    for reply in change.replies:
        if reply.id == copy_of and reply.deleted_at is None:
            ask, pod = change.ask, author_pod(change, reply)
            return whispers.pressed_copy(reply, happened, link(tools, ask), pod)
    return None


def kept_when_settled(tools: Tools, change: Change) -> Card:
    """Too late for this press: said below the words of a private copy. Raises `AlreadySettled`
    for a press anywhere else.
    """
    kept = copy_pressed(tools, change, whispers.settled_already())
    if kept is None:
        raise AlreadySettled
    return kept


def _way(change: Change) -> str | None:
    """The asker's response_url, while it is alive."""
    ask = change.ask
    alive = ask.response_url_until is not None and change.now < ask.response_url_until
    return ask.response_url if alive else None
