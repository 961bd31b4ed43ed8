"""What a huddle talks about: gathered from the week, added to by anybody, arranged by coaches."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from bot.delivery.transaction import Fires
from bot.huddles.agenda import adding, arranging, looking, taking_off
from bot.huddles.agenda.announcing import repaint_due
from bot.huddles.agenda.concerns import concerns_due
from bot.huddles.agenda.looking import ScreenUrl, no_screen
from bot.huddles.agenda.mentioned import as_read
from bot.huddles.agenda.shown import (
    Added,
    Arranged,
    AtHome,
    ItemForm,
    Opening,
    Pressed,
    Seen,
    Source,
)
from bot.huddles.agenda.words import Deed
from bot.huddles.facts import Due
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person


class AgendaService:
    """Every verb that changes something opens the one transaction. Errors are those of
    `errors.py`, and `NoPod`.
    """

    def __init__(self, tools: Tools, screen: ScreenUrl = no_screen) -> None:
        self._tools, self._screen = tools, screen

    @property
    def on(self) -> bool:
        """Whether there are huddles here at all."""
        return self._tools.on

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        return {
            Due.CONCERNS: partial(concerns_due, self._tools),
            Due.REPAINT: partial(repaint_due, self._tools),
        }

    async def show(
        self,
        person: Person,
        now: datetime,
        agenda_id: UUID | None = None,
        channel: str | None = None,
    ) -> Seen:
        """That agenda, or what goes on or comes next."""
        return await looking.show(self._tools, person, now, agenda_id, channel)

    async def read(
        self, person: Person, now: datetime, agenda_id: UUID | None = None
    ) -> tuple[Seen, Mapping[UUID, str]]:
        """As `show`, with what worked for its lines, by their ids."""
        return await looking.read(self._tools, person, now, agenda_id)

    async def at_home(self, person: Person, now: datetime) -> AtHome:
        """What comes next, and what of it is theirs."""
        return await looking.at_home(self._tools, person, now)

    async def screen(self, delivery: Delivery, person: Person, agenda_id: UUID) -> str:
        """The address of a page for screens; "" where there is none."""
        return await looking.screen(self._tools, delivery, person, agenda_id, self._screen)

    async def as_read(self, person: Person, slack_text: str) -> str:
        """What Slack sent, in words, with the names of whom it mentions."""
        return await as_read(self._tools, person, slack_text)

    async def open_adding(
        self,
        person: Person,
        now: datetime,
        agenda_id: UUID | None = None,
        text: str = "",
        source: Source | None = None,
    ) -> Opening:
        """The form of a new item, filled in by a message."""
        return await adding.open_adding(self._tools, person, agenda_id, text, source, now)

    async def add(
        self,
        delivery: Delivery,
        person: Person,
        text: str,
        agenda_id: UUID | None = None,
        source: Source | None = None,
        pressed: Pressed | None = None,
    ) -> Added:
        """On the next agenda, or kept for it."""
        return await adding.add(
            self._tools, delivery, person, text, agenda_id, source=source, pressed=pressed
        )

    async def take_off(self, delivery: Delivery, person: Person, item_id: UUID) -> Added:
        """What somebody put there themselves."""
        return await taking_off.take_off(self._tools, delivery, person, item_id)

    async def put_back(self, delivery: Delivery, person: Person, item_id: UUID) -> Added:
        """What they took off."""
        return await taking_off.put_back(self._tools, delivery, person, item_id)

    async def open_arranging(
        self, person: Person, agenda_id: UUID, now: datetime, version: int | None = None
    ) -> Arranged:
        """As it stands now, and what others did since that version."""
        return await arranging.open_arranging(self._tools, person, agenda_id, now, version)

    async def arrange(
        self,
        delivery: Delivery,
        person: Person,
        agenda_id: UUID,
        version: int,
        deed: Deed,
        item_id: UUID,
    ) -> Arranged:
        """One step, of what was seen at that version."""
        about = (agenda_id, version, deed, item_id)
        return await arranging.arrange(self._tools, delivery, person, *about)

    async def open_item(
        self,
        person: Person,
        agenda_id: UUID,
        item_id: UUID,
        now: datetime,
        version: int | None = None,
    ) -> ItemForm:
        """Who speaks about it, and for how long; as `open_arranging`."""
        about = (agenda_id, item_id, now, version)
        return await arranging.open_item(self._tools, person, *about)

    async def save_item(
        self,
        delivery: Delivery,
        person: Person,
        agenda_id: UUID,
        version: int,
        item_id: UUID,
        who: str | None,
        minutes: str | None,
    ) -> Arranged:
        """As `arrange`."""
        about = (agenda_id, version, item_id, who, minutes)
        return await arranging.save_item(self._tools, delivery, person, *about)
