"""Many changes at once, in one message a pod: the cards are painted anew, and nobody is told of
each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts import views
from bot.alerts.rules import speaks
from bot.alerts.seeing import look
from bot.alerts.shown import Shown
from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from bot.text import kit
from bot.text.kit import Card
from storage.alerts import Alert
from storage.alerts_cards import list_cards
from storage.ids import new_id
from storage.pods import list_pods

MOST_LINES: Final = views.MOST_TOGETHER

_CHANGED: Final = "📋 *{count} alerts changed*"
_MORE: Final = "{count} more changed: their cards say how."


async def tell(session: AsyncSession, alerts: Sequence[Alert], now: datetime) -> list[UUID]:
    """To each pod that has them, where any of them speaks now: these pods."""
    told, posts = [], []
    pods: dict[UUID, list[Shown]] = {}
    for alert in alerts:
        cards = await list_cards(session, alert.id)
        seen = await look(session, alert, [each.pod_id for each in cards])
        for card in cards:
            pods.setdefault(card.pod_id, []).append(seen[card.pod_id])
    for place in await list_pods(session, list(pods)):
        several = pods[place.pod.id]
        worst = max((each.alert.severity for each in several), key=lambda one: one.rank)
        if place.pod.channel and speaks(place, worst, now):
            posts.append(_post(place.pod.channel, changes(several, now)))
            told.append(place.pod.id)
    await say(session, now, *posts)
    return told


def changes(several: Sequence[Shown], now: datetime) -> Card:
    """A line for each, as far as one message holds."""
    title = _CHANGED.format(count=len(several))
    lines = [views.line(each, now) for each in several[:MOST_LINES]]
    rest = len(several) - MOST_LINES
    more = [kit.context(_MORE.format(count=rest))] if rest > 0 else []
    return Card(title.replace("*", ""), [kit.section(title), *lines, *more])


def _post(channel: str, card: Card) -> Post:
    return Post(
        subject=f"feed_changes:{new_id()}",
        channel=channel,
        text=card.text,
        blocks=card.blocks,
        priority=Priority.ALERT,
    )
