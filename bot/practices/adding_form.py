"""The form for how somebody else says it: one field."""

from typing import Final

from bot.practices import words
from bot.practices.brief import useful_line
from bot.practices.speech import LONGEST
from bot.practices.words import Adding
from bot.text import kit
from bot.text.kit import Block
from storage.practices import Practice

SHOWN_LINES: Final = 3

_HINT: Final = "In your own words. It stands beside the others, with your name."


def add_form(practice: Practice, there: str | None = None) -> Block:
    """Below what worked; `there` is the channel in which it was opened."""
    hold = "One sentence, as you say it to the customer"
    element = kit.text_input(
        words.SAY_IT, hold, multiline=True, longest=LONGEST["say_it"], focus=True
    )
    blocks = [
        useful_line(practice, SHOWN_LINES),
        kit.field_of(words.SAY_IT, "How I say it", element, _HINT),
    ]
    metadata = str(Adding(practice.id, there))
    return kit.modal(words.ADD_FORM, "Add how I say it", blocks, "Add", metadata)
