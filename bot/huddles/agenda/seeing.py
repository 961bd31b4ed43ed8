"""Agendas as somebody sees them, and which one comes next, of the open session."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.agenda.shown import Line, Seen, ToDo, Wave
from bot.huddles.facts import Planned
from bot.huddles.schedule.current import get_holidays, get_schedule
from bot.huddles.schedule.planning import by_meeting, next_planned
from bot.huddles.tools import Tools
from bot.pods.facts import Home, MemberFacts, PodInMarket
from storage.huddles import Agenda, AgendaItem, Huddle, HuddleState, ItemSource
from storage.huddles_action_items import list_action_items
from storage.huddles_agenda import (
    Meeting,
    list_all_items,
    list_huddles_of,
    list_known_days,
    list_meetings,
    look_at_kept,
)
from storage.pods import Role, list_members

ARRANGE: Final = frozenset({Role.COACH, Role.TEAM_LEADER})
_LOOKED_AHEAD: Final = 8  # meetings, of which some may be skipped
_BEFORE: Final = (HuddleState.PLANNED, HuddleState.SKIPPED)


def arranges(home: Home, waves: Sequence[Wave]) -> bool:
    """Coaches, the leader, and whoever runs it."""
    return home.member.role in ARRANGE or any(each.runs_it == home.member.user for each in waves)


async def see(session: AsyncSession, tools: Tools, pod: PodInMarket, agenda: Agenda) -> Seen:
    """As the channel sees it."""
    huddles = await list_huddles_of(session, agenda.id)
    return await _seen(session, tools, pod, agenda, [_wave(each) for each in huddles])


async def see_as(session: AsyncSession, tools: Tools, home: Home, agenda: Agenda) -> Seen:
    """As `home` sees it."""
    return _for(await see(session, tools, _placed(home), agenda), home)


async def see_front(session: AsyncSession, tools: Tools, home: Home, now: datetime) -> Seen:
    """What goes on, or else comes next; also before it is in the database."""
    meetings = await list_meetings(session, home.pod.id)
    if meetings:
        return await see_as(session, tools, home, meetings[0].agenda)
    return await see_unmade(session, tools, home, await find_expected(session, home, now))


async def see_next(session: AsyncSession, tools: Tools, home: Home, now: datetime) -> Seen:
    """Where something comes that somebody adds now."""
    meetings = await list_meetings(session, home.pod.id)
    going_on = any(goes_on(each) for each in meetings)
    coming = next(filter(has_not_begun, meetings), None)
    if coming is not None:
        seen = await see_as(session, tools, home, coming.agenda)
    else:
        seen = await see_unmade(session, tools, home, await find_expected(session, home, now))
    return seen if not going_on else seen.beside_one_that_goes_on()


async def see_unmade(
    session: AsyncSession, tools: Tools, home: Home, planned: Sequence[Planned]
) -> Seen:
    """A meeting that has no agenda yet; what is kept for it stands there."""
    kept = await look_at_kept(session, home.pod.id)
    return (await see_planned(session, tools, home, kept, planned)).not_made_yet()


async def see_planned(
    session: AsyncSession,
    tools: Tools,
    home: Home,
    agenda: Agenda | None,
    planned: Sequence[Planned],
) -> Seen:
    """A meeting that has no huddles yet."""
    waves = [Wave(each.starts_at, each.minutes, planned_at=each.starts_at) for each in planned]
    return _for(await _seen(session, tools, _placed(home), agenda, waves), home)


async def find_expected(session: AsyncSession, home: Home, now: datetime) -> Sequence[Planned]:
    """The waves of the next meeting by the schedule that is not in the database, whatever became
    of those that are; none where huddles are off or all skipped.
    """
    pod = _placed(home)
    schedule = await get_schedule(session, pod)
    holidays = await get_holidays(session, pod, schedule)
    ahead = next_planned(schedule, pod.market.timezone, now, holidays, _LOOKED_AHEAD)
    today = now.astimezone(ZoneInfo(pod.market.timezone)).date()
    known = await list_known_days(session, home.pod.id, today - timedelta(days=1))
    for waves in by_meeting(ahead):
        first = waves[0]
        is_new = (first.slot, first.local_date) not in known
        if is_new and first.state is HuddleState.PLANNED and first.starts_at > now:
            return waves
    return []


def has_not_begun(meeting: Meeting) -> bool:
    """Whether all of its waves are still to come: what is added reaches everybody."""
    return all(each.state in _BEFORE for each in meeting.huddles)


def line_of(seen: Seen, item_id: UUID) -> Line:
    """The line of an item that is there."""
    return next(each for each in seen.lines if each.id == item_id)


def goes_on(meeting: Meeting) -> bool:
    return any(each.state is HuddleState.OPEN for each in meeting.huddles)


def lines_of(
    items: Sequence[AgendaItem],
    members: Sequence[MemberFacts],
    to_do: Mapping[UUID, ToDo] | None = None,
) -> list[Line]:
    """`members` are those of the pod now: who left speaks about nothing. `to_do` has the action
    items by their lines.
    """
    here = {each.user: each.name for each in members}
    return [_line(each, here, (to_do or {}).get(each.id)) for each in items]


def _line(item: AgendaItem, here: Mapping[str, str], to_do: ToDo | None) -> Line:
    gone = item.hand_to is not None and item.hand_to not in here
    return Line(
        id=item.id,
        source=item.source,
        state=item.state,
        text=item.text,
        detail=item.detail,
        again=item.again,
        seconds=item.seconds,
        by=item.by,
        by_name=item.by_name,
        hand_to=item.hand_to,
        hand_to_name=here.get(item.hand_to or "", ""),
        handed_to_gone=gone,
        link=_link(item),
        to_do=to_do,
    )


def _link(item: AgendaItem) -> str:
    link = item.refs.get("url")
    return link if isinstance(link, str) and not set(link) & set("<>| ") else ""


async def _to_do(session: AsyncSession, items: Sequence[AgendaItem]) -> dict[UUID, ToDo]:
    """The action items that stand there, by their lines."""
    of = {
        each.id: UUID(each.refs["action"])
        for each in items
        if each.source is ItemSource.ACTION_ITEM and each.refs.get("action")
    }
    found = await list_action_items(session, list(of.values()))
    known = {each.id: ToDo(each.id, each.owner, each.closed_at is not None) for each in found}
    return {item: known[action] for item, action in of.items() if action in known}


def _wave(huddle: Huddle) -> Wave:
    return Wave(
        starts_at=huddle.starts_at,
        minutes=huddle.minutes,
        state=huddle.state,
        planned_at=huddle.planned_at,
        why=huddle.why,
        runs_it=huddle.runs_it,
        runs_it_name=huddle.runs_it_name,
        people=frozenset(huddle.people),
    )


async def _seen(
    session: AsyncSession,
    tools: Tools,
    pod: PodInMarket,
    agenda: Agenda | None,
    waves: Sequence[Wave],
) -> Seen:
    items = await list_all_items(session, agenda.id) if agenda else []
    # Nobody is looked up for an agenda on which nobody is named.
    members = await list_members(session, pod.pod.id) if any(i.hand_to for i in items) else []
    return Seen(
        pod=pod.pod.name,
        market=pod.market.name,
        zone=pod.market.timezone,
        agenda=agenda.id if agenda else None,
        version=agenda.version if agenda else 0,
        is_drafted=agenda is not None and agenda.drafted_at is not None,
        waves=waves,
        lines=lines_of(items, members, await _to_do(session, items)),
        sits_elsewhere=bool(pod.pod.site),
        channel=pod.pod.channel or "",
        huddle_url=tools.huddle_url(pod.pod.channel) if pod.pod.channel else "",
        has_screen=bool(tools.public_url),
    )


def _for(seen: Seen, home: Home) -> Seen:
    leads = home.member.role in ARRANGE
    return seen.as_seen_by(home.member.user, arranges=arranges(home, seen.waves), leads=leads)


def _placed(home: Home) -> PodInMarket:
    return PodInMarket(home.pod, home.market)
