"""The agenda onto which something goes that somebody adds now."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.agenda.errors import Gone, OtherPods
from bot.huddles.agenda.seeing import (
    find_expected,
    goes_on,
    has_not_begun,
    see_as,
    see_planned,
)
from bot.huddles.agenda.shown import Seen
from bot.huddles.facts import Planned
from bot.huddles.tools import Tools
from bot.pods.facts import Home
from storage.huddles import Agenda
from storage.huddles_agenda import (
    KEPT,
    Meeting,
    find_agenda,
    get_kept,
    get_or_add_agenda,
    list_huddles_of,
    list_meetings,
    look_at_agenda,
)


class Target(NamedTuple):
    """An agenda under its lock. `planned` are the waves of a meeting that has no huddles yet;
    `goes_on`: one of another agenda does.
    """

    agenda: Agenda
    planned: Sequence[Planned] | None = None
    goes_on: bool = False

    async def seen(self, session: AsyncSession, tools: Tools, home: Home) -> Seen:
        """As it stands by now."""
        if self.planned is None:
            seen = await see_as(session, tools, home, self.agenda)
        else:
            seen = await see_planned(session, tools, home, self.agenda, self.planned)
        return seen.beside_one_that_goes_on() if self.goes_on else seen


async def find_target(
    session: AsyncSession, home: Home, agenda_id: UUID | None, now: datetime
) -> Target:
    """The agenda that was named, where it has not begun; or that of the next meeting, made where
    it is not there yet; or what is kept for whenever that is. Raises `Gone`, `OtherPods`.
    """
    named = await get_own(session, home, agenda_id) if agenda_id else None
    meetings = await list_meetings(session, home.pod.id)
    begun = any(goes_on(each) for each in meetings)
    coming = [each for each in meetings if has_not_begun(each)]
    coming.sort(key=lambda each: named is None or each.agenda.id != named.id)
    for meeting in coming:
        agenda = await find_agenda(session, meeting.agenda.id)
        # It may have begun while somebody else had it.
        huddles = await list_huddles_of(session, meeting.agenda.id)
        if agenda is not None and has_not_begun(Meeting(agenda, huddles)):
            return Target(agenda, goes_on=begun)
    planned = await find_expected(session, home, now)
    team, pod_id = home.pod.team_id, home.pod.id
    if planned:
        key = (planned[0].slot, planned[0].local_date)
        return Target(await get_or_add_agenda(session, team, pod_id, *key), planned, begun)
    return Target(await get_kept(session, team, pod_id), (), begun)


async def get_own(session: AsyncSession, home: Home, agenda_id: UUID) -> Agenda:
    """An agenda of somebody's own pod, to be looked at. Raises `Gone`, `OtherPods`."""
    agenda = await look_at_agenda(session, agenda_id)
    if agenda is None or agenda.team_id != home.pod.team_id or agenda.slot == KEPT:
        raise Gone
    if agenda.pod_id != home.pod.id:
        raise OtherPods(home.pod.name)
    return agenda
