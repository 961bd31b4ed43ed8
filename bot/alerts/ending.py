"""What happens to an alert by itself: its expected end passes, nobody confirms it, a day ends."""

from datetime import datetime, timedelta
from uuid import UUID

from bot.alerts import notices
from bot.alerts.answered import IS_IT_OVER
from bot.alerts.changes import Change, Tools, due
from bot.alerts.editing import over
from bot.alerts.phrases import until
from bot.alerts.rules import SUGGESTED_TO, first_present
from bot.alerts.seeing import look
from bot.alerts.spreading import list_own_pods
from bot.alerts.waiting import midnight
from bot.pods.rules import present
from storage.alerts import AlertState
from storage.pods import find_member, list_members_of


async def end_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Its expected end passed: whoever posted it is asked once."""
    async with due(tools, timer_id, now) as change:
        if change is None or change.alert.asked_end_at is not None:
            return
        alert = change.alert
        if alert.expected_end is None or alert.expected_end > now:
            return
        alert.asked_end_at = now
        whom = await _find_whom(change)
        if whom is not None:
            pod, user = whom
            shown = (await look(change.session, alert, [pod]))[pod]
            change.ask(IS_IT_OVER, user, notices.is_it_over(shown, now))


async def unanswered_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Nobody said whether it is over: the card says so."""
    async with due(tools, timer_id, now) as change:
        if change is not None and change.alert.asked_end_at is not None:
            change.alert.end_unconfirmed_at = now
            change.looks_otherwise = True


async def lapse_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Nobody confirmed it within an hour."""
    async with due(tools, timer_id, now) as change:
        if change is not None and change.alert.state is AlertState.UNCONFIRMED:
            over(change, now, lapsed=True)
            await tools.ends_with(change.session, change.alert.id, now)


async def new_day_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """ "Tomorrow" is today by now; where no card says so, none is edited."""
    async with due(tools, timer_id, now) as change:
        if change is not None:
            # It may fire late, and after a failure it was put off.
            today = midnight(now - timedelta(days=1), change.market.timezone)
            day_before = min(change.due_at or now, today) - timedelta(minutes=1)
            said = until(change.alert, change.market, day_before)
            change.looks_otherwise = said != until(change.alert, change.market, now)


async def _find_whom(change: Change) -> tuple[UUID, str] | None:
    """The poster, or where they are not there the first present who posts alerts."""
    alert = change.alert
    poster = await find_member(change.session, alert.team_id, alert.posted_by or "")
    if poster is not None and present(poster.member, poster.pod, poster.market, change.now):
        return poster.pod.id, poster.member.user
    places = await list_own_pods(change.session, alert)
    members = await list_members_of(change.session, [each.pod.id for each in places], SUGGESTED_TO)
    found = first_present(places, members, change.now)
    if found is not None:
        return found.pod_id, found.user
    return (poster.pod.id, poster.member.user) if poster else None
