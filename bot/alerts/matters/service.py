"""Matters: what several ask at once, before anybody made an alert of it."""

from datetime import datetime
from uuid import UUID

from bot.alerts.matters import acting
from bot.alerts.matters.facts import MatterDue, Senses
from bot.alerts.matters.judging import judge_due
from bot.alerts.matters.next import next_due
from bot.alerts.shown import Prepared
from bot.delivery.transaction import Fires
from bot.inbox import Delivery, Person
from storage.alerts import Alert
from storage.alerts_matters import AlertMatter


class MattersService:
    """For those who are told of a matter, and for its timers. An alert of a matter is posted as
    any other: `AlertsService.post`.
    """

    def __init__(self, senses: Senses) -> None:
        self._senses, self._tools = senses, senses.tools

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        return {MatterDue.JUDGE: self.judge_due, MatterDue.NEXT: self.next_due}

    async def open_form(self, person: Person, matter_id: UUID, now: datetime) -> Prepared:
        """The form of an alert, filled in by what was asked."""
        return await acting.open_form(self._tools, person, matter_id, now)

    async def look_at(self, person: Person, matter_id: UUID) -> AlertMatter:
        """One that is still to be decided."""
        return await acting.look_at(self._tools, person, matter_id)

    async def add_to(
        self, delivery: Delivery, person: Person, matter_id: UUID, alert_id: UUID
    ) -> Alert:
        """A live alert is about it."""
        return await acting.add(self._tools, delivery, person, matter_id, alert_id)

    async def dismiss(self, delivery: Delivery, person: Person, matter_id: UUID, why: str) -> None:
        """It is nothing for an alert."""
        await acting.dismiss_it(self._tools, delivery, person, matter_id, why)

    async def judge_due(self, timer_id: UUID, now: datetime) -> None:
        await judge_due(self._senses, timer_id, now)

    async def next_due(self, timer_id: UUID, now: datetime) -> None:
        await next_due(self._tools, timer_id, now)
