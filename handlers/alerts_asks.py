"""What somebody presses on an alert that their question seems to be about."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from bot.alerts import words
from bot.alerts.service import AlertsService
from handlers.payloads import Beside, Press, Said

Listener = Callable[[Press], Awaitable[Said]]


def asks_actions(alerts: AlertsService) -> Mapping[str, Listener]:
    """By the names of the buttons."""
    return {
        words.THIS_IS_IT: partial(_this_is_it, alerts),
        words.NOT_THIS: partial(_not_this, alerts),
        words.OPEN_LINK: _nothing,
    }


async def _this_is_it(alerts: AlertsService, press: Press) -> Said:
    """The facts stay, as they may be read to a customer, with all that stands beside them."""
    about = words.read_about(press.value)
    return Beside(await alerts.this_is_it(press.delivery, press.person, *about))


async def _not_this(alerts: AlertsService, press: Press) -> Said:
    about = words.read_about(press.value)
    return Beside(await alerts.not_this(press.delivery, press.person, *about))


async def _nothing(press: Press) -> Said:
    """A button that opens an address only needs an acknowledgement."""
    return None
