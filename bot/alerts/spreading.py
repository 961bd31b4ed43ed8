"""An alert reaches the pods: its card in each, now or when a pod opens, and never twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts import views
from bot.alerts.priorities import priority
from bot.alerts.repainting import made_once
from bot.alerts.rules import Recipients, recipients
from bot.alerts.seeing import look
from bot.alerts.shown import Due, Shown
from bot.alerts.subjects import CARD, card_subject, pod_subject
from bot.delivery.message import Post
from bot.delivery.outbox import say
from bot.pods.facts import PodInMarket
from bot.text.kit import Card
from storage.alerts import Alert
from storage.alerts_cards import add_cards, list_cards
from storage.alerts_reach import list_shifts
from storage.pods import list_pods, list_pods_of_market
from storage.timers import set_timer


async def list_own_pods(session: AsyncSession, alert: Alert) -> list[PodInMarket]:
    """The pods of its market that the alert is for."""
    own = await list_pods_of_market(session, alert.team_id, alert.market_id)
    return [each for each in own if not alert.only_pods or str(each.pod.id) in alert.only_pods]


async def find_recipients(session: AsyncSession, alert: Alert, now: datetime) -> Recipients:
    """Who gets the alert now, and who is looked at again when."""
    own = await list_own_pods(session, alert)
    ids = {each.pod.overflow_pod_id for each in own if each.pod.overflow_pod_id}
    covering = {each.pod.id: each for each in await list_pods(session, ids)}
    backed = [each.pod.id for each in own if each.pod.overflow_pod_id]
    shifts = await list_shifts(session, backed, now)
    return recipients(own, covering, shifts, alert.severity, now)


async def spread(session: AsyncSession, alert: Alert, now: datetime) -> Recipients:
    """The card in every pod that is to have it and has none; the others are looked at later."""
    found = await find_recipients(session, alert, now)
    standing = {each.pod_id for each in await list_cards(session, alert.id)}
    new = [each for each in found.now if each.pod.id not in standing]
    await post_cards(session, alert, new, now)
    for pod_id, moment in found.later.items():
        if pod_id not in standing:
            await look_again(session, pod_id, moment)
    return found


async def post_cards(
    session: AsyncSession, alert: Alert, places: Sequence[PodInMarket], now: datetime
) -> None:
    """Its card in each of these pods, which have none."""
    shown = await look(session, alert, [each.pod.id for each in places])
    await add_cards(session, alert, [(each.pod.id, each.pod.channel or "") for each in places])
    await say(session, now, *_cards(shown, places, now))


async def look_again(session: AsyncSession, pod_id: UUID, moment: datetime) -> None:
    """A pod opens then, or begins to take another one's calls. Every such moment is its own."""
    await set_timer(session, Due.DIGEST, pod_subject(pod_id), moment, moment.isoformat())


def card_post(shown: Shown, place: PodInMarket, now: datetime) -> Post:
    """The card of one pod, as it looks now."""
    return _post(views.card(shown, now), shown.alert, place)


def _cards(shown: Mapping[UUID, Shown], places: Sequence[PodInMarket], now: datetime) -> list[Post]:
    """Of one alert."""
    looks, seen = made_once(views.card, now), [shown[place.pod.id] for place in places]
    return [_post(looks(one), one.alert, place) for one, place in zip(seen, places, strict=True)]


def _post(card: Card, alert: Alert, place: PodInMarket) -> Post:
    return Post(
        subject=card_subject(alert.id, place.pod.id),
        channel=place.pod.channel or "",
        text=card.text,
        blocks=card.blocks,
        part=CARD,
        priority=priority(alert),
    )
