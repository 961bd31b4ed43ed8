"""What stays open: the Home section, and the reminder of a promised call-back."""

from datetime import datetime
from uuid import UUID

from bot.advice import home as home_views
from bot.advice import whispers
from bot.advice.acting import due
from bot.advice.changes import Tools
from bot.advice.facts import Due, What
from bot.advice.links import link
from bot.advice.messages import subject
from bot.advice.rules import sees_names
from bot.delivery.message import Post, Priority
from bot.inbox import Person
from bot.pods.errors import NoPod
from bot.pods.facts import Home
from bot.pods.service import get_home
from bot.text.kit import Block
from storage.advice import LIVE, Ask
from storage.advice_reading import list_claimed_by, list_open_asks, list_own_asks
from storage.pods import Role
from storage.topics import Topic


async def home_section(tools: Tools, person: Person) -> list[Block]:
    """My open asks and call-backs, what I am on, and open asks that I could help with; to
    somebody without a pod, whom to see.
    """
    async with tools.transactions.look() as session:
        try:
            home = await get_home(session, person)
        except NoPod as refused:
            return home_views.without_a_pod(refused.sentence)
        mine = await list_own_asks(session, person.team, person.user)
        claimed = await list_claimed_by(session, person.team, person.user)
        others = await list_open_asks(session, home.pod.id, person.user)
    fitting = [ask for ask in others if _could_help(home, ask)]
    links = {ask.id: link(tools, ask, home) for ask in (*mine, *claimed, *fitting)}
    known = {ask_id: address for ask_id, address in links.items() if address}
    named = {ask.id for ask in (*claimed, *fitting) if sees_names(ask, home)}
    zone = home.market.timezone
    return home_views.home_section(mine, fitting, zone, known, named, claimed)


async def remind_call_back_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Privately to whoever promised it, shortly before the customer expects the call."""
    async with due(tools, timer_id, now, Due.CALL_BACK) as change:
        if change is None or change.ask.state not in LIVE:
            return
        ask = change.ask
        said = whispers.call_back_due(ask, change.home.market.name, change.zone)
        post = Post(
            subject=subject(ask.id),
            channel=ask.asker,
            text=said.text,
            blocks=said.blocks,
            priority=Priority.ADVICE,
        )
        change.said.append(post)
        change.note(What.REMINDED, ask.asker)


def _could_help(home: Home, ask: Ask) -> bool:
    """Whoever is no specialist may know any topic; a specialist sees those of their skills."""
    specialist = home.member.role is Role.TECH_SPECIALIST
    return not specialist or ask.topic is Topic.OTHER or str(ask.topic) in home.member.skills
