"""A pod in San Diego that meets, with all that huddles do; time goes from one thing to the next."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlmodel import col

from bot.delivery.transaction import Transactions
from bot.huddles.meeting.ending import end_huddle
from bot.huddles.service import HuddlesService
from bot.huddles.tools import Tools
from bot.text.masking import Masker
from storage.huddles import Agenda, Huddle, HuddleSchedule, HuddleState
from storage.huddles_meeting import lock_huddle
from storage.outbox import Act, OutboxRow, RowState
from storage.pods import Member, Pod, Role, get_pod
from tests.bot.advice.scene import HOME, TEAM, Scene, _remember_place, who

ZONE = ZoneInfo("America/Los_Angeles")
HOUR, DAY = 3600, 24 * 3600
URL = "https://hooks.test/press"


@dataclass
class Week(Scene):
    """It begins on a Monday at ten. `huddles` is the service of now: `restart` makes another."""

    said: list[OutboxRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.huddles = self._service()
        self.occurring = self.huddles.occurring
        self.pod = self.there = UUID(int=0)

    def _service(self, on: bool = True) -> HuddlesService:
        transactions = Transactions(self.database, self._wake)
        return HuddlesService(Tools(transactions, Masker(), TEAM, on=on))

    async def people(self, partner: bool = False, **settings: Any) -> None:
        await super().people(partner, **settings)
        pods = {each.key: each.id for each in await self.all(Pod)}
        self.pod, self.there = pods["sd"], pods["dt"]
        rex = Member(
            team_id=TEAM, user="UREX", pod_id=self.pod, name="Rex M.", role=Role.RESOURCE_MANAGER
        )
        async with self.database.write() as session:
            session.add(rex)

    async def restart(self, on: bool = True) -> None:
        """Another process, which knows nothing but what is stored."""
        self.huddles = self._service(on)
        self.occurring = self.huddles.occurring
        await self.huddles.start(self.now)

    def acts(self) -> dict[str, Any]:
        return dict(self.huddles.acts())

    async def send(self, **parts: str) -> list[OutboxRow]:
        sent: list[OutboxRow] = []
        for row in await self.waiting():
            async with self.database.write() as session:
                mine = await session.get(OutboxRow, row.seq)
                assert mine is not None
                mine.state, mine.sent_at = RowState.SENT, self.now
                if mine.act is Act.POST:
                    ts = self.ts()
                    await _remember_place(session, mine, ts)
                    await self.huddles.on_posted(session, mine, ts, self.now)
            sent.append(row)
        self.said += sent
        return sent

    async def until(self, day: date, clock: str) -> list[OutboxRow]:
        """Everything happens until the clocks of San Diego show this; what was said meanwhile."""
        return await self.pass_time((at(day, clock) - self.now).total_seconds())

    async def sleeps_until(self, day: date, clock: str) -> None:
        """Nothing runs meanwhile."""
        self.now = at(day, clock)

    async def rows(self, day: date | None = None) -> list[Huddle]:
        """By their beginning; those of one day of the plan."""
        rows = [each for each in await self.all(Huddle) if each.pod_id == self.pod]
        mine = [each for each in rows if day in (None, each.local_date)]
        return sorted(mine, key=lambda each: (each.starts_at, each.wave))

    async def states(self, day: date) -> list[HuddleState]:
        return [each.state for each in await self.rows(day)]

    async def agenda(self, day: date) -> Agenda:
        (found,) = [
            each
            for each in await self.all(Agenda)
            if each.local_date == day and each.pod_id == self.pod
        ]
        assert isinstance(found, Agenda)
        return found

    async def ends(self, wave: int) -> None:
        """Somebody ends that wave, which goes on."""
        (mine,) = [
            each
            for each in await self.rows()
            if each.wave == wave and each.state is HuddleState.OPEN
        ]
        async with self.database.write() as session:
            huddle = await lock_huddle(session, mine.id)
            assert huddle is not None
            pod = await get_pod(session, self.pod)
            await end_huddle(session, self.huddles.tools, pod, huddle, self.now, None)

    async def goes_away(self, until: datetime, *users: str, busy: bool = False) -> None:
        """Or is `busy` so long."""
        field = "busy_until" if busy else "away_until"
        async with self.database.write() as session:
            away = update(Member).where(col(Member.user).in_(users))
            await session.execute(away.values({field: until}))

    async def skip(self, typed: str = "", user: str = "UCARA") -> Any:
        return await self.occurring.skip(self.delivery(), who(user), typed, HOME)

    async def move(self, typed: str, user: str = "UCARA") -> Any:
        return await self.occurring.move(self.delivery(), who(user), typed, HOME)

    async def once(self, typed: str, user: str = "UCARA") -> Any:
        return await self.occurring.once(self.delivery(), who(user), typed, HOME)

    async def when(self, user: str = "UMAYA") -> Any:
        return await self.occurring.when(who(user), self.now)

    async def changes(self, **fields: Any) -> None:
        """The roster file says something else."""
        async with self.database.write() as session:
            pod = await session.get(Pod, self.pod)
            assert pod is not None
            pod.settings = {**pod.settings, "huddles": fields}

    async def leaves(self, user: str) -> None:
        async with self.database.write() as session:
            gone = update(Member).where(col(Member.user) == user)
            await session.execute(gone.values(left_at=self.now))

    async def people_stay(self, *users: str) -> None:
        """All others of both pods left."""
        async with self.database.write() as session:
            gone = update(Member).where(col(Member.user).not_in(users))
            await session.execute(gone.values(left_at=self.now))

    async def all_schedules(self) -> list[HuddleSchedule]:
        """What was set in Slack."""
        async with self.database.read() as session:
            return list(await session.scalars(select(HuddleSchedule)))


def at(day: date, clock: str) -> datetime:
    """That time in San Diego."""
    hour, minute = map(int, clock.split(":"))
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
    return local.astimezone(UTC)


def clock(huddle: Huddle) -> str:
    return f"{huddle.starts_at.astimezone(ZONE):%a %H:%M}"


def to(rows: list[OutboxRow], channel: str) -> list[OutboxRow]:
    """What was posted there."""
    return [row for row in rows if row.channel == channel and row.act is Act.POST]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
