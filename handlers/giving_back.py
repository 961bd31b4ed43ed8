"""Gives people their words back where a command was refused: Slack forgets what was typed."""

from bot.errors import BadInput, PodlineError
from bot.text.escaping import escape, plain
from bot.text.kit import Card, actions, button, section
from bot.text.shortening import length, shorten
from handlers.telling import card

TRY_AGAIN = "podline.try_again"
# Slack's limits: a button's value, and a section's or a message's text.
LONGEST_VALUE, LONGEST_SECTION, LONGEST_TEXT = 2000, 3000, 40_000
# Shorter words are typed again sooner than copied.
WORTH_KEEPING = 80


def give_back(error: PodlineError, command: str, words: str, lost: bool) -> Card:
    """The error's sentence, with the words where they are `lost` or long.

    `words` is what Slack sent, so escaped already. Only what is `lost` can be tried again
    unchanged: with a button, as far as the words fit into one.
    """
    refused = isinstance(error, BadInput) and error.worth_keeping
    long_and_refused = refused and len(words) > WORTH_KEEPING
    if not words or not (lost or long_and_refused):
        return card(error.sentence)
    sentence = f"{error.sentence} Here are your words: {escape(plain(words))}"
    again = f"{command} {words}"
    if not lost or length(again) > LONGEST_VALUE or length(sentence) > LONGEST_SECTION:
        return Card(_to_be_copied(error, words))
    retry = actions(button("Try again", TRY_AGAIN, again))
    return Card(sentence, [section(sentence), retry])


def read_again(value: str) -> tuple[str, str]:
    """The command and its words, from the value of "Try again"."""
    command, _, words = value.partition(" ")
    return command, words


def _to_be_copied(error: PodlineError, words: str) -> str:
    whole = f"{error.sentence} Here are your words, to copy: {escape(plain(words))}"
    if length(whole) <= LONGEST_TEXT:
        return whole
    start = f"{error.sentence} Here is the beginning of your words, as much as fits: "
    return shorten(start + escape(plain(words)), LONGEST_TEXT)
