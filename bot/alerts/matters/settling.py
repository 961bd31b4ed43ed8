"""A matter is decided once: an alert speaks for it, or it is nothing for one."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.asks.linking import link_asks
from bot.alerts.matters import views
from bot.alerts.matters.errors import MatterDecided, MatterGone
from bot.alerts.matters.naming import about
from bot.alerts.matters.telling import repaint_told
from bot.pods.facts import Home
from bot.text.kit import Card
from storage.alerts import Alert
from storage.alerts_matters import AlertMatter, MatterState, find_matter, lock_matters
from storage.alerts_matters_reading import (
    find_market_of_matter,
    list_asks_of_matter,
    list_told,
)
from storage.alerts_reach import get_market
from storage.alerts_reading import look_at_alert
from storage.pods import find_member


async def lock_matter(session: AsyncSession, matter_id: UUID) -> AlertMatter | None:
    """The matter, while nobody else judges or decides matters of its market."""
    market_id = await find_market_of_matter(session, matter_id)
    if market_id is None:
        return None
    await lock_matters(session, market_id)
    return await find_matter(session, matter_id)


async def take(session: AsyncSession, home: Home, matter_id: UUID) -> AlertMatter:
    """For somebody who was told of it, to decide. Raises `MatterGone`, and `MatterDecided` where
    an alert speaks for it.
    """
    matter = await check_told(session, home, await lock_matter(session, matter_id))
    await check_open(session, matter)
    return matter


async def check_told(session: AsyncSession, home: Home, matter: AlertMatter | None) -> AlertMatter:
    """Raises `MatterGone` for anybody else."""
    if matter is None or matter.team_id != home.member.team_id:
        raise MatterGone
    if home.member.user not in {each.user for each in await list_told(session, matter.id)}:
        raise MatterGone
    return matter


async def check_open(session: AsyncSession, matter: AlertMatter) -> None:
    """Raises `MatterDecided` where an alert speaks for it."""
    if matter.alert_id is not None:
        alert = await look_at_alert(session, matter.alert_id)
        raise MatterDecided(await _name_of(session, matter), alert.headline if alert else "")


async def alert_for(
    session: AsyncSession, home: Home, matter: AlertMatter, alert: Alert, now: datetime
) -> None:
    """Somebody made an alert of it."""
    card = views.alerted(home.member.name, alert, await had_dismissed(session, matter))
    await speak(session, matter, alert, now, card, home.member.user)


async def add_to(
    session: AsyncSession, home: Home, matter: AlertMatter, alert: Alert, now: datetime
) -> None:
    """Somebody says that a live alert is about it."""
    card = views.added(home.member.name, alert, await had_dismissed(session, matter))
    await speak(session, matter, alert, now, card, home.member.user)


async def speak(
    session: AsyncSession,
    matter: AlertMatter,
    alert: Alert,
    now: datetime,
    card: Card | None = None,
    by: str | None = None,
) -> None:
    """The alert is about the matter's asks from now on: their askers get its facts."""
    matter.alert_id, matter.decided_by, matter.state = alert.id, by, MatterState.OPEN
    await session.flush()
    asks = await list_asks_of_matter(session, matter.id)
    await link_asks(session, alert, [each.id for each in asks], now)
    await repaint_told(session, matter, card or views.speaks(alert), now)


async def dismiss(
    session: AsyncSession, home: Home, matter: AlertMatter, why: str, reps: int, now: datetime
) -> None:
    """It is nothing for an alert; it is told again when twice as many ask. Raises `MatterDecided`
    where somebody did so before.
    """
    if matter.state is MatterState.DISMISSED:
        raise MatterDecided(await _name_of(session, matter), matter.why or "")
    matter.state, matter.decided_by, matter.why = MatterState.DISMISSED, home.member.user, why
    matter.told_count = max(reps, 1)
    await session.flush()
    found = about(await list_asks_of_matter(session, matter.id))
    zone = (await get_market(session, matter.market_id)).timezone
    leads = views.not_only_you(found, 0, reps, matter.began_at, zone, now)
    card = views.dismissed(home.member.name, matter, leads)
    await repaint_told(session, matter, card, now)


async def had_dismissed(session: AsyncSession, matter: AlertMatter | None) -> str:
    """Who dismissed it and why, in words; nothing where nobody did."""
    if matter is None or matter.state is not MatterState.DISMISSED:
        return ""
    return views.had_dismissed(await _name_of(session, matter), matter.why)


async def find_speaking(
    session: AsyncSession, ask_ids: Collection[UUID], linked: Mapping[UUID, set[UUID]]
) -> Alert | None:
    """The live alert that speaks for half of these asks and more."""
    ids = set(ask_ids)
    speaking = max(linked, key=lambda each: len(linked[each] & ids), default=None)
    if speaking is None or 2 * len(linked[speaking] & ids) < len(ids):
        return None
    return await look_at_alert(session, speaking)


async def _name_of(session: AsyncSession, matter: AlertMatter) -> str | None:
    """Of whoever decided it."""
    if matter.decided_by is None:
        return None
    home = await find_member(session, matter.team_id, matter.decided_by)
    return home.member.name if home else None
