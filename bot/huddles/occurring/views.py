"""What the person who acted reads of when huddles are: what they changed, with the way back, and
when the next ones are.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.commands import named as with_commands
from bot.huddles.facts import Schedule
from bot.huddles.occurring import words
from bot.huddles.occurring.facts import Changed, Seen, Shown
from bot.huddles.occurring.form import saved_words
from bot.huddles.occurring.notices import reason
from bot.huddles.occurring.phrases import (
    day_of,
    listed,
    names_listed,
    time_of,
    times_of,
    when,
)
from bot.huddles.schedule.saying import day_words
from bot.pods.facts import PodInMarket
from bot.pods.roster_huddles import closed_at
from bot.pods.rules import pod_hours
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block, Card, Element
from bot.text.phrases import name, pod_name, words_of

_WHY_LONGEST: Final = 200
_SKIPPED: Final = "Called off: the huddle on {when}."
_SKIPPED_WHY: Final = "Called off: the huddle on {when} ({why})."
_TOLD: Final = "The channel is told."
_TOLD_SOON: Final = "The channel is told in a minute."
_TOLD_LATER: Final = "The channel is told the day before."
_NEXT: Final = "The next one is on {when}."
_BEFORE: Final = "The one before it, on {when}, takes place."
_HOLIDAY: Final = "That day is {holiday}."
_NO_NEXT: Final = "None is planned after it."
_WAS_HOLIDAY: Final = "There is no huddle on {when} anyway: {why}."
_WAS_OFF: Final = "{who} called off the huddle on {when} already."
_WAS_OFF_WHY: Final = "{who} called off the huddle on {when} already ({why})."
_ANOTHER: Final = "To call off another one, name its day: `{agenda} skip Friday`."
_BACK: Final = "The huddle on {when} takes place."
_MOVED: Final = "Moved: the huddle of {was} is at {times}."
_MOVED_DAY: Final = "Moved: the huddle of {was} is on {day}, {times}."
_ONCE: Final = "A huddle on {when}. It is on the calendar, and members can add to its agenda."
_WHOLE: Final = "All meet together: nobody is on the phones meanwhile."
_CLOSED: Final = "⚠️ {pod} is closed then, and nobody may be there: {times}."
_MOST_CLOSED: Final = 6
_MASKED: Final = "What looked like a customer's data was masked. Nobody saw it."
_HEADING: Final = "🗣 *When {pod} meets* · {market} time"
_HEADING_ALOUD: Final = "🗣 When {pod} meets, {market} time:"
_LINE: Final = "*{day}* · {times}"
_LINE_ALOUD: Final = "{day}, {times}"
_OFF: Final = "{day} · no huddle: {why}"
_OFF_BY: Final = "{day} · no huddle: {who} called it off"
_OFF_BY_WHY: Final = "{day} · no huddle: {why} ({who})"
_RUNS: Final = "{who} runs it"
_RUN: Final = "{who} run it"
_UNKNOWN: Final = "who runs it is decided the day before"
_NOBODY_RUNS: Final = "nobody is there to run it"
_MOVED_FROM: Final = "moved by {who}, was {was}"
_BY: Final = "called for by {who}"
_GOES_ON: Final = "goes on now"
_PHONES: Final = "on the phones: {counts}"
_COUNT: Final = "{count} at {time}"
_FEW: Final = "⚠️ fewer than the usual {enough}"
_NONE: Final = (
    "No huddle is planned in {place}. `{agenda} once Thursday 10:00` calls for one; coaches, the "
    "leader and the resource manager plan them with `{agenda} schedule`."
)


def skipped(changed: Changed) -> Card:
    """Which one, and the way back."""
    if changed.was_off:
        return _was_off(changed)
    why = reason(changed.meeting.first)
    said = {"when": when(changed.was_at, changed.place), "why": why}
    first = (_SKIPPED_WHY if why else _SKIPPED).format(**said)
    told = _TOLD if changed.told else (_TOLD_SOON if changed.soon else _TOLD_LATER)
    following = _NO_NEXT
    if changed.following:
        template = _NEXT if changed.following > changed.was_at else _BEFORE
        following = template.format(when=when(changed.following, changed.place))
    back = kit.button("Bring it back", words.BRING_BACK, str(changed.meeting.agenda.id))
    return _card(back, first, told, following, _MASKED if changed.masked else "")


def _was_off(changed: Changed) -> Card:
    """It was off before anybody typed."""
    first = changed.meeting.first
    said = {
        "when": when(changed.was_at, changed.place),
        "why": reason(first),
        "who": name(first.changed_by_name),
    }
    by = _WAS_OFF_WHY if said["why"] else _WAS_OFF
    template = by if first.changed_by else _WAS_HOLIDAY
    back = kit.button("Bring it back", words.BRING_BACK, str(changed.meeting.agenda.id))
    return _card(back, template.format(**said), with_commands(_ANOTHER))


def back(changed: Changed) -> Card:
    first = _BACK.format(when=when(changed.was_at, changed.place))
    return _card(None, first, _TOLD if changed.told else "")


def moved(changed: Changed) -> Card:
    starts = [each.starts_at for each in changed.meeting.planned]
    day, times = day_of(starts[0], changed.place), times_of(starts, changed.place)
    template = _MOVED if day == day_of(changed.was_at, changed.place) else _MOVED_DAY
    first = template.format(was=when(changed.was_at, changed.place), day=day, times=times)
    value = words.move_value(changed.meeting.agenda.id, changed.was_at)
    undo = kit.button("Undo", words.MOVE_BACK, value)
    return _card(undo, first, _TOLD if changed.told else "")


def called(changed: Changed) -> Card:
    """One beside the schedule."""
    first = _ONCE.format(when=when(changed.was_at, changed.place))
    undo = kit.button("Undo", words.CALL_OFF, str(changed.meeting.agenda.id))
    holiday = escape(words_of(changed.holiday))
    return _card(undo, first, _HOLIDAY.format(holiday=holiday) if holiday else "")


def saved(schedule: Schedule, place: PodInMarket, following: datetime | None) -> Card:
    """What holds from now on; and where the pod is closed then, that it is."""
    first = saved_words(schedule, place.market.name)
    said = _NEXT.format(when=when(following, place)) if following else ""
    whole = _WHOLE if schedule.on and len(schedule.times) == 1 else ""
    closed = closed_at(schedule.stored(), pod_hours(*place))
    return _card(None, first, said, whole, _closed(closed, place) if closed else "")


def _closed(times: Sequence[str], place: PodInMarket) -> str:
    shown = [each.capitalize() for each in times[:_MOST_CLOSED]]
    return _CLOSED.format(pod=pod_name(place.pod.name), times=listed(shown))


def agenda_when(shown: Shown) -> Card:
    """The next three, for everybody; with the way to the form for those who may."""
    pod = pod_name(shown.place.pod.name)
    if not shown.meetings:
        return _card(_schedule_button(shown), with_commands(_NONE).format(place=pod))
    said = {"pod": pod, "market": pod_name(shown.place.market.name)}
    lines = [_line(each, shown) for each in shown.meetings]
    aloud = "; ".join(_aloud(each, shown) for each in shown.meetings)
    button = _schedule_button(shown)
    blocks: list[Block] = [
        kit.section("\n".join([_HEADING.format(**said), *lines])),
        *([kit.actions(button)] if button else []),
    ]
    return Card(f"{_HEADING_ALOUD.format(**said)} {aloud}.", blocks)


def _schedule_button(shown: Shown) -> Element | None:
    if not shown.may_arrange:
        return None
    return kit.button("Change the schedule", words.SCHEDULE, "schedule")


def _line(seen: Seen, shown: Shown) -> str:
    if seen.is_off:
        return _off(seen)
    heading = _LINE.format(day=day_words(seen.day), times=times_of(seen.starts, shown.place))
    return " · ".join([heading, *_rest(seen, shown)])


def _aloud(seen: Seen, shown: Shown) -> str:
    if seen.is_off:
        return _off(seen)
    return _LINE_ALOUD.format(day=day_words(seen.day), times=times_of(seen.starts, shown.place))


def _off(seen: Seen) -> str:
    why = escape(shorten(words_of(seen.why).rstrip("."), _WHY_LONGEST))
    said = {"day": day_words(seen.day), "why": why, "who": name(seen.by)}
    if not seen.by:
        return _OFF.format(**said)
    return (_OFF_BY_WHY if why else _OFF_BY).format(**said)


def _rest(seen: Seen, shown: Shown) -> Iterator[str]:
    people = list(dict.fromkeys(seen.runs_it))
    if people:
        yield (_RUNS if len(people) == 1 else _RUN).format(who=names_listed(people))
    else:
        yield _NOBODY_RUNS if seen.nobody else _UNKNOWN
    if seen.goes_on:
        yield _GOES_ON
    if seen.planned_at is not None:
        yield _MOVED_FROM.format(who=name(seen.by), was=when(seen.planned_at, shown.place))
    elif seen.is_once and seen.by:
        yield _BY.format(who=name(seen.by))
    if seen.on_the_phones:
        counts = zip(seen.on_the_phones, seen.starts, strict=True)
        yield _PHONES.format(
            counts=listed(
                _COUNT.format(count=count, time=time_of(at, shown.place)) for count, at in counts
            )
        )
        if min(seen.on_the_phones) < max(shown.enough, 1):
            yield _FEW.format(enough=shown.enough)


def _card(button: Element | None, *sentences: str) -> Card:
    text = " ".join(filter(None, sentences))
    buttons = [kit.actions(button)] if button else []
    return Card(text.replace("`", ""), [kit.section(text), *buttons])
