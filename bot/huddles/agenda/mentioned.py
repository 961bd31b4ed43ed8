"""Whom somebody mentions stands on the agenda by the name that Podline calls them: "Grace W."."""

import re
from typing import Final

from bot.huddles.tools import Tools
from bot.inbox import Person
from bot.text.escaping import plain
from bot.text.phrases import name
from storage.pods_roster import names_of

MOST: Final = 100
"""So many people are looked up; whom else a text mentions stands there as their account."""

_MENTION: Final = re.compile(r"<@([A-Z0-9]{2,40})(?:\|[^<>]{0,120})?>")


async def as_read(tools: Tools, person: Person, slack_text: str) -> str:
    """What somebody saw who read it, as `plain`, with the names of those who are on a roster. It
    calls nobody.
    """
    users = list(dict.fromkeys(_MENTION.findall(slack_text)))[:MOST]
    if not users:
        return plain(slack_text)
    async with tools.transactions.look() as session:
        names = await names_of(session, users, person.team)

    def called(found: re.Match[str]) -> str:
        return name(names[found[1]]) if found[1] in names else found[0]

    return plain(_MENTION.sub(called, slack_text))
