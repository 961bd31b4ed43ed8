"""A coach takes from the list of gaps what nobody needs to write down."""

from uuid import UUID

from bot.inbox import Delivery, Person
from bot.pods.service import get_actor
from bot.practices.changes import Tools
from bot.practices.errors import OnlyForCoaches
from bot.practices.rules import LATELY, VERIFIERS
from bot.text.terms import words
from storage.practices_gaps import drop_gaps, list_gaps


async def dismiss_gap(tools: Tools, delivery: Delivery, person: Person, gap_id: UUID) -> None:
    """The same searches of the pod are forgotten; whoever searches again notes it anew. What is
    gone already stays gone. Raises `OnlyForCoaches`.
    """
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        if home.member.role not in VERIFIERS:
            raise OnlyForCoaches
        open_ones = await list_gaps(session, home.pod.id, delivery.now - LATELY)
        said = {each.id: tuple(words(each.words)) for each in open_ones}
        same = [each for each in said if gap_id in said and said[each] == said[gap_id]]
        await drop_gaps(session, same)
