"""Somebody arranges when their pod meets: who may, under the pod's lock, on rows that are there."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Outdated
from bot.huddles.occurring.errors import NoHuddles, NoHuddleThen, OfAnotherPod, OnlyWhoArranges
from bot.huddles.occurring.facts import Meeting
from bot.huddles.occurring.phrases import local_day, zone_of
from bot.huddles.occurring.planning import (
    Planning,
    add_planned,
    list_meetings,
    plan_next,
)
from bot.huddles.occurring.rules import list_arrangers, may_arrange, timers_of
from bot.huddles.schedule.planning import plan
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import Home, PodInMarket
from bot.pods.service import get_actor
from storage.huddles_agenda import find_agenda
from storage.huddles_occurring import find_pod_of_agenda, lock_pods, lock_waves
from storage.pods import find_pod_by_channel, get_pod, list_members
from storage.timers import cancel_timers, set_timers


@dataclass(slots=True)
class Arranging:
    """The pod of whoever acts, under its lock, with all meetings that it has ahead or goes through.

    What is changed of a `Meeting` counts once it came from `lock`.
    """

    tools: Tools
    session: AsyncSession
    home: Home
    now: datetime
    planning: Planning
    meetings: list[Meeting]

    @property
    def place(self) -> PodInMarket:
        return self.planning.place

    @property
    def local_now(self) -> datetime:
        return self.now.astimezone(zone_of(self.place))

    def ahead(self) -> list[Meeting]:
        """Those of which something is still to begin, or goes on; called off or not."""
        return [
            each
            for each in self.meetings
            if not each.is_hidden and (each.going_on or each.starts_at > self.now)
        ]

    def following(self, but: UUID | None = None) -> datetime | None:
        """When the next one takes place, other than that one."""
        starts = [
            each.starts_at
            for each in self.meetings
            if each.planned and each.agenda.id != but and each.starts_at > self.now
        ]
        return min(starts, default=None)

    async def get_next(self, *, takes_place: bool = False) -> Meeting:
        """The first, or the first that `takes_place`. Raises `NoHuddles`."""
        ahead = [each for each in self.ahead() if each.takes_place or not takes_place]
        if not ahead:
            raise NoHuddles
        return await self.lock(ahead[0])

    async def get_on(self, day: date) -> Meeting:
        """The meeting of that day, planned by now or not. Raises `NoHuddleThen`."""
        found = [each for each in self.ahead() if self._day_of(each) == day]
        if not found:
            zone = self.place.market.timezone
            meant = plan(self.planning.schedule, zone, day, day, self.planning.holidays)
            known = {(each.agenda.slot, each.agenda.local_date) for each in self.meetings}
            later = [each for each in meant if each.starts_at > self.now]
            if later and (later[0].slot, later[0].local_date) not in known:
                await add_planned(self.session, [(self.place, each) for each in meant])
                await self.look_again()
                found = [each for each in self.ahead() if self._day_of(each) == day]
        if not found:
            raise NoHuddleThen(day, self.following(), self.place)
        # One that takes place, where there are several.
        return await self.lock(min(found, key=lambda each: (not each.takes_place, each.starts_at)))

    async def get(self, agenda_id: UUID) -> Meeting:
        """The one of a button. Raises `OfAnotherPod`, and `Outdated` for one that is long over."""
        for each in self.meetings:
            if each.agenda.id == agenda_id:
                return await self.lock(each)
        pod_id = await find_pod_of_agenda(self.session, agenda_id)
        if pod_id is not None and pod_id != self.place.pod.id:
            raise OfAnotherPod((await get_pod(self.session, pod_id)).pod.name)
        raise Outdated

    async def lock(self, meeting: Meeting) -> Meeting:
        """The same as it stands now, under its locks."""
        waves = await lock_waves(self.session, meeting.agenda.id)
        agenda = await find_agenda(self.session, meeting.agenda.id)
        if agenda is None:
            raise Outdated
        locked = Meeting(agenda, list(waves))
        self.meetings = [locked if each.agenda.id == agenda.id else each for each in self.meetings]
        return locked

    async def look_again(self) -> None:
        """After rows were added."""
        self.meetings = await list_meetings(self.session, self.place.pod.id, self.now)

    async def set_timers(
        self, meeting: Meeting, grace: timedelta = timedelta(0), *, but: Sequence[str] = ()
    ) -> None:
        """Let it wait for what is to come of it as it is now."""
        await self.session.flush()
        timers = timers_of(meeting, self.now, grace)
        await set_timers(self.session, [each for each in timers if each.kind not in but])

    async def cancel(self, subject: str, *kinds: str) -> None:
        await cancel_timers(self.session, subject, *kinds)

    def _day_of(self, meeting: Meeting) -> date:
        return local_day(meeting.starts_at, self.place)


@asynccontextmanager
async def arranging(
    tools: Tools, delivery: Delivery, person: Person, channel: str | None = None
) -> AsyncIterator[Arranging]:
    """For those who may; `channel` is where it was typed. Raises `OnlyWhoArranges` with who may,
    and `OfAnotherPod` in another pod's channel.
    """
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now, channel)
        await check_channel(session, home, channel)
        await check_may(session, home, delivery.now)
        yield await _look(tools, session, home, delivery.now)
        await session.flush()


@asynccontextmanager
async def arranging_or_running(
    tools: Tools, delivery: Delivery, person: Person, agenda_id: UUID
) -> AsyncIterator[tuple[Arranging, Meeting]]:
    """As `arranging`, also for whoever runs a wave of that meeting."""
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        at = await _look(tools, session, home, delivery.now)
        meeting = await at.get(agenda_id)
        if not any(each.runs_it == person.user for each in meeting.waves):
            await check_may(session, home, delivery.now)
        yield at, meeting
        await session.flush()


async def _look(tools: Tools, session: AsyncSession, home: Home, now: datetime) -> Arranging:
    place = PodInMarket(home.pod, home.market)
    await lock_pods(session, [home.pod.id])
    planning = await plan_next(session, place, now)
    meetings = await list_meetings(session, home.pod.id, now)
    return Arranging(tools, session, home, now, planning, meetings)


async def check_may(session: AsyncSession, home: Home, now: datetime) -> None:
    """Raises `OnlyWhoArranges`."""
    if not may_arrange(home.member):
        members = await list_members(session, home.pod.id)
        may = list_arrangers(members, home.pod, home.market, now)
        raise OnlyWhoArranges([each.name for each in may])


async def check_channel(session: AsyncSession, home: Home, channel: str | None) -> None:
    """Raises `OfAnotherPod`: a guest in a channel does not mean their own pod there."""
    here = await find_pod_by_channel(session, home.member.team_id, channel) if channel else None
    if here is not None and here.pod.id != home.pod.id:
        raise OfAnotherPod(here.pod.name)
