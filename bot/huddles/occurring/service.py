"""When huddles are: planned, announced, begun and ended on time; skipped, moved, called for.

Every verb that changes something takes the delivery (or the timer) that caused it and opens the
one transaction. Errors are those of `errors.py`, and of times those of the schedule.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.transaction import Fires
from bot.huddles.facts import Due, Schedule
from bot.huddles.occurring import (
    answering,
    changing,
    opening,
    planning,
    preparing,
    quieting,
    scheduling,
    showing,
)
from bot.huddles.occurring.deeds import Deeds
from bot.huddles.occurring.facts import Changed, Shown
from bot.huddles.occurring.form import Editing
from bot.huddles.occurring.opening import Opener
from bot.huddles.occurring.words import Form, Slot
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import PodInMarket


class OccurringService:
    """`deeds` are what the other rooms do when a huddle's time comes."""

    def __init__(self, tools: Tools, deeds: Deeds | None = None) -> None:
        self._tools, self._deeds = tools, deeds or Deeds()
        self._opener = Opener(self._tools, self._deeds)

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        both = (self._tools, self._deeds)
        acts: dict[str, Fires] = {
            Due.PLAN: self._plan_due,
            Due.DRAFT: partial(preparing.draft_due, *both),
            Due.ANNOUNCE: partial(preparing.announce_due, *both),
            Due.LOOK: partial(preparing.look_again_due, self._tools),
            Due.START: self._opener.start_due,
            Due.END: partial(opening.end_due, *both),
            Due.QUIETEST: partial(quieting.quietest_due, self._tools),
        }
        return acts if self._tools.on else dict.fromkeys(acts, self._let_pass)

    async def start(self, now: datetime) -> None:
        """What is missing of what is planned is mended; nothing where huddles are switched off."""
        if self._tools.on:
            pods = await planning.begin(self._tools, now)
            await quieting.await_quietest(self._tools, planning.delivery(now), pods)

    async def prepare_by_hand(
        self, session: AsyncSession, place: PodInMarket, agenda_id: UUID, now: datetime
    ) -> None:
        """Before somebody opens one early: its people and its agenda, where it was not announced.
        Locks in the order of all: pod, huddles, agenda.
        """
        await preparing.prepare_by_hand(session, self._tools, self._deeds, agenda_id, now)

    async def when(self, person: Person, now: datetime) -> Shown:
        """The next three of the person's pod."""
        return await showing.show(self._tools, person, now)

    async def skip(
        self, delivery: Delivery, person: Person, typed: str, channel: str | None
    ) -> Changed:
        """The next one, or that of a day."""
        about = (self._tools, self._deeds, delivery, person)
        return await changing.skip(*about, typed, channel)

    async def call_off(self, delivery: Delivery, person: Person, agenda_id: UUID) -> Changed:
        """That one."""
        about = (self._tools, self._deeds, delivery, person)
        return await changing.call_off(*about, agenda_id)

    async def bring_back(self, delivery: Delivery, person: Person, agenda_id: UUID) -> Changed:
        """It takes place after all."""
        about = (self._tools, self._deeds, delivery, person)
        return await changing.bring_back(*about, agenda_id)

    async def move(
        self, delivery: Delivery, person: Person, typed: str, channel: str | None
    ) -> Changed:
        """The next one, to another time."""
        about = (self._tools, self._deeds, delivery, person)
        return await changing.move(*about, typed, channel)

    async def move_to(
        self, delivery: Delivery, person: Person, agenda_id: UUID, to: datetime
    ) -> Changed:
        """That one."""
        about = (self._tools, self._deeds, delivery, person)
        return await changing.move_to(*about, agenda_id, to)

    async def once(
        self, delivery: Delivery, person: Person, typed: str, channel: str | None
    ) -> Changed:
        """One beside the schedule."""
        return await changing.once(self._tools, delivery, person, typed, channel)

    async def later(
        self, delivery: Delivery, person: Person, agenda_id: UUID, at: datetime, url: str | None
    ) -> None:
        """ "45 minutes later", of one that was at that time when it was offered."""
        about = (self._tools, self._deeds, delivery, person)
        await answering.later(*about, agenda_id, at, url)

    async def keep(
        self, delivery: Delivery, person: Person, agenda_id: UUID, at: datetime, url: str | None
    ) -> None:
        """As it is."""
        await answering.keep(self._tools, delivery, person, agenda_id, at, url)

    async def open_form(self, person: Person, now: datetime, channel: str | None) -> Editing:
        """When the pod meets, to be changed."""
        return await scheduling.open_form(self._tools, person, now, channel)

    async def save_form(
        self, delivery: Delivery, person: Person, form: Form, values: Mapping[str, str | None]
    ) -> tuple[Schedule, PodInMarket, datetime | None]:
        """What holds now, and when the next one is. Raises `scheduling.Conflict`."""
        return await scheduling.save(self._tools, delivery, person, form, values)

    async def take_slot(
        self, delivery: Delivery, person: Person, slot: Slot, url: str | None
    ) -> None:
        """The pod meets then from now on."""
        await quieting.take_slot(self._tools, delivery, person, slot, url)

    async def keep_slot(
        self, delivery: Delivery, person: Person, slot: Slot, url: str | None
    ) -> None:
        """It meets when it did."""
        await quieting.keep_slot(self._tools, delivery, person, slot, url)

    async def _plan_due(self, timer_id: UUID, now: datetime) -> None:
        pods = await planning.plan_due(self._tools, timer_id, now)
        await quieting.await_quietest(self._tools, planning.delivery(now), pods)

    async def _let_pass(self, timer_id: UUID, now: datetime) -> None:
        """Where huddles are switched off; what is still to come is mended once they are on."""
        async with self._tools.transactions.due(timer_id, now):
            return
