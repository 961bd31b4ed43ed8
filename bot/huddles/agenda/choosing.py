"""Which of all that may be talked about a huddle has time for, and in which order.

First what people want: action items open the huddle, then what it began the last time, then the
first item of each. Then what the week brought, each source in turn, so that it is not seven asks:
alerts first, then the sources of which no huddle had a line for longest, then those of which
something did not fit. After one line of each of them comes what somebody added beyond their first.
What is left waits: nothing is lost.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.huddles.agenda.facts import MOST_LINES, Candidate
from storage.huddles import ItemSource

MOST_ACTION_ITEMS: Final = 3
"""Of so many it is asked how they stand while anything else waits."""

_TURNS: Final = (
    ItemSource.ALERT,
    ItemSource.CONCERN,
    ItemSource.PRACTICE,
    ItemSource.CORRECTED,
    ItemSource.ASK,
    ItemSource.GAP,
    ItemSource.HELPFUL,
    ItemSource.THANKS,
)
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)

Queue = deque[Candidate]


def choose(
    candidates: Iterable[Candidate], seconds: int, at_most: int = MOST_LINES
) -> tuple[list[Candidate], list[Candidate]]:
    """Those that are on, in their order, and those that wait, the next one first. Together they
    never take longer than `seconds`; what alone takes longer than that gets all of it.
    """
    on: list[Candidate] = []
    waiting: list[Candidate] = []
    left = seconds
    for each in in_turn(candidates):
        fits = len(on) < at_most and (each.seconds <= left or (not on and left > 0))
        if not fits:
            waiting.append(each)
            continue
        chosen = each if each.seconds <= left else replace(each, seconds=left)
        left -= chosen.seconds
        on.append(chosen)
    return _as_read(on), waiting


def in_turn(candidates: Iterable[Candidate]) -> list[Candidate]:
    """All of them, the one that matters most first."""
    ordered = sorted(candidates, key=_before)
    wanted = _round_robin(_queues(filter(_is_wanted, ordered), _who))
    watched = _queues((each for each in ordered if not each.wanted), _source)
    watched.sort(key=lambda queue: _whose_turn(queue[0]))
    first, second, later = _hold_back(wanted)
    first.sort(key=lambda each: each.source is not ItemSource.ACTION_ITEM)
    of_each = [queue.popleft() for queue in watched]
    return [*first, *of_each, *second, *_round_robin(watched), *later]


def _before(each: Candidate) -> tuple[bool, bool, bool, datetime, float, str]:
    """What is to be done opens the huddle. Then what was begun, what did not fit, what waits
    longest, what weighs most.
    """
    since = each.at if each.wanted and each.at else _LONG_AGO
    is_new, is_no_deed = each.carried_from is None, each.source is not ItemSource.ACTION_ITEM
    return is_no_deed, not each.parked, is_new, since, -each.weight, each.key


def _is_wanted(each: Candidate) -> bool:
    return each.wanted


def _who(each: Candidate) -> str:
    """Whose turn it takes: action items share one, and so does what was parked."""
    if each.source is ItemSource.ACTION_ITEM:
        return "action items"
    if each.parked:
        return "parked"
    return f"of {each.by}"


def _source(each: Candidate) -> str:
    return each.source


def _whose_turn(first: Candidate) -> tuple[bool, datetime, bool, int]:
    """Of a source, by its first one."""
    is_no_alert, last = first.source is not ItemSource.ALERT, first.last_turn or _LONG_AGO
    return is_no_alert, last, first.carried_from is None, _turn(first)


def _turn(each: Candidate) -> int:
    return _TURNS.index(each.source) if each.source in _TURNS else len(_TURNS)


def _queues(candidates: Iterable[Candidate], whose: Callable[[Candidate], str]) -> list[Queue]:
    """By whose they are; the queue whose first one comes first before the others."""
    found: dict[str, Queue] = {}
    for each in candidates:
        found.setdefault(whose(each), deque()).append(each)
    return list(found.values())


def _round_robin(queues: Sequence[Queue]) -> list[Candidate]:
    turned: list[Candidate] = []
    while any(queues):
        turned += [queue.popleft() for queue in queues if queue]
    return turned


def _hold_back(
    wanted: Sequence[Candidate],
) -> tuple[list[Candidate], list[Candidate], list[Candidate]]:
    """What comes first, what somebody added beyond their first item, and the action items beyond
    the first few, which come after everything else.
    """
    actions = [each for each in wanted if each.source is ItemSource.ACTION_ITEM]
    later = actions[MOST_ACTION_ITEMS:]
    first: list[Candidate] = []
    second: list[Candidate] = []
    heard: set[str] = set()
    for each in wanted:
        if each in later:
            continue
        is_more = each.source is not ItemSource.ACTION_ITEM and not each.parked
        (second if is_more and _who(each) in heard else first).append(each)
        heard.add(_who(each))
    return first, second, later


def _as_read(on: Sequence[Candidate]) -> list[Candidate]:
    """What the week brought in the order of its sources, whichever of them had their turn; a
    huddle ends with thanks.
    """
    watched = iter(sorted((each for each in on if not each.wanted), key=_turn))
    read = [each if each.wanted else next(watched) for each in on]
    return sorted(read, key=lambda each: each.source is ItemSource.THANKS)
