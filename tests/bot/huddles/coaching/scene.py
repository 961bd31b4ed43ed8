"""A pod with its practices, and what its coaches prepare."""

from typing import Any
from uuid import UUID

from bot.delivery.transaction import Transactions
from bot.huddles.coaching.facts import Choice, Talk
from bot.huddles.coaching.service import CoachingService
from bot.huddles.tools import Tools
from bot.text.masking import Masker
from storage.advice_threads import list_replies
from tests.bot.advice.scene import TEAM, on_card, who
from tests.bot.practices.scene import Store


class Coached(Store):
    """Cara and Cole coach, Ana leads, Maya and Dan are reps."""

    def __post_init__(self) -> None:
        super().__post_init__()
        transactions = Transactions(self.database, self._wake)
        self.coaching = CoachingService(Tools(transactions, Masker(), TEAM))

    async def talk(self, user: str, typed: str = "") -> Talk:
        """`/agenda coach …`, where that opens one."""
        found = await self.coaching.open_typed(self.delivery(), who(user), typed)
        assert isinstance(found, Talk), found
        return found

    async def choice(self, user: str, typed: str = "") -> Choice:
        found = await self.coaching.open_typed(self.delivery(), who(user), typed)
        assert isinstance(found, Choice), found
        return found

    async def shared(self, coach: str = "UCARA", rep: str = "UMAYA") -> Talk:
        """What a coach prepared, and its rep may see."""
        prepared = await self.talk(coach, f"<@{rep}>")
        return await self.coaching.share(self.delivery(), who(coach), prepared.coaching.id)

    async def add(self, user: str, talk: Talk, text: str) -> Talk:
        return await self.coaching.add(self.delivery(), who(user), talk.coaching.id, text)

    async def ticks(self, user: str, talk: Talk, line: UUID, done: bool = True) -> Talk:
        about = (talk.coaching.id, line)
        return await self.coaching.tick(self.delivery(), who(user), *about, done=done)

    async def end(self, user: str, talk: Talk) -> Talk:
        return await self.coaching.end(self.delivery(), who(user), talk.coaching.id)

    async def reopen(self, user: str, talk: Talk) -> Talk:
        return await self.coaching.reopen(self.delivery(), who(user), talk.coaching.id)

    async def next(self, user: str, talk: Talk) -> Talk:
        return await self.coaching.next(self.delivery(), who(user), talk.coaching.id)

    async def see(self, user: str, talk: Talk) -> Talk:
        return await self.coaching.open(self.delivery(), who(user), talk.coaching.id)

    async def agree(self, user: str, talk: Talk, text: str, **more: Any) -> Talk:
        """An action item, in a week."""
        owner = more.get("owner", "UMAYA")
        due = more.get("due_on", talk.today)
        return await self.coaching.add_action(
            self.delivery(), who(user), talk.coaching.id, text, owner, due
        )

    async def works(self, asker: str, helper: str, question: str, said: str) -> None:
        """Somebody asks, is answered, and it worked."""
        asked = await self.ask(asker, question)
        await self.reply(helper, asked, said)
        async with self.database.read() as session:
            (answer,) = await list_replies(session, asked.id)
        await self.service.accept(
            self.delivery(), who(asker), asked.id, answer.id, on_card(await self.get(asked))
        )


def texts(lines: Any) -> list[str]:
    return [each.text for each in lines]
