"""A pod in San Diego, its week, and the huddles that it had: what an agenda is made of."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import SQLModel, col

from bot.delivery.transaction import Transactions
from bot.huddles.agenda.concerns import concerns_due, watch_concerns
from bot.huddles.agenda.drafting import draft
from bot.huddles.agenda.facts import Candidate
from bot.huddles.agenda.gathering import gather
from bot.huddles.tools import Tools
from bot.meaning.embedder import Embedder
from bot.text.masking import Masker
from bot.text.topics import guess
from storage.advice import Ask, AskState, Moment, Source
from storage.alerts import Alert, AlertAsk, AlertKind, AlertState, Severity
from storage.database import Database
from storage.huddles import (
    Agenda,
    AgendaItem,
    Huddle,
    HuddleState,
    HuddleStep,
    ItemSource,
    ItemState,
    Outcome,
)
from storage.huddles_action_items import ActionItem
from storage.huddles_agenda import AgendaChange, Did
from storage.pods import Market, Member, Pod, PodInMarket, Role, get_pod
from storage.practices import Gap, Practice, PracticeUse, Way
from storage.timers import list_due_timers
from storage.topics import Topic
from tests.fakes import START

TEAM = "T1"
PEOPLE = {
    "UMAYA": "Maya Rivera",
    "UDAN": "Dan Kim",
    "UNICK": "Nick Shaw",
    "UINES": "Ines Vega",
    "UTHEO": "Theo Brandt",
    "UANA": "Ana Ruiz",
}
WEDNESDAY = date(2026, 11, 18)
STARTS = datetime.combine(WEDNESDAY, datetime.min.time(), START.tzinfo) + timedelta(hours=18.5)
"""The next huddle: Wednesday, 10:30 in San Diego."""


@dataclass
class PodWeek:
    """It is Tuesday 10:30 in San Diego. `ago` is in hours before that."""

    database: Database
    now: datetime = STARTS - timedelta(days=1)
    embedder: Embedder | None = None
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def settle(self) -> None:
        self.market = Market(key="sd", name="San Diego", timezone="America/Los_Angeles")
        self.pod = Pod(team_id=TEAM, key="sd", name="SD", market_id=self.market.id, channel="C1")
        self.other = Pod(team_id=TEAM, key="s2", name="S2", market_id=self.market.id)
        for rows in ([self.market], [self.pod, self.other], [*self._members()]):
            await self.add(*rows)
        async with self.database.read() as session:
            self.place: PodInMarket = await get_pod(session, self.pod.id)
        self.agenda, self.huddles = await self.meets(WEDNESDAY, STARTS, HuddleState.PLANNED)

    def _members(self) -> Sequence[SQLModel]:
        same: dict[str, Any] = {"team_id": TEAM, "pod_id": self.pod.id, "role": Role.REP}
        return [Member(user=user, name=name, **same) for user, name in PEOPLE.items()]

    @property
    def tools(self) -> Tools:
        return Tools(
            Transactions(self.database),
            Masker(),
            TEAM,
            permalink=lambda channel, ts: f"https://slack.test/{channel}/{ts}",
            embedder=self.embedder,
        )

    def ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    async def add(self, *rows: SQLModel) -> None:
        async with self.database.write() as session:
            session.add_all(rows)

    async def meets(
        self, day: date, starts_at: datetime, state: HuddleState, waves: int = 2, minutes: int = 15
    ) -> tuple[Agenda, list[Huddle]]:
        """The pod meets, or met, in two waves."""
        slot = day.strftime("%a").lower()
        same: dict[str, Any] = {"team_id": TEAM, "pod_id": self.pod.id, "slot": slot}
        agenda = Agenda(local_date=day, **same)
        huddles = [
            Huddle(
                agenda_id=agenda.id,
                wave=1 + wave,
                local_date=day,
                starts_at=starts_at + timedelta(minutes=20 * wave),
                planned_at=starts_at,
                minutes=minutes,
                state=state,
                **same,
            )
            for wave in range(waves)
        ]
        await self.add(agenda)
        await self.add(*huddles)
        return agenda, huddles

    async def met(self, days_ago: int, state: HuddleState = HuddleState.OVER) -> Agenda:
        """So many days before the next huddle."""
        ago = timedelta(days=days_ago)
        self.last, self.last_huddles = await self.meets(WEDNESDAY - ago, STARTS - ago, state)
        return self.last

    async def item(
        self,
        key: str,
        source: ItemSource = ItemSource.MEMBER,
        agenda: Agenda | None = None,
        **more: Any,
    ) -> AgendaItem:
        values: dict[str, Any] = {"text": f"about {key}", "position": next(self.numbers)}
        values |= {"added_at": self.ago(30), "seconds": 120, "pod_id": self.pod.id}
        on = agenda or self.agenda
        item = AgendaItem(agenda_id=on.id, key=key, source=source, **values | more)
        await self.add(item)
        return item

    async def adds(self, text: str, user: str = "UNICK", ago: float = 1, **more: Any) -> AgendaItem:
        """A member adds an item to the next agenda."""
        key = f"member:{next(self.numbers)}"
        named: dict[str, Any] = {"by": user, "by_name": PEOPLE[user], "added_at": self.ago(ago)}
        return await self.item(key, text=text, **named | more)

    async def stepped(self, item: AgendaItem, outcome: Outcome, wave: int = 1) -> None:
        huddle = self.last_huddles[wave - 1]
        at = huddle.starts_at + timedelta(minutes=wave)
        step = HuddleStep(huddle_id=huddle.id, item_id=item.id, outcome=outcome, by="UANA", at=at)
        await self.add(step)

    async def noted(self, item: AgendaItem, said: str) -> None:
        """What was decided about it stands with its step."""
        async with self.database.write() as session:
            theirs = update(HuddleStep).where(col(HuddleStep.item_id) == item.id)
            await session.execute(theirs.values(note=said))

    async def arranged(self, item: AgendaItem, did: Did) -> None:
        self.agenda.version += 1
        change = AgendaChange(
            agenda_id=self.agenda.id,
            version=next(self.numbers) + 1000,
            item_id=item.id,
            did=did,
            by="UANA",
            at=self.now,
        )
        await self.add(change)

    async def asked(self, question: str, user: str = "UMAYA", ago: float = 3, **more: Any) -> Ask:
        at = self.ago(ago)
        values: dict[str, Any] = {
            "team_id": TEAM,
            "pod_id": self.pod.id,
            "asker": user,
            "asker_name": PEOPLE.get(user, user),
            "question": question,
            "topic": Topic(guess(question)),
            "source": Source.COMMAND,
            "channel": "C1",
            "thread_ts": f"{next(self.numbers)}.0",
            "asked_at": at,
            "call_state_at": at,
            "last_activity_at": at,
            "ladder_from": at,
            "first_reply_at": at + timedelta(minutes=1),
            "state": AskState.ACCEPTED,
            "settled_at": at + timedelta(minutes=2),
        }
        ask = Ask(**values | more)
        await self.add(ask)
        return ask

    async def unanswered(self, question: str, ago: float = 3, **more: Any) -> Ask:
        left: dict[str, Any] = {"first_reply_at": None, "settled_at": None}
        left["state"] = AskState.LAPSED
        return await self.asked(question, ago=ago, **left | more)

    async def corrects(self, ask: Ask, ago: float = 1) -> None:
        await self.add(Moment(ask_id=ask.id, at=self.ago(ago), what="corrected", who="UDAN"))

    async def shares(
        self, title: str, user: str = "UNICK", ago: float = 5, **more: Any
    ) -> Practice:
        at = self.ago(ago)
        values: dict[str, Any] = {
            "team_id": TEAM,
            "pod_id": self.pod.id,
            "title": title,
            "situation": "s",
            "what_worked": "w",
            "author": user,
            "author_name": PEOPLE[user],
            "owner": user,
            "created_at": at,
            "updated_at": at,
        }
        practice = Practice(**values | more)
        await self.add(practice)
        return practice

    async def helps(self, practice: Practice, times: int, ago: float = 10) -> None:
        for number in range(times):
            await self.add(
                PracticeUse(
                    practice_id=practice.id,
                    user=f"U{number}",
                    by=f"U{number}",
                    way=Way.SEARCHED,
                    at=self.ago(ago),
                    helped_at=self.ago(ago),
                )
            )

    async def searches(self, words: str, *users: str, ago: float = 6, **more: Any) -> None:
        same: dict[str, Any] = {"team_id": TEAM, "pod_id": self.pod.id, "words": words}
        await self.add(*(Gap(user=each, at=self.ago(ago), **same | more) for each in users))

    async def alert(self, headline: str, *asks: Ask, **more: Any) -> Alert:
        values: dict[str, Any] = {
            "team_id": TEAM,
            "market_id": self.market.id,
            "kind": AlertKind.NETWORK_OUTAGE,
            "severity": Severity.SEVERE,
            "headline": headline,
            "starts_at": self.ago(20),
            "posted_at": self.ago(20),
        }
        alert = Alert(**values | more)
        await self.add(alert)
        await self.add(*(AlertAsk(alert_id=alert.id, ask_id=each.id, at=self.now) for each in asks))
        return alert

    async def about(self, alert: Alert, ask: Ask) -> None:
        await self.add(AlertAsk(alert_id=alert.id, ask_id=ask.id, at=self.now))

    async def ended(self, headline: str, *asks: Ask, ago: float = 4, **more: Any) -> Alert:
        over: dict[str, Any] = {"state": AlertState.ENDED, "ended_at": self.ago(ago)}
        return await self.alert(headline, *asks, **over | more)

    async def to_do(self, text: str, owner: str = "UTHEO", **more: Any) -> ActionItem:
        values: dict[str, Any] = {
            "team_id": TEAM,
            "pod_id": self.pod.id,
            "text": text,
            "owner": owner,
            "owner_name": PEOPLE[owner],
            "due_on": WEDNESDAY + timedelta(days=2),
            "made_by": "UANA",
            "made_at": self.ago(24),
        }
        item = ActionItem(**values | more)
        await self.add(item)
        return item

    async def gather(self) -> list[Candidate]:
        async with self.database.read() as session:
            return await gather(session, self.tools, self.place, self.agenda, STARTS, self.now)

    async def draft(self) -> None:
        async with self.database.write() as session:
            await draft(session, self.tools, self.place, self.agenda, self.huddles, self.now)

    async def items(self, state: ItemState = ItemState.ON) -> list[AgendaItem]:
        its = select(AgendaItem).where(
            col(AgendaItem.agenda_id) == self.agenda.id, col(AgendaItem.state) == state
        )
        async with self.database.read() as session:
            return list((await session.scalars(its.order_by(col(AgendaItem.position)))).all())

    async def texts(self, state: ItemState = ItemState.ON) -> list[str]:
        return [each.text for each in await self.items(state)]

    async def sort_in(self) -> int:
        """Every timer that is due fires; how many times one did."""
        async with self.database.write() as session:
            await watch_concerns(session, [self.pod.id], self.now - timedelta(hours=1))
        for fired in itertools.count():
            async with self.database.read() as session:
                due = await list_due_timers(session, self.now)
            if not due:
                return fired
            for timer in due:
                await concerns_due(self.tools, timer.id, self.now)
        raise AssertionError
