"""A pod with a meeting of two halves, today at 10:30 and 10:50, and the service of agendas."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from bot.delivery.transaction import Transactions
from bot.huddles.agenda.announcing import CALM, announce
from bot.huddles.agenda.service import AgendaService
from bot.huddles.agenda.shown import Added, Arranged
from bot.huddles.agenda.words import Deed
from bot.huddles.subjects import CARD, agenda_of
from bot.huddles.tools import Tools
from bot.text.masking import Masker
from storage.huddles import Agenda, AgendaItem, Huddle, HuddleState, ItemState, place_agenda
from storage.huddles_agenda import get_or_add_agenda, list_huddles_of
from storage.outbox import Act, OutboxRow, RowState
from storage.pods import Member, Pod, get_pod
from tests.bot.advice.scene import HOME, TEAM, THERE, Scene, _remember_place, who

FIRST_HALF, SECOND_HALF = ("UMAYA", "UDAN", "UANA"), ("UINES", "UTHEO", "UCARA")
PUBLIC = "https://podline.test"


class Meetings(Scene):
    """Ana leads, Cara and Cole coach; Maya is a rep. Omar is another pod's coach."""

    def __post_init__(self) -> None:
        super().__post_init__()
        transactions = Transactions(self.database, self._wake)
        self.tools = Tools(
            transactions,
            Masker(),
            TEAM,
            public_url=PUBLIC,
            permalink=lambda channel, ts: f"https://slack.test/{channel}/{ts}",
        )
        self.agenda = AgendaService(self.tools)

    async def pod(self, channel: str = HOME) -> UUID:
        (found,) = (each.id for each in await self.all(Pod) if each.channel == channel)
        return UUID(str(found))

    async def meeting(self, days: int = 0, channel: str = HOME, minutes: int = 15) -> Agenda:
        """A meeting so many days from now, with Ana and then Cara to run it."""
        pod_id, day = await self.pod(channel), self.now.date() + timedelta(days=days)
        async with self.database.write() as session:
            slot = f"{day:%a}".lower()
            agenda = await get_or_add_agenda(session, TEAM, pod_id, slot, day)
            for wave, (user, name, people) in enumerate(
                (("UANA", "Ana Ruiz", FIRST_HALF), ("UCARA", "Cara Wu", SECOND_HALF)), start=1
            ):
                at = self.now + timedelta(days=days, minutes=10 + 20 * wave)
                session.add(
                    Huddle(
                        team_id=TEAM,
                        pod_id=pod_id,
                        agenda_id=agenda.id,
                        wave=wave,
                        slot=slot,
                        local_date=day,
                        starts_at=at,
                        planned_at=at,
                        minutes=minutes,
                        runs_it=user,
                        runs_it_name=name,
                        people=list(people),
                    )
                )
        return agenda

    async def no_huddles(self) -> None:
        """Nobody plans any."""
        async with self.database.write() as session:
            off = {"huddles": {"on": False}}
            await session.execute(update(Pod).values(settings=off))

    async def becomes(self, agenda: Agenda, state: HuddleState, wave: int | None = None) -> None:
        """Its huddles, or that of one wave."""
        async with self.database.write() as session:
            for huddle in await list_huddles_of(session, agenda.id):
                if wave in (None, huddle.wave):
                    huddle.state = state

    async def adds(self, user: str, text: str, **more: Any) -> Added:
        self.step(1)
        return await self.agenda.add(self.delivery(), who(user), text, **more)

    async def arranges(
        self, user: str, agenda: Agenda, deed: Deed, item: UUID, version: int | None = None
    ) -> Arranged:
        """Of what stands there, or stood at an earlier version."""
        if version is None:
            version = (await self.stands(agenda)).version
        about = (agenda.id, version, deed, item)
        return await self.agenda.arrange(self.delivery(), who(user), *about)

    async def stands(self, agenda: Agenda) -> Agenda:
        (found,) = (each for each in await self.all(Agenda) if each.id == agenda.id)
        assert isinstance(found, Agenda)
        return found

    async def texts_of(self, agenda: Agenda, state: ItemState = ItemState.ON) -> list[str]:
        items: Sequence[AgendaItem] = await self.all(AgendaItem)
        mine = [each for each in items if each.agenda_id == agenda.id and each.state is state]
        return [each.text for each in sorted(mine, key=lambda each: each.position)]

    async def announce(self, agenda: Agenda) -> list[OutboxRow]:
        """In the channel, where it stands then."""
        async with self.database.write() as session:
            mine = await session.get(Agenda, agenda.id)
            assert mine is not None
            pod = await get_pod(session, mine.pod_id)
            huddles = await list_huddles_of(session, mine.id)
            await announce(session, self.tools, pod, mine, huddles, self.now)
        return await self.send()

    def acts(self) -> dict[str, Any]:
        return dict(self.agenda.acts())

    async def calms_down(self) -> None:
        """Nobody does anything for a moment."""
        self.step(CALM.total_seconds())
        await self.tick()

    async def send(self, **parts: str) -> list[OutboxRow]:
        """What waits is posted."""
        sent = await self.waiting()
        for row in sent:
            async with self.database.write() as session:
                mine = await session.get(OutboxRow, row.seq)
                assert mine is not None
                mine.state, mine.sent_at = RowState.SENT, self.now
                if mine.act is Act.POST:
                    ts, agenda_id = self.ts(), agenda_of(mine.subject)
                    await _remember_place(session, mine, ts)
                    if mine.part == CARD and agenda_id is not None:
                        await place_agenda(session, agenda_id, ts)
        return sent

    async def leaves(self, user: str) -> None:
        """Somebody is on no roster any more."""
        async with self.database.write() as session:
            gone = update(Member).where(col(Member.user) == user).values(left_at=self.now)
            await session.execute(gone)


__all__ = ["HOME", "PUBLIC", "THERE", "Meetings", "who"]
