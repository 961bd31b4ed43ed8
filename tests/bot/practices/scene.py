"""A store of practices beside the pod's advice, and a finder that looks for shared words."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.advice.service import AdviceService
from bot.alerts.service import AlertsService
from bot.delivery.transaction import Transactions
from bot.inbox import Person
from bot.practices.drafts import Alike, Draft, Saved
from bot.practices.found import Found
from bot.practices.service import PracticesService
from bot.text.masking import Masker
from storage.advice import Ask
from storage.database import Database
from storage.outbox import OutboxRow
from storage.practices import ALL, LIVE_STATES, Narrow, Practice, PracticeState, Reach
from storage.practices_reach import visible
from tests.bot.advice.scene import BOT, Scene, who

OUTAGE = Draft(
    situation="Outage with a known cause. Customers ask when it is over.",
    what_worked="Say the cause, who is on it, and the hour; then offer a text when it is back.",
    say_it="Our engineers are on site and expect it back by nine.",
)
TABLET = Draft(
    situation="A young man leaves on a two-year mission and keeps no phone.",
    what_worked="Move his number to a tablet line; the family keeps it for ten dollars.",
    say_it="He can keep his number while he is away.",
)


class WordFinder:
    """Finds practices that share words with a text; what is nearly the same shares most."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.woken = 0

    async def find(
        self, text: str, reach: Reach, narrow: Narrow = ALL, at_most: int = 10
    ) -> list[Found]:
        wanted, found = _words(text), []
        for practice in await self._visible(reach, narrow.states):
            shared = wanted & _words(_text(practice))
            if shared:
                score = len(shared) / len(wanted)
                found.append(Found(practice.id, score, sure=score))
        return sorted(found, key=lambda each: -each.score)[:at_most]

    async def alike(self, text: str, reach: Reach, at_most: int = 3) -> list[Found]:
        wanted, found = _words(text), []
        for practice in await self._visible(reach, LIVE_STATES):
            words = _words(_text(practice))
            score = len(wanted & words) / max(1, len(wanted | words))
            if score > 0.6:
                found.append(Found(practice.id, score))
        return sorted(found, key=lambda each: -each.score)[:at_most]

    def fits(self, found: Found) -> bool:
        return found.score >= 0.5

    def telling(self, question: str, text: str) -> tuple[str, ...]:
        shared = _words(text)
        return tuple(word for word in question.split() if word.lower() in shared)

    def is_empty(self) -> bool:
        return False

    async def completed(self, text: str) -> str:
        return text

    def wake(self) -> None:
        self.woken += 1

    async def _visible(self, reach: Reach, states: frozenset[PracticeState]) -> list[Practice]:
        async with self._database.read() as session:
            there = select(Practice).where(*visible(reach), col(Practice.state).in_(states))
            return list(await session.scalars(there.order_by(col(Practice.id))))


@dataclass
class Store(Scene):
    """The scene of advice, with practices beside it."""

    finder: Any = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.finder = self.finder or WordFinder(self.database)
        self.noted: list[tuple[UUID, UUID, UUID, Person]] = []
        self.practices = PracticesService(
            Transactions(self.database, self._wake),
            Masker(),
            self.finder,
            permalink=lambda channel, ts: f"https://slack.test/{channel}/{ts}",
            show_saved=lambda *card: self.service.show_saved(*card),
            note_saved=self._note_saved,
        )

        self.alerts = AlertsService(Transactions(self.database, self._wake), Masker())

    async def _note_saved(
        self,
        session: AsyncSession,
        huddle: UUID,
        item: UUID,
        practice: UUID,
        person: Person,
        now: datetime,
    ) -> None:
        self.noted.append((huddle, item, practice, person))

    def suggest(self) -> None:
        """From now on asks are answered from the store, too."""
        self.service = AdviceService(
            Transactions(self.database, self._wake),
            Masker(),
            permalink=lambda channel, ts: f"https://slack.test/{channel}/{ts}",
            bot_user=BOT,
            suggesting=self.practices.suggesting,
        )

    async def save(self, user: str = "UMAYA", draft: Draft = OUTAGE, **more: Any) -> Practice:
        """A practice, whether or not there is one like it."""
        state = more.pop("state", PracticeState.SHARED)
        despite = frozenset(each.id for each in await self.all(Practice))
        saved = await self.practices.save(
            self.delivery(), who(user), replace(draft, **more), state, despite
        )
        assert isinstance(saved, Saved)
        return await self.practice(saved.practice.id)

    async def draft_of(self, user: str, ask: Ask) -> Draft:
        """What the form of an ask is filled in with, whatever stands beside it."""
        made = await self.practices.draft_from_ask(who(user), ask.id)
        return made.draft if isinstance(made, Alike) else made

    async def practice(self, practice_id: UUID) -> Practice:
        (found,) = (each for each in await self.all(Practice) if each.id == practice_id)
        assert isinstance(found, Practice)
        return found

    async def told(self, user: str) -> list[OutboxRow]:
        """What waits for somebody in their direct messages."""
        return [row for row in await self.waiting() if row.channel == user]

    def acts(self) -> dict[str, Any]:
        return self.service.acts() | self.practices.acts() | self.alerts.acts()


def _text(practice: Practice) -> str:
    return " ".join((practice.title, practice.situation, practice.what_worked))


def _words(text: str) -> set[str]:
    plain = "".join(each if each.isalnum() else " " for each in text.lower())
    return {word for word in plain.split() if len(word) > 2}
