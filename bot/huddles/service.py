"""Huddles: stand-ups whose agenda is ready because the week was watched, and whose results are not
forgotten.

Each part has a room of its own. `schedule` says when a pod means to meet; `occurring` makes huddles
of that: planned, skipped, moved, announced, begun at their time. `agenda` is what they talk about,
`meeting` one that goes on, its action items and its recap, `coaching` a talk of two, `links` are
calendars and screens.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.transaction import Fires
from bot.huddles.agenda.ahead import Ahead
from bot.huddles.agenda.announcing import announce, repaint
from bot.huddles.agenda.service import AgendaService
from bot.huddles.coaching.service import CoachingService
from bot.huddles.facts import Due
from bot.huddles.links.making import screen_url
from bot.huddles.links.service import LinksService
from bot.huddles.meeting.ending import end_huddle, say_recap_if_over
from bot.huddles.meeting.opening import open_huddle, show_opened
from bot.huddles.meeting.service import MeetingService
from bot.huddles.occurring.deeds import Deeds
from bot.huddles.occurring.service import OccurringService
from bot.huddles.subjects import CARD, agenda_of, huddle_of
from bot.huddles.tools import Tools
from storage.huddles import place_agenda, place_huddle
from storage.outbox import Act, OutboxRow

_DEEDS: Final = Deeds(
    announce=announce,
    repaint=repaint,
    open_huddle=open_huddle,
    show_opened=show_opened,
    end_huddle=end_huddle,
    recap=say_recap_if_over,
)


class HuddlesService:
    """The rooms, and what they do together."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self._ahead = Ahead(tools)
        self.occurring = OccurringService(tools, replace(_DEEDS, draft=self._ahead.draft))
        self.agenda = AgendaService(tools, screen_url)
        self.meeting = MeetingService(tools, screen_url, prepare=self.occurring.prepare_by_hand)
        self.coaching = CoachingService(tools)
        self.links = LinksService(tools)

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        acts = self.occurring.acts() | self.agenda.acts() | self.meeting.acts()
        for made in (Due.DRAFT, Due.ANNOUNCE):
            acts[made] = self._ahead.before(acts[made])
        return acts

    async def start(self, now: datetime) -> None:
        """From now on huddles are opened on time."""
        await self.occurring.start(now)

    async def on_posted(
        self, session: AsyncSession, row: OutboxRow, ts: str, now: datetime
    ) -> None:
        """The sender, in its transaction: `row` stands at `ts`."""
        if row.act is not Act.POST or row.part != CARD:
            return
        if agenda := agenda_of(row.subject):
            await place_agenda(session, agenda, ts)
        elif huddle := huddle_of(row.subject):
            await place_huddle(session, huddle, ts)
