"""What the channel is told of when its pod meets, and what single people are told of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.commands import named as with_commands
from bot.huddles.occurring import words
from bot.huddles.occurring.facts import Meeting
from bot.huddles.occurring.phrases import day_of, listed, time_of, times_of, when
from bot.huddles.occurring.rules import Surge
from bot.pods.facts import PodInMarket
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Card
from bot.text.phrases import name, pod_name, words_of
from storage.huddles import Huddle

_WHY_LONGEST: Final = 200
_MOST_MISSED: Final = 8
_OFF: Final = "🗣 No huddle on {day}: {why}."
_OFF_BY: Final = "🗣 No huddle on {day}: {who} called it off."
_OFF_BY_WHY: Final = "🗣 No huddle on {day}: {why} ({who})."
_OFF_HALF: Final = "🗣 No huddle at {times}: {who} called it off."
_OFF_HALF_WHY: Final = "🗣 No huddle at {times}: {why} ({who})."
_NEXT: Final = "The next one is on {when}."
_BACK: Final = "🗣 The huddle on {when} takes place after all."
_MOVED: Final = "🗣 Moved by {who}: the huddle of {was} is at {now}, {market} time."
_MOVED_DAY: Final = "🗣 Moved by {who}: the huddle of {was} is on {now}, {market} time."
_SOON: Final = "🗣 Huddle at {times}, {market} time."
_MISSED_ONE: Final = "⚠️ *A huddle did not take place:* Podline was not running at its time."
_MISSED: Final = "⚠️ *Huddles did not take place:* Podline was not running at their time."
_MISSED_LINE: Final = "• {day}: {times}"
_MISSED_MORE: Final = "• and {count} more"
_AGAIN: Final = (
    "What was on the agenda comes again in the next one, on {when}. To meet sooner: "
    "`{agenda} once today 14:30`."
)
_NO_NEXT: Final = "To meet all the same: `{agenda} once today 14:30`."
_NOBODY: Final = (
    "⚠️ Nobody of {place} is on the phones while the huddle of {times} goes on. To meet at another "
    "time: `{agenda} move {example}`."
)
_FEW: Final = (
    "⚠️ Few of {place} are on the phones while the pod meets: {waves}. Usually {enough} are enough. "
    "To meet at another time: `{agenda} move {example}`."
)
_NOBODY_RUNS: Final = (
    "⚠️ Nobody is there to run the huddle on {day}, {times}: whoever could is away or off shift "
    "then. Name somebody else (`{agenda} schedule`), move it (`{agenda} move {example}`), or call "
    "it off."
)
_CALL_OFF: Final = "Call it off"
_CHANGE: Final = "Change the schedule"
_WAVE_COUNT: Final = "{count} at {time}"
_EXAMPLE: Final = "14:30"
_LATER_ALERT: Final = (
    "⏱ The huddle is at {time}, and a severe alert is live in {market}: {why}. Meet later?"
)
_LATER_ASKS: Final = (
    "⏱ The huddle is at {time}, and {count} questions came in during the last half hour; at this "
    "hour there are usually {usual}. Meet later?"
)
_HARDLY_ANY: Final = "hardly any"
_LATER: Final = "45 minutes later"
_KEEP: Final = "Keep {time}"
_KEPT: Final = "⏱ {who} kept the huddle at {time}."
_PUT_OFF: Final = "⏱ {who} moved the huddle to {time}."


def off(meeting: Meeting, place: PodInMarket, following: datetime | None) -> Card:
    """No huddle that day, or none for the other half, and when the next one is."""
    first = meeting.first
    why = reason(first)
    template = (_OFF_BY_WHY if why else _OFF_BY) if first.changed_by else _OFF
    if not meeting.is_off:
        template = _OFF_HALF_WHY if why else _OFF_HALF
    times = times_of([each.starts_at for each in meeting.off], place)
    said = {"day": day_of(first.starts_at, place), "times": times, "why": why}
    said["who"] = name(first.changed_by_name)
    return _card(template.format(**said), _next(following, place))


def back(meeting: Meeting, place: PodInMarket) -> Card:
    return _card(_BACK.format(when=when(meeting.starts_at, place)))


def moved(meeting: Meeting, place: PodInMarket, was_at: datetime) -> Card:
    starts = [each.starts_at for each in meeting.planned]
    who, market = name(meeting.first.changed_by_name), pod_name(place.market.name)
    same_day = day_of(was_at, place) == day_of(starts[0], place)
    now = times_of(starts, place)
    said = {"who": who, "market": market, "was": when(was_at, place)}
    if same_day:
        return _card(_MOVED.format(**said, now=now))
    return _card(_MOVED_DAY.format(**said, now=f"{day_of(starts[0], place)}, {now}"))


def soon(meeting: Meeting, place: PodInMarket) -> Card:
    """Of one that was announced for another time before."""
    starts = times_of([each.starts_at for each in meeting.planned], place)
    return _card(_SOON.format(times=starts, market=pod_name(place.market.name)))


def missed(huddles: Sequence[Huddle], place: PodInMarket, following: datetime | None) -> Card:
    """All that were missed, and what to do."""
    by_day: dict[str, list[datetime]] = {}
    for each in sorted(huddles, key=lambda huddle: huddle.starts_at):
        by_day.setdefault(day_of(each.starts_at, place), []).append(each.starts_at)
    lines = [
        _MISSED_LINE.format(day=day, times=times_of(starts, place))
        for day, starts in by_day.items()
    ]
    if len(lines) > _MOST_MISSED:
        rest = len(lines) - _MOST_MISSED
        lines = [*lines[:_MOST_MISSED], _MISSED_MORE.format(count=rest)]
    todo = with_commands(_AGAIN if following else _NO_NEXT)
    told = todo.format(when=when(following, place)) if following else todo
    first = _MISSED_ONE if len(by_day) == 1 else _MISSED
    aloud = f"{first.replace('*', '')} {' '.join(line[2:] + '.' for line in lines)}"
    return Card(aloud, [kit.section("\n".join([first, *lines])), kit.section(told)])


def thin(counts: Sequence[tuple[Huddle, int]], place: PodInMarket, enough: int) -> Card:
    """Nobody, or few, on the phones during these waves."""
    starts = [each.starts_at for each, _ in counts]
    said = {"place": pod_name(place.pod.name), "example": _EXAMPLE, "enough": enough}
    if not any(count for _, count in counts):
        return _card(with_commands(_NOBODY).format(**said, times=times_of(starts, place)))
    waves = listed(
        _WAVE_COUNT.format(count=count, time=time_of(each.starts_at, place))
        for each, count in counts
    )
    return _card(with_commands(_FEW).format(**said, waves=waves))


def nobody_runs(meeting: Meeting, waves: Sequence[Huddle], place: PodInMarket) -> Card:
    """Of these waves, with the ways out."""
    starts = [each.starts_at for each in waves]
    said = {"day": day_of(starts[0], place), "times": times_of(starts, place)}
    text = with_commands(_NOBODY_RUNS).format(**said, example=_EXAMPLE)
    buttons = kit.actions(
        kit.button(_CALL_OFF, words.CALL_OFF, str(meeting.agenda.id)),
        kit.button(_CHANGE, words.SCHEDULE, "schedule"),
    )
    return Card(text.replace("`", ""), [kit.section(text), buttons])


def later_for_alert(meeting: Meeting, place: PodInMarket, alert: str) -> Card:
    """`alert` is its headline, plain."""
    why = escape(shorten(words_of(alert).rstrip("."), _WHY_LONGEST))
    said = {"time": time_of(meeting.starts_at, place), "market": pod_name(place.market.name)}
    return _offer(_LATER_ALERT.format(**said, why=why), meeting, place)


def later_for_asks(meeting: Meeting, place: PodInMarket, found: Surge) -> Card:
    time, usual = time_of(meeting.starts_at, place), round(found.usual)
    said = _LATER_ASKS.format(time=time, count=found.lately, usual=usual or _HARDLY_ANY)
    return _offer(said, meeting, place)


def answered(meeting: Meeting, place: PodInMarket, who: str, *, later: bool) -> Card:
    """In the place of the offer."""
    template = _PUT_OFF if later else _KEPT
    return _card(template.format(who=name(who), time=time_of(meeting.starts_at, place)))


def reason(huddle: Huddle) -> str:
    """Why it is off, for mrkdwn; a holiday's name, or what somebody typed."""
    return escape(shorten(words_of(huddle.why).rstrip("."), _WHY_LONGEST))


def _offer(text: str, meeting: Meeting, place: PodInMarket) -> Card:
    value = words.move_value(meeting.agenda.id, meeting.starts_at)
    keep = _KEEP.format(time=time_of(meeting.starts_at, place))
    buttons = kit.actions(
        kit.button(_LATER, words.LATER, value), kit.button(keep, words.KEEP, value)
    )
    return Card(text, [kit.section(text), buttons])


def _next(following: datetime | None, place: PodInMarket) -> str:
    return _NEXT.format(when=when(following, place)) if following else ""


def _card(*sentences: str) -> Card:
    text = " ".join(filter(None, sentences))
    return Card(text.replace("`", ""), [kit.section(text)])
