"""Sends what is committed: at least once, looked for before it could be twice."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from logging import getLogger

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.attempt import Attempt, Result, Sends, carry_out
from bot.delivery.claiming import Claim, Room, claim
from bot.delivery.message import Priority
from bot.delivery.outcome import Ambiguous
from bot.delivery.pace import SLACK, Limits
from bot.delivery.recording import OnPosted, next_try, record, record_limits, report, report_dead
from storage.database import Database
from storage.ids import new_id
from storage.lanes import release_lanes
from storage.outbox import Act
from storage.sending import suspect_orphans, take_turn_to_claim
from storage.wakeups import listen

log = getLogger(__name__)
IN_FLIGHT = 32
# Of these, what is no advice may take so many: a message to every pod must not fill the places,
# nor the loop, that an ask needs at once.
OTHERS_IN_FLIGHT = 8
POLL_SECONDS = 1.0
# What lands so soon after the last commit waits for more, to share the next one.
GATHER_SECONDS = 0.1
# Slack may still be taking in what a dead process sent: look a little later.
LOOK_DELAY = timedelta(seconds=2)
ORPHANS_EVERY = timedelta(seconds=5)


class Sender:
    """Takes rows of the outbox, sends them side by side, and writes how it ended.

    `on_posted` is called in the transaction that records a post, with its row and ts.
    """

    def __init__(
        self,
        database: Database,
        slack: Sends,
        clock: Clock,
        on_posted: OnPosted | None = None,
        limits: Limits = SLACK,
    ) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._on_posted = on_posted
        self._limits = limits
        # On SQLite no other process sends: nobody asks for leases, and a claim may join the
        # transaction that it belongs to.
        self._holder = None if database.is_sqlite else new_id()
        self._woken = asyncio.Event()
        self._stopping = False
        self._looking = False
        self._recorded_at = -GATHER_SECONDS
        self._gathering: asyncio.TimerHandle | None = None
        self._in_flight: dict[asyncio.Task[Result], Attempt] = {}
        self._results: list[Result] = []
        self._joined: list[Claim] = []
        self._later: list[datetime] = []
        self._orphans_at: datetime | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Take over what an earlier life left behind, and send from now on."""
        self._woken.set()
        self._tasks = [
            asyncio.create_task(self._run(), name="sender"),
            asyncio.create_task(listen(self._database, self.wake), name="sender-listens"),
        ]

    async def stop(self, at_most: float = 5.0) -> None:
        """Take nothing more, let what is under way end within `at_most` seconds, record it."""
        self._stopping = True
        self.wake()
        if self._tasks:
            run, listening = self._tasks
            listening.cancel()
            await asyncio.wait([run], timeout=at_most)
            run.cancel()
            await asyncio.gather(run, listening, return_exceptions=True)
        for task in self._in_flight:
            task.cancel()
        await asyncio.gather(*self._in_flight, return_exceptions=True)

    async def join(self, session: AsyncSession) -> Callable[[bool], None] | None:
        """Take what may go in the commit of the transaction that says it: one commit less.

        Answers what to call when that transaction has ended, or None to be woken instead.
        """
        if self._holder is not None or self._stopping or not self._tasks:
            return None
        taken = await self._claim(session, self._clock.now(), OTHERS_IN_FLIGHT)
        self._joined.append(taken)

        def go(committed: bool) -> None:
            self._joined.remove(taken)
            if committed:
                self._launch(taken)
            if taken.more or not committed:
                self.wake()

        return go

    def wake(self) -> None:
        """Look again: something was committed, or time was stepped."""
        self._woken.set()

    def idle(self) -> bool:
        """Nothing under way, nothing to record, and nothing that may be sent by now."""
        if self._woken.is_set() or self._looking or self._under_way():
            return False
        return all(moment > self._clock.now() for moment in self._later)

    async def _run(self) -> None:
        while not self._stopping or self._in_flight or self._results:
            self._woken.clear()
            self._looking = True
            self._stop_gathering()
            try:
                more = await self._turn(self._clock.now())
            except (SQLAlchemyError, OSError) as error:
                log.error("the outbox does not answer", extra={"error": type(error).__name__})
                await asyncio.sleep(POLL_SECONDS)
                continue
            if not more:
                self._looking = False
                await self._sleep()

    async def _sleep(self) -> None:
        """Until woken, until something may be tried again, or for one poll."""
        now = self._clock.now()
        self._later = [moment for moment in self._later if moment > now]
        seconds = min([POLL_SECONDS, *((at - now).total_seconds() for at in self._later)])
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    async def _turn(self, now: datetime) -> bool:
        """Record what ended and take what may go, in one commit; whether to go on at once."""
        results = list(self._results)
        try:
            async with self._database.write() as session:
                if results:
                    await record(session, now, results, self._on_posted)
                await take_turn_to_claim(session)
                await self._release(session, results, now)
                sending = (attempt.row.priority for attempt in self._in_flight.values())
                others = sum(priority > Priority.ADVICE for priority in sending)
                taken = await self._claim(session, now, others)
        except (SQLAlchemyError, OSError):
            raise
        except Exception:
            log.exception("a deed failed")
            return await self._record_one_by_one(results, now)
        self._settled(results, now)
        self._launch(taken)
        return taken.more

    async def _release(
        self, session: AsyncSession, results: Sequence[Result], now: datetime
    ) -> None:
        """Give up the channels in which nothing is under way any more, closed or not."""
        await record_limits(session, results, now)
        if not results or self._holder is None:
            return
        under_way = [*self._in_flight.values(), *(result.attempt for result in self._results)]
        recorded = [result.attempt for result in results]
        busy = {attempt.row.channel for attempt in under_way if attempt not in recorded}
        quiet = {attempt.row.channel for attempt in recorded} - busy
        if quiet:
            await release_lanes(session, self._holder, quiet)

    async def _claim(self, session: AsyncSession, now: datetime, others: int) -> Claim:
        """`others`: how many of the places that are not advice's are taken."""
        room = Room(IN_FLIGHT - len(self._in_flight), max(0, OTHERS_IN_FLIGHT - others))
        if self._stopping or room.all <= 0:
            return Claim()
        if self._orphans_at is None or now >= self._orphans_at:
            await self._take_over(session, now)
        return await claim(session, self._holder, now, room, self._limits)

    async def _take_over(self, session: AsyncSession, now: datetime) -> None:
        """What was being sent by somebody who died: another replica, or our earlier life."""
        look_at = now + LOOK_DELAY
        if await suspect_orphans(session, self._holder, now, look_at, self._under_way()):
            self._later.append(look_at)
        self._orphans_at = now + ORPHANS_EVERY

    def _under_way(self) -> list[int]:
        """The rows that this sender has taken and not recorded yet."""
        attempts = [attempt for claim in self._joined for attempt in claim.attempts]
        attempts += [*self._in_flight.values(), *(result.attempt for result in self._results)]
        return [attempt.row.seq or 0 for attempt in attempts]

    async def _record_one_by_one(self, results: Sequence[Result], now: datetime) -> bool:
        """A deed that fails must not keep others from being recorded, nor its own message."""
        for result in results:
            try:
                async with self._database.write() as session:
                    await record(session, now, [result], self._on_posted)
                    await take_turn_to_claim(session)
                    await self._release(session, [result], now)
            except (SQLAlchemyError, OSError):
                raise
            except Exception:
                log.exception("a deed failed", extra={"row": str(result.attempt.row.id)})
                async with self._database.write() as session:
                    await record(session, now, [result], None)
                    await take_turn_to_claim(session)
                    await self._release(session, [result], now)
            self._settled([result], now)
        return bool(results)

    def _settled(self, results: Sequence[Result], now: datetime) -> None:
        if results:
            self._recorded_at = asyncio.get_running_loop().time()
        for result in results:
            self._results.remove(result)
        self._later += next_try(results, now)
        report(results)

    def _launch(self, taken: Claim) -> None:
        self._later += taken.later
        for row, reason in taken.dead:
            report_dead(row, reason)
        for attempt in taken.attempts:
            task = asyncio.create_task(carry_out(self._slack, attempt))
            self._in_flight[task] = attempt
            task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[Result]) -> None:
        attempt = self._in_flight.pop(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            self._results.append(task.result())
        else:
            log.error("an attempt failed", exc_info=error)
            outcome = Ambiguous(type(error).__name__)
            self._results.append(Result(attempt, outcome, suspect=attempt.row.act is Act.POST))
        self._gather()

    def _gather(self) -> None:
        """Record at once when it is calm; under load, several attempts in one commit."""
        loop = asyncio.get_running_loop()
        pause = self._recorded_at + GATHER_SECONDS - loop.time()
        if pause <= 0 or self._stopping:
            self.wake()
        elif self._gathering is None:
            self._gathering = loop.call_later(pause, self.wake)

    def _stop_gathering(self) -> None:
        if self._gathering is not None:
            self._gathering.cancel()
            self._gathering = None
