"""When it is over: whoever promised a call for it gets one list of them, with the numbers of their
cases, and whoever still waits for an answer is told so in the thread that has the old facts.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from bot.alerts.asks.call_backs_card import call_backs_card
from bot.alerts.asks.linking_card import still_open
from bot.alerts.changes import Tools
from bot.alerts.shown import Shown
from bot.alerts.subjects import alert_of, subject
from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from storage.advice import Ask
from storage.alerts import Alert, AlertState
from storage.alerts_asks import list_call_backs, list_waiting
from storage.alerts_reach import MarketPlace, get_market
from storage.alerts_reading import look_at_alert

MOST_WAITING: Final = 200


async def call_backs_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """It is over. Where it goes on again meanwhile, nobody is to be called back yet."""
    async with tools.transactions.due(timer_id, now) as (session, timer):
        alert_id = alert_of(timer.subject)
        alert = await look_at_alert(session, alert_id) if alert_id else None
        if alert is None or alert.state is not AlertState.ENDED:
            return
        market = await get_market(session, alert.market_id)
        over = still_open(Shown(alert, (), market), now)
        waiting = await list_waiting(session, alert.id, MOST_WAITING)
        await tools.tell_askers(session, dict.fromkeys(waiting, over), now)
        if not alert.lapsed:  # else nobody knows that it is over
            owed = sorted(await list_call_backs(session, alert.id), key=lambda ask: ask.asker)
            await say(session, now, *_lists(tools, alert, market, owed, now))


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
