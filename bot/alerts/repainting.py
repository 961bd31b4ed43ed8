"""The cards of an alert as they look now, and what people are told below them."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts import views
from bot.alerts.priorities import priority
from bot.alerts.rules import speaks
from bot.alerts.seeing import look
from bot.alerts.shown import Shown
from bot.alerts.subjects import CARD, card_subject, digest_subject
from bot.delivery.message import Outgoing, PartOf, Post, Priority, Repaint
from bot.text.kit import Card
from storage.alerts import Alert, AlertCard, Severity
from storage.alerts_cards import list_cards, lock_digests, map_digests
from storage.alerts_reach import get_market
from storage.alerts_reading import look_at_alerts
from storage.pods import list_pods

Say = Callable[[Shown, datetime], Card]


async def repaint_all(
    session: AsyncSession,
    alert: Alert,
    worst: Severity,
    now: datetime,
    tells: Say | None = None,
) -> list[Outgoing]:
    """Every card in its place; and where people are told, a reply that also goes to the channel,
    in the pods that are open or where the `worst` of it speaks at any hour. Each is made once for
    all that look alike.
    """
    await lock_digests(session, [alert.id])
    cards = await list_cards(session, alert.id)
    pod_ids = [each.pod_id for each in cards]
    shown = await look(session, alert, pod_ids)
    places = {each.pod.id: each for each in await list_pods(session, pod_ids)} if tells else {}
    digests = await look_at_digests(session, {each.digest for each in cards if each.digest}, now)
    looks, told = made_once(views.card, now), made_once(tells, now) if tells else None
    said: list[Outgoing] = []
    for card in cards:
        seen = shown[card.pod_id]
        card.version, card.counted = alert.version, seen.have
        look_now = looks(seen) if card.digest is None else digests[card.digest]
        said.append(_repaint(card, look_now, priority(alert)))
        place = places.get(card.pod_id)
        if told is not None and place is not None and speaks(place, worst, now):
            said.append(_reply(card, told(seen), priority(alert)))
    return said


async def repaint(
    session: AsyncSession,
    card: AlertCard,
    shown: Shown,
    now: datetime,
    response_url: str | None = None,
) -> Repaint:
    """A card, or the message in which it stands together with others."""
    if card.digest is None:
        look_now = views.card(shown, now)
    else:
        look_now = (await look_at_digests(session, [card.digest], now))[card.digest]
    return _repaint(card, look_now, priority(shown.alert), response_url)


def made_once(make: Say, now: datetime) -> Callable[[Shown], Card]:
    """Of one alert: what looks alike is made for the first of several pods."""
    made: dict[tuple[int, ...], Card] = {}

    def look(seen: Shown) -> Card:
        if seen.alike not in made:
            made[seen.alike] = make(seen, now)
        return made[seen.alike]

    return look


def _repaint(
    card: AlertCard, look_now: Card, when: Priority, response_url: str | None = None
) -> Repaint:
    return Repaint(
        subject=subject_of(card),
        part=CARD,
        channel=card.channel,
        text=look_now.text,
        blocks=look_now.blocks,
        response_url=response_url,
        priority=when,
    )


def subject_of(card: AlertCard) -> str:
    if card.digest is not None:
        return digest_subject(card.digest)
    return card_subject(card.alert_id, card.pod_id)


async def look_at_digests(
    session: AsyncSession, digests: Collection[UUID], now: datetime
) -> dict[UUID, Card]:
    """Messages of several alerts, as they look now: without the counts, which no list shows, so
    that those which hold the same alerts look alike.
    """
    there = await map_digests(session, digests) if digests else {}
    alerts = await look_at_alerts(session, {each for ids in there.values() for each in ids})
    known = {each.market_id for each in alerts.values()}
    markets = {each: await get_market(session, each) for each in known}
    seen = {each.id: Shown(each, (), markets[each.market_id]) for each in alerts.values()}
    made: dict[tuple[UUID, ...], Card] = {}
    for ids in map(tuple, there.values()):
        if ids not in made:
            made[ids] = views.digest([seen[each] for each in ids if each in seen], now)
    return {digest: made[tuple(ids)] for digest, ids in there.items()}


def _reply(card: AlertCard, told: Card, when: Priority) -> Post:
    return Post(
        subject=subject_of(card),
        channel=card.channel,
        text=told.text,
        blocks=told.blocks,
        thread=card.ts or PartOf(CARD),
        broadcast=True,
        priority=when,
    )
