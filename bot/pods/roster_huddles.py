"""Reads how a pod's huddles are set (`[pod.<key>.huddles]`), for `Pod.settings["huddles"]`: under
the names and in the units of the schedule, which knows what is usual.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from bot.pods.clock_times import read_clock
from bot.pods.opening import holds
from bot.pods.places import find_place, hint_for
from bot.pods.problems import did_you_mean
from bot.pods.roster import RosterMember
from bot.pods.toml_table import Table
from storage.hours import DAYS, MINUTES_A_DAY, Hours

USUAL_DAYS: Final = ("mon", "wed", "fri")
USUAL_TIMES: Final = (10 * 60 + 30, 10 * 60 + 50)
USUAL_MINUTES: Final = 15
MOST_WAVES: Final = 4
SHORTEST, LONGEST = 5, 60  # minutes
NO_HOLIDAYS: Final = "none"
_KEYS: Final = (
    *("on", "days", "times", "time", "waves", "minutes", "holidays", "attendance", "runs_it"),
)
_BETWEEN: Final = 5  # minutes from one wave to the next, where only the first is given
_FULL_NAMES: Final = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)


def read_huddles(table: Table, members: Sequence[RosterMember]) -> dict[str, Any]:
    """What the file says; what it leaves out is set in Slack, or as usual."""
    said: dict[str, Any] = {}
    if "on" in table.data:
        said["on"] = table.flag("on", True)
    if days := _days(table):
        said["days"] = days
    if minutes := table.number("minutes", SHORTEST, LONGEST):
        said["minutes"] = minutes
    if times := _times(table, minutes or USUAL_MINUTES):
        said["times"] = times
    if place := _place(table):
        said["holidays"] = place
    if "attendance" in table.data:
        said["attendance"] = table.flag("attendance", False)
    if who := _who(table, members):
        said["runs_it"] = who
    table.close(_KEYS)
    return said


def closed_at(said: Mapping[str, Any], hours: Hours) -> list[str]:
    """When huddles are to be while the pod is closed, as "sat 10:30"."""
    if not said.get("on", True):
        return []
    return [
        f"{day} {_clock(minutes)}"
        for day in said.get("days", USUAL_DAYS)
        for minutes in said.get("times", USUAL_TIMES)
        if not holds(hours, DAYS.index(day) * MINUTES_A_DAY + minutes)
    ]


def _days(table: Table) -> list[str]:
    """In the order of the week, each once."""
    if "days" not in table.data:
        return []
    words = table.words("days")
    found = set()
    for word in words:
        name = word.strip().lower().rstrip(".")
        day = next((each for each in _FULL_NAMES if len(name) > 2 and each.startswith(name)), None)
        if day is None:
            table.wrong("days", f"days '{word[:40]}': {did_you_mean(name, DAYS)}")
        else:
            found.add(day[:3])
    if not words and table.data["days"] == []:
        table.wrong("days", "days are empty: leave them out, or write on = false")
    return [day for day in DAYS if day in found]


def _times(table: Table, minutes: int) -> list[int]:
    """When each wave begins, in minutes since midnight."""
    if {"time", "waves"} & set(table.data):
        return _waves(table, minutes)
    if "times" not in table.data:
        return []
    words = table.words("times")
    if table.data["times"] == [] or len(words) > MOST_WAVES:
        table.wrong("times", f'times are one for each wave, 1 to {MOST_WAVES}: ["10:30", "10:50"]')
        return []
    times = [_time(table, "times", word) for word in words]
    found = sorted(each for each in times if each is not None)
    for one, other in pairwise(found):
        if other - one < minutes:
            both = f"{_clock(one)} and {_clock(other)}"
            table.wrong("times", f"times {both} overlap: a huddle takes {minutes} minutes")
            return []
    return found


def _waves(table: Table, minutes: int) -> list[int]:
    """One after the other, from `time` on."""
    if "times" in table.data:
        table.wrong("times", "times say when each wave begins: leave out time and waves")
        return []
    word = table.text("time", 20)
    first = _time(table, "time", word) if word else USUAL_TIMES[0]
    waves = table.number("waves", 1, MOST_WAVES) or len(USUAL_TIMES)
    if first is None:
        return []
    times = [first + wave * (minutes + _BETWEEN) for wave in range(waves)]
    if times[-1] >= MINUTES_A_DAY:
        table.wrong("time", f"time '{word}': the last wave would begin after midnight")
        return []
    return times


def _time(table: Table, key: str, word: str) -> int | None:
    minutes = read_clock(word)
    if minutes is None or minutes == MINUTES_A_DAY:
        table.wrong(key, f"{key} '{word[:40]}' is no time of the day, like 10:30 or 2:30 PM")
        return None
    return minutes


def _place(table: Table) -> str:
    said = table.text("holidays", 40)
    if said.lower() == NO_HOLIDAYS:
        return NO_HOLIDAYS
    place = find_place(said) if said else ""
    if said and not place:
        table.wrong("holidays", f"holidays '{said}' are not known: {hint_for(said)}")
    return place


def _who(table: Table, members: Sequence[RosterMember]) -> list[str]:
    known = {name for each in members for name in (each.email, each.user) if name}
    found = []
    for word in table.words("runs_it"):
        name = word if word in known else word.strip().lower()
        if name in known:
            found.append(name)
        else:
            hint = did_you_mean(name, sorted(known), at_most=0)
            table.wrong("runs_it", f"runs_it '{word[:60]}' is none of the pod's members: {hint}")
    return list(dict.fromkeys(found))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
