"""A pod opens, or begins to take another one's calls: one message of what goes on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.changes import Tools
from bot.alerts.refusals import watch_market
from bot.alerts.repainting import look_at_digests
from bot.alerts.spreading import find_recipients, look_again, spread
from bot.alerts.subjects import CARD, digest_subject, pod_of
from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from bot.pods.facts import PodInMarket
from bot.text.kit import Card
from storage.alerts import Alert, AlertState
from storage.alerts_cards import add_cards, list_alerts_in_pod
from storage.alerts_reading import find_alert, list_live_alerts
from storage.ids import new_id
from storage.pods import get_pod, list_covered_pods


async def digest_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """What the pod is to have and has not: one alert as its own card, several in one message."""
    async with tools.transactions.due(timer_id, now) as (session, timer):
        pod_id = pod_of(timer.subject)
        if pod_id is None:
            return
        place = await get_pod(session, pod_id)
        missing = await _list_missing(session, place, now)
        if len(missing) == 1:
            await spread(session, missing[0], now)
        elif missing:
            await post_digests(session, [(place, missing)], now)
        for market_id in sorted({each.market_id for each in missing}):
            await watch_market(session, market_id, now)


async def _list_missing(session: AsyncSession, place: PodInMarket, now: datetime) -> list[Alert]:
    """Locked, the oldest first. What the pod is to have still later is looked at then."""
    markets = {place.market.id}
    markets |= {each.market.id for each in await list_covered_pods(session, place.pod.id)}
    live = await list_live_alerts(session, place.pod.team_id, markets)
    here = await list_alerts_in_pod(session, place.pod.id, [each.id for each in live])
    missing = []
    for each in sorted(live, key=lambda alert: alert.id):
        alert = await find_alert(session, each.id) if each.id not in here else None
        if alert is None or alert.state is AlertState.ENDED:
            continue
        found = await find_recipients(session, alert, now)
        if any(reached.pod.id == place.pod.id for reached in found.now):
            missing.append(alert)
        elif later := found.later.get(place.pod.id):
            await look_again(session, place.pod.id, later)
    return missing


async def post_digests(
    session: AsyncSession, several: Sequence[tuple[PodInMarket, Sequence[Alert]]], now: datetime
) -> None:
    """In each of these pods its alerts in one message, whose lines are kept up to date."""
    digests = {place.pod.id: new_id() for place, _ in several}
    pods: dict[UUID, tuple[Alert, list[tuple[UUID, str]]]] = {}
    for place, alerts in several:
        for alert in alerts:
            there = pods.setdefault(alert.id, (alert, []))[1]
            there.append((place.pod.id, place.pod.channel or ""))
    for alert, places in pods.values():
        await add_cards(session, alert, places, digests)
    looks = await look_at_digests(session, digests.values(), now)
    posts = ((digests[place.pod.id], place) for place, _ in several)
    await say(session, now, *(_post(each, at, looks[each]) for each, at in posts if each in looks))


def _post(digest: UUID, place: PodInMarket, look_now: Card) -> Post:
    return Post(
        subject=digest_subject(digest),
        channel=place.pod.channel or "",
        text=look_now.text,
        blocks=look_now.blocks,
        part=CARD,
        priority=Priority.ALERT,
    )
