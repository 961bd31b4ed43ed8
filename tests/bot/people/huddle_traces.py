"""What somebody leaves behind in huddles: once in every table, and in what is stored as a whole."""

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import SQLModel, col

from storage.huddles import (
    Agenda,
    AgendaItem,
    Huddle,
    HuddleSchedule,
    HuddleState,
    HuddleStep,
    ItemSource,
    Outcome,
)
from storage.huddles_action_items import ActionItem
from storage.huddles_agenda import AgendaChange, Did
from storage.huddles_attendance import HuddleAttendance
from storage.huddles_coaching import Coaching, CoachingItem
from storage.huddles_concerns import Concern, ConcernAsk
from storage.huddles_links import HuddleLink, LinkKind
from storage.ids import new_id
from storage.pods import Member, Pod
from tests.bot.advice.scene import TEAM
from tests.bot.practices.scene import Store

EMAIL, COACHS = "dan@example.com", "cara@example.com"


class HuddleTraces:
    """Of `user`, called `name`, who asked `question`, which holds `secret`."""

    def __init__(self, store: Store, user: str, name: str, secret: str) -> None:
        self.store, self.user, self.name, self.secret = store, user, name, secret

    async def leave(self, asked: UUID, question: str) -> None:
        (pod,) = [each for each in await self.store.all(Pod) if each.key == "sd"]
        self.pod, now = pod.id, self.store.now
        agenda = Agenda(team_id=TEAM, pod_id=pod.id, slot="mon", local_date=now.date())
        huddle = self._huddle(agenda, question)
        concern = Concern(
            pod_id=pod.id, question=question, topic="device", last_at=now, vector=b"1"
        )
        theirs = self._item(agenda, ItemSource.MEMBER, new_id(), by=self.user, by_name=self.name)
        await self._add(agenda, huddle, concern, theirs)
        at: dict[str, Any] = {"at": now}
        by: dict[str, Any] = {"by": self.user, "by_name": self.name}
        await self._add(
            self._item(agenda, ItemSource.ASK, asked, text=question),
            self._item(agenda, ItemSource.CONCERN, concern.id, text=question),
            self._item(
                agenda,
                ItemSource.GAP,
                "crimson gadget",
                text="Searched without a result: “crimson gadget”",
            ),
            self._thanks(agenda),
            ConcernAsk(ask_id=asked, concern_id=concern.id, asked_at=now),
            AgendaChange(
                agenda_id=agenda.id, version=2, item_id=theirs.id, did=Did.ADDED, **by, **at
            ),
            HuddleStep(
                huddle_id=huddle.id, item_id=theirs.id, outcome=Outcome.DONE, note="Yes", **by, **at
            ),
            HuddleAttendance(huddle_id=huddle.id, user=self.user, **at),
            HuddleLink(
                secret="s", kind=LinkKind.CALENDAR, pod_id=pod.id, made_by=self.user, made_at=now
            ),
            HuddleSchedule(
                pod_id=pod.id,
                fields={"runs_it": [EMAIL, COACHS]},
                changed_by=self.user,
                changed_by_name=self.name,
                changed_at=now,
            ),
            self.action(huddle_id=huddle.id),
            self.action(owner="UMAYA", owner_name="Maya R.", closed_at=now, closed_by=self.user),
        )
        await self._talks()
        async with self.store.database.write() as session:
            mine = update(Member).where(col(Member.user) == self.user)
            await session.execute(mine.values(email=EMAIL))

    def action(self, **more: Any) -> ActionItem:
        values: dict[str, Any] = {
            "team_id": TEAM,
            "pod_id": self.pod,
            "text": "Port-in PINs",
            "owner": self.user,
            "owner_name": self.name,
            "due_on": self.store.now.date(),
            "made_by": self.user,
            "made_by_name": self.name,
            "made_at": self.store.now,
        }
        return ActionItem(**values | more)

    async def _talks(self) -> None:
        """Cara coaches them; they coach Maya, and prepare a talk with Ines."""
        shared = self.store.now
        cara, maya, ines = ("UCARA", "Cara W."), ("UMAYA", "Maya R."), ("UINES", "Ines V.")
        own = (self.user, self.name)
        about = self._talk(cara, own, shared_at=shared)
        with_maya = self._talk(own, maya, shared_at=shared)
        alone = self._talk(own, ines)
        await self._add(about, with_maya, alone)
        await self._add(
            self._line(about, cara, f"{self.secret} Of them."),
            self._line(about, own, f"{self.secret} Theirs."),
            self.action(coaching_id=about.id, text=f"{self.secret} To do."),
            self._line(with_maya, own, f"{self.secret} As a coach."),
            self._line(with_maya, maya, "May I learn porting?"),
            self.action(coaching_id=with_maya.id, owner="UMAYA", owner_name="Maya R."),
            self._line(alone, own, f"{self.secret} Prepared."),
        )

    def _talk(self, coach: tuple[str, str], rep: tuple[str, str], **more: Any) -> Coaching:
        return Coaching(
            team_id=TEAM,
            pod_id=self.pod,
            coach=coach[0],
            coach_name=coach[1],
            rep=rep[0],
            rep_name=rep[1],
            made_at=self.store.now,
            **more,
        )

    def _line(self, talk: Coaching, by: tuple[str, str], text: str) -> CoachingItem:
        return CoachingItem(
            coaching_id=talk.id, text=text, by=by[0], by_name=by[1], at=self.store.now
        )

    def _huddle(self, agenda: Agenda, question: str) -> Huddle:
        now = self.store.now
        return Huddle(
            team_id=TEAM,
            pod_id=self.pod,
            agenda_id=agenda.id,
            wave=1,
            slot="mon",
            local_date=now.date(),
            starts_at=now,
            planned_at=now,
            minutes=15,
            state=HuddleState.OVER,
            changed_by=self.user,
            changed_by_name=self.name,
            runs_it=self.user,
            runs_it_name=self.name,
            opened_by=self.user,
            ended_by=self.user,
            people=[self.user, "UMAYA"],
            lines=[
                {"kind": "decision", "text": "Reset it", "about": question},
                {"kind": "parked", "text": f"Thanks to {self.name}, Ines V."},
                {"kind": "parked", "text": "Searched without a result: “crimson gadget”"},
            ],
        )

    def _item(self, agenda: Agenda, source: ItemSource, about: object, **more: Any) -> AgendaItem:
        values: dict[str, Any] = {
            "agenda_id": agenda.id,
            "pod_id": self.pod,
            "key": f"{source}:{about}",
            "source": source,
            "position": 1,
            "text": "Roaming in Mexico",
            "added_at": self.store.now,
        }
        return AgendaItem(**values | more)

    def _thanks(self, agenda: Agenda) -> AgendaItem:
        return self._item(
            agenda,
            ItemSource.THANKS,
            "2026-11-16",
            text=f"Thanks to {self.name}, Ines V.",
            detail=f"from {self.name}",
            refs={"people": [self.user, "UINES"], "names": [self.name, "Ines V."]},
            hand_to=self.user,
            hand_to_name=self.name,
        )

    async def _add(self, *rows: SQLModel) -> None:
        for row in rows:
            async with self.store.database.write() as session:
                session.add(row)
