"""After the all-clear: whoever promised a call for what is over gets one list of them, with the
numbers of their cases.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from bot.alerts.asks.call_backs_card import call_backs_card
from bot.alerts.changes import Tools
from bot.alerts.subjects import alert_of, subject
from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from storage.advice import Ask
from storage.alerts import Alert, AlertState
from storage.alerts_asks import list_call_backs
from storage.alerts_reach import MarketPlace, get_market
from storage.alerts_reading import look_at_alert


async def call_backs_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """It is over. Where it goes on again meanwhile, nobody is to be called back yet."""
    async with tools.transactions.due(timer_id, now) as (session, timer):
        alert_id = alert_of(timer.subject)
        alert = await look_at_alert(session, alert_id) if alert_id else None
        if alert is None or alert.state is not AlertState.ENDED:
            return
        owed = sorted(await list_call_backs(session, alert.id), key=lambda ask: ask.asker)
        if owed:
            market = await get_market(session, alert.market_id)
            posts = _lists(tools, alert, market, owed, now)
            await say(session, now, *posts)


def _lists(
    tools: Tools, alert: Alert, market: MarketPlace, owed: Sequence[Ask], now: datetime
) -> list[Post]:
    """One for each who promised, in their direct messages; `owed` stand together by asker."""
    posts = []
    for asker, theirs in groupby(owed, key=lambda ask: ask.asker):
        asks = list(theirs)
        links = {each.id: address for each in asks if (address := _thread(tools, each))}
        card = call_backs_card(alert, market, asks, links, now)
        posts.append(
            Post(
                subject=subject(alert.id),
                channel=asker,
                text=card.text,
                blocks=card.blocks,
                part=f"call_backs:{asker}",
                priority=Priority.ALERT,
            )
        )
    return posts


def _thread(tools: Tools, ask: Ask) -> str | None:
    return tools.permalink(ask.channel, ask.thread_ts) if ask.thread_ts else None
