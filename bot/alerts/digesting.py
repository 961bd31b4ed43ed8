"""A pod opens, or begins to take another one's calls: one message of what goes on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts import views
from bot.alerts.changes import Tools
from bot.alerts.refusals import watch_market
from bot.alerts.seeing import look
from bot.alerts.spreading import find_recipients, look_again, spread
from bot.alerts.subjects import CARD, digest_subject, pod_of
from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from bot.pods.facts import PodInMarket
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
            await post_digest(session, place, missing, now)
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


async def post_digest(
    session: AsyncSession, place: PodInMarket, alerts: list[Alert], now: datetime
) -> None:
    """These in one message, whose lines are kept up to date."""
    digest, channel, pod_id = new_id(), place.pod.channel or "", place.pod.id
    shown = []
    for alert in alerts:
        await add_cards(session, alert, [(pod_id, channel)], digest)
        shown.append((await look(session, alert, [pod_id]))[pod_id])
    card = views.digest(shown, now)
    post = Post(
        subject=digest_subject(digest),
        channel=channel,
        text=card.text,
        blocks=card.blocks,
        part=CARD,
        priority=Priority.ALERT,
    )
    await say(session, now, post)
