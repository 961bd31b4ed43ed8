"""Searching mid-call; what is searched in vain is kept, masked, as a gap."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_home
from bot.practices import speech
from bot.practices.changes import Tools, get_actor
from bot.practices.facts import Results
from bot.practices.rules import ONE_CALL, reach_of
from bot.practices.showing import show_found
from bot.text.escaping import one_line
from bot.text.languages import language
from bot.text.masking import Masked
from storage.practices import ALL, Gap, Narrow
from storage.practices_gaps import find_gap

LONGEST_GAP = 300


async def find(
    tools: Tools,
    person: Person,
    words: str,
    narrow: Narrow,
    delivery: Delivery | None,
    at_most: int,
    as_typed: bool,
) -> Results:
    """What fits best, of what the person may see. With a `delivery` somebody searched in
    earnest: they count as seen, and what finds nothing that fits is a gap.
    """
    masked = (speech.typed if as_typed else speech.from_slack)(tools.masker, words)
    if not any(each.isalnum() for each in masked.text):
        return Results("")
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
    reach, spoken = reach_of(home), language(masked.text)
    found = await tools.finder.find(masked.text, reach, narrow, at_most)
    async with tools.transactions.look() as session:
        shown = await show_found(session, found, reach, spoken, tools.finder)
    is_gap = narrow == ALL and not any(each.fits for each in shown)
    if delivery is not None:
        async with tools.transactions.of(delivery) as session:
            await get_actor(session, person, delivery.now)
            if is_gap:
                await _keep(session, home, masked, delivery)
    return Results(masked.text, tuple(shown), is_gap, masked.kinds)


async def _keep(session: AsyncSession, home: Home, masked: Masked, delivery: Delivery) -> None:
    words, member = one_line(masked.text, LONGEST_GAP), home.member
    if await find_gap(session, member.user, words, delivery.now - ONE_CALL) is None:
        gap = Gap(
            team_id=member.team_id,
            pod_id=home.pod.id,
            user=member.user,
            words=words,
            language=language(words),
            at=delivery.now,
        )
        session.add(gap)
