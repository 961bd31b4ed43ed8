"""Huddles begin by themselves at their time.

All pods of a zone meet at the same second. So whoever's turn comes first marks all of them as open
in one statement; their cards follow, several in a transaction, and the other timers find theirs
done. A timer whose huddle is open, and that was not done, has still to show it: opening one by hand
takes its timer away.
"""

import asyncio
from collections import OrderedDict
from datetime import datetime
from logging import getLogger
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyHandled
from bot.huddles.facts import Due
from bot.huddles.occurring.deeds import Deeds
from bot.huddles.occurring.facts import Meeting
from bot.huddles.occurring.locking import lock_meeting
from bot.huddles.occurring.missing import report_missed
from bot.huddles.occurring.planning import delivery
from bot.huddles.occurring.preparing import prepare
from bot.huddles.occurring.rules import is_missed
from bot.huddles.subjects import huddle_of, huddle_subject
from bot.huddles.tools import Tools
from bot.pods.facts import PodInMarket
from storage.huddles import Huddle, HuddleState
from storage.huddles_occurring import find_huddle, lock_pods, lock_waves
from storage.huddles_opening import (
    finish_timers,
    list_due_starts,
    list_to_open,
    list_to_show,
    mark_open,
)
from storage.pods import get_pod, list_pods

log = getLogger(__name__)
AT_ONCE: Final = 8
MARKED_AT_ONCE: Final = 400
_REMEMBERED: Final = 2000
_NOT_BEGUN: Final = (HuddleState.PLANNED, HuddleState.SKIPPED)


class _Alone(Exception):
    """Not with others: nothing was done."""


class Opener:
    """Opens what is due. Remembers which timers it finished for others, so that these need not ask
    the database.
    """

    def __init__(self, tools: Tools, deeds: Deeds) -> None:
        self._tools, self._deeds = tools, deeds
        self._turn = asyncio.Lock()
        self._finished: OrderedDict[UUID, None] = OrderedDict()

    async def start_due(self, timer_id: UUID, now: datetime) -> None:
        async with self._turn:
            if self._finished.pop(timer_id, timer_id) is None:
                raise AlreadyHandled
            await self._mark(now)
            try:
                await self._show_several(timer_id, now)
            except AlreadyHandled:
                raise
            except _Alone:
                await self._open_alone(timer_id, now)
            except Exception as error:  # what fails must not keep the others of its batch waiting
                log.warning("huddles could not be shown together", exc_info=error)
                await self._open_alone(timer_id, now)

    async def _mark(self, now: datetime) -> None:
        """All that are announced and on time are open, in one statement; their cards follow."""
        async with self._tools.transactions.look() as session:
            due = await list_to_open(session, now)
        ready = [each[0] for each in due if not is_missed(each[1], each[2], now)]
        for start in range(0, len(ready), MARKED_AT_ONCE):
            async with self._tools.transactions.of(delivery(now)) as session:
                await mark_open(session, ready[start : start + MARKED_AT_ONCE], now)

    async def _show_several(self, timer_id: UUID, now: datetime) -> None:
        """Of those that are open and whose timers are due. Raises `_Alone` where this timer's own
        is not open by now.
        """
        async with self._tools.transactions.due(timer_id, now, _lock) as (session, timer):
            mine = huddle_of(timer.subject)
            own = await find_huddle(session, mine) if mine else None
            if own is not None and (own.state in _NOT_BEGUN or _is_late(own, now)):
                raise _Alone
            others = await list_due_starts(session, Due.START, now, AT_ONCE - 1)
            ids = {found for each in others if (found := huddle_of(each))}
            free = await list_to_show(session, ids, AT_ONCE)
            there = {each.id: each for each in free if not _is_late(each, now)}
            keys = {f"{Due.START}:{huddle_subject(each)}": each for each in there}
            finished = await finish_timers(session, keys.keys(), now)
            shown = [there[keys[key]] for key in finished]
            if own is not None and own.state is HuddleState.OPEN:
                shown.append(own)
            await self._show(session, shown, now)
        for each in finished.values():
            self._finished[each] = None
        while len(self._finished) > _REMEMBERED:
            self._finished.popitem(last=False)

    async def _show(self, session: AsyncSession, shown: list[Huddle], now: datetime) -> None:
        pods = {each.pod.id: each for each in await list_pods(session, {h.pod_id for h in shown})}
        for each in shown:
            place = pods[each.pod_id]
            await self._deeds.show_opened(session, self._tools, place, each, now, None)

    async def _open_alone(self, timer_id: UUID, now: datetime) -> None:
        """One that nobody was told of yet, as it was called for late or nothing ran meanwhile, that
        is missed by now, or that was called off after the first half had met.
        """
        async with self._tools.transactions.due(timer_id, now, _lock_all) as (session, timer):
            huddle_id = huddle_of(timer.subject)
            huddle = await find_huddle(session, huddle_id) if huddle_id else None
            if huddle is None or huddle.state not in (*_NOT_BEGUN, HuddleState.OPEN):
                return
            place = await get_pod(session, huddle.pod_id)
            if huddle.state is HuddleState.SKIPPED:
                await self._deeds.recap(session, self._tools, place, huddle.agenda_id, now)
            elif _is_late(huddle, now):
                # Marked by a process that died before anybody saw it: it was never opened.
                huddle.state, huddle.opened_at = HuddleState.PLANNED, None
                await session.flush()
                await report_missed(session, self._tools, self._deeds, place, now)
            elif huddle.state is HuddleState.OPEN:
                await self._show(session, [huddle], now)
            else:
                await self._prepare_and_open(session, place, huddle, now)

    async def _prepare_and_open(
        self, session: AsyncSession, place: PodInMarket, huddle: Huddle, now: datetime
    ) -> None:
        found = await lock_meeting(session, huddle.agenda_id)
        if found is None:
            return
        meeting: Meeting = found[1]
        (wave,) = (each for each in meeting.waves if each.id == huddle.id)
        if meeting.agenda.announced_at is None:
            about = (session, self._tools, self._deeds, place, meeting)
            if not await prepare(*about, now):
                wave.state = HuddleState.SKIPPED  # nobody is in the pod
                return
            meeting.agenda.announced_at = now
        await session.flush()
        await self._deeds.open_huddle(session, self._tools, place, wave, now, None)


def _is_late(huddle: Huddle, now: datetime) -> bool:
    return is_missed(huddle.starts_at, huddle.minutes, now)


async def end_due(tools: Tools, deeds: Deeds, timer_id: UUID, now: datetime) -> None:
    """It goes on no longer, unless somebody ended it before."""
    async with tools.transactions.due(timer_id, now, _lock) as (session, timer):
        huddle_id = huddle_of(timer.subject)
        huddle = await find_huddle(session, huddle_id) if huddle_id else None
        if huddle is not None and huddle.state is HuddleState.OPEN:
            place = await get_pod(session, huddle.pod_id)
            await deeds.end_huddle(session, tools, place, huddle, now, None)


async def _lock(session: AsyncSession, about: str) -> None:
    """The huddle alone: its timer is taken after that, as whoever changes it does."""
    huddle_id = huddle_of(about)
    huddle = await find_huddle(session, huddle_id) if huddle_id else None
    if huddle is not None:
        await lock_waves(session, huddle.agenda_id)


async def _lock_all(session: AsyncSession, about: str) -> None:
    """Its pod before: others of it are looked at, too."""
    huddle_id = huddle_of(about)
    huddle = await find_huddle(session, huddle_id) if huddle_id else None
    if huddle is not None:
        await lock_pods(session, [huddle.pod_id])
        await lock_waves(session, huddle.agenda_id)
