"""What those do who are told of a matter: alert the pod, add it to a live alert, or dismiss it."""

from datetime import datetime
from uuid import UUID

from bot.alerts import opening
from bot.alerts.changes import Tools
from bot.alerts.checking import typed
from bot.alerts.errors import Gone, Over
from bot.alerts.matters import naming
from bot.alerts.matters.errors import NobodyAsks, SayWhy
from bot.alerts.matters.settling import (
    add_to,
    check_open,
    check_told,
    dismiss,
    had_dismissed,
    take,
)
from bot.alerts.matters.telling import count_askers
from bot.alerts.rules import May
from bot.alerts.seeing import check_sees
from bot.alerts.shown import Prepared
from bot.inbox import Delivery, Person
from bot.pods.service import get_actor, get_home
from storage.alerts import Alert, AlertState
from storage.alerts_matters import AlertMatter
from storage.alerts_matters_reading import list_asks_of_matter, look_at_matter
from storage.alerts_reading import find_alert


async def open_form(tools: Tools, person: Person, matter_id: UUID, now: datetime) -> Prepared:
    """The form of an alert, filled in by what was asked. Raises `MatterGone`, `MatterDecided`, and
    `NobodyAsks` where it was taken back.
    """
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        matter = await check_told(session, home, await look_at_matter(session, matter_id))
        await check_open(session, matter)
        asks = await list_asks_of_matter(session, matter.id)
        before = await had_dismissed(session, matter)
    if not asks:
        raise NobodyAsks
    draft = naming.draft(asks, matter.began_at)
    at_least = May.POST_UNCONFIRMED
    about = (person, matter.market_id, draft, now, at_least)
    return (await opening.open_again(tools, *about))._replace(before=before)


async def look_at(tools: Tools, person: Person, matter_id: UUID) -> AlertMatter:
    """Before it is asked why it is dismissed. Raises `MatterGone`, `MatterDecided`."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        matter = await check_told(session, home, await look_at_matter(session, matter_id))
        await check_open(session, matter)
        return matter


async def add(
    tools: Tools, delivery: Delivery, person: Person, matter_id: UUID, alert_id: UUID
) -> Alert:
    """Its asks are about a live alert. Raises `MatterDecided`; `Gone` and `Over` for that alert."""
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        matter = await take(session, home, matter_id)
        alert = await find_alert(session, alert_id)
        if alert is None or alert.market_id != matter.market_id:
            raise Gone
        await check_sees(session, alert, home, delivery.now)
        if alert.state is AlertState.ENDED:
            raise Over
        await add_to(session, home, matter, alert, delivery.now)
        return alert


async def dismiss_it(
    tools: Tools, delivery: Delivery, person: Person, matter_id: UUID, why: str
) -> None:
    """Raises `SayWhy` without a reason."""
    reason = typed(tools.masker, why).text
    if not reason:
        raise SayWhy
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        matter = await take(session, home, matter_id)
        asks = await list_asks_of_matter(session, matter.id)
        await dismiss(session, home, matter, reason, count_askers(asks), delivery.now)
