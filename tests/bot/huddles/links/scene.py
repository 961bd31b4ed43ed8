"""A pod in San Diego with huddles, and whoever reads along by their links."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from bot.delivery.transaction import Transactions
from bot.huddles.links.making import screen_url
from bot.huddles.links.service import LinksService
from bot.huddles.tools import Tools
from bot.text.kit import Card
from bot.text.masking import Masker
from storage.huddles import (
    Agenda,
    AgendaItem,
    Huddle,
    HuddleState,
    HuddleStep,
    ItemSource,
    Outcome,
)
from storage.huddles_links import HuddleLink, LinkKind
from storage.pods import Member, Pod, Role
from tests.bot.advice.scene import TEAM, Scene, who

URL = "https://podline.test"
MONDAY = date(2026, 11, 16)
BEGINS = datetime(2026, 11, 16, 18, 30, tzinfo=UTC)  # 10:30 there; the scene begins at ten


@dataclass
class Links(Scene):
    """`links` is the service of one process; `other_process` makes another on the same database."""

    def __post_init__(self) -> None:
        self.links = self.other_process()
        self.pod = UUID(int=0)

    def other_process(self, public_url: str = URL) -> LinksService:
        return LinksService(self.tools(public_url))

    def tools(self, public_url: str = URL) -> Tools:
        transactions = Transactions(self.database, self._wake)
        return Tools(transactions, Masker(), TEAM, public_url)

    async def people(self, partner: bool = False, **settings: Any) -> None:
        await super().people(partner, **settings)
        (self.pod,) = [each.id for each in await self.all(Pod) if each.key == "sd"]
        rex = Member(
            team_id=TEAM, user="UREX", pod_id=self.pod, name="Rex M.", role=Role.RESOURCE_MANAGER
        )
        await self.add(rex)

    async def add(self, *rows: Any) -> None:
        async with self.database.write() as session:
            for row in rows:
                session.add(row)
                await session.flush()

    async def calendar_card(self, user: str = "UMAYA") -> Card:
        return await self.links.show_calendar(self.delivery(), who(user))

    async def renew(self, card: Card, user: str = "UCARA") -> Card:
        value = card.blocks[-1]["elements"][0]["value"]
        return await self.links.renew_calendar(self.delivery(), who(user), UUID(value))

    async def secret(self, kind: LinkKind = LinkKind.CALENDAR) -> str:
        """Of the link of this kind that holds."""
        links = [each for each in await self.all(HuddleLink) if each.kind == kind]
        (held,) = [each for each in links if each.until is None or each.until > self.now]
        return str(held.secret)

    async def reads(self, secret: str, service: LinksService | None = None) -> bytes:
        """What a calendar reads that subscribed."""
        handed = await (service or self.links).calendar(secret, self.now)
        assert handed is not None
        return handed.body

    async def huddle(self, *texts: str, wave: int = 1, **more: Any) -> tuple[Huddle, list[UUID]]:
        """One huddle of Monday's, with an agenda of these items; with their ids."""
        agenda = Agenda(team_id=TEAM, pod_id=self.pod, slot="mon", local_date=MONDAY)
        items = [
            AgendaItem(
                agenda_id=agenda.id,
                pod_id=self.pod,
                key=f"member:{number}",
                source=ItemSource.MEMBER,
                position=number,
                text=text,
                by_name="Nick P.",
                added_at=self.now,
            )
            for number, text in enumerate(texts)
        ]
        huddle = self.wave_of(agenda, wave, **more)
        await self.add(agenda, *items, huddle)
        return huddle, [each.id for each in items]

    def wave_of(self, agenda: Agenda, wave: int, **more: Any) -> Huddle:
        starts = BEGINS + timedelta(minutes=20 * (wave - 1))
        fields: dict[str, Any] = {"starts_at": starts, "planned_at": starts, "minutes": 15} | more
        return Huddle(
            team_id=TEAM,
            pod_id=self.pod,
            agenda_id=agenda.id,
            wave=wave,
            slot=agenda.slot,
            local_date=agenda.local_date,
            **fields,
        )

    async def agenda_of(self, huddle: Huddle) -> Agenda:
        async with self.database.read() as session:
            agenda = await session.get(Agenda, huddle.agenda_id)
        assert agenda is not None
        return agenda

    async def change(self, huddle: Huddle, **fields: Any) -> None:
        """As somebody else's act would, which counts it."""
        async with self.database.write() as session:
            mine = await session.get(Huddle, huddle.id)
            assert mine is not None
            for name, value in fields.items():
                setattr(mine, name, value)
            mine.version += 1

    async def screen_of(self, huddle: Huddle) -> str:
        """The secret of its screen."""
        async with self.database.write() as session:
            mine = await session.get(Huddle, huddle.id)
            assert mine is not None
            url = await screen_url(session, self.tools(), mine, self.now)
        return url.rpartition("/")[2]

    async def steps_on(self, huddle: Huddle, item: UUID | None, *done: UUID) -> None:
        """Somebody pressed: `item` is talked about now, `done` are behind it."""
        async with self.database.write() as session:
            mine = await session.get(Huddle, huddle.id)
            assert mine is not None
            if mine.state is HuddleState.PLANNED:
                mine.state, mine.opened_at = HuddleState.OPEN, self.now
            mine.item_id, mine.version = item, mine.version + 1
            for each in done:
                step = HuddleStep(
                    *(),
                    huddle_id=huddle.id,
                    item_id=each,
                    outcome=Outcome.DONE,
                    by="UCARA",
                    at=self.now,
                )
                session.add(step)
