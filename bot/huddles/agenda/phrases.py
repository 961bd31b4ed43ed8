"""The phrases that the views of agendas share: when, who runs it, and the lines."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.huddles.agenda.shown import Line, Seen, Wave
from bot.huddles.schedule.saying import clock, day_words
from bot.text.escaping import escape, shorten
from bot.text.phrases import name, pod_name, start, words_of

TEXT_SHOWN: Final = 120
DETAIL_SHOWN: Final = 80
QUOTED: Final = 120

_TIME: Final = "{times} {market} time"
_TODAY: Final = "today, {times} {market} time"
_TOMORROW: Final = "tomorrow, {times} {market} time"
_ON_DAY: Final = "{day}, {times} {market} time"
_RUNS: Final = "{who} runs it"
_RUNS_ALL: Final = "{who} runs both"
_RUNS_THEN: Final = "{who} runs it, then {other}"
_RUN: Final = "{who} run it"
_WHOEVER: Final = "whoever starts it runs it"
_FROM: Final = "from {who}"
_SEE: Final = "<{link}|see it>"
_OUT: Final = "—\u00a0{who}"
_DONE: Final = "done"
_TICKED: Final = "✅ {text}"
_WEEK: Final = 7
_UNBROKEN: Final = "\u00a0"
_ENDS: Final = (".", "?", "!", "…")


def when(starts: Sequence[datetime], now: datetime, zone: str, market: str) -> str:
    """ "tomorrow, 10:30 and 10:50 AM San Diego time"; the moments are of one day."""
    there = ZoneInfo(zone)
    day, today = starts[0].astimezone(there).date(), now.astimezone(there).date()
    said = {"times": times(starts, zone), "market": pod_name(market)}
    match (day - today).days:
        case 0:
            return _TODAY.format(**said)
        case 1:
            return _TOMORROW.format(**said)
        case _:
            return _ON_DAY.format(day=_day(day, today), **said)


def at_times(starts: Sequence[datetime], zone: str, market: str) -> str:
    """As `when`, where the day goes without saying."""
    return _TIME.format(times=times(starts, zone), market=pod_name(market))


def times(starts: Sequence[datetime], zone: str) -> str:
    """ "10:30 and 10:50 AM", "11:50 AM and 12:10 PM"."""
    said = list(dict.fromkeys(clock(each, ZoneInfo(zone)) for each in sorted(starts)))
    if len({each[-2:] for each in said}) == 1:
        said = [*(each[:-3] for each in said[:-1]), said[-1]]
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]


def day_there(at: datetime, zone: str) -> str:
    """ "Monday, November 23", whenever that is read."""
    return day_words(at.astimezone(ZoneInfo(zone)).date())


def who_runs(waves: Sequence[Wave]) -> str:
    """ "Ana R. runs it, then Omar H."."""
    said = [name(each.runs_it_name) for each in waves if each.runs_it]
    several = list(dict.fromkeys(said))
    if not several:
        return _WHOEVER
    if len(several) == 1:
        return (_RUNS_ALL if len(said) == len(waves) == 2 else _RUNS).format(who=several[0])
    if len(several) == 2:
        return _RUNS_THEN.format(who=several[0], other=several[1])
    return _RUN.format(who=f"{', '.join(several[:-1])} and {several[-1]}")


def who_runs_if_known(waves: Sequence[Wave]) -> list[str]:
    """As `who_runs`; days before nobody is named yet, and nothing is said."""
    return [who_runs(waves)] if any(each.runs_it for each in waves) else []


def minutes(seconds: int) -> str:
    """ "3 min", on one line in the narrowest window: begun minutes are whole."""
    return f"{whole_minutes(seconds)}{_UNBROKEN}min"


def whole_minutes(seconds: int) -> int:
    return max(1, -(-seconds // 60))


def line(number: int, item: Line, longest: int = TEXT_SHOWN) -> str:
    """ "1. Ramona outage: what worked (3 min · 6 asks) — Theo B."."""
    about = f"({' · '.join(details(item))})"
    text = start(item.text, longest)
    speaks = name(item.hand_to_name).replace(" ", _UNBROKEN)
    who = [_OUT.format(who=speaks)] if item.hand_to_name else []
    shown = _TICKED.format(text=text) if item.is_done else text
    return " ".join((f"{number}.", shown, about, *who))


def aloud(number: int, item: Line) -> str:
    """As `line`, for a notification."""
    return f"{number}. {start(item.text, TEXT_SHOWN)}"


def in_sentences(*said: str) -> str:
    """One after the other, each with its end, to be heard."""
    return " ".join(each if each.endswith(_ENDS) else f"{each}." for each in said)


def details(item: Line) -> list[str]:
    """Its timebox, its source, and why it is there again; or that it is done."""
    return [_DONE] if item.is_done else [minutes(item.seconds), *source(item)]


def source(item: Line) -> list[str]:
    """Where it comes from; nobody is named but who put it there, or shared it."""
    said = [escape(shorten(words_of(each), DETAIL_SHOWN)) for each in (item.detail, item.again)]
    if item.by_name:
        who = name(item.by_name).replace(" ", _UNBROKEN)
        said.insert(0, _FROM.format(who=who))
    if item.link:
        said.append(_SEE.format(link=item.link))
    return list(filter(None, said))


def quoted(text: str, longest: int = QUOTED) -> str:
    """The beginning of what somebody wrote, in a sentence of ours."""
    return start(text, longest)


def when_seen(seen: Seen, now: datetime) -> str:
    """When what is seen is talked about; "" where nobody knows."""
    starts = [each.starts_at for each in seen.to_come]
    return when(starts, now, seen.zone, seen.market) if starts else ""


def _day(day: date, today: date) -> str:
    """ "Wednesday" within a week."""
    if 0 < (day - today).days < _WEEK:
        return day_words(day).partition(",")[0]
    return day_words(day)
