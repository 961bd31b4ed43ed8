"""Asks meet alerts: whoever asks about something that goes on gets its facts at once, and whoever
asked before it was announced gets them then. Each ask once for each alert.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.alike.signs import find_best, names
from bot.alerts.ask_timers import count_later, meet_asks
from bot.alerts.asks import linking_card
from bot.alerts.changes import Tools
from bot.alerts.errors import NotTheirQuestion
from bot.alerts.rules import is_for
from bot.alerts.seeing import look_from
from bot.alerts.shown import Shown
from bot.alike.gist import Gist
from bot.inbox import Delivery, Person
from bot.pods.facts import Home, PodInMarket
from bot.pods.service import get_actor
from bot.text.kit import Card
from bot.text.languages import language
from storage.advice import Ask
from storage.advice_reading import look_at_ask
from storage.alerts import Alert, AlertAsk, AlertCard, AlertState
from storage.alerts_asks import find_link, link
from storage.alerts_cards import find_card
from storage.alerts_reading import list_live_alerts, look_at_alert

if TYPE_CHECKING:
    from bot.meaning.vectors import Vector


class Match(NamedTuple):
    """The alert that a question is about, as its asker's pod sees it, and where its card stands."""

    shown: Shown
    address: str | None


async def look(
    tools: Tools,
    session: AsyncSession,
    home: Home | PodInMarket,
    asked: Gist,
    vector: "Vector | None",
    covered: Sequence[PodInMarket] = (),
    refused: Collection[UUID] = (),
) -> Match | None:
    """What goes on in the person's market, or in one whose calls their pod takes now, that a
    question is about; its asker `refused` some. Where nothing goes on it is one query.
    """
    markets = {home.market.id: home.market} | {each.market.id: each.market for each in covered}
    pods = [home.pod.id, *(each.pod.id for each in covered)]
    live = await list_live_alerts(session, home.pod.team_id, markets)
    fresh = [each for each in live if each.id not in refused]
    theirs = {each.id: each for each in fresh if is_for(each.only_pods, pods)}
    known = {}
    for each in sorted(theirs.values(), key=lambda alert: alert.market_id != home.market.id):
        signs = await tools.signs.of(each, markets[each.market_id].name)
        if each.market_id == home.market.id or names(asked, signs):
            known[each.id] = signs
    best = find_best(asked, vector, known)
    return await match_in(tools, session, theirs[best], home.pod.id) if best else None


async def keep(
    tools: Tools, session: AsyncSession, home: Home, ask: Ask, seen: Match | None, now: datetime
) -> Card | None:
    """The question was made: it is linked, its thread says so to those who help, and its asker
    reads the card.
    """
    if seen is None:
        return None
    alert = await look_at_alert(session, seen.shown.alert.id)
    if alert is None or alert.state is AlertState.ENDED:
        return None
    await link(session, alert.id, [ask.id], now, told=True)
    await count_later(session, alert.id, ask.pod_id, now)
    if ask.joined_to is None:  # else what stands in the thread is said already
        line = linking_card.line(seen.shown, seen.address)
        await tools.tell_askers(session, {ask.id: line}, now, quietly=True)
    return linking_card.facts_card(
        seen.shown, ask.joined_to or ask.id, language(ask.question), seen.address, now
    )


async def link_asks(
    session: AsyncSession, alert: Alert, ask_ids: Collection[UUID], now: datetime
) -> None:
    """Somebody says that these asks are about the alert; their askers are told after the commit.
    The timers come before the links, as where they are told.
    """
    if ask_ids:
        await meet_asks(session, alert.id, now)
        await link(session, alert.id, ask_ids, now, said=True)


async def this_is_it(
    tools: Tools, delivery: Delivery, person: Person, alert_id: UUID, root: UUID
) -> Card:
    """Its asker says that the alert is what their question is about: nobody is called for it any
    more while it goes on. The ask is taken before anything else. Raises `NotTheirQuestion`.
    """
    async with tools.transactions.of(delivery) as session:
        mine = await _get_link(session, alert_id, root, person)
        about = await look_at_alert(session, alert_id)
        if about is not None and about.state is not AlertState.ENDED:
            await tools.rest(session, mine.ask_id, alert_id, about.headline, delivery.now)
        await get_actor(session, person, delivery.now)
        again = mine.refused_at is not None
        mine.said_at, mine.refused_at = mine.said_at or delivery.now, None
        ask, alert = await look_at_ask(session, mine.ask_id), await look_at_alert(session, alert_id)
        if ask is None or alert is None:
            return linking_card.noted()
        if alert.state is AlertState.ENDED:
            return linking_card.it_was()
        if again:
            await count_later(session, alert_id, ask.pod_id, delivery.now)
    return linking_card.noted()


async def not_this(
    tools: Tools, delivery: Delivery, person: Person, alert_id: UUID, root: UUID
) -> Card:
    """Its asker says that it is not: nobody links the two again, and those who help read it in the
    thread. Whoever was called no more is called again. Raises `NotTheirQuestion`.
    """
    async with tools.transactions.of(delivery) as session:
        mine = await _get_link(session, alert_id, root, person)
        await tools.go_on(session, mine.ask_id, alert_id, delivery.now)
        await get_actor(session, person, delivery.now)
        if mine.refused_at is None:
            mine.refused_at, mine.said_at = delivery.now, None
            if ask := await look_at_ask(session, mine.ask_id):
                await count_later(session, alert_id, ask.pod_id, delivery.now)
                if ask.joined_to is None:  # else the others' is still about it
                    said: Mapping[UUID, Card] = {ask.id: linking_card.something_else()}
                    await tools.tell_askers(session, said, delivery.now, quietly=True)
    return linking_card.it_is_not()


async def match_in(tools: Tools, session: AsyncSession, alert: Alert, pod_id: UUID) -> Match:
    """The alert as a pod has it."""
    shown = await look_from(session, alert, pod_id)
    return Match(shown, address_of(tools, await find_card(session, alert.id, pod_id)))


def address_of(tools: Tools, card: AlertCard | None) -> str | None:
    """Of a card; None before Slack has posted it."""
    return tools.permalink(card.channel, card.ts) if card and card.ts else None


async def _get_link(session: AsyncSession, alert_id: UUID, root: UUID, person: Person) -> AlertAsk:
    found = await find_link(session, alert_id, root, person.user)
    if found is None:
        raise NotTheirQuestion
    return found
