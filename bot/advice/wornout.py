"""Buttons in a thread that are over: the message on which one was pressed loses them.

Edits are scarce, so only the press's own response_url repaints; a message that nobody presses
keeps its buttons, and whoever presses one later hears how things stand.
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import thread
from bot.advice.facts import Pressed, What
from bot.advice.joined import told_with
from bot.advice.messages import CALL, CHECK, COPY, check_part, copy_part, repaint, subject
from bot.delivery.message import Repaint
from bot.pods.facts import MarketFacts
from bot.text.kit import Card
from storage.advice import LIVE, Ask, AskState, Reply
from storage.advice_ladder import list_mentions
from storage.advice_reading import list_moments
from storage.outbox import find_posted_at


async def worn_out(
    session: AsyncSession,
    ask: Ask,
    replies: Sequence[Reply],
    market: MarketFacts,
    there: str | None,
    pressed: Pressed,
    joined: Sequence[Ask] = (),
) -> list[Repaint]:
    """The message that was pressed without its buttons, where nobody needs them any more.
    `there` is the overflow pod's name, where it was asked; `joined` share its thread.
    """
    if not (pressed.channel and pressed.ts and pressed.response_url):
        return []
    posted = await find_posted_at(session, pressed.channel, pressed.ts)
    if posted is None or posted.subject != subject(ask.id):
        return []
    said = await _over(session, ask, market.timezone, posted.part)
    if posted.part.startswith(COPY) and ask.state not in LIVE:
        said = _copied(ask, replies, there, posted.part, joined)
    if said is None:
        return []
    over = Card(said.text, [block for block in said.blocks if block["type"] != "actions"])
    return [repaint(ask, posted.part, posted.channel, over, pressed.response_url)]


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
    claimer = next((each.who for each in asked if check_part(each.at) == part), None)
    if claimer is not None and claimer == ask.claimed_by:
        return thread.claim_check(ask)
    return thread.claim_lapsed(ask) if ask.state is AskState.OPEN else None


def _copied(
    ask: Ask, replies: Sequence[Reply], there: str | None, part: str, joined: Sequence[Ask]
) -> Card | None:
    for reply in replies:
        if part == copy_part(reply.id):
            pod = there if reply.channel == ask.overflow_channel else None
            to = told_with(reply, (ask, *joined))
            by_form = reply.ts == str(reply.id)
            if by_form:
                return thread.answer(ask, reply, pod, to or (ask.asker,))
            return thread.first_answer(ask, reply, pod, to)
    return None
