"""An alert changes: updated, extended, corrected, confirmed, over."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.alerts import telling, views
from bot.alerts.changes import Change, Say, Tools, acting
from bot.alerts.checking import (
    LONGEST_END_WORDS,
    check_timeless,
    check_words,
    complete,
    masked,
    typed,
)
from bot.alerts.draft import LANGUAGES, Draft, Masked, draft_of, first_saying, to_the_minute
from bot.alerts.errors import (
    AnsweredAlready,
    EndsTooEarly,
    NoTimeYet,
    NotUnconfirmed,
    OnlyWhoChanges,
    OnlyWhoConfirms,
    TooManyWords,
    WordsSayATime,
)
from bot.alerts.fields import areas_of, offered_areas
from bot.alerts.merging import Conflict, changed_fields, merge
from bot.alerts.phrases import until_alone
from bot.alerts.rules import May, may, may_change, rises, tells
from bot.alerts.seeing import covers
from bot.alerts.shown import Edited, Editing, What
from bot.alerts.words import Choice
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from storage.alerts import AlertSaying, AlertState
from storage.alerts_reach import MarketPlace
from storage.alerts_reading import list_changes_since
from storage.languages import Language
from storage.pods import list_pods_of_market

_NOTED = {
    Choice.UPDATE: What.UPDATED,
    Choice.CORRECT: What.CORRECTED,
    Choice.EXTEND: What.EXTENDED,
}
_ALERTS_OWN = tuple(name for name in Draft.__dataclass_fields__ if name not in ("say_en", "say_es"))


class Changed(Exception):
    """Somebody changed the same field meanwhile; nothing was saved. `editing` has this editor's
    words, to be sent again from the version that it names.
    """

    def __init__(self, editing: Editing, conflicts: tuple[Conflict, ...], by: str | None) -> None:
        self.editing, self.conflicts, self.by = editing, conflicts, by
        super().__init__()


async def edit(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    alert_id: UUID,
    version: int,
    mine: dict[str, object],
    choice: Choice,
) -> Edited:
    """`mine` are the fields that the form has, from `version` on; the others stay. What others
    changed meanwhile stays too. Raises `Changed` where both changed one field.
    """
    async with acting(tools, delivery, person, alert_id) as (change, home):
        await _check_may(change, home)
        seen = await _said_at(change, version)
        edited = _with_areas(change.market, seen, replace(seen, **mine))  # type: ignore[arg-type]
        ready = masked(tools.masker, edited)
        before = draft_of(change.alert, change.sayings)
        after = await _merged(change, seen, ready, before)
        is_new = bool(changed_fields(before, after))
        if is_new:
            _apply(change, home, before, after)
            change.tells = _told(before, after, choice)
            change.note(_NOTED[choice])
        return Edited(change.alert, change.tells is not None, ready.kinds, is_new)


async def confirm(tools: Tools, delivery: Delivery, person: Person, alert_id: UUID) -> Edited:
    """By somebody who posts, and did not post this one. Raises `OnlyWhoConfirms`."""
    async with acting(tools, delivery, person, alert_id) as (change, home):
        alert = change.alert
        covered = await covers(change.session, home, alert.market_id, change.now)
        if may(home, alert.market_id, covered) is not May.POST:
            raise OnlyWhoConfirms
        if alert.state is not AlertState.UNCONFIRMED:
            raise NotUnconfirmed
        alert.state, alert.confirmed_by = AlertState.LIVE, home.member.user
        change.tells = telling.confirmed
        change.note(What.CONFIRMED)
        return Edited(alert, told=True)


async def still_on(tools: Tools, delivery: Delivery, person: Person, alert_id: UUID) -> Edited:
    """It goes on, and nobody knows until when. Raises `WordsSayATime`, and
    `AnsweredAlready` where somebody gave another time meanwhile.
    """
    async with acting(tools, delivery, person, alert_id) as (change, home):
        await _check_may(change, home)
        if change.alert.asked_end_at is None:
            raise AnsweredAlready(until_alone(change.alert, change.market, change.now))
        before = draft_of(change.alert, change.sayings)
        after = replace(before, expected_end=None, basis=Draft().basis)
        try:
            check_timeless(after)
        except NoTimeYet:
            raise WordsSayATime from None
        if changed_fields(before, after):
            _apply(change, home, before, after)
            change.note(What.STILL_ON)
        return Edited(change.alert, told=False)


async def end(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    alert_id: UUID,
    since: datetime | None,
    words: str,
) -> Edited:
    """All clear: everybody who has it is told. What has not begun can be called off."""
    said = typed(tools.masker, words)
    if len(said.text) > LONGEST_END_WORDS:
        raise TooManyWords("end_words", len(said.text), LONGEST_END_WORDS)
    async with acting(tools, delivery, person, alert_id) as (change, home):
        await _check_may(change, home)
        at = to_the_minute(since or delivery.now)
        if at < to_the_minute(change.alert.starts_at) <= delivery.now:
            raise EndsTooEarly(before_start=True, field="ended_at")
        over(change, min(at, delivery.now), said.text)
        await tools.ends_with(change.session, alert_id, delivery.now)
        return Edited(change.alert, told=True, masked=said.kinds)


def over(change: Change, at: datetime, words: str = "", *, lapsed: bool = False) -> None:
    """It has ended."""
    alert = change.alert
    alert.state, alert.ended_at = AlertState.ENDED, at
    alert.end_words, alert.lapsed = words, lapsed
    change.tells = views.all_clear
    unlisted = What.UNLISTED if alert.feed else What.LAPSED
    change.note(unlisted if lapsed else What.ENDED)


async def _check_may(change: Change, home: Home) -> None:
    alert = change.alert
    if not may_change(alert, home, await covers(change.session, home, alert.market_id, change.now)):
        raise OnlyWhoChanges


async def _said_at(change: Change, version: int) -> Draft:
    """What it said in a version that somebody saw."""
    later = await list_changes_since(change.session, change.alert.id, version)
    if later and later[0].before is not None:
        return Draft.read(later[0].before)
    return draft_of(change.alert, change.sayings)


def _with_areas(market: MarketPlace, seen: Draft, edited: Draft) -> Draft:
    """Areas that no form offers, as a feed names them, were not taken out by whoever sent one."""
    kept = set(seen.areas) - set(offered_areas(market, seen.areas))
    return replace(edited, areas=tuple(sorted({*edited.areas, *kept})))


async def _merged(change: Change, seen: Draft, ready: Masked, before: Draft) -> Draft:
    merged = merge(seen, ready.draft, before)
    alert = change.alert
    if merged.conflicts:
        later = await list_changes_since(change.session, alert.id, 0)
        by = later[-1].who_name if later else None
        editing = Editing(merged.draft, alert.id, alert.version, change.market, change.now)
        raise Changed(editing, merged.conflicts, by)
    pods = await list_pods_of_market(change.session, alert.team_id, alert.market_id)
    if merged.draft.kind is not before.kind:
        check_words(merged.draft)
    same_end = merged.draft.expected_end == before.expected_end
    ids, areas = {str(each.pod.id) for each in pods}, areas_of(change.market)
    # What a feed or an older roster named stays as it is.
    areas, ids = areas | set(before.areas), ids | set(before.only_pods)
    return complete(merged.draft, change.now, areas, ids, over_is_fine=same_end)


def _apply(change: Change, home: Home, before: Draft, after: Draft) -> None:
    alert = change.alert
    for name in _ALERTS_OWN:
        value = getattr(after, name)
        setattr(alert, name, list(value) if isinstance(value, tuple) else value)
    if (before.expected_end, before.basis) != (after.expected_end, after.basis):
        alert.asked_end_at = alert.end_unconfirmed_at = None
    for language in LANGUAGES:
        if before.say(language) != after.say(language):
            _say(change, home, first_saying(change.sayings, language), after, language)


def _say(
    change: Change, home: Home, saying: AlertSaying | None, after: Draft, language: Language
) -> None:
    """The way that the card shows; the history keeps what stood there."""
    text = after.say(language)
    if saying is None:
        saying = AlertSaying(alert_id=change.alert.id, language=language, text=text, at=change.now)
        change.session.add(saying)
        change.sayings.append(saying)
    saying.text = text
    saying.author, saying.author_name = home.member.user, home.member.name


def _told(before: Draft, after: Draft, choice: Choice) -> Say | None:
    if not tells(before, after):
        return None
    if rises(before, after):
        return telling.risen(before)
    return telling.corrected(before) if choice is Choice.CORRECT else telling.changed(before)
