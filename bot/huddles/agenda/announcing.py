"""An agenda in its pod's channel: announced once, and painted anew where it changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Post, Priority, Repaint
from bot.delivery.outbox import say
from bot.huddles.agenda import views
from bot.huddles.agenda.seeing import see
from bot.huddles.agenda.shown import Pressed
from bot.huddles.subjects import CARD, agenda_subject
from bot.huddles.tools import Tools
from bot.pods.facts import PodInMarket
from storage.huddles import Agenda, Huddle
from storage.huddles_agenda import look_at_agenda
from storage.pods import get_pod


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
    await say(session, now, Post(*about, priority=Priority.REST))


async def repaint(
    session: AsyncSession,
    tools: Tools,
    agenda_id: UUID,
    now: datetime,
    pressed: Pressed | None = None,
) -> None:
    """The card as it looks now; nothing where none was announced. Somebody who `pressed` on it
    lends their press's address: other edits are scarce.
    """
    agenda = await look_at_agenda(session, agenda_id)
    if agenda is None or agenda.announced_at is None or agenda.channel is None:
        return
    pod = await get_pod(session, agenda.pod_id)
    card = views.card(await see(session, tools, pod, agenda), now)
    mine = pressed is not None and pressed.ts == agenda.card_ts
    look_now = Repaint(
        subject=agenda_subject(agenda.id),
        part=CARD,
        channel=agenda.channel,
        text=card.text,
        blocks=card.blocks,
        response_url=pressed.url if pressed is not None and mine else None,
        priority=Priority.REST,
    )
    await say(session, now, look_now)
