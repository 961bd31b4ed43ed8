"""Measuring how a pod is served, for whoever of it asks."""

from datetime import datetime

from bot.advice.changes import Tools
from bot.advice.stats import periods, sum_up
from bot.advice.stats_card import stats_card
from bot.inbox import Person
from bot.pods.service import get_home
from bot.text.kit import Card
from storage.advice_stats import list_courses


async def stats(tools: Tools, person: Person, now: datetime) -> Card:
    """`/advise stats`: the person's pod, today and this week, in the market's zone."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        began = periods(now, home.market.timezone)
        week = await list_courses(session, home.pod.id, began.week)
    today = [each for each in week if each.asked_at >= began.today]
    whole = sum_up(week) if began.week < began.today else None
    return stats_card(home.pod.name, home.market.name, sum_up(today), whole)
