"""A pod whose huddle is to begin, with the service of meetings."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.delivery.transaction import Transactions
from bot.errors import AlreadyHandled
from bot.huddles.agenda.announcing import CALM
from bot.huddles.facts import Due
from bot.huddles.meeting.action_items import Typed
from bot.huddles.meeting.ending import end_huddle, say_recap_if_over
from bot.huddles.meeting.facts import Outcome, Pressed, Seen
from bot.huddles.meeting.opening import open_huddle
from bot.huddles.meeting.service import MeetingService
from bot.huddles.subjects import CARD, huddle_of, huddle_subject
from bot.huddles.tools import Tools
from bot.text.masking import Masker
from storage.huddles import (
    Agenda,
    AgendaItem,
    Huddle,
    HuddleSchedule,
    HuddleStep,
    ItemSource,
    place_huddle,
)
from storage.huddles_action_items import ActionItem
from storage.huddles_meeting import lock_huddle
from storage.outbox import Act, OutboxRow, Posted, RowState
from storage.pods import Member, Pod, get_pod
from storage.timers import list_due_timers, set_timer
from tests.bot.advice.scene import HOME, TEAM, Scene, _remember_place, who

URL = "https://hooks.test/press"
TEXTS = ("Ramona outage: what customers asked", "Port-in PINs", "Pick-up when the store is called")
TODAY = date(2026, 11, 16)  # a Monday; the scene begins at ten


@dataclass
class Hall(Scene):
    """`one` opens at ten; `act` and the rest are what people do on its card."""

    def __post_init__(self) -> None:
        self.saved: list[UUID] = []
        self.prepared: list[UUID] = []
        self.tools = Tools(Transactions(self.database, self._wake), Masker(), TEAM)
        self.meeting = MeetingService(self.tools, self._screen, self._prepare)
        self.pod = self.there = UUID(int=0)

    async def people(self, partner: bool = False, **settings: Any) -> None:
        await super().people(partner, **settings)
        pods = {each.key: each.id for each in await self.all(Pod)}
        self.pod, self.there = pods["sd"], pods["dt"]

    async def plan(
        self,
        texts: tuple[str, ...] = TEXTS,
        waves: int = 1,
        people: tuple[tuple[str, ...], ...] = ((), ()),
        **more: Any,
    ) -> list[Huddle]:
        """A meeting whose first wave begins in half an hour, with these items."""
        agenda = Agenda(
            team_id=TEAM, pod_id=self.pod, slot=more.pop("slot", "mon"), local_date=TODAY
        )
        items = [
            AgendaItem(
                agenda_id=agenda.id,
                pod_id=self.pod,
                key=f"member:{place}",
                source=ItemSource.MEMBER,
                position=place,
                text=text,
                detail="6 asks",
                by_name="Nick Tran",
                added_at=self.now,
            )
            for place, text in enumerate(texts)
        ]
        first = self.now + timedelta(minutes=30)
        huddles = [
            Huddle(
                team_id=TEAM,
                pod_id=self.pod,
                agenda_id=agenda.id,
                wave=wave + 1,
                slot=agenda.slot,
                local_date=TODAY,
                starts_at=first + wave * timedelta(minutes=20),
                planned_at=first,
                minutes=15,
                people=list(people[wave]),
                **{"runs_it": "UCARA", "runs_it_name": "Cara W."} | more,
            )
            for wave in range(waves)
        ]
        for rows in ([agenda], [*items, *huddles]):
            async with self.database.write() as session:
                session.add_all(rows)
        return huddles

    async def one(self, *texts: str, **more: Any) -> Huddle:
        """A huddle that has just opened by itself, on time; its card stands."""
        (huddle,) = await self.plan(texts or TEXTS, **more)
        self.now = huddle.starts_at
        await self.opens(huddle)
        return await self.huddle(huddle)

    async def opens(self, huddle: Huddle) -> None:
        async with self.database.write() as session:
            pod, mine = await get_pod(session, self.pod), await lock_huddle(session, huddle.id)
            assert mine is not None
            await open_huddle(session, self.tools, pod, mine, self.now, None)
        await self.send()

    async def ends(self, huddle: Huddle) -> bool:
        """By itself."""
        async with self.database.write() as session:
            pod, mine = await get_pod(session, self.pod), await lock_huddle(session, huddle.id)
            assert mine is not None
            return await end_huddle(session, self.tools, pod, mine, self.now, None)

    async def looks_over(self, huddle: Huddle) -> bool:
        """As whoever skips or misses a wave does."""
        async with self.database.write() as session:
            pod = await get_pod(session, self.pod)
            about = (self.tools, pod, huddle.agenda_id, self.now)
            return await say_recap_if_over(session, *about)

    async def next(self, seen: Seen, user: str = "UCARA", outcome: Outcome = Outcome.DONE) -> None:
        about = (self.delivery(), who(user), seen, outcome, await self.on_card(seen))
        await self.meeting.step(*about)

    async def parks(self, seen: Seen, user: str = "UCARA") -> None:
        await self.next(seen, user, Outcome.PARKED)

    async def notes(self, seen: Seen, text: str, user: str = "UCARA") -> Any:
        about = (self.delivery(), who(user), seen, text, await self.on_card(seen))
        return await self.meeting.note(*about)

    async def makes(
        self,
        seen: Seen,
        text: str = "Write up the steps",
        owner: str | None = "UTHEO",
        due: str | None = "2026-11-20",
        user: str = "UMAYA",
    ) -> ActionItem:
        about = (seen, Typed(text, owner, due), await self.on_card(seen))
        return (await self.meeting.make_action(self.delivery(), who(user), *about)).item

    async def on_card(self, seen: Seen) -> Pressed:
        (huddle,) = (each for each in await self.all(Huddle) if each.id == seen.huddle)
        return Pressed(HOME, huddle.card_ts, URL)

    async def seen(self, huddle: Huddle) -> Seen:
        """What its card says now."""
        mine = await self.huddle(huddle)
        return Seen(mine.id, mine.version, mine.item_id)

    async def huddle(self, huddle: Huddle) -> Huddle:
        (mine,) = (each for each in await self.all(Huddle) if each.id == huddle.id)
        assert isinstance(mine, Huddle)
        return mine

    async def talked_about(self, huddle: Huddle) -> str:
        """The item that is talked about now; nothing after the last."""
        mine = await self.huddle(huddle)
        items = await self.all(AgendaItem)
        return next((each.text for each in items if each.id == mine.item_id), "")

    async def steps(self) -> list[HuddleStep]:
        return await self.all(HuddleStep)

    async def asks_who_is_there(self) -> None:
        """Attendance is on."""
        schedule = HuddleSchedule(
            pod_id=self.pod, fields={"attendance": True}, changed_by="UANA", changed_at=self.now
        )
        async with self.database.write() as session:
            session.add(schedule)

    async def changes(self, huddle: Huddle, **values: Any) -> None:
        mine = update(Huddle).where(col(Huddle.id) == huddle.id).values(**values)
        async with self.database.write() as session:
            await session.execute(mine)

    async def member(self, user: str, **values: Any) -> None:
        theirs = update(Member).where(col(Member.user) == user).values(**values)
        async with self.database.write() as session:
            await session.execute(theirs)

    async def send(self, **parts: str) -> list[OutboxRow]:
        """What may go by now is posted, in order."""
        sent: list[OutboxRow] = []
        for row in await self.ready():
            async with self.database.write() as session:
                mine = await session.get(OutboxRow, row.seq)
                assert mine is not None
                mine.state, mine.sent_at = RowState.SENT, self.now
                if mine.act is Act.POST:
                    ts = self.ts()
                    await _remember_place(session, mine, ts)
                    huddle = huddle_of(mine.subject)
                    if mine.part == CARD and huddle:
                        await place_huddle(session, huddle, ts)
            sent.append(row)
        return sent

    async def all_said(self) -> list[OutboxRow]:
        """Sent or not, the oldest first."""
        rows: list[OutboxRow] = await self.all(OutboxRow)
        return sorted(rows, key=lambda row: row.seq or 0)

    async def waits_for(self, kind: str, huddle: Huddle) -> None:
        """As other rooms let a huddle wait for something, five seconds from now."""
        async with self.database.write() as session:
            await set_timer(session, kind, huddle_subject(huddle.id), self.now + CALM)

    async def ready(self) -> list[OutboxRow]:
        return [row for row in await self.waiting() if row.not_before <= self.now]

    async def place(self, part: str) -> Pressed:
        """A press on what stands under a part that begins so; the newest."""
        mine = [each for each in await self.all(Posted) if each.part.startswith(part)]
        return Pressed(mine[-1].channel, mine[-1].ts, URL)

    async def tick(self) -> None:
        """Everything that is due by now happens."""
        acts = self.meeting.acts() | {Due.END: self._end_due}
        async with self.database.read() as session:
            due = await list_due_timers(session, self.now)
        for timer in due:
            try:
                await acts[timer.kind](timer.id, self.now)
            except AlreadyHandled:
                continue

    async def _end_due(self, timer_id: UUID, now: datetime) -> None:
        async with self.tools.transactions.due(timer_id, now) as (session, timer):
            huddle_id = huddle_of(timer.subject)
            mine = await lock_huddle(session, huddle_id) if huddle_id else None
            assert mine is not None
            pod = await get_pod(session, self.pod)
            await end_huddle(session, self.tools, pod, mine, now, None)

    async def _screen(
        self, session: AsyncSession, tools: Tools, huddle: Huddle, now: datetime
    ) -> str:
        return f"https://pod.test/screen/{huddle.id}"

    async def _prepare(self, session: Any, pod: Any, agenda_id: UUID, now: datetime) -> None:
        self.prepared.append(agenda_id)


def posts(rows: list[OutboxRow]) -> list[OutboxRow]:
    return [row for row in rows if row.act is Act.POST]


def repaints(rows: list[OutboxRow]) -> list[OutboxRow]:
    return [row for row in rows if row.act is Act.REPAINT]


def shown(row: Any) -> str:
    """All the words that somebody sees, of a row or a card."""
    blocks = row.body["blocks"] if isinstance(row, OutboxRow) else row.blocks
    found: list[str] = []
    for block in blocks:
        found += [block["text"]["text"]] if "text" in block else []
        found += [str(each.get("text", "")) for each in block.get("elements", ()) if "type" in each]
    return "\n".join(found)


def labels(row: Any) -> list[str]:
    """What is written on the buttons and in the menus."""
    blocks = row.body["blocks"] if isinstance(row, OutboxRow) else row.blocks
    found: list[str] = []
    for block in blocks:
        for each in [*block.get("elements", ()), block.get("accessory") or {}]:
            if each.get("type") == "button":
                found.append(each["text"]["text"])
            found += [option["text"]["text"] for option in each.get("options", ())]
    return found
