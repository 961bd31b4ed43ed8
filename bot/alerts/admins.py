"""Admins of the workspace may post and change alerts of every market. The roster does not say who
they are: Slack does, when somebody is about to.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.inbox import Person

AskSlack = Callable[[str], Awaitable[bool | None]]
"""Whether a user is an admin, or an owner, of the workspace; None where Slack does not say."""

KNOWN_FOR: Final = timedelta(hours=1)
REMEMBERED: Final = 5000


async def nobody(user: str) -> bool | None:
    """Without Slack nobody is known to be one."""
    return False


class Admins:
    """What Slack said of whom, for an hour. In this process alone: another one asks again."""

    def __init__(self, ask: AskSlack = nobody) -> None:
        self._ask = ask
        self._known: OrderedDict[str, tuple[bool, datetime]] = OrderedDict()

    async def look_up(self, person: Person, now: datetime) -> Person:
        """The person, with what is known of them. Outside of every transaction. Where Slack does
        not answer, it is as if they were none: they may suggest, as everybody.
        """
        known = self._known.get(person.user)
        if known is None or now - known[1] >= KNOWN_FOR:
            said = await self._ask(person.user)
            if said is None:
                return person
            known = said, now
            self._known[person.user] = known
            self._known.move_to_end(person.user)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return replace(person, is_admin=known[0])

    def recall(self, person: Person, now: datetime) -> Person:
        """The person, with what Slack said of them within the hour: where something is only shown,
        it is not asked.
        """
        known = self._known.get(person.user)
        if known is None or now - known[1] >= KNOWN_FOR:
            return person
        return replace(person, is_admin=known[0])
