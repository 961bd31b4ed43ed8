"""The report of an alert that is over: by command, of one in a menu, or from where its card was."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from bot.alerts import words
from bot.alerts.report_card import report_card
from bot.alerts.service import AlertsService
from bot.inbox import Person
from bot.text.kit import Card
from handlers.payloads import Press, Said

Listener = Callable[[Press], Awaitable[Said]]


def report_actions(alerts: AlertsService) -> Mapping[str, Listener]:
    """By the names of the menus."""
    return {words.REPORT_OF: partial(_report_of, alerts)}


async def report_of(
    alerts: AlertsService, person: Person, now: datetime, alert_id: UUID | None = None
) -> Card:
    """Of that alert, or of what ended last."""
    return report_card(await alerts.report(person, now, alert_id), now)


async def _report_of(alerts: AlertsService, press: Press) -> Said:
    alert_id = words.read_id(press.value)
    return await report_of(alerts, press.person, press.delivery.now, alert_id)
