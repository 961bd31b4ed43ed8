"""What the person who typed `/agenda` is told privately, where no room of huddles answers."""

from typing import Final

from bot.commands import named
from bot.huddles import words
from bot.huddles.sub_commands import TAKE_OFF, Word
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Card

_LONGEST: Final = 150
_HELP: Final = (
    "• `{agenda}` shows what the next huddle talks about\n"
    "• `{agenda} add roaming in Mexico` puts something on it: anybody may, at any time\n"
    "• `{agenda} when` shows the next three\n"
    "• `{agenda} recap` shows what came of the last one, `{agenda} recap port-in` looks "
    "through all of them\n"
    "• `{agenda} calendar` gives the link for your own calendar\n"
    "*Coaches and the leader*\n"
    "• `{agenda} start` opens the huddle, also before its time; `{agenda} end` ends it\n"
    "• `{agenda} skip fire drill` calls the next one off, `{agenda} skip Friday` another one\n"
    "• `{agenda} move 14:30` moves the next one, `{agenda} once Thursday 10:00` calls for one "
    "more\n"
    "• `{agenda} schedule` says on which days and when the pod meets\n"
    "• `{agenda} coach @rep` prepares a talk with one person\n"
    "The resource manager, too, says when: with `skip`, `move`, `once` and `schedule`."
)
_OFF: Final = "Huddles are switched off here. Whoever runs {app} can switch them on."
_UNKNOWN: Final = "Put “%s” on the next agenda?"
# What may have been meant instead.
_NEAR: Final = {
    Word.START: "`{agenda} start` without other words opens the huddle.",
    Word.END: "`{agenda} end` without other words ends the huddle.",
    Word.SKIP: "`{agenda} skip` calls the next huddle off.",
    Word.MOVE: "`{agenda} move 14:30` moves the next huddle.",
    Word.ONCE: "`{agenda} once Thursday 10:00` calls for one more huddle.",
    Word.SCHEDULE: "`{agenda} schedule` without other words shows when the pod meets.",
    Word.WHEN: "`{agenda} when` without other words shows the next huddles.",
    Word.CALENDAR: "`{agenda} calendar` without other words gives the link for your calendar.",
    Word.COACH: "`{agenda} coach @rep` prepares a talk with one person.",
    TAKE_OFF: (
        "To take something off: “Take it off” below what {app} told you when you added it; a coach "
        "has “Arrange” in `{agenda}`."
    ),
}


def help_card() -> Card:
    return _card(named(_HELP))


def off() -> Card:
    return _card(named(_OFF))


def unknown(typed: str, near: str = "") -> Card:
    """None of our words for sure: it may be something to talk about. `near` may have been meant."""
    text = _UNKNOWN % escape(shorten(typed, _LONGEST))
    hint = named(_NEAR[near]) if near in _NEAR else ""
    buttons = kit.actions(
        kit.button("Put it on", words.ADD_TYPED, shorten(typed, words.LONGEST_TYPED)),
        kit.button("How it works", words.ASKED, Word.HELP),
    )
    blocks = [kit.section(text), buttons, *([kit.context(hint)] if hint else [])]
    return Card(" ".join(filter(None, [text, hint.replace("`", "")])), blocks)


def _card(text: str) -> Card:
    return Card(text.replace("`", "").replace("*", ""), [kit.section(text)])
