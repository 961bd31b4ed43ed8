"""How much an ask's cards hold in a narrow window."""

from typing import Final

from bot.text.fitting import lines

CARD_LINES: Final = 5  # at 320 px, above the buttons
QUESTION_LINES: Final = 2  # at least, in every live state
NAME_COLUMNS: Final = 20
QUESTION_ALOUD: Final = 150  # characters, in the text that a notification shows


def lines_with_emoji(first: str) -> int:
    """How many lines a card's first line takes behind its emoji."""
    return lines(f"🙋 {first}")
