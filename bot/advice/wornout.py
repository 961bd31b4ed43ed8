"""Buttons in a thread that are over: the message on which one was pressed loses them.

Edits are scarce, so only the press's own response_url repaints; a message that nobody presses
keeps its buttons, and whoever presses one later hears how things stand.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import thread
from bot.advice.facts import Pressed, What
from bot.delivery.message import Priority, Repaint
from bot.pods.facts import MarketFacts
from bot.text.kit import Card
from storage.advice import LIVE, Ask, AskState, Reply
from storage.advice_ladder import list_mentions
from storage.advice_reading import list_moments
from storage.outbox import find_posted_at

# What the ladder says in a thread, those whom it mentions follow; what claims say, the moment
# follows; the copy of a reply, its id follows.
CALL: Final = "call:"
CHECK: Final = "check:"
COPY: Final = "copy:"

LONGEST_PART: Final = 120  # that the outbox holds


def part_for(users: Sequence[str]) -> str:
    """The part under which these people are called; none for more people than it can hold."""
    part = CALL + ",".join(users)
    return part if len(part) <= LONGEST_PART else ""


def part_at(kind: str, moment: datetime) -> str:
    """The part under which something of that kind is said at a moment."""
    return f"{kind}{moment.isoformat()}"


async def worn_out(
    session: AsyncSession,
    subject: str,
    ask: Ask,
    replies: Sequence[Reply],
    market: MarketFacts,
    there: str | None,
    pressed: Pressed,
) -> list[Repaint]:
    """The message that was pressed without its buttons, where nobody needs them any more.
    `there` is the overflow pod's name, where it was asked.
    """
    if not (pressed.channel and pressed.ts and pressed.response_url):
        return []
    posted = await find_posted_at(session, pressed.channel, pressed.ts)
    if posted is None or posted.subject != subject:
        return []
    said = await _over(session, ask, market.timezone, posted.part)
    if posted.part.startswith(COPY) and ask.state not in LIVE:
        said = _copied(ask, replies, there, posted.part)
    if said is None:
        return []
    return [
        Repaint(
            subject=subject,
            part=posted.part,
            channel=posted.channel,
            text=said.text,
            blocks=[block for block in said.blocks if block["type"] != "actions"],
            response_url=pressed.response_url,
            priority=Priority.ADVICE,
        )
    ]


async def _over(session: AsyncSession, ask: Ask, zone: str, part: str) -> Card | None:
    """What a call or a check says, if its buttons are over."""
    if part.startswith(CALL):
        return await _call(session, ask, zone, part)
    return await _check(session, ask, part) if part.startswith(CHECK) else None


async def _call(session: AsyncSession, ask: Ask, zone: str, part: str) -> Card | None:
    """Over when somebody took the ask, or when everybody whom it mentioned said "Not me"."""
    users = part.removeprefix(CALL).split(",")
    declined = {each.user for each in await list_mentions(session, ask.id) if each.declined_at}
    if ask.state is AskState.OPEN and not declined.issuperset(users):
        return None
    return thread.call_for_help(ask, users, zone)


async def _check(session: AsyncSession, ask: Ask, part: str) -> Card | None:
    """Over with any answer to it: who was asked keeps the claim, or let it go."""
    asked = await list_moments(session, ask.id, What.REMINDED)
    claimer = next((each.who for each in asked if part_at(CHECK, each.at) == part), None)
    if claimer is not None and claimer == ask.claimed_by:
        return thread.claim_check(ask)
    return thread.claim_lapsed(ask) if ask.state is AskState.OPEN else None


def _copied(ask: Ask, replies: Sequence[Reply], there: str | None, part: str) -> Card | None:
    for reply in replies:
        if part == f"{COPY}{reply.id}":
            pod = there if reply.channel == ask.overflow_channel else None
            by_form = reply.ts == str(reply.id)
            if by_form:
                return thread.answer(ask, reply, pod, first=True)
            return thread.first_answer(ask, reply, pod)
    return None
