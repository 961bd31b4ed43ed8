"""The agenda on a shared screen or a whiteboard: one page that needs nothing from anywhere else.

All of its words are escaped. Its style and its script stand in it, and are the only ones that the
page's policy lets run.
"""

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.huddles.links.facts import Shown
from bot.huddles.links.titles import title
from bot.huddles.schedule.saying import clock, day_words
from bot.text.escaping import clean, one_line, shorten
from bot.text.phrases import label, pod_label, words_of
from storage.huddles import HuddleState, ItemSource, Outcome
from storage.huddles_screen import ScreenItem, ScreenMade

_HERE: Final = Path(__file__).parent
_STYLE: Final = (_HERE / "screen.css").read_text(encoding="utf-8")
_SCRIPT: Final = (_HERE / "screen.js").read_text(encoding="utf-8")
_BUILD: Final = hashlib.sha256((_STYLE + _SCRIPT).encode()).hexdigest()[:12]
_LONGEST: Final = 300  # of a line, and of a note: the page is read from across a room
_REFRESH: Final = 3  # seconds, without a script

_STARTS: Final = "Starts at {time} {market} time"
_GOES_ON: Final = "Since {time} {market} time"
_OVER: Final = "This huddle is over."
_SKIPPED: Final = "This huddle was skipped."
_MISSED: Final = "Podline did not open this huddle: it was not running then."
_RUNS: Final = "{who} runs it"
_ITEM_LEFT: Final = "{time} left for this"
_ITEM_OVER: Final = "The time for this is up"
_ALL_LEFT: Final = "{time} left of the huddle"
_ALL_OVER: Final = "The time of the huddle is up"
_MINUTES: Final = "{count} min"
_FROM: Final = "from {who}"
_SPEAKS: Final = "{who} speaks about it"
_TO_DO: Final = "To do"
_ACTION: Final = "{who}: {text}"
_BY: Final = "by {day}"
_DONE: Final = "done"
_NOBODY: Final = "Nobody yet"
_PRACTICES: Final = "Saved as practices"
_EMPTY: Final = "Nothing is on the agenda yet."
_NOW: Final = "Now"
_NEXT: Final = "Next"
_MARKS: Final = {Outcome.DONE: "Done", Outcome.PARKED: "Parked"}
_SAID: Final = "Now: {text}"
_TROUBLE: Final = "Not connected to Podline. It tries again by itself; this may be out of date."
_GONE: Final = "This page has ended. The card of the next huddle in Slack opens a new one."


def policy() -> str:
    """The Content-Security-Policy of the page: its own style and script, and its own address."""
    return (
        f"default-src 'none'; style-src '{_digest(_STYLE)}'; script-src '{_digest(_SCRIPT)}'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def write_page(shown: Shown, etag: str, now: datetime) -> str:
    """The whole page as it is now; its script swaps what changes."""
    called = escape(title(shown.huddle.pod, shown.huddle.wave, shown.waves))
    data = {"etag": etag, "build": _BUILD, "now": str(_ms(now))}
    data |= {"trouble": _TROUBLE, "gone": _GONE}
    attributes = " ".join(f'data-{name}="{escape(value)}"' for name, value in data.items())
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{called}</title><style>{_STYLE}</style>"
        f'<noscript><meta http-equiv="refresh" content="{_REFRESH}"></noscript></head>'
        f"<body {attributes}><main>{_main(shown, called, now)}</main>"
        f'<p id="said" class="said" role="status" aria-live="polite">{_aloud(shown)}</p>'
        '<p id="trouble" class="trouble" role="alert" hidden></p>'
        f"<script>{_SCRIPT}</script></body></html>\n"
    )


def _main(shown: Shown, called: str, now: datetime) -> str:
    lines = "".join(_lines(shown)) or f"<li><span></span><p>{_EMPTY}</p></li>"
    head = f'<h1>{called}</h1><p class="when">{_when(shown)}</p>{_left(shown, now)}'
    return f"<header>{head}</header><ol>{lines}</ol>{''.join(_made(shown))}"


def _made(shown: Shown) -> Iterator[str]:
    """What was to be done, and what was saved, of this huddle so far."""
    actions = [_action(each) for each in shown.actions if words_of(each.text)]
    practices = [_words(each) for each in shown.practices if words_of(each)]
    for heading, made in ((_TO_DO, actions), (_PRACTICES, practices)):
        if made:
            lines = "".join(f'<li dir="auto">{each}</li>' for each in made)
            yield f'<section class="made"><h2>{heading}</h2><ul>{lines}</ul></section>'


def _action(made: ScreenMade) -> str:
    who = label(made.owner) if made.owner and words_of(made.owner) else _NOBODY
    text = _ACTION.format(who=escape(who), text=_words(made.text))
    until = _DONE if made.is_done else _BY.format(day=day_words(made.due_on))
    return f'{text} <span class="small">· {escape(until)}</span>'


def _when(shown: Shown) -> str:
    huddle = shown.huddle
    at = clock(huddle.starts_at, ZoneInfo(huddle.zone))
    said = {"time": at, "market": pod_label(huddle.market)}
    match huddle.state:
        case HuddleState.PLANNED:
            state = _STARTS.format(**said)
        case HuddleState.OPEN:
            at = clock(huddle.opened_at or huddle.starts_at, ZoneInfo(huddle.zone))
            state = _GOES_ON.format(**said | {"time": at})
        case HuddleState.SKIPPED:
            state = _SKIPPED
        case HuddleState.MISSED:
            state = _MISSED
        case HuddleState.OVER:
            state = _OVER
    who = label(huddle.runs_it_name) if words_of(huddle.runs_it_name) else ""
    ahead = huddle.state in (HuddleState.PLANNED, HuddleState.OPEN)
    runs = [_RUNS.format(who=who)] if who and ahead else []
    return escape(" · ".join([state, *runs]))


def _left(shown: Shown, now: datetime) -> str:
    """How much time is left of what is talked about, and of the whole, while it goes on."""
    huddle = shown.huddle
    if huddle.state is not HuddleState.OPEN:
        return ""
    ends = (huddle.opened_at or huddle.starts_at) + timedelta(minutes=huddle.minutes)
    found = [_counting(ends, now, _ALL_LEFT, _ALL_OVER)]
    current = next((each for each in shown.items if each.id == huddle.item_id), None)
    if current and shown.item_since:
        until = shown.item_since + timedelta(seconds=current.seconds)
        found.insert(0, _counting(until, now, _ITEM_LEFT, _ITEM_OVER))
    return f'<p class="left">{" · ".join(found)}</p>'


def _counting(until: datetime, now: datetime, left: str, over: str) -> str:
    seconds = (until - now).total_seconds()
    text = left.format(time=_countdown(seconds)) if seconds > 0 else over
    data = f'data-until="{_ms(until)}" data-left="{escape(left)}" data-over="{escape(over)}"'
    return f"<span {data}>{escape(text)}</span>"


def _countdown(seconds: float) -> str:
    whole = -int(-seconds // 1)
    return f"{whole // 60}:{whole % 60:02}"


def _lines(shown: Shown) -> Iterator[str]:
    current = shown.huddle.item_id if shown.huddle.state is HuddleState.OPEN else None
    to_come = [each.id for each in shown.items if each.outcome is None and each.id != current]
    for item in shown.items:
        is_now, is_next = item.id == current, bool(current) and [item.id] == to_come[:1]
        yield _line(item, is_now=is_now, is_next=is_next)


def _line(item: ScreenItem, *, is_now: bool, is_next: bool) -> str:
    if is_now:
        mark, kind = _NOW, f' class="now" aria-current="step" data-item="{item.id}"'
    elif item.outcome:
        mark, kind = _MARKS[item.outcome], f' class="{item.outcome}"'
    else:
        mark, kind = (_NEXT if is_next else ""), ""
    words = [f'<p class="text" dir="auto">{_words(item.text)}</p>']
    words.append(f'<p class="small">{_small(item)}</p>')
    if item.note and words_of(item.note):
        words.append(f'<p class="note" dir="auto">{_words(item.note)}</p>')
    return f'<li{kind}><span class="mark">{mark}</span><div>{"".join(words)}</div></li>'


def _small(item: ScreenItem) -> str:
    """Nobody is named but who put it there themselves, and who speaks about it."""
    said = [_MINUTES.format(count=max(1, -(-item.seconds // 60)))]
    if item.source is ItemSource.MEMBER and words_of(item.by_name):
        said.append(_FROM.format(who=label(item.by_name)))
    said += [words_of(each) for each in (item.detail, item.again)]
    if item.speaks and words_of(item.speaks):
        said.append(_SPEAKS.format(who=label(item.speaks)))
    return " · ".join(f"<bdi>{escape(shorten(each, _LONGEST))}</bdi>" for each in said if each)


def _aloud(shown: Shown) -> str:
    """What a screen reader says when it changes."""
    if shown.huddle.state is not HuddleState.OPEN:
        return _when(shown)
    current = next((each for each in shown.items if each.id == shown.huddle.item_id), None)
    return _SAID.format(text=_words(current.text)) if current else ""


def _words(text: str) -> str:
    return escape(shorten(one_line(clean(text)), _LONGEST))


def _ms(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp() * 1000)


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
