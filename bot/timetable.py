"""Time: ticks only, passing `now`. What must happen is a row; here it is only noticed."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from logging import getLogger

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.transaction import Fires
from bot.errors import AlreadyHandled, NotSaved
from storage.database import Database
from storage.keeping import Keeping, forget_old
from storage.timers import Kinds, Timer, find_next_due, list_due_timers, postpone_timer

log = getLogger(__name__)
POLL = timedelta(seconds=1)
# After a nudge: several commits in a row are looked at together.
GATHER_SECONDS = 0.05
SIDE_BY_SIDE = 8
# What has time takes a quarter of it: after each turn so many times as long, and so many seconds
# at least.
RESTS, SHORTEST_REST = 3, 0.01
ALARM_AFTER = 5
_TRY_AGAIN = (5, 30, 120, 600, 1800)


class Timetable:
    """Lets `acts[timer.kind](timer.id, now)` happen when a timer is due, each in a
    transaction of its own, and forgets once an hour what was kept long enough.

    The kinds `with_time` are work for every pod at once that nobody waits for: one of them happens
    at a time, with a rest after it, and what somebody waits for goes on beside it.
    """

    def __init__(
        self,
        clock: Clock,
        database: Database,
        acts: Mapping[str, Fires],
        keeping: Keeping | None = None,
        with_time: Collection[str] = (),
    ) -> None:
        self._clock = clock
        self._database = database
        self._acts = acts
        self._keeping = keeping or Keeping()
        self._with_time = Kinds(frozenset(with_time))
        self._at_once = self._with_time.others()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._stopping = False
        self._busy = True
        self._next_due: datetime | None = None
        self._task: asyncio.Task[None] | None = None
        self._turns: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Sweep from now on, beginning with what became due meanwhile."""
        self._scheduler.add_job(
            self._forget_old, "interval", hours=1, misfire_grace_time=None, coalesce=True
        )
        # And once now: a bot that is restarted every half hour must forget, too.
        self._scheduler.add_job(self._forget_old, misfire_grace_time=None)
        self._scheduler.start()
        self._task = asyncio.create_task(self._run(), name="timetable")

    async def stop(self, at_most: float = 5.0) -> None:
        """Begin nothing more; what runs may end within `at_most` seconds, else it is rolled
        back and happens after the next start."""
        self._stopping = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        running = [task for task in (self._task, self._turns) if task is not None]
        if running:
            self._clock.nudge()
            await asyncio.wait(running, timeout=at_most)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def idle(self) -> bool:
        """Nothing runs, and nothing is due by now."""
        if self._busy or self._clock.nudged or self._taking_turns:
            return False
        return self._next_due is None or self._next_due > self._clock.now()

    async def sweep(self, now: datetime) -> None:
        """Let everything happen that is due, and learn when the next is."""
        async with self._database.read() as session:
            with_time = await self._find_with_time(session)
            self._next_due = await find_next_due(session, self._at_once)
            due: Sequence[Timer] = []
            if self._next_due is not None and self._next_due <= now:
                due = await list_due_timers(session, now, kinds=self._at_once)
        if with_time is not None and with_time <= now:
            if not self._taking_turns:
                self._turns = asyncio.create_task(self._take_turns(), name="timetable-turns")
        elif with_time is not None:
            self._next_due = min(with_time, self._next_due or with_time)
        places = asyncio.Semaphore(SIDE_BY_SIDE)
        by_subject = groupby(sorted(due, key=_order), key=lambda timer: timer.subject)
        turns = (self._fire_in_order(places, list(timers)) for _, timers in by_subject)
        await asyncio.gather(*turns)

    async def _run(self) -> None:
        while not self._stopping:
            self._busy = True
            now = self._clock.now()
            try:
                await self.sweep(now)
            except (SQLAlchemyError, OSError) as error:
                log.error("the timers do not answer", extra={"error": type(error).__name__})
                await asyncio.sleep(POLL.total_seconds())
                continue
            if self._next_due is not None and self._next_due <= now:
                continue
            await self._sleep(now)

    async def _sleep(self, now: datetime) -> None:
        self._busy = False
        wakes_at = min(self._next_due or now + POLL, now + POLL)
        await self._clock.sleep_until(wakes_at, POLL.total_seconds())
        self._busy = True
        if self._clock.now() < wakes_at and not self._stopping:
            await asyncio.sleep(GATHER_SECONDS)

    async def _find_with_time(self, session: AsyncSession) -> datetime | None:
        return await find_next_due(session, self._with_time) if self._with_time.named else None

    @property
    def _taking_turns(self) -> bool:
        return self._turns is not None and not self._turns.done()

    async def _take_turns(self) -> None:
        """What has time, one after the other, until nothing of it is due."""
        loop = asyncio.get_running_loop()
        try:
            while not self._stopping:
                async with self._database.read() as session:
                    due = await list_due_timers(session, self._clock.now(), kinds=self._with_time)
                if not due:
                    return
                for timer in due:
                    if self._stopping:
                        return
                    began = loop.time()
                    await self._fire(timer)
                    await asyncio.sleep(max(SHORTEST_REST, RESTS * (loop.time() - began)))
        except (SQLAlchemyError, OSError) as error:  # the next look at the timers tries again
            log.error("the timers do not answer", extra={"error": type(error).__name__})
            await asyncio.sleep(POLL.total_seconds())
        finally:
            self._clock.nudge()

    async def _fire_in_order(self, places: asyncio.Semaphore, timers: Sequence[Timer]) -> None:
        async with places:
            for timer in timers:
                if not self._stopping:
                    await self._fire(timer)

    async def _fire(self, timer: Timer) -> None:
        now = self._clock.now()
        try:
            act = self._acts[timer.kind]
            await act(timer.id, now)
        except AlreadyHandled:
            return
        except Exception as error:
            await self._postpone(timer, now, error)

    async def _postpone(self, timer: Timer, now: datetime, error: Exception) -> None:
        attempts = timer.attempts + 1
        level = log.error if attempts >= ALARM_AFTER else log.warning
        facts = {"timer": str(timer.id), "kind": timer.kind, "attempts": attempts}
        level("a timer failed", extra=facts, exc_info=error)
        if isinstance(error, NotSaved):  # the database itself: the row stands as it was
            await asyncio.sleep(POLL.total_seconds())
            return
        seconds = _TRY_AGAIN[min(attempts, len(_TRY_AGAIN)) - 1]
        async with self._database.write() as session:
            later = now + timedelta(seconds=seconds)
            await postpone_timer(session, timer.id, later, type(error).__name__)

    async def _forget_old(self) -> None:
        try:
            gone = await forget_old(self._database, self._clock.now(), self._keeping)
        except asyncio.CancelledError:
            if self._stopping:  # what is left goes an hour after the next start
                return
            raise
        log.info("forgot what was kept long enough", extra={"rows": gone})


def _order(timer: Timer) -> tuple[str, datetime]:
    return timer.subject, timer.due_at
