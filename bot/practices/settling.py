"""What its owner answers to a message of ours: done, and said in that message's place."""

from uuid import UUID

from bot.delivery.message import Repaint
from bot.inbox import Delivery, Person
from bot.practices import notices
from bot.practices.changes import Change, Tools, acting, practice_of
from bot.practices.drafts import Pressed
from bot.practices.facts import Settled, What
from bot.practices.judging import DEEDS
from storage.outbox import find_posted_at
from storage.practices_reading import list_family


async def settle(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    practice_id: UUID,
    what: What,
    pressed: Pressed | None,
) -> Settled:
    """`what` is one of `DEEDS`, pressed on a message to the owner, which then says so: by that
    press's own response_url, so that it costs no edit of a message.
    """
    async with acting(tools, delivery, person, practice_id, itself=True) as (change, home):
        if DEEDS[what](change, home):
            change.note(what)
        repaint = await _repaint(change, what, pressed) if pressed else None
        change.said += [repaint] if repaint else []
        return Settled(change.practice, repaint is not None)


async def _repaint(change: Change, what: What, pressed: Pressed) -> Repaint | None:
    """Nothing where what was pressed is not our message about this practice."""
    if pressed.channel is None or pressed.ts is None:
        return None
    posted = await find_posted_at(change.session, pressed.channel, pressed.ts)
    family = await list_family(change.session, [change.practice.id])
    if posted is None or practice_of(posted.subject) not in family:
        return None
    card = notices.settled(change.practice, what)
    return Repaint(
        subject=posted.subject,
        part=posted.part,
        channel=posted.channel,
        text=card.text,
        blocks=card.blocks,
        response_url=pressed.response_url,
    )
