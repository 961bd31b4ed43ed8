"""Secret addresses: a pod's calendar, and the screen of a huddle."""

from datetime import datetime
from uuid import UUID

from bot.errors import AlreadyHandled
from bot.huddles.links.errors import NoAddress, OnlyWhoRenews
from bot.huddles.links.facts import Handed
from bot.huddles.links.feeding import Made, make_calendar
from bot.huddles.links.making import get_calendar_link, renew_calendar_link, url_of
from bot.huddles.links.rules import looks_like_secret, may_renew
from bot.huddles.links.views import calendar_card
from bot.huddles.links.watching import Seen, Watching
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.service import get_actor
from bot.text.kit import Card
from storage.huddles_calendar import save_calendar
from storage.huddles_links import LinkKind, find_link


class LinksService:
    """Every verb that changes something opens the one transaction."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._watching = Watching(tools.transactions)

    async def show_calendar(self, delivery: Delivery, person: Person) -> Card:
        """The link of the person's pod; made now where nobody asked for it before. Raises
        `NoAddress`, `NoPod`.
        """
        if not self._tools.public_url:
            raise NoAddress
        async with self._tools.transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            link = await get_calendar_link(session, home.pod.id, person, delivery.now)
        url, may = url_of(self._tools, link), may_renew(home.member)
        return calendar_card(home.pod.name, url, link.id, may_renew=may)

    async def renew_calendar(self, delivery: Delivery, person: Person, ended: UUID) -> Card:
        """A new link in place of `ended`, which shows nothing any more. Raises `NoAddress`,
        `NoPod`, `OnlyWhoRenews`.
        """
        if not self._tools.public_url:
            raise NoAddress
        async with self._tools.transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            if not may_renew(home.member):
                raise OnlyWhoRenews
            link, is_new = await renew_calendar_link(
                session, home.pod.id, ended, person, delivery.now
            )
        url = url_of(self._tools, link)
        return calendar_card(home.pod.name, url, link.id, may_renew=True, made=is_new)

    async def calendar(self, secret: str, now: datetime) -> Handed | None:
        """What a calendar reads that has this secret; None where it opens nothing, whatever the
        reason. Raises `NotSaved` where the database does not answer.
        """
        if not looks_like_secret(secret):
            return None
        async with self._tools.transactions.look() as session:
            link = await find_link(session, LinkKind.CALENDAR, secret, now)
            if link is None:
                return None
            made = await make_calendar(session, link.pod_id, now)
        if made.is_new:
            made = await self._remember(link.pod_id, made.number, now)
        return made.handed

    async def _remember(self, pod_id: UUID, number: int, now: datetime) -> Made:
        """What changed is counted once, whoever reads first: the others read what was counted."""
        handing_out = Delivery(f"calendar:{pod_id}:{number}", now)
        try:
            async with self._tools.transactions.of(handing_out) as session:
                made = await make_calendar(session, pod_id, now)
                if made.is_new:
                    await save_calendar(session, pod_id, made.number, dict(made.events))
        except AlreadyHandled:
            async with self._tools.transactions.look() as session:
                made = await make_calendar(session, pod_id, now)
        return made

    async def screen(self, secret: str, now: datetime) -> Seen | None:
        """What the screen of a huddle shows that has this secret; None as for `calendar`."""
        if not looks_like_secret(secret):
            return None
        return await self._watching.look(secret, now)
