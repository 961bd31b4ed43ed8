"""An agenda in its pod's channel: announced once, and painted anew where it changed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Post, Priority, Repaint
from bot.delivery.outbox import say
from bot.huddles.agenda import views
from bot.huddles.agenda.seeing import see
from bot.huddles.agenda.shown import Pressed
from bot.huddles.facts import Due
from bot.huddles.subjects import CARD, agenda_of, agenda_subject, huddle_subject
from bot.huddles.tools import Tools
from bot.pods.facts import PodInMarket
from storage.huddles import Agenda, Huddle
from storage.huddles_agenda import look_at_agenda
from storage.huddles_meeting import list_open_huddles
from storage.pods import get_pod
from storage.timers import set_timer

CALM: Final = timedelta(seconds=5)
"""After the last of several changes; edits are scarce, and whoever arranges makes many."""

AFTERWARDS: Final = timedelta(minutes=10)
"""All pods of a zone end at the same second: the edits of what somebody did then go first."""

AFTERWARDS_OVER: Final = 20 * 60
"""Seconds over which the pods of a zone are spread."""


async def announce(
    session: AsyncSession,
    tools: Tools,
    pod: PodInMarket,
    agenda: Agenda,
    huddles: Sequence[Huddle],
    now: datetime,
) -> None:
    """In the channel, with the ways to join and to add: once, and nowhere without a channel.
    `agenda` is under its lock; `huddles` are its waves.
    """
    channel = pod.pod.channel
    if agenda.announced_at is not None or channel is None or not huddles:
        return
    agenda.announced_at, agenda.channel = now, channel
    card = views.card(await see(session, tools, pod, agenda), now)
    about = (agenda_subject(agenda.id), channel, card.text, card.blocks, CARD)
    await say(session, now, Post(*about, priority=Priority.HUDDLE))


async def repaint(
    session: AsyncSession,
    tools: Tools,
    agenda_id: UUID,
    now: datetime,
    response_url: str | None = None,
) -> None:
    """The card as it looks now; nothing where none was announced. `response_url` is that of a press
    on it: other edits are scarce.
    """
    agenda = await look_at_agenda(session, agenda_id)
    if agenda is None or agenda.announced_at is None or agenda.channel is None:
        return
    pod = await get_pod(session, agenda.pod_id)
    card = views.card(await see(session, tools, pod, agenda), now)
    look_now = Repaint(
        subject=agenda_subject(agenda.id),
        part=CARD,
        channel=agenda.channel,
        text=card.text,
        blocks=card.blocks,
        response_url=response_url,
        priority=Priority.REST,
    )
    await say(session, now, look_now)


async def follow(
    session: AsyncSession,
    tools: Tools,
    agenda: Agenda,
    now: datetime,
    pressed: Pressed | None = None,
) -> None:
    """The card follows what somebody did: at once where they `pressed` on it, which lends the
    address of their press, else once nobody has done anything for a moment.
    """
    await walk_follows(session, agenda.pod_id, now)
    if agenda.announced_at is None:
        return
    if pressed is not None and pressed.ts == agenda.card_ts:
        await repaint(session, tools, agenda.id, now, pressed.url)
    else:
        await set_timer(session, Due.REPAINT, agenda_subject(agenda.id), now + CALM)


async def look_back(session: AsyncSession, agenda: Agenda, now: datetime) -> None:
    """Nothing of its meeting is to come any more: a while later the card says what stays true, also
    where the meeting was called off or missed.
    """
    if agenda.announced_at is None or agenda.channel is None:
        return
    due = now + AFTERWARDS + timedelta(seconds=agenda.id.int % AFTERWARDS_OVER)
    await set_timer(session, Due.REPAINT, agenda_subject(agenda.id), due)


async def walk_follows(session: AsyncSession, pod_id: UUID, now: datetime) -> None:
    """The card of a huddle that goes on shows what is added and arranged meanwhile, too."""
    for each in await list_open_huddles(session, pod_id):
        await set_timer(session, Due.FOLLOW, huddle_subject(each.id), now + CALM)


async def repaint_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Nobody has changed the agenda for a moment."""
    async with tools.transactions.due(timer_id, now) as (session, timer):
        if agenda_id := agenda_of(timer.subject):
            await repaint(session, tools, agenda_id, now)
