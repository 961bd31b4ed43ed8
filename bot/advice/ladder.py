"""The ladder: when an ask climbs its next rung, and whom a rung mentions.

Every time is a function of what the ask says, so that a restart, a second replica or a late
event changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.advice.facts import Due, Rung
from bot.pods.facts import LadderSettings, MemberFacts
from bot.pods.rules import seen_lately
from storage.advice import Ask, AskState, CallState, Contact
from storage.advice_ladder import Asked
from storage.pods import Role
from storage.topics import Topic

REMIND_BEFORE: Final = timedelta(minutes=10)
CALL_BACK_KEPT: Final = timedelta(hours=12)
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)

_HELPERS: Final[Mapping[Rung, tuple[frozenset[Role], ...]]] = {
    Rung.SPECIALISTS: (frozenset({Role.TECH_SPECIALIST}),),
    Rung.COACH: (frozenset({Role.COACH}),),
    Rung.EXPERT: (frozenset({Role.RESOLUTION_EXPERT}), frozenset({Role.TEAM_LEADER})),
}


def due_times(
    ask: Ask, settings: LadderSettings, paced: Ask | None = None, *, rests: bool = False
) -> dict[Due, datetime]:
    """What the ask waits for, and until when. Nothing is due while it is settled, but its undo.

    `paced` is the ask at the pace of the most urgent of those that share its thread; one that
    joined another has no ladder, nor has one that `rests`.
    """
    if ask.state is AskState.OPEN and ask.joined_to is not None:
        return {Due.LAPSE: lapse_due(ask, settings)} | _reminder(ask)
    if ask.state is AskState.CLAIMED and ask.claimed_until is not None:
        return _claim_times(ask.claimed_until, settings) | _reminder(ask)
    if ask.state is AskState.CLAIMED:
        return {Due.LAPSE: lapse_due(ask, settings)} | _reminder(ask)
    if ask.state is AskState.OPEN:
        rung = None if rests else rung_due(paced or ask, settings)
        wait = {Due.RUNG: rung} if rung else {Due.LAPSE: lapse_due(ask, settings)}
        return wait | _reminder(ask)
    return {Due.UNDO_END: ask.undo_until} if ask.undo_until else {}


def rung_due(ask: Ask, settings: LadderSettings) -> datetime | None:
    """When the next rung is climbed, whoever pauses or claims; None when none is left."""
    planned = _planned(ask, settings)
    if planned is None:
        return None
    # A change of the call state moves the rungs, but never into the past.
    return max(planned, ask.call_state_at, ask.paused_until or planned)


def climbed(ask: Ask, settings: LadderSettings) -> datetime:
    """Where the ladder's clock starts once the next rung is climbed.

    What held the rung up moves the later ones by as much, so that their distances stay.
    """
    planned, due = _planned(ask, settings), rung_due(ask, settings)
    if planned is None or due is None or ask.call_state is CallState.CALL_BACK:
        return ask.ladder_from
    return ask.ladder_from + (due - planned)


def pause_until(ask: Ask, replied_at: Iterable[datetime], settings: LadderSettings) -> datetime:
    """Until when replies by others hold the ladder; those before "Still need help" do not."""
    since = ask.resumed_at or LONG_AGO
    pause = timedelta(seconds=settings.reply_pause)
    return max((at + pause for at in replied_at if at > since), default=LONG_AGO)


def choose(
    rung: Rung,
    ask: Ask,
    here: Sequence[MemberFacts],
    asked: Mapping[str, Asked],
    settings: LadderSettings,
    now: datetime,
) -> list[MemberFacts]:
    """Whom the rung mentions. `here` are those present, free of calls and not yet mentioned.

    Those seen lately come first, then those whom the ladder mentioned the longest ago.
    """
    free = [
        member
        for member in here
        if asked.get(member.user, Asked()).in_the_last_hour < settings.mentions_an_hour
    ]
    for roles in _HELPERS.get(rung, ()):
        able = [member for member in free if member.role in roles and _fits(rung, ask, member)]
        if able:
            return sorted(able, key=_turn(asked, now))[: seats(rung, ask, settings)]
    return []


def seats(rung: Rung, ask: Ask, settings: LadderSettings) -> int:
    """How many people a rung mentions."""
    if rung is Rung.SPECIALISTS and ask.call_state is not CallState.CALL_BACK:
        return settings.specialists
    return 1


def rungs_left(ask: Ask) -> list[Rung]:
    """The rungs still to come, lowest first."""
    if ask.call_state is not CallState.CALL_BACK:
        return [rung for rung in Rung if rung >= ask.next_rung]
    last = Rung.COACH if ask.call_back_at else Rung.SPECIALISTS
    return [rung for rung in Rung if ask.next_rung <= rung <= last]


def rung_of(role: Role) -> Rung | None:
    """The rung that mentions people of this role: where "Not me" moves on."""
    for rung, choices in _HELPERS.items():
        if any(role in roles for roles in choices):
            return rung
    return None


def lapse_due(ask: Ask, settings: LadderSettings) -> datetime:
    """When it went quiet for so long that it is closed."""
    if ask.call_state is CallState.CALL_BACK:
        return max(ask.last_activity_at, ask.call_back_at or ask.call_state_at) + CALL_BACK_KEPT
    return ask.last_activity_at + timedelta(seconds=settings.lapse_after)


def _turn(
    asked: Mapping[str, Asked], now: datetime
) -> Callable[[MemberFacts], tuple[bool, datetime, int]]:
    def turn(member: MemberFacts) -> tuple[bool, datetime, int]:
        lately = asked.get(member.user, Asked())
        return (not seen_lately(member, now), lately.last_at or LONG_AGO, member.id.int)

    return turn


def _fits(rung: Rung, ask: Ask, member: MemberFacts) -> bool:
    if rung is not Rung.SPECIALISTS or ask.topic is Topic.OTHER:
        return True
    return str(ask.topic) in member.skills


def _planned(ask: Ask, settings: LadderSettings) -> datetime | None:
    if ask.call_state is CallState.CALL_BACK:
        return _planned_for_call_back(ask, settings)
    if ask.next_rung > Rung.OVERFLOW:
        return None
    waits = settings.on_hold if ask.call_state is CallState.ON_HOLD else settings.talking
    pace = settings.chat_pace if ask.contact is Contact.CHAT else 1
    return ask.ladder_from + timedelta(seconds=waits[ask.next_rung] * pace)


def _planned_for_call_back(ask: Ask, settings: LadderSettings) -> datetime | None:
    coach = None
    if ask.call_back_at:
        coach = ask.call_back_at - timedelta(seconds=settings.call_back_coach_before)
    if ask.next_rung == Rung.SPECIALISTS:
        after = timedelta(seconds=settings.call_back_specialist_after)
        specialist = ask.call_state_at + after
        return min(specialist, coach) if coach else specialist
    return coach if ask.next_rung == Rung.COACH else None


def _claim_times(until: datetime, settings: LadderSettings) -> dict[Due, datetime]:
    asked = settings.claim_falls_back_after - settings.claim_asked_after
    return {Due.CLAIM_CHECK: until - timedelta(seconds=asked), Due.CLAIM_RELEASE: until}


def _reminder(ask: Ask) -> dict[Due, datetime]:
    if ask.call_state is CallState.CALL_BACK and ask.call_back_at:
        return {Due.CALL_BACK: max(ask.call_back_at - REMIND_BEFORE, ask.call_state_at)}
    return {}
