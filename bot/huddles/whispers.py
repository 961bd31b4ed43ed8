"""What the person who typed `/agenda` is told privately, where no room of huddles answers."""

from typing import Final

from bot.commands import named
from bot.huddles import words
from bot.huddles.sub_commands import Word
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Card

_LONGEST: Final = 150
_HELP: Final = (
    "`{agenda}` shows what the next huddle talks about. `{agenda} add roaming in Mexico` puts "
    "something on it: anybody may, at any time.\n"
    "`{agenda} when` shows the next three. `{agenda} recap` shows what came of the last one.\n"
    "Coaches: `{agenda} start`, `{agenda} end`, `{agenda} skip`, `{agenda} move 14:30`, "
    "`{agenda} once Thursday 10:00`, `{agenda} schedule`, `{agenda} coach @rep`. "
    "`{agenda} calendar` gives the link for your calendar."
)
_OFF: Final = "Huddles are switched off here. Whoever runs {app} can switch them on."
_UNKNOWN: Final = "Put “%s” on the next agenda?"


def help_card() -> Card:
    return _card(named(_HELP))


def off() -> Card:
    return _card(named(_OFF))


def unknown(typed: str) -> Card:
    """None of our words: it may be something to talk about."""
    text = _UNKNOWN % escape(shorten(typed, _LONGEST))
    buttons = kit.actions(
        kit.button("Put it on", words.ADD_TYPED, shorten(typed, words.LONGEST_TYPED)),
        kit.button("How it works", words.ASKED, Word.HELP),
    )
    return Card(text, [kit.section(text), buttons])


def _card(text: str) -> Card:
    return Card(text.replace("`", ""), [kit.section(text)])
