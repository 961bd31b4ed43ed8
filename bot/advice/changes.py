"""A change of one ask, and what those who make it were handed."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice.facts import Due, Pressed, What
from bot.advice.joined import count_callers, paced, rests
from bot.advice.messages import copy_part, in_overflow_thread, in_thread, repaint, to_one
from bot.advice.readiness import Readiness
from bot.advice.sensing import NothingSensed, Sensing
from bot.advice.suggesting import NothingSuggested, Suggesting
from bot.delivery.message import Outgoing, Priority
from bot.delivery.transaction import Transactions
from bot.pods.facts import LadderSettings, PodInMarket
from bot.text.kit import Card
from bot.text.masking import Masker
from storage.advice import Ask, Moment, Reply

Corrected = Callable[[AsyncSession, UUID, datetime], Awaitable[None]]
"""Joins the open transaction: what worked for this ask was corrected."""


async def nobody_relies_on_it(session: AsyncSession, ask_id: UUID, now: datetime) -> None:
    """Without practices nothing is made of answers."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the deeds of advice were handed: `permalink` of a message, from channel and ts."""

    transactions: Transactions
    masker: Masker
    permalink: Callable[[str, str], str | None]
    bot_user: str = ""
    readiness: Readiness = field(default_factory=Readiness)
    corrected: Corrected = nobody_relies_on_it
    suggesting: Suggesting = field(default_factory=NothingSuggested)
    sensing: Sensing = field(default_factory=NothingSensed)


@dataclass(slots=True)
class Change:
    """An ask under its lock, with what is needed to decide. `fired`: the timer that acts;
    `claimed_there`: whoever has the ask is of the overflow pod. `saved_as` is the practice that
    was made of what worked, if its pod finds it. `leading` is the change of the ask that it joined,
    `with_it` those that joined it, as they were; `recount`: its card shows how many they are;
    `opened` join it now; `alike` are those who ask the same, at whichever card. `alert` is the
    headline of the alert that its asker says it is about.
    """

    session: AsyncSession
    ask: Ask
    home: PodInMarket
    overflow: PodInMarket | None
    settings: LadderSettings
    replies: list[Reply]
    now: datetime
    pressed: Pressed | None = None
    fired: Due | None = None
    claimed_there: bool = False
    saved_as: UUID | None = None
    said: list[Outgoing] = field(default_factory=list)
    leading: "Change | None" = None
    with_it: list[Ask] = field(default_factory=list)
    callers: int = 1
    alert: str = ""
    recount: bool = False
    opened: list[Ask] = field(default_factory=list)
    alike: Collection[str] = ()

    def __post_init__(self) -> None:
        self.callers = count_callers(self.ask, self.with_it, self.alike)

    @property
    def joined(self) -> list[Ask]:
        """Those that share its thread now, the oldest first."""
        return [each for each in self.with_it if each.joined_to == self.ask.id]

    @property
    def callers_now(self) -> int:
        """How many people ask the same, as it stands now; `callers` is how many it were."""
        return count_callers(self.ask, self.joined, self.alike)

    @property
    def place(self) -> Ask:
        """The ask in whose thread this one stands: itself, or the one that it joined."""
        joined = self.leading is not None and self.ask.joined_to is not None
        return self.leading.ask if joined and self.leading else self.ask

    @property
    def paced(self) -> Ask:
        """The ask at the pace of the most urgent of those that share its thread."""
        return paced(self.ask, self.joined)

    @property
    def rests(self) -> bool:
        """Whether nobody is called: an alert tells all who ask in its thread what they need."""
        return rests(self.ask, self.joined)

    @property
    def zone(self) -> str:
        return self.home.market.timezone

    def note(self, what: What, who: str | None = None, detail: str | None = None) -> None:
        """An entry of the timeline."""
        self.note_of(self.ask, what, who, detail)

    def note_of(
        self, ask: Ask, what: What, who: str | None = None, detail: str | None = None
    ) -> None:
        """An entry of the timeline of one that shares the thread."""
        moment = Moment(ask_id=ask.id, at=self.now, what=what, who=who, detail=detail)
        self.session.add(moment)

    def reply(self, said: Card, part: str = "") -> None:
        """Say something in the home thread."""
        self.said.append(in_thread(self.place, said, part))

    def copy(self, reply: Reply, said: Card) -> None:
        """Repeat a reply in the home thread."""
        reply.copied_at = self.now
        self.said.append(in_thread(self.place, said, copy_part(reply.id), Priority.URGENT))

    def repaint_copy(self, reply: Reply, said: Card) -> None:
        """The reply was edited or deleted: so is what repeats it."""
        part = copy_part(reply.id)
        self.said.append(repaint(self.place, part, self.place.channel, said))

    def reply_in_overflow(self, said: Card, part: str = "") -> None:
        """Say something in the overflow pod's thread, if there is one."""
        place = self.place
        if place.overflow_channel:
            self.said.append(in_overflow_thread(place, place.overflow_channel, said, part))

    def whisper(self, user: str, said: Card, response_url: str | None = None) -> None:
        """Say something privately, in the home thread or where `response_url` reaches."""
        self.said.append(to_one(self.place, user, said, response_url))
