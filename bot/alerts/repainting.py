"""The cards of an alert as they look now, and what people are told below them."""

from collections.abc import Callable, Sequence
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
from storage.alerts_cards import list_cards, list_digest, lock_digests
from storage.alerts_reading import look_at_alert
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
    looks, told = made_once(views.card, now), made_once(tells, now) if tells else None
    said: list[Outgoing] = []
    for card in cards:
        seen = shown[card.pod_id]
        card.version, card.counted = alert.version, seen.have
        if card.digest is None:
            said.append(_repaint(card, looks(seen), priority(alert)))
        else:
            said.append(await repaint(session, card, seen, now))
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
        look_now = views.digest(await _digest(session, card.digest, card.pod_id, shown), now)
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


async def _digest(
    session: AsyncSession, digest: UUID, pod_id: UUID, shown: Shown
) -> Sequence[Shown]:
    seen = []
    for card in await list_digest(session, digest):
        if card.alert_id == shown.alert.id:
            seen.append(shown)
        elif alert := await look_at_alert(session, card.alert_id):
            seen.append((await look(session, alert, [pod_id]))[pod_id])
    return seen


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
