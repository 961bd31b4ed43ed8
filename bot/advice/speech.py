"""People's words on their way in: plain, clean and masked before anything is stored."""

from bot.advice.changes import Tools
from bot.text.escaping import clean, plain, shows_something
from bot.text.kinds import LABELS
from bot.text.masking import Masked


def from_slack(tools: Tools, text: str) -> Masked:
    """What a message or a command says; the mention of Podline is not part of it."""
    own = f"<@{tools.bot_user}>"
    return typed(tools, plain(text.replace(own, " ") if tools.bot_user else text))


def typed(tools: Tools, text: str) -> Masked:
    """What was typed into a modal; nothing where none of it would be seen."""
    cleaned = clean(text).strip()
    return tools.masker.mask(cleaned if shows_something(cleaned) else "")


def masked_before(text: str) -> Masked:
    """Words as they are stored, with what was masked in them."""
    return Masked(text, tuple(kind for kind, label in LABELS.items() if label in text))
