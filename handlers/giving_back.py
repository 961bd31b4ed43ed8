"""Gives people their words back where a command was refused: Slack forgets what was typed.

They come back as they would have been stored: customers' data masked.
"""

from dataclasses import dataclass

from bot.advice.errors import PodHasNoChannel
from bot.advice.whispers import masked_notice
from bot.errors import BadInput, NotAllowed, Outdated, PodlineError
from bot.pods.errors import NoPod
from bot.text.escaping import escape, plain
from bot.text.kit import Card, actions, button, section
from bot.text.masking import Masker
from bot.text.shortening import length, shorten
from handlers.payloads import Command
from handlers.responses import card
from handlers.telling import NotOpened

TRY_AGAIN = "podline.try_again"
# Slack's limits: a button's value, and a section's or a message's text.
LONGEST_VALUE, LONGEST_SECTION, LONGEST_TEXT = 2000, 3000, 40_000
# Shorter words are typed again sooner than copied.
WORTH_KEEPING = 80


class NotYours(NotAllowed):
    """ "Try again" under the words of somebody else."""

    sentence = "Only the person who wrote this can send it again. Ask your own with `{advise}`."


@dataclass(frozen=True, slots=True)
class Attempt:
    """A lost command, as its "Try again" carries it.

    `key` is that of the delivery in which Slack handed the command over: where its commit
    succeeded and only the answer was lost, the next attempt finds it. `user` wrote it; `words`
    are masked and escaped.
    """

    key: str
    user: str
    command: str
    words: str

    def __str__(self) -> str:
        """The button's value: none of the first three holds a space."""
        return f"{self.key} {self.user} {self.command} {self.words}"


def give_back(error: PodlineError, command: Command, masker: Masker, lost: bool) -> Card:
    """The error's sentence, with the command's words where they are `lost` or long.

    Only what is `lost` can be tried again unchanged: with a button, as far as the words fit
    into one.
    """
    masked = masker.mask(plain(command.text))
    if not masked.text or not (lost or _worth_copying(error, command.command, masked.text)):
        return card(error.sentence)
    sentence, words = error.sentence, escape(masked.text)
    if masked.kinds:
        sentence = f"{sentence} {masked_notice(masked.kinds, still_shown=False).text}"
    whole = f"{sentence} Here are your words: {words}"
    again = str(Attempt(command.delivery.key, command.person.user, command.command, words))
    if not lost or length(again) > LONGEST_VALUE or length(whole) > LONGEST_SECTION:
        return Card(_to_be_copied(sentence, words))
    return Card(whole, [section(whole), actions(button("Try again", TRY_AGAIN, again))])


def read_again(value: str, user: str) -> Attempt:
    """The attempt behind the "Try again" that `user` pressed.

    Raises `Outdated` for the value of another version, `NotYours` for somebody else's words.
    """
    parts = value.split(" ", 3)
    if len(parts) < 4 or not parts[2].startswith("/"):
        raise Outdated
    attempt = Attempt(*parts)
    if attempt.user != user:
        raise NotYours
    return attempt


def saved_after_all(attempt: Attempt) -> Card:
    """The first attempt had been saved, or the button was pressed twice."""
    line = "That was saved after all, so it was not done twice. If you miss it, here are your words"
    return card(f"{line}: {attempt.words}")


def _worth_copying(error: PodlineError, command: str, words: str) -> bool:
    """Long words that cannot be used, those of a form that did not open, and a question that
    has no pod to go to yet.
    """
    if isinstance(error, NoPod | PodHasNoChannel):
        return command.endswith("advise")
    if isinstance(error, BadInput):
        return error.worth_keeping and len(words) > WORTH_KEEPING
    return isinstance(error, NotOpened)


def _to_be_copied(sentence: str, words: str) -> str:
    whole = f"{sentence} Here are your words, to copy: {words}"
    if length(whole) <= LONGEST_TEXT:
        return whole
    start = f"{sentence} Here is the beginning of your words, as much as fits: "
    return shorten(start + words, LONGEST_TEXT)
