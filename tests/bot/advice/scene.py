"""A pod with people in it, the service of advice, and a sender that only gives out ts."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from bot.advice.facts import Asking, Pressed, Said, Source
from bot.advice.service import AdviceService
from bot.delivery.transaction import Transactions
from bot.errors import AlreadyHandled
from bot.inbox import Delivery, Person
from bot.text.masking import Masker
from storage.advice import Ask, Reply
from storage.database import Database
from storage.outbox import Act, OutboxRow, Posted, RowState, put_posted
from storage.pods import Market, Member, Organisation, Pod, Role
from storage.timers import Timer, find_next_due, list_due_timers
from tests.fakes import START

TEAM, HOME, THERE, ELSEWHERE = "T1", "CHOME", "CTHERE", "CELSE"
BOT = "UBOT"
DAY = {day: [["07:00", "22:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
PEOPLE: Sequence[tuple[str, str, Role, list[str]]] = (
    ("UMAYA", "Maya R.", Role.REP, []),
    ("UDAN", "Dan K.", Role.SENIOR_REP, []),
    ("UINES", "Ines V.", Role.TECH_SPECIALIST, ["network", "device"]),
    ("UTHEO", "Theo B.", Role.TECH_SPECIALIST, ["network"]),
    ("UNINA", "Nina P.", Role.TECH_SPECIALIST, ["network"]),
    ("UBILL", "Bill T.", Role.TECH_SPECIALIST, ["billing"]),
    ("UCARA", "Cara W.", Role.COACH, []),
    ("UCOLE", "Cole M.", Role.COACH, []),
    ("URUTH", "Ruth E.", Role.RESOLUTION_EXPERT, []),
    ("UANA", "Ana Ruiz", Role.TEAM_LEADER, []),
)
AWAY_PEOPLE: Sequence[tuple[str, str, Role, list[str]]] = (
    ("UOLGA", "Olga D.", Role.TECH_SPECIALIST, ["network"]),
    ("UOMAR", "Omar F.", Role.COACH, []),
)
QUESTION = "Three customers in Ramona have no service since this morning. Outage?"


@dataclass
class Scene:
    """Time is `now`; every act is a delivery of its own."""

    database: Database
    now: datetime = START
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    woken: int = 0

    def __post_init__(self) -> None:
        self.service = AdviceService(
            Transactions(self.database, self._wake),
            Masker(),
            permalink=lambda channel, ts: f"https://slack.test/{channel}/{ts}",
            bot_user=BOT,
        )

    def _wake(self) -> None:
        self.woken += 1

    def step(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now

    def delivery(self) -> Delivery:
        return Delivery(f"test:{next(self.numbers)}", self.now)

    async def people(self, partner: bool = False, **settings: Any) -> None:
        """A pod in San Diego with its overflow pod, which a partner may run."""
        market = Market(key="sd", name="San Diego", timezone="America/Los_Angeles", hours=DAY)
        there = Market(key="dt", name="Detroit", timezone="America/Detroit")
        kind = Organisation.PARTNER if partner else Organisation.OWN
        over = Pod(
            team_id=TEAM,
            key="dt",
            name="Detroit",
            market_id=there.id,
            channel=THERE,
            organisation=kind,
        )
        home = Pod(
            team_id=TEAM,
            key="sd",
            name="San Diego",
            market_id=market.id,
            channel=HOME,
            overflow_pod_id=over.id,
            settings=settings,
        )
        members = [_member(home, *each) for each in PEOPLE]
        members += [_member(over, *each) for each in AWAY_PEOPLE]
        for rows in ([market, there], [over], [home], members):
            async with self.database.write() as session:
                session.add_all(rows)

    async def ask(
        self, user: str = "UMAYA", text: str = QUESTION, sent: bool = True, **more: Any
    ) -> Ask:
        """`/advise` in the pod's channel, and the card has been posted."""
        more = {"channel": HOME, "response_url": "https://hooks.test/ask"} | more
        asking = Asking(text=text, source=Source.COMMAND, **more)
        before = {ask.id for ask in await self.all(Ask)}
        await self.service.ask(self.delivery(), Person(TEAM, user), asking)
        if sent:
            await self.send()
        (made,) = (ask for ask in await self.all(Ask) if ask.id not in before)
        return made  # type: ignore[no-any-return]

    async def reply(self, user: str, ask: Ask, text: str, **more: Any) -> Said:
        """A message in the ask's thread, now."""
        said = Said(
            channel=more.pop("channel", ask.channel),
            ts=more.pop("ts", None) or self.ts(),
            thread_ts=more.pop("thread_ts", ask.thread_ts),
            text=text,
            **more,
        )
        await self.service.note_message(self.delivery(), Person(TEAM, user), said)
        return said

    def ts(self) -> str:
        """The ts of something posted now; never the same twice."""
        return f"{int(self.now.timestamp())}.{next(self.numbers):06d}"

    async def send(self, **parts: str) -> list[OutboxRow]:
        """What waits is posted, in order, parts at given ts; posting may cause more."""
        sent: list[OutboxRow] = []
        while rows := await self.waiting():
            for row in rows:
                async with self.database.write() as session:
                    mine = await session.get(OutboxRow, row.seq)
                    if mine is None or mine.state is not RowState.WAITING:
                        continue  # a newer repaint took its place, or somebody else sent it
                    mine.state, mine.sent_at = RowState.SENT, self.now
                    if mine.act is Act.POST:
                        ts = parts.get(mine.part) or self.ts()
                        await _remember_place(session, mine, ts)
                        await self.service.on_posted(session, mine, ts, self.now)
            sent += rows
        return sent

    async def all_rows(self) -> list[OutboxRow]:
        return await self.all(OutboxRow)

    async def waiting(self) -> list[OutboxRow]:
        rows = await self.all(OutboxRow)
        return [row for row in rows if row.state is RowState.WAITING]

    def acts(self) -> dict[str, Any]:
        """What happens when a timer is due, by its kind."""
        return dict(self.service.acts())

    async def tick(self) -> None:
        """Everything that is due by now happens."""
        acts = self.acts()
        while True:
            async with self.database.read() as session:
                due = await list_due_timers(session, self.now)
            if not due:
                return
            for timer in due:
                try:
                    await acts[timer.kind](timer.id, self.now)
                except AlreadyHandled:
                    continue

    async def pass_time(self, seconds: float) -> list[OutboxRow]:
        """Everything happens when it is due; what was said is sent."""
        end, sent = self.now + timedelta(seconds=seconds), []
        while True:
            async with self.database.read() as session:
                due = await find_next_due(session)
            self.now = min(end, max(due or end, self.now))
            await self.tick()
            sent += await self.send()
            if due is None or due > end:
                return sent

    async def all(self, table: type[Any]) -> list[Any]:
        async with self.database.read() as session:
            orders: dict[type[Any], Any] = {OutboxRow: OutboxRow.seq, Posted: Posted.part}
            order = col(orders.get(table) or table.id)
            return list((await session.scalars(select(table).order_by(order))).all())

    async def get(self, ask: Ask) -> Ask:
        (found,) = (each for each in await self.all(Ask) if each.id == ask.id)
        assert isinstance(found, Ask)
        return found

    async def replies(self) -> list[Reply]:
        return await self.all(Reply)

    async def due(self) -> dict[str, datetime]:
        """What the timers still wait for, by kind."""
        return {t.kind: t.due_at for t in await self.all(Timer) if t.done_at is None}


def _member(pod: Pod, user: str, name: str, role: Role, skills: list[str]) -> SQLModel:
    return Member(team_id=TEAM, user=user, pod_id=pod.id, name=name, role=role, skills=skills)


async def _remember_place(session: AsyncSession, row: OutboxRow, ts: str) -> None:
    """As the sender does, for what may be edited or pressed."""
    if row.part:
        place = {"subject": row.subject, "part": row.part, "channel": row.channel}
        await put_posted(session, [place | {"ts": ts, "row_id": row.id}])


def who(user: str) -> Person:
    return Person(TEAM, user)


def on_card(ask: Ask) -> Pressed:
    """A press on the card itself."""
    return Pressed(ask.channel, ask.card_ts, "https://hooks.test/press")


async def pressed_on(scene: Scene, ask: Ask, part: str) -> Pressed:
    """A press on what stands in the ask's thread under a part that begins so; the newest."""
    mine = [each for each in await scene.all(Posted) if each.subject == f"ask:{ask.id}"]
    (*_, place) = sorted(
        (each for each in mine if each.part.startswith(part)), key=lambda each: str(each.part)
    )
    return Pressed(place.channel, place.ts, "https://hooks.test/press")


def texts(rows: Sequence[OutboxRow]) -> list[str]:
    return [str(row.body["text"]) for row in rows]


def pick(rows: Sequence[OutboxRow], act: Act) -> list[OutboxRow]:
    return [row for row in rows if row.act is act]


def ids(asks: Sequence[Ask]) -> list[UUID]:
    return [ask.id for ask in asks]
