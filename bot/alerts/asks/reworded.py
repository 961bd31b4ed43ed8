"""A question got other words while it waits: it is compared anew with what goes on, after the
commit. Each ask is told once of each alert, and what its asker said of one stays.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.alike.signs import gist_of
from bot.alerts.ask_timers import compare_anew, count_later
from bot.alerts.asks import linking
from bot.alerts.asks.linking import Match
from bot.alerts.asks.linking_card import facts_card
from bot.alerts.changes import Tools
from bot.alerts.seeing import list_covered_now
from bot.alerts.subjects import ask_of
from bot.alike.gist import places_of
from bot.text.languages import language
from storage.advice import LIVE, Ask
from storage.advice_reading import look_at_ask
from storage.alerts import AlertState
from storage.alerts_asks import link, map_links
from storage.alerts_reading import find_alert
from storage.pods import get_pod
from storage.timers import find_subject


class _Found(NamedTuple):
    """The question as it was compared, and the alert that it is about."""

    ask: Ask
    match: Match


async def reworded_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """What it is about now, if that is something else than it was."""
    found = await _compare(tools, timer_id, now)

    async def lock(session: AsyncSession, about: str) -> None:
        """The alert before the timer, as whoever tells its asks takes them."""
        if found is not None:
            await find_alert(session, found.match.shown.alert.id)

    async with tools.transactions.due(timer_id, now, lock) as (session, _):
        if found is not None:
            await _tell(tools, session, found, now)


async def _compare(tools: Tools, timer_id: UUID, now: datetime) -> _Found | None:
    """Outside of every transaction that holds up others."""
    async with tools.transactions.look() as session:
        ask_id = ask_of(await find_subject(session, timer_id) or "")
        ask = await look_at_ask(session, ask_id) if ask_id else None
        if ask is None or ask.state not in LIVE:
            return None
        place = await get_pod(session, ask.pod_id)
        covered = await list_covered_now(session, place, now)
        links = await map_links(session, ask.id)
    gist = gist_of(ask.question, ask.topic, places_of([ask.question]))
    vector = await tools.signs.vector(ask.question)
    refused = {each for each, is_refused in links.items() if is_refused}
    async with tools.transactions.look() as session:
        match = await linking.look(tools, session, place, gist, vector, covered, refused)
    if match is None or match.shown.alert.id in links:
        return None
    return _Found(ask, match)


async def _tell(tools: Tools, session: AsyncSession, found: _Found, now: datetime) -> None:
    match, alert_id = found.match, found.match.shown.alert.id
    alert, ask = await find_alert(session, alert_id), await look_at_ask(session, found.ask.id)
    if alert is None or alert.state is AlertState.ENDED or ask is None:
        return
    if (ask.question, ask.topic) != (found.ask.question, found.ask.topic):
        await compare_anew(session, ask.id, now)
        return
    if ask.state not in LIVE or alert_id in await map_links(session, ask.id):
        return
    await link(session, alert_id, [ask.id], now, told=True)
    await count_later(session, alert_id, ask.pod_id, now)
    root, spoken = ask.joined_to or ask.id, language(ask.question)
    card = facts_card(match.shown, root, spoken, match.address, now)
    await tools.tell_askers(session, {ask.id: card}, now)
