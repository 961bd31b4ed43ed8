"""Everything that a huddle leaves behind, once each, in one pod."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from storage.advice import Ask, AskState, Source
from storage.database import Database
from storage.huddles import (
    Agenda,
    AgendaItem,
    Huddle,
    HuddleState,
    HuddleStep,
    ItemSource,
    Outcome,
)
from storage.huddles_action_items import ActionItem
from storage.huddles_agenda import KEPT, AgendaChange, Did
from storage.huddles_attendance import HuddleAttendance
from storage.huddles_coaching import Coaching, CoachingItem
from storage.huddles_concerns import Concern, ConcernAsk
from storage.huddles_links import HuddleLink, LinkKind
from storage.ids import new_id
from storage.pods import Market, Member, Pod, Role
from tests.fakes import START

TEAM = "T1"
SECRET = "the purple modem"
DAY = START.date()


class Kept:
    """A huddle that is over since `at`, and what belongs to it. Cara runs it and coaches Maya,
    whose question began a concern; Nick, Theo and Dan did things, too.
    """

    def __init__(self, database: Database, at: datetime = START) -> None:
        self.database, self.at = database, at
        self.market = Market(key="sd", name="San Diego", timezone="America/Los_Angeles")
        self.pod = Pod(
            team_id=TEAM, key="sd", name="San Diego", market_id=self.market.id, channel="C1"
        )
        self.agenda = Agenda(team_id=TEAM, pod_id=self.pod.id, slot="mon", local_date=at.date())
        self.huddle = self._huddle()
        self.ask = self._ask()
        self.item = self._item(ItemSource.MEMBER, new_id(), by="UNICK", by_name="Nick B.")
        self.coaching = self._coaching(ended_at=at)

    async def add(self, *rows: SQLModel) -> None:
        for row in rows:
            async with self.database.write() as session:
                session.add(row)

    async def fill(self) -> None:
        """Each row by itself: their order is that of what they refer to."""
        pod: dict[str, Any] = {"pod_id": self.pod.id}
        at: dict[str, Any] = {"at": self.at}
        by: dict[str, Any] = {"by": "UTHEO", "by_name": "Theo B."}
        gap = self._item(ItemSource.GAP, SECRET, detail="4 searches")
        concern = Concern(
            **pod,
            question=f"Where is {SECRET}?",
            topic="device",
            last_at=self.at,
            embedder="e",
            vector=b"1",
        )
        await self.add(self.market, self.pod, *self._people(), self.ask)
        await self.add(self.agenda, self.huddle, self.item, gap)
        await self.add(
            AgendaChange(
                agenda_id=self.agenda.id, version=2, item_id=self.item.id, did=Did.UP, **by, **at
            ),
            HuddleStep(
                huddle_id=self.huddle.id,
                item_id=self.item.id,
                outcome=Outcome.DONE,
                note=f"We keep {SECRET}.",
                **by,
                **at,
            ),
            HuddleAttendance(huddle_id=self.huddle.id, user="UDAN", **at),
            HuddleLink(
                secret="s",
                kind=LinkKind.SCREEN,
                **pod,
                made_by="UCARA",
                made_at=self.at,
                until=self.at,
            ),
            concern,
            ConcernAsk(ask_id=self.ask.id, concern_id=concern.id, asked_at=self.at),
            self.coaching,
            CoachingItem(
                coaching_id=self.coaching.id, text=SECRET, by="UMAYA", by_name="Maya R.", **at
            ),
            self.action(closed_at=self.at, closed_by="UNICK"),
        )

    def action(self, **more: Any) -> ActionItem:
        values: dict[str, Any] = {
            "team_id": TEAM,
            "pod_id": self.pod.id,
            "text": f"Find {SECRET}",
            "owner": "UNICK",
            "owner_name": "Nick B.",
            "due_on": DAY,
            "made_by": "UCARA",
            "made_by_name": "Cara W.",
            "made_at": self.at,
            "huddle_id": self.huddle.id,
        }
        return ActionItem(**values | more)

    def kept_item(self) -> tuple[Agenda, AgendaItem]:
        """What somebody put by for a meeting of which nobody knew."""
        waiting = Agenda(team_id=TEAM, pod_id=self.pod.id, slot=KEPT, local_date=date(1970, 1, 1))
        return waiting, self._item(ItemSource.MEMBER, new_id(), agenda_id=waiting.id, by="UNICK")

    async def rows(self, table: type[Any]) -> Sequence[Any]:
        async with self.database.read() as session:
            return (await session.scalars(select(table))).all()

    def _people(self) -> list[Member]:
        people = {
            "UMAYA": ("Maya R.", Role.REP),
            "UNICK": ("Nick B.", Role.REP),
            "UCARA": ("Cara W.", Role.COACH),
        }
        return [
            Member(team_id=TEAM, user=user, pod_id=self.pod.id, name=name, role=role)
            for user, (name, role) in people.items()
        ]

    def _huddle(self) -> Huddle:
        return Huddle(
            team_id=TEAM,
            pod_id=self.pod.id,
            agenda_id=self.agenda.id,
            wave=1,
            slot="mon",
            local_date=self.at.date(),
            starts_at=self.at,
            planned_at=self.at,
            minutes=15,
            state=HuddleState.OVER,
            why="Ana is out",
            changed_by="UANA",
            changed_by_name="Ana R.",
            runs_it="UCARA",
            runs_it_name="Cara W.",
            people=["UMAYA", "UDAN", "USOFIA"],
            lines=[{"kind": "decision", "text": f"{SECRET}, by Nick B."}],
            ended_at=self.at + timedelta(minutes=15),
            opened_by="UOPAL",
            ended_by="UENZO",
        )

    def _item(self, source: ItemSource, about: object, **more: Any) -> AgendaItem:
        values: dict[str, Any] = {
            "agenda_id": self.agenda.id,
            "pod_id": self.pod.id,
            "key": f"{source}:{about}",
            "source": source,
            "position": 1,
            "text": f"About {SECRET}",
            "detail": "from Nick",
            "again": "carried over",
            "refs": {"users": ["ULEAH"]},
            "hand_to": "UTHEO",
            "hand_to_name": "Theo B.",
            "added_at": self.at,
        }
        return AgendaItem(**values | more)

    def _ask(self) -> Ask:
        names = ("asked_at", "call_state_at", "last_activity_at", "ladder_from")
        moments: dict[str, Any] = dict.fromkeys(names, self.at)
        return Ask(
            team_id=TEAM,
            pod_id=self.pod.id,
            asker="UMAYA",
            asker_name="Maya R.",
            question=f"Where is {SECRET}?",
            state=AskState.LAPSED,
            source=Source.COMMAND,
            channel="C1",
            **moments,
        )

    def _coaching(self, **more: Any) -> Coaching:
        return Coaching(
            team_id=TEAM,
            pod_id=self.pod.id,
            coach="UCARA",
            coach_name="Cara W.",
            rep="UMAYA",
            rep_name="Maya R.",
            made_at=self.at,
            shared_at=self.at,
            **more,
        )
