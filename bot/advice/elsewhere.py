"""To somebody who mentioned Podline where their pod is not: shown first, published after."""

from typing import Final

from bot.advice import words
from bot.text import kit
from bot.text.kit import Card

PREFILL: Final = "prefill:"
LONGEST: Final = 1900  # a button's value holds 2,000


def ask_from_here(question: str) -> Card:
    """`question` is masked; the button opens the form with it."""
    line = "Your pod is not in this channel. Look the question over, then send it to your pod."
    button = kit.button("Ask my pod", words.NEW_ASK, PREFILL + question[:LONGEST])
    return Card(line, [kit.section(line), kit.actions(button)])


def read_prefill(value: str) -> str:
    """The question in a button's value; nothing in those of other places."""
    return value.removeprefix(PREFILL) if value.startswith(PREFILL) else ""
