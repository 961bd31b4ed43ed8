"""What takes time of making an agenda is read before the transaction that writes it is opened: no
other writer waits for that. What members add meanwhile is seen under the lock all the same.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.transaction import Fires
from bot.errors import NotSaved
from bot.huddles.agenda.drafting import draft, starts_at
from bot.huddles.agenda.facts import Candidate
from bot.huddles.agenda.gathering import gather_week
from bot.huddles.subjects import agenda_of
from bot.huddles.tools import Tools
from bot.pods.facts import PodInMarket
from storage.huddles import Agenda, Huddle, HuddleState
from storage.huddles_agenda import list_huddles_of, look_at_agenda
from storage.pods import get_pod
from storage.timers import find_subject


class Ahead:
    """What was read for agendas whose timers are at work now, with the moment that these act at."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._read: dict[UUID, tuple[datetime, list[Candidate]]] = {}

    def before(self, fires: Fires) -> Fires:
        """Reads ahead, and then does what the timer of an agenda does."""

        async def fire(timer_id: UUID, now: datetime) -> None:
            agenda_id = None
            with suppress(NotSaved):  # then it is read where it is written
                agenda_id = await self._look(timer_id, now)
            try:
                await fires(timer_id, now)
            finally:
                if agenda_id is not None:
                    self._read.pop(agenda_id, None)

        return fire

    async def draft(
        self,
        session: AsyncSession,
        tools: Tools,
        pod: PodInMarket,
        agenda: Agenda,
        huddles: Sequence[Huddle],
        now: datetime,
    ) -> None:
        """As `bot.huddles.agenda.drafting.draft`, of what was read ahead where anything was."""
        at, week = self._read.pop(agenda.id, (None, None))
        await draft(session, tools, pod, agenda, huddles, now, week if at == now else None)

    async def _look(self, timer_id: UUID, now: datetime) -> UUID | None:
        async with self._tools.transactions.look() as session:
            agenda_id = agenda_of(await find_subject(session, timer_id) or "")
            agenda = await look_at_agenda(session, agenda_id) if agenda_id else None
            if agenda is None or agenda.announced_at is not None:
                return None
            waves = await list_huddles_of(session, agenda.id)
            planned = [each for each in waves if each.state is HuddleState.PLANNED]
            if not planned:
                return None
            pod, first = await get_pod(session, agenda.pod_id), starts_at(planned)
            week = await gather_week(session, self._tools, pod, agenda, first, now)
        self._read[agenda.id] = now, week
        return agenda.id
