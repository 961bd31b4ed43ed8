"""The timers of asks and alerts that meet: who asked before is told, and cards count their asks."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.alike.signs import AlertSigns, Known, fit_of, gist_of, guess_of, names
from bot.alerts.ask_timers import count_later, go_on_telling
from bot.alerts.asks.linking import address_of
from bot.alerts.asks.linking_card import facts_card
from bot.alerts.changes import Tools, lock_alert
from bot.alerts.coverage import look_soon
from bot.alerts.repainting import repaint
from bot.alerts.seeing import list_covering_pods, look, look_from
from bot.alerts.spreading import list_own_pods
from bot.alerts.subjects import alert_of, card_of
from bot.alike.gist import Gist, places_of
from bot.delivery.outbox import say
from bot.text.kit import Card
from bot.text.languages import language
from storage.alerts import Alert, AlertState
from storage.alerts_asks import (
    UnlinkedAsk,
    UntoldAsk,
    link,
    list_unlinked,
    list_untold,
    note_told,
)
from storage.alerts_cards import find_card, list_cards
from storage.alerts_reach import get_market
from storage.alerts_reading import OPEN_STATES, find_alert, look_at_alert
from storage.timers import find_subject

ASKED_WITHIN: Final = timedelta(hours=4)
"""What was asked before is over, or was asked again."""

MOST_TOLD: Final = 40
"""In one transaction."""

MOST_BY_MEANING: Final = 40
"""So many questions that have no vector yet get one; the others are compared by their words."""


class _Asked(NamedTuple):
    ask: UnlinkedAsk
    gist: Gist


async def asks_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """The alert is new or says something else: who asked about it in the last hours is told."""
    found = await _find_asks(tools, timer_id, now)
    async with tools.transactions.due(timer_id, now, lock_alert) as (session, timer):
        alert_id = alert_of(timer.subject)
        alert = await find_alert(session, alert_id) if alert_id else None
        if alert is None or alert.state is AlertState.ENDED:
            return
        await look_soon(session, now)
        await link(session, alert.id, [each.id for each in found], now)
        untold = await list_untold(session, alert.id, MOST_TOLD)
        if untold:
            await _tell(tools, session, alert, untold, now)
        if len(untold) == MOST_TOLD:
            await go_on_telling(session, alert.id, now)
        for pod_id in {each.pod_id for each in found} | {each.pod_id for each in untold}:
            await count_later(session, alert.id, pod_id, now)


async def count_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """A pod's card counts its asks anew."""
    async with tools.transactions.due(timer_id, now, _lock_alert_of_card) as (session, timer):
        place = card_of(timer.subject)
        alert = await find_alert(session, place[0]) if place else None
        if place is None or alert is None or alert.state is AlertState.ENDED:
            return
        card = await find_card(session, *place)
        if card is not None and card.digest is None:  # lists count nothing
            shown = await look_from(session, alert, card.pod_id)
            card.counted = shown.have
            await say(session, now, await repaint(session, card, shown, now))


async def _lock_alert_of_card(session: AsyncSession, about: str) -> None:
    """Before the timer, as whoever tells its asks takes them."""
    if place := card_of(about):
        await find_alert(session, place[0])


async def _find_asks(tools: Tools, timer_id: UUID, now: datetime) -> list[UnlinkedAsk]:
    """Outside of every transaction that holds up others."""
    async with tools.transactions.look() as session:
        alert_id = alert_of(await find_subject(session, timer_id) or "")
        alert = await look_at_alert(session, alert_id) if alert_id else None
        if alert is None or alert.state not in OPEN_STATES:
            return []
        own = await list_own_pods(session, alert)
        others = await list_covering_pods(session, own, now)
        pods = [each.pod.id for each in (*own, *others)]
        asks = await list_unlinked(session, alert.id, pods, now - ASKED_WITHIN)
        name = (await get_market(session, alert.market_id)).name
    if not asks:
        return []
    elsewhere = {each.pod.id for each in others if each.market.id != alert.market_id}
    return await _fitting(tools.signs, asks, await tools.signs.of(alert, name), elsewhere)


async def _fitting(
    signs: AlertSigns, asks: Sequence[UnlinkedAsk], known: Known, elsewhere: Collection[UUID]
) -> list[UnlinkedAsk]:
    """Of a few hundred asks; others have their turn between any two. `elsewhere` are pods of other
    markets.
    """
    places = places_of(each.question for each in asks)
    read = []
    for each in asks:
        gist = gist_of(each.question, each.topic, places)
        if each.pod_id not in elsewhere or names(gist, known):
            read.append(_Asked(each, gist))
        await asyncio.sleep(0)
    likely = sorted(read, key=lambda each: guess_of(each.gist, known), reverse=True)
    fitting, made = [], 0
    for asked in likely:
        text = asked.ask.question
        is_new = not signs.has_vector(text)
        made += is_new
        vector = None if is_new and made > MOST_BY_MEANING else await signs.vector(text)
        if fit_of(asked.gist, vector, known) >= 0:
            fitting.append(asked.ask)
    return fitting


async def _tell(
    tools: Tools, session: AsyncSession, alert: Alert, untold: Sequence[UntoldAsk], now: datetime
) -> None:
    shown = await look(session, alert, {each.pod_id for each in untold})
    addresses = await _addresses(tools, session, alert.id)
    told: dict[UUID, Card] = {
        each.id: facts_card(
            shown[each.pod_id],
            each.root,
            language(each.question),
            addresses.get(each.pod_id),
            now,
        )
        for each in untold
    }
    await tools.tell_askers(session, told, now)
    await note_told(session, alert.id, told, now)


async def _addresses(tools: Tools, session: AsyncSession, alert_id: UUID) -> dict[UUID, str]:
    cards = await list_cards(session, alert_id)
    known = {each.pod_id: address_of(tools, each) for each in cards}
    return {pod: address for pod, address in known.items() if address}
