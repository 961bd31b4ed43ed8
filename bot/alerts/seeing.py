"""Alerts as somebody sees them: with the counts of a pod, and only those of their markets."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.errors import Gone
from bot.alerts.rules import is_covered, is_for
from bot.alerts.shown import Shown
from bot.pods.facts import Home, PodInMarket
from storage.alerts import Alert, AlertState
from storage.alerts_asks import count_call_backs, count_related_asks
from storage.alerts_cards import count_receipts, find_card, list_alerts_in_pod
from storage.alerts_reach import count_members, get_market, list_shifts
from storage.alerts_reading import list_live_alerts, list_sayings
from storage.pods import list_covered_pods, list_pods


async def look(session: AsyncSession, alert: Alert, pod_ids: Collection[UUID]) -> dict[UUID, Shown]:
    """The alert as each of these pods sees it."""
    sayings, market = (
        await list_sayings(session, alert.id),
        await get_market(session, alert.market_id),
    )
    have = await count_receipts(session, alert.id, pod_ids)
    members = await count_members(session, pod_ids)
    asks = await count_related_asks(session, alert.id)
    # Of what only lapsed nobody knows that it is over.
    is_over = alert.state is AlertState.ENDED and not alert.lapsed
    owed = await count_call_backs(session, alert.id) if asks and is_over else {}
    return {
        pod: Shown(
            *(alert, sayings, market),
            *(each.get(pod, 0) for each in (have, members, asks, owed)),
        )
        for pod in pod_ids
    }


async def look_from(session: AsyncSession, alert: Alert, pod_id: UUID) -> Shown:
    """The alert as one pod sees it."""
    return (await look(session, alert, [pod_id]))[pod_id]


async def list_covered_now(
    session: AsyncSession, home: Home | PodInMarket, now: datetime
) -> Sequence[PodInMarket]:
    """The pods whose calls this one, or the person's, takes now."""
    covered = await list_covered_pods(session, home.pod.id)
    shifts = await list_shifts(session, [each.pod.id for each in covered], now)
    return [each for each in covered if is_covered(each, shifts.get(each.pod.id, ()), now)]


async def list_covered_markets(session: AsyncSession, home: Home, now: datetime) -> set[UUID]:
    """The markets whose calls the person's pod takes now, beside its own."""
    return {each.market.id for each in await list_covered_now(session, home, now)}


async def list_covering_pods(
    session: AsyncSession, own: Sequence[PodInMarket], now: datetime
) -> Sequence[PodInMarket]:
    """The other pods that take the calls of any of these now."""
    shifts = await list_shifts(session, [each.pod.id for each in own], now)
    covered = [each for each in own if is_covered(each, shifts.get(each.pod.id, ()), now)]
    ids = {each.pod.overflow_pod_id for each in covered if each.pod.overflow_pod_id}
    return await list_pods(session, ids - {each.pod.id for each in own})


async def covers(session: AsyncSession, home: Home, market_id: UUID, now: datetime) -> bool:
    """Whether the person's pod takes the calls of another market now."""
    if home.market.id == market_id:
        return False
    return market_id in await list_covered_markets(session, home, now)


async def list_seen(session: AsyncSession, home: Home, now: datetime) -> Sequence[Alert]:
    """What goes on in the person's market, and in those that their pod covers now: what is for
    their pod or for one that it covers, what their pod has, and what they posted.
    """
    theirs = await list_pods_here(session, home, now)
    live = await list_live_alerts(session, home.member.team_id, theirs)
    here = await list_alerts_in_pod(session, home.pod.id, [each.id for each in live])
    return [
        each
        for each in live
        if is_for(each.only_pods, theirs[each.market_id])
        or each.id in here
        or each.posted_by == home.member.user
    ]


async def list_pods_here(session: AsyncSession, home: Home, now: datetime) -> dict[UUID, set[UUID]]:
    """By their markets, the person's pod and those whose calls it takes now."""
    found = {home.market.id: {home.pod.id}}
    for each in await list_covered_now(session, home, now):
        found.setdefault(each.market.id, set()).add(each.pod.id)
    return found


async def check_sees(session: AsyncSession, alert: Alert, home: Home, now: datetime) -> None:
    """Raises `Gone`, as for what is not there."""
    if alert.team_id != home.member.team_id:
        raise Gone
    if home.is_admin:
        return
    if alert.market_id == home.market.id or await covers(session, home, alert.market_id, now):
        return
    if await find_card(session, alert.id, home.pod.id) is None:
        raise Gone
