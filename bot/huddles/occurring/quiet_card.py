"""What whoever runs huddles reads of the quietest slots, and what they answered."""

from collections.abc import Sequence
from typing import Final

from bot.huddles.facts import Schedule
from bot.huddles.occurring import words
from bot.huddles.occurring.form import saved_words
from bot.huddles.occurring.phrases import days_short
from bot.huddles.occurring.quietest import Quiet
from bot.huddles.occurring.words import Slot
from bot.huddles.schedule.saying import minutes_words
from bot.text import kit
from bot.text.kit import Card
from bot.text.phrases import name, pod_name

_NOW: Final = (
    "📊 In the last four weeks {asked} questions came in while {pod} met ({slot}). "
    "These times were quieter, and as many people work then:"
)
_LINE: Final = "• {slot}: {asked} questions"
_MOVE: Final = "Move to {slot}"
_KEEP: Final = "Keep {slot}"
_IN_FILE: Final = (
    "The roster file says when the pod meets: whoever keeps it can change it there (`{section}`)."
)
_TAKEN: Final = "📊 {who}: {saved}"
_KEPT: Final = "📊 {who} kept {slot}."


def offer(
    now: Quiet, found: Sequence[Quiet], slots: Sequence[Slot], pod: str, section: str = ""
) -> Card:
    """`slots` are what each button stands for; none where the roster file comes first, which
    `section` names.
    """
    first = _NOW.format(asked=now.asked, pod=pod_name(pod), slot=slot_words(now))
    lines = [_LINE.format(slot=slot_words(each), asked=each.asked) for each in found]
    blocks = [kit.section("\n".join([first, *lines]))]
    if section:
        blocks.append(kit.context(_IN_FILE.format(section=section)))
    elif slots:
        move = _MOVE.format(slot=slot_words(found[0]))
        keep = _KEEP.format(slot=slot_words(now))
        value = words.slot_value(slots[0])
        buttons = [
            kit.button(move, words.TAKE_SLOT, value),
            kit.button(keep, words.KEEP_SLOT, value),
        ]
        blocks.append(kit.actions(*buttons))
    aloud = " ".join([first, *(f"{line[2:]}." for line in lines)])
    return Card(aloud, blocks)


def taken(who: str, schedule: Schedule, market: str) -> Card:
    return _card(_TAKEN.format(who=name(who), saved=saved_words(schedule, market)))


def kept(who: str, schedule: Schedule) -> Card:
    now = Quiet(schedule.days, min(schedule.times), 0)
    return _card(_KEPT.format(who=name(who), slot=slot_words(now)))


def slot_words(slot: Quiet) -> str:
    """ "Tue/Thu 9:15"."""
    return f"{days_short(slot.days)} {minutes_words(slot.starts)}"


def _card(text: str) -> Card:
    return Card(text, [kit.section(text)])
