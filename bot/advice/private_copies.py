"""The asker's private copies of answers: sent where they asked, kept readable when pressed.

A response_url takes five messages in thirty minutes: one is for the first answer, one at most for
a later line to say, the others tell what became of the first.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.advice import elsewhere, whispers
from bot.advice.changes import Change, Tools
from bot.advice.errors import AlreadySettled
from bot.advice.links import link
from bot.advice.overflowing import author_pod
from bot.advice.rules import UNWANTED
from bot.text.kit import Card
from storage.advice import LIVE, Ask, Reply


def send_copies(tools: Tools, change: Change, reply: Reply, asks: Iterable[Ask]) -> None:
    """An answer, to wherever its askers typed the command, while that can be reached."""
    pod = author_pod(change, reply)
    for ask in asks:
        if url := private_way(ask, change.now):
            told = whispers.private_copy(ask, reply, link(tools, change.place), pod)
            change.whisper(ask.asker, told, url)


def tell_a_later_line(tools: Tools, change: Change, reply: Reply) -> None:
    """A line to say that is not the first answer mentions nobody; who still waits reads it, once
    for an ask.
    """
    ask = change.ask
    earlier = [each for each in change.replies if each.say_now and each.copied_at != ask.told_at]
    waiting = [each for each in (ask, *change.joined) if each.state in LIVE and each.told_at]
    if not earlier:
        send_copies(tools, change, reply, waiting)


def tell_of_change(change: Change, reply: Reply) -> None:
    """A private copy cannot be edited; where it was sent, they hear what became of the answer."""
    for ask in (change.ask, *change.joined):
        url = private_way(ask, change.now)
        if url and ask.told_at is not None and ask.state not in UNWANTED:
            gone = reply.deleted_at is not None
            told = elsewhere.taken_back(reply) if gone else elsewhere.reworded(ask, reply)
            change.whisper(ask.asker, told, url)


def copy_pressed(tools: Tools, change: Change, happened: Card) -> Card | None:
    """What takes the place of the private copy that was pressed; None where none was."""
    copy_of = change.pressed.copy_of if change.pressed else None
    for reply in change.replies:
        if reply.id == copy_of and reply.deleted_at is None:
            ask, pod = change.place, author_pod(change, reply)
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


def private_way(ask: Ask, now: datetime) -> str | None:
    """The asker's response_url, while it is alive."""
    alive = ask.response_url_until is not None and now < ask.response_url_until
    return ask.response_url if alive else None
