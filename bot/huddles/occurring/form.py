"""The form that says when a pod meets, and what was typed into it."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from bot.huddles.facts import Schedule
from bot.huddles.occurring import words
from bot.huddles.occurring.errors import BadField
from bot.huddles.occurring.phrases import DAYS, days_listed, listed
from bot.huddles.occurring.words import Form
from bot.huddles.schedule.holidays import check_place
from bot.huddles.schedule.reading import meant_minutes
from bot.huddles.schedule.saying import minutes_words
from bot.pods.clock_times import read_clock
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block
from bot.text.phrases import label, name, pod_name
from storage.hours import MINUTES_A_DAY

LENGTHS: Final = (10, 15, 20, 25, 30, 45, 60)
MOST_WAVES: Final = 4
_MOST_PEOPLE: Final = 100
_MOST_PLACES: Final = 6
_LABELS: Final = {
    "on": "Huddles",
    "days": "Days",
    "times": "Each wave begins at",
    "minutes": "Length",
    "holidays": "Holidays of",
    "attendance": "“Here” button",
    "runs_it": "Who runs them, in turn",
}
_HINTS: Final = {
    "times": "One time for each wave, in {market} time: half the pod is on the phones meanwhile.",
    "holidays": (
        "A country and a state, such as US-CA; empty: those of the market{places}; or “none”."
    ),
    "attendance": (
        "Members may say that they are there. Only whoever ran it, and the leader, see who was not."
    ),
    "runs_it": "Nobody chosen: the coaches in turn, without who is away.",
}
_FILE: Final = (
    "What the roster file says stands here as text. It is changed there, under `{section}`."
)
_FIXED: Final = "*{label}*: {value}"
_STAYS: Final = "What is announced or goes on stays as it is."
_ANOTHER: Final = "*{who} changed it while you wrote.* Both stand here; yours is in the form."
_COMPARED: Final = "*{label}*\nTheirs: {theirs}\nYours: {mine}"
_ONE_MINUTE: Final = "{count} minutes"
_SAVED: Final = "Saved. The pod meets on {days} at {times}, {market} time, for {minutes} minutes."
_HERE: Final = "Members can say that they are there."
_NOTHING: Final = "nothing"
_COACHES: Final = "the coaches"
_OF_MARKET: Final = "the market"


class Runner(NamedTuple):
    """Somebody who may run huddles: by which name a schedule names them, and their own."""

    key: str
    name: str


class Editing(NamedTuple):
    """What the form shows. `fixed` are the fields that the roster file says; `conflicts` those that
    somebody changed meanwhile, as they have them. `holidays` are the places of the market.
    """

    schedule: Schedule
    version: int
    seen: Mapping[str, Any]
    fixed: Mapping[str, Any]
    section: str
    market: str
    runners: Sequence[Runner]
    holidays: Sequence[str] = ()
    there: str | None = None
    conflicts: Mapping[str, Any] = {}
    by: str = ""


def schedule_form(editing: Editing) -> Block:
    """Everything that can be set here; what the file says is only shown."""
    offered = [each for each in words.FIELDS if each not in editing.fixed]
    fixed = [
        _FIXED.format(label=_LABELS[each], value=_value(each, editing.fixed[each], editing))
        for each in words.FIELDS
        if each in editing.fixed
    ]
    blocks: list[Block] = [
        kit.context(_STAYS),
        *_theirs(editing),
        *([kit.section("\n".join(fixed))] if fixed else []),
        *([kit.context(_FILE.format(section=escape(editing.section)))] if fixed else []),
        *(_field(each, editing) for each in offered),
    ]
    form = Form(editing.version, dict(editing.seen), editing.there)
    submit = "Save" if offered else None
    title = "When the pod meets"
    return kit.modal(words.SCHEDULE_FORM, title, blocks, submit, words.form_value(form))


def read_fields(values: Mapping[str, str | None]) -> dict[str, Any]:
    """What was typed, as a schedule holds it; fields that the form had not are left out. Raises
    `BadField` and `UnknownPlace`, each with its field.
    """
    found: dict[str, Any] = {}
    for field in words.FIELDS:
        if field in values:
            found[field] = _READERS[field](values[field] or "")
    return found


def check_whole(schedule: Schedule) -> None:
    """What no field alone shows. Raises `BadField`."""
    if schedule.on and not schedule.days:
        raise BadField("days")
    times = sorted(schedule.times)
    for first, second in pairwise(times):
        if second - first < schedule.minutes:
            raise BadField("apart", "times", minutes=schedule.minutes)
    if times[-1] + schedule.minutes > MINUTES_A_DAY:
        raise BadField("past_midnight", "times")


def _theirs(editing: Editing) -> list[Block]:
    if not editing.conflicts:
        return []
    mine = editing.schedule.stored()
    lines = [
        kit.section(
            _COMPARED.format(
                label=_LABELS[each],
                theirs=_value(each, value, editing),
                mine=_value(each, mine[each], editing),
            )
        )
        for each, value in editing.conflicts.items()
    ]
    return [kit.section(_ANOTHER.format(who=name(editing.by))), *lines]


def _value(field: str, value: Any, editing: Editing) -> str:
    """As people read it, for mrkdwn."""
    match field:
        case "on":
            return "on" if value else "off"
        case "attendance":
            return "yes" if value else "no"
        case "days":
            return days_listed(value) or _NOTHING
        case "times":
            return listed(minutes_words(each) for each in sorted(value))
        case "minutes":
            return _ONE_MINUTE.format(count=value)
        case "runs_it":
            names = {each.key: each.name for each in editing.runners}
            return listed(name(names.get(each, each)) for each in value) or _COACHES
    return escape(str(value)) or _OF_MARKET


def _field(field: str, editing: Editing) -> Block:
    """The name of its element ends in the version, so that a form that comes again shows anew."""
    action, hint = f"{field}.{editing.version}", _HINTS.get(field)
    element = _element(field, action, editing)
    places = f" ({', '.join(editing.holidays[:_MOST_PLACES])})" if editing.holidays else ""
    said = hint.format(market=shorten(editing.market, 28), places=places) if hint else None
    optional = field in ("holidays", "runs_it")
    return kit.field_of(field, _LABELS[field], element, said, optional=optional)


def _element(field: str, action: str, editing: Editing) -> kit.Element:
    schedule = editing.schedule
    match field:
        case "on":
            options = {True: kit.option("On", words.YES), False: kit.option("Off", words.NO)}
            return kit.choices(action, list(options.values()), options[schedule.on])
        case "attendance":
            options = {True: kit.option("Yes", words.YES), False: kit.option("No", words.NO)}
            return kit.choices(action, list(options.values()), options[schedule.attendance])
        case "days":
            days = {each: kit.option(text, each) for each, text in DAYS.items()}
            initial = [days[each] for each in DAYS if each in schedule.days]
            return kit.several(action, "No day", list(days.values()), initial)
        case "times":
            typed = ", ".join(minutes_words(each) for each in sorted(schedule.times))
            return kit.text_input(action, "10:30, 10:50", typed, longest=100)
        case "minutes":
            lengths = sorted({*LENGTHS, schedule.minutes})
            menu = {each: kit.option(_ONE_MINUTE.format(count=each), str(each)) for each in lengths}
            return kit.menu(action, "Length", list(menu.values()), menu[schedule.minutes])
        case "holidays":
            return kit.text_input(action, "US-CA", schedule.holidays, longest=20)
    people = {each.key: kit.option(label(each.name), each.key) for each in editing.runners}
    shown = dict([*people.items()][:_MOST_PEOPLE])
    initial = [shown[each] for each in schedule.runs_it if each in shown]
    return kit.several(action, "The coaches in turn", list(shown.values()), initial)


def _read_times(typed: str) -> list[int]:
    parts = [each.strip() for each in re.split(r",|;|\band\b|&|/|\n", typed) if each.strip()]
    times = [_read_time(each) for each in parts]
    if not times or len(times) > MOST_WAVES or len(set(times)) != len(times):
        raise BadField("times")
    return sorted(times)


def _read_time(typed: str) -> int:
    minutes = read_clock(typed)
    if minutes is None or minutes >= MINUTES_A_DAY:
        raise BadField("times")
    return meant_minutes(minutes, typed)


def _read_minutes(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit() or not 5 <= int(typed) <= 60:
        raise BadField("minutes")
    return int(typed)


def _read_days(typed: str) -> list[str]:
    chosen = typed.split(",") if typed else []
    return [each for each in DAYS if each in chosen]


def _read_people(typed: str) -> list[str]:
    return [each for each in typed.split(",") if each]


_READERS: Final[Mapping[str, Any]] = {
    "on": lambda typed: typed != words.NO,
    "days": _read_days,
    "times": _read_times,
    "minutes": _read_minutes,
    "holidays": check_place,
    "attendance": lambda typed: typed == words.YES,
    "runs_it": _read_people,
}


def saved_words(schedule: Schedule, market: str) -> str:
    """What holds from now on, for mrkdwn."""
    if not schedule.on:
        return "Saved. The pod has no huddles from now on."
    times = listed(minutes_words(each) for each in sorted(schedule.times))
    said = {"days": days_listed(schedule.days), "times": times, "market": pod_name(market)}
    met = _SAVED.format(**said, minutes=schedule.minutes)
    return f"{met} {_HERE}" if schedule.attendance else met
