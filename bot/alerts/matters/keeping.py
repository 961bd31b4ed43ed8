"""What was judged is kept: matters and their asks; askers are told, and whoever can act."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.asks.linking import link_asks
from bot.alerts.matters import views
from bot.alerts.matters.facts import MatterDue, Senses
from bot.alerts.matters.market import Asking
from bot.alerts.matters.naming import about
from bot.alerts.matters.sensing import Seen
from bot.alerts.matters.settling import find_speaking, speak
from bot.alerts.matters.telling import repaint_told, tell_next
from bot.alerts.matters.whose_turn import NEXT_AFTER
from bot.alerts.subjects import market_subject
from bot.text.kit import Card
from storage.alerts_matters import AlertMatter, MatterState, note_asks, set_asks
from storage.alerts_matters_reading import RecentAsk, list_told, list_unaware, map_linked
from storage.alerts_reading import look_at_alert
from storage.pods import find_member
from storage.timers import set_timer

NOTED_AT_ONCE: Final = 25
NEXT_TURN: Final = timedelta(seconds=1)

Linked = Mapping[UUID, set[UUID]]
"""Which asks each live alert speaks for."""


async def keep_all(
    senses: Senses, session: AsyncSession, asking: Asking, seen: Sequence[Seen], now: datetime
) -> None:
    """In the open transaction, under the market's lock."""
    linked = await map_linked(session, [ask for each in seen for ask in each.asks])
    for each in seen:
        await _keep(senses, session, asking, each, linked, now)
    bound = {each.matter for each in seen}
    for matter in asking.matters:
        if matter.id not in bound and matter.asks - matter.parted:
            some = any(each.id in matter.asks for each in asking.asks)
            left = views.asks_else() if some else views.taken_back()
            await _fall_apart(session, asking.stored[matter.id], left, now)


async def _keep(
    senses: Senses,
    session: AsyncSession,
    asking: Asking,
    seen: Seen,
    linked: Linked,
    now: datetime,
) -> None:
    known = asking.stored.get(seen.matter) if seen.matter else None
    if seen.matter and known is None:
        return  # decided and over since it was judged
    mine = set(seen.asks)
    asks = [each for each in asking.asks if each.id in mine]
    if not asks:
        return
    matter = known or await _make(session, senses.team, asking, seen, now)
    matter.topic, matter.began_at = seen.topic, asks[0].asked_at
    matter.last_asked_at = asks[-1].asked_at
    if asking.asks_of(matter.id) != mine:
        await session.flush()
        await set_asks(session, matter.id, [each.id for each in asks])
    if await _is_spoken_for(session, matter, asks, linked, now):
        return
    if known is None or (seen.tell and _may_tell_again(matter, now)):
        await tell_next(session, matter, asks, now, anew=known is not None)
    if matter.state is not MatterState.DISMISSED:
        spoken = frozenset[UUID]().union(*linked.values())
        await _note(senses, session, asking, matter, seen, asks, spoken, now)


async def _make(
    session: AsyncSession, team: str, asking: Asking, seen: Seen, now: datetime
) -> AlertMatter:
    made = AlertMatter(
        team_id=team,
        market_id=asking.market_id,
        topic=seen.topic,
        began_at=seen.began,
        last_asked_at=seen.began,
        told_count=seen.reps,
        told_at=now,
    )
    session.add(made)
    return made


def _may_tell_again(matter: AlertMatter, now: datetime) -> bool:
    """While somebody was just told, the next one hears the new number."""
    return matter.state is MatterState.DISMISSED or now >= matter.told_at + NEXT_AFTER


async def _is_spoken_for(
    session: AsyncSession,
    matter: AlertMatter,
    asks: Sequence[RecentAsk],
    linked: Linked,
    now: datetime,
) -> bool:
    """An alert that speaks for the matter, or for most of its asks, speaks for all of them."""
    ids = {each.id for each in asks}
    if matter.alert_id is None:
        speaking = await find_speaking(session, ids, linked)
        if speaking is not None:
            await speak(session, matter, speaking, now)
        return speaking is not None
    alert = await look_at_alert(session, matter.alert_id)
    if alert is not None:
        await link_asks(session, alert, sorted(ids - linked.get(alert.id, set())), now)
    return True


async def _note(
    senses: Senses,
    session: AsyncSession,
    asking: Asking,
    matter: AlertMatter,
    seen: Seen,
    asks: Sequence[RecentAsk],
    spoken: frozenset[UUID],
    now: datetime,
) -> None:
    """Who joined another's thread knows already that it is not only theirs, and so does whoever
    got an alert's facts, or was told when their ask was put to another matter. Where many are to
    know, some wait for the next turn: nobody else can write meanwhile.
    """
    note = set(seen.note)
    waiting = [each.id for each in asks if each.id in note]
    new = set(waiting[:NOTED_AT_ONCE])
    if len(waiting) > NOTED_AT_ONCE:
        await set_timer(session, MatterDue.JUDGE, market_subject(asking.market_id), now + NEXT_TURN)
    unaware = await list_unaware(session, new - spoken) if new else set()
    unknown = [each.id for each in asks if each.id in unaware]
    if unknown:
        zone, found = asking.pods[0].market.timezone, about(asks)
        leads = views.not_only_you(found, seen.lately, seen.reps, seen.began, zone, now)
        who = await _told_name(session, matter)
        cards = {each: views.note(each, leads, who) for each in unknown}
        await senses.tools.tell_askers(session, cards, now)
    if new:
        await note_asks(session, matter.id, new, now)
    if unknown:
        await senses.tools.share_answer(session, [each.id for each in asks], now)


async def _told_name(session: AsyncSession, matter: AlertMatter) -> str | None:
    """Of whoever was told last, and is still there."""
    told = await list_told(session, matter.id)
    home = await find_member(session, matter.team_id, told[-1].user) if told else None
    return home.member.name if home else None


async def _fall_apart(
    session: AsyncSession, matter: AlertMatter, left: Card, now: datetime
) -> None:
    """None of its questions counts any more, or they are about something else."""
    await set_asks(session, matter.id, ())
    if matter.alert_id is None and matter.state is MatterState.OPEN:
        await repaint_told(session, matter, left, now)
