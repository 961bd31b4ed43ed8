"""In which half of the pod somebody is, and when that one meets."""

from typing import Final

from bot.huddles.agenda import phrases
from bot.huddles.agenda.shown import Seen, Wave
from bot.text import kit
from bot.text.kit import Block, Card

_FIRST: Final = "You are in the first half: {time}."
_SECOND: Final = "You are in the second half: {time}."
_RUN_FIRST: Final = "You run the first half: {time}."
_RUN_SECOND: Final = "You run the second half: {time}."
_RUN_BOTH: Final = "You run both halves: {time}."
_NTH: Final = "You are in group {number}: {time}."
_NO_HALF: Final = "You are in no half yet: come when you are free. It is the same agenda each time."
_NOT_YET: Final = "Who is in which half is settled shortly before it is announced."
_ALL_TOGETHER: Final = "Everybody meets together: {time}."
_NO_TIME: Final = "No huddle of this agenda is still to come."


def half(seen: Seen) -> str:
    """In which wave the viewer is."""
    mine = seen.half()
    if not seen.to_come:
        return _NO_TIME
    if len(seen.waves) == 1:
        return _ALL_TOGETHER.format(time=_at(seen, seen.waves[0]))
    if runs := _runs(seen):
        return runs
    if mine is None:
        return _NO_HALF if _is_settled(seen) else _NOT_YET
    time = _at(seen, seen.waves[mine])
    if len(seen.waves) > 2:
        return _NTH.format(number=mine + 1, time=time)
    return (_SECOND if mine else _FIRST).format(time=time)


def _runs(seen: Seen) -> str:
    """Whoever runs a half is there; "" for everybody else, and where there are more than two."""
    theirs = [place for place, each in enumerate(seen.waves) if each.runs_it == seen.user]
    if not theirs or len(seen.waves) != 2:
        return ""
    starts = [seen.waves[place].starts_at for place in theirs]
    said = _RUN_BOTH if len(theirs) == 2 else (_RUN_FIRST, _RUN_SECOND)[theirs[0]]
    return said.format(time=phrases.at_times(starts, seen.zone, seen.market))


def half_card(seen: Seen) -> Card:
    text = half(seen)
    return Card(text, [kit.section(text)])


def half_line(seen: Seen) -> list[Block]:
    """For a list, where there is something to say."""
    said = len(seen.waves) > 1 and seen.to_come and _is_settled(seen)
    return [kit.context(half(seen))] if said else []


def _is_settled(seen: Seen) -> bool:
    return any(each.people for each in seen.waves)


def _at(seen: Seen, wave: Wave) -> str:
    return phrases.at_times([wave.starts_at], seen.zone, seen.market)
